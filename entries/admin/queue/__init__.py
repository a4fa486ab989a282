"""The moderators' queue: what waits, oldest first, and two buttons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from contests.models import Campaign
from contests.wording import day_and_time
from entries.admin.decision_form import DecisionForm, carry_out
from entries.models import Entry
from entries.moderation import Verb
from entries.video_ids import is_video_id, posted_at_hint

PER_PAGE = 10
VERBS = (Verb.ACCEPT, Verb.REJECT)


@dataclass(frozen=True)
class Card:
    """One entry that waits, with its form."""

    entry: Entry
    form: DecisionForm

    @property
    def received(self) -> str:
        return day_and_time(self.entry.received_at, self.entry.campaign.zone)

    @property
    def posted(self) -> str:
        """When the video was posted: as known, else as its id suggests; empty if neither."""
        zone = self.entry.campaign.zone
        if self.entry.posted_at:
            return day_and_time(self.entry.posted_at, zone)
        hint = self._hint
        return _("about %(moment)s") % {"moment": day_and_time(hint, zone)} if hint else ""

    @property
    def posted_outside(self) -> str:
        """A warning when that was not while the campaign was open; empty otherwise."""
        campaign, moment = self.entry.campaign, self.entry.posted_at or self._hint
        if moment is None or campaign.opens_at is None or campaign.closes_at is None:
            return ""
        if moment < campaign.opens_at and not campaign.prior_posts_allowed:
            return _("before the opening")
        return _("after the close") if moment >= campaign.closes_at else ""

    @property
    def _hint(self) -> datetime | None:
        platform, video_id = self.entry.platform, self.entry.video_id
        return posted_at_hint(platform, video_id) if is_video_id(platform, video_id) else None


def queue_page(request: HttpRequest, *, site_context: dict[str, Any]) -> HttpResponse:
    """Show what waits and decide about one entry at a time; for moderators only."""
    if not request.user.has_perm("entries.moderate_entry"):
        raise PermissionDenied
    at = timezone.now()
    campaign = _asked_campaign(request.GET.get("campaign", ""))
    posted = DecisionForm(request.POST, verbs=VERBS) if request.method == "POST" else None
    if posted and posted.is_valid() and carry_out(request, posted):
        return redirect(queue_url(campaign))
    waiting = waiting_entries(at=at)
    page = Paginator(waiting.filter(campaign=campaign) if campaign else waiting, PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        **site_context,
        "title": _("Entries that wait for a decision"),
        "campaign": campaign,
        "campaigns": _campaigns(waiting),
        "page": page,
        "cards": [Card(entry, _form_for(entry, posted)) for entry in page],
        "refusal": posted if posted and not _is_shown(posted, page.object_list) else None,
        "base_query": f"{urlencode({'campaign': campaign.pk})}&" if campaign else "",
    }
    return TemplateResponse(request, "admin/entries/queue.html", context)


def waiting_entries(*, at: datetime) -> QuerySet[Entry]:
    """What moderators still can decide about, oldest first."""
    return (
        Entry.objects.waiting()
        .exclude(campaign__cancelled_at__lte=at)
        .exclude(campaign__announced_at__lte=at)
        .select_related("campaign", "creator", "submitted_by")
        .prefetch_related("checks")
    )


def queue_url(campaign: Campaign | None) -> str:
    """The queue, of one campaign or of all."""
    query = f"?{urlencode({'campaign': campaign.pk})}" if campaign else ""
    return f"{reverse('admin:entries_entry_queue')}{query}"


def _campaigns(waiting: QuerySet[Entry]) -> list[tuple[Campaign, int]]:
    """The campaigns in which something waits, with how much."""
    counts = dict(
        waiting.order_by()
        .prefetch_related(None)
        .select_related(None)
        .values_list("campaign_id")
        .annotate(Count("pk"))
    )
    campaigns = Campaign.objects.filter(pk__in=counts).order_by("closes_at", "pk")
    return [(campaign, counts[campaign.pk]) for campaign in campaigns]


def _form_for(entry: Entry, posted: DecisionForm | None) -> DecisionForm:
    """The form that was sent for this entry, with what was typed, or a fresh one."""
    if posted and posted.data.get("entry") == str(entry.pk):
        return posted
    return DecisionForm(verbs=VERBS, initial={"entry": entry.pk}, auto_id=f"id_{entry.pk}_%s")


def _is_shown(posted: DecisionForm, entries: Any) -> bool:
    return any(posted.data.get("entry") == str(entry.pk) for entry in entries)


def _asked_campaign(pk: str) -> Campaign | None:
    """The campaign named in the address; None for all, and for what names none."""
    if not pk.isdecimal() or len(pk) > 18:
        return None
    return Campaign.objects.filter(pk=int(pk)).first()
