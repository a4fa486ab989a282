"""The last look before an announcement or a correction; confirming it, and announcing it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.acting import acting_user
from accounts.bidi import direction
from accounts.clock import database_now
from contests.models import Campaign
from partners.language_tabs import own_name
from results.admin.announcing_state import agreement_on, past_announcements
from results.admin.page import campaign_or_404, demand, page_context
from results.announcement import announce_campaign
from results.blockers import blockers_in
from results.confirming import confirm_announcement
from results.differences import Difference, differences
from results.preview import preview_of
from results.refusal import ResultsRefused

SALT = "results.announce"


@dataclass(frozen=True)
class PublicPage:
    """What the public will read in a language, and where staff read it before."""

    code: str
    name: str
    direction: str
    url: str


def announce_page(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Show what would be announced and what is in the way; on POST confirm or announce that."""
    campaign = campaign_or_404(request, campaign_id)
    changes: list[Difference] = []
    if request.method == "POST":
        demand(request, "results.announce_campaign")
        code = _decide(request, campaign)
        if code != "changed":
            return redirect("admin:results_announce", campaign.pk)
        campaign.refresh_from_db()
        changes = differences(_seen(request), preview_of(campaign))
    preview = preview_of(campaign)
    past = past_announcements(campaign)
    is_ahead = not past or preview.correction is not None
    blockers = blockers_in(preview, at=timezone.now()) if is_ahead else []
    context = {
        **page_context(request, campaign, title=_("Announcement"), here="announce"),
        "announcement": past[0].announcement if past else None,
        "past": past,
        "is_ahead": is_ahead,
        "preview": preview,
        "agreement": agreement_on(preview, me=acting_user(request)),
        "changes": changes,
        "blocking": [one for one in blockers if one.blocks],
        "worth_a_look": [one for one in blockers if not one.blocks],
        "pages": public_pages(campaign, is_announced=not is_ahead),
        "seen": signing.dumps(dict(preview.parts), salt=SALT, compress=True),
        "may_announce": request.user.has_perm("results.announce_campaign"),
    }
    return TemplateResponse(request, "admin/results/announce.html", context)


def public_pages(campaign: Campaign, *, is_announced: bool) -> list[PublicPage]:
    """The page that the announcement publishes, in each language of the campaign."""
    name = "winners" if is_announced else "winners_preview"
    if campaign.is_showcase:
        name = "campaign"
    pages = []
    for code in campaign.languages:
        with override(code):
            url = reverse(f"website:{name}", args=[campaign.slug])
        pages.append(PublicPage(code, own_name(code), direction(code), url))
    return pages


def _decide(request: HttpRequest, campaign: Campaign) -> str:
    """Confirm or announce what was looked at; the code of the refusal, or nothing."""
    confirms = request.POST.get("do") == "confirm"
    verb = confirm_announcement if confirms else announce_campaign
    try:
        verb(
            campaign_id=campaign.pk,
            digest=request.POST.get("digest", ""),
            by=acting_user(request),
            at=database_now(),
        )
    except ResultsRefused as refused:
        messages.error(request, refused.message)
        return refused.code
    if confirms:
        messages.success(request, _("Confirmed. It holds for exactly what you see here."))
    elif campaign.is_showcase:
        messages.success(request, _("Announced."))
    else:
        messages.success(
            request, _("Announced. The mails to the winners wait in the outbox for your nod.")
        )
    return ""


def _seen(request: HttpRequest) -> dict[str, Any]:
    """The parts of the preview that was looked at; none if they cannot be read."""
    try:
        parts: dict[str, Any] = signing.loads(request.POST.get("seen", ""), salt=SALT)
    except signing.BadSignature:
        return {}
    return parts
