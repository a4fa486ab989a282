"""The page on which the rules of a campaign are read and written."""

from __future__ import annotations

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.acting import acting_user
from accounts.clock import database_now
from contests.forms import RulesForm
from contests.models import Campaign
from contests.refusals import CampaignRefused
from contests.rule_sentences import sections_of
from contests.rules import WRITABLE, texts_of, write_rules
from contests.terms import snapshot
from contests.wording import day_and_time
from partners.language_tabs import CODES


@require_http_methods(["GET", "HEAD", "POST"])
def rules_page(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Show a version of the rules (the last, or ?version=); take a new one while it is allowed."""
    user = acting_user(request)
    if not user.has_perm("contests.view_rulesversion"):
        raise PermissionDenied
    campaign = get_object_or_404(Campaign, pk=campaign_id)
    if request.method == "POST" and not user.has_perm("contests.add_rulesversion"):
        raise PermissionDenied
    versions = list(campaign.rules.select_related("created_by"))
    asked = request.GET.get("version", "")
    shown = next((v for v in versions if str(v.number) == asked), versions[0] if versions else None)
    texts = texts_of(shown)
    codes = [code for code in CODES if code in campaign.languages or texts[code]]
    form = RulesForm(request.POST or None, codes=codes, initial=texts)
    if request.method == "POST" and form.is_valid():
        # What this page did not show stays as it is.
        written = texts_of(versions[0] if versions else None) | form.cleaned_data
        try:
            version = write_rules(
                campaign_id=campaign.pk, texts=written, by=user, at=database_now()
            )
        except CampaignRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request,
                _("Version %(number)s of the rules holds now.") % {"number": version.number},
            )
            return redirect("admin:contests_campaign_rules", campaign_id=campaign.pk)
    is_latest = not versions or shown == versions[0]
    may_write = user.has_perm("contests.add_rulesversion") and is_latest
    may_write = may_write and campaign.phase(at=timezone.now()) in WRITABLE
    if not may_write:
        for field in form.fields.values():
            field.disabled = True
    context = {
        **admin.site.each_context(request),
        "title": str(campaign),
        "subtitle": _("Rules"),
        "campaign": campaign,
        "form": form,
        "shown": shown,
        "sections": sections_of(shown.terms if shown else snapshot(campaign)),
        "is_latest": is_latest,
        "versions": [(v, day_and_time(v.created_at, campaign.zone)) for v in versions],
        "may_write": may_write,
    }
    return TemplateResponse(request, "admin/contests/campaign/rules.html", context)
