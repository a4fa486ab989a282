"""The press releases of a campaign: begun, written, looked at, published, withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.acting import acting_user
from accounts.clock import database_now
from contests.models import Campaign
from contests.wording import day_and_time
from results.admin.page import demand, page_context
from results.admin.press_form import ReleaseForm
from results.models import PressDecision, PressRelease
from results.press_access import demand_release, may_see_results
from results.press_facts import newest_announcement
from results.press_moves import PUBLISHED, WRITTEN, Kind, Verb, is_possible
from results.press_publishing import (
    languages_missing,
    named_now,
    publish_release,
    put_release_away,
    rival_of,
    withdraw_release,
)
from results.press_refusal import PressRefused
from results.press_writing import begin_release, digest_of, make_release_anew, write_release

OCCASIONS: dict[str, Promise] = {
    Kind.LAUNCH: gettext_lazy("Press release for the launch"),
    Kind.RESULTS: gettext_lazy("Press release for the results"),
}


@dataclass(frozen=True)
class Occasion:
    """One of the two: its releases, the newest first, and whether a new one can be begun."""

    kind: str
    heading: Promise
    releases: list[PressRelease]
    why_not: str
    is_hidden: bool

    @property
    def may_begin(self) -> bool:
        has_draft = any(one.state == PressRelease.State.DRAFT for one in self.releases)
        return not (self.why_not or self.is_hidden or has_draft)


@dataclass(frozen=True)
class Step:
    """One step of a release, in words."""

    decision: PressDecision
    when: str


def press_page(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Show the releases of both occasions; on POST begin one."""
    demand(request, "results.view_pressrelease")
    campaign = _campaign(campaign_id)
    if request.method == "POST":
        release = _begin(request, campaign)
        if release is not None:
            return redirect("admin:results_press_release", campaign.pk, release.pk)
        return redirect("admin:results_press", campaign.pk)
    user, at = acting_user(request), timezone.now()
    sees_results = may_see_results(user, campaign, at=at)
    listed = PressRelease.objects.filter(campaign=campaign).order_by("-created_at", "-pk")
    releases = list(listed.select_related("created_by", "announcement"))
    context = {
        **page_context(request, campaign, title=_("Press"), here="press"),
        "occasions": [
            Occasion(
                kind=kind,
                heading=heading,
                releases=[one for one in releases if one.kind == kind],
                why_not=_why_not(WRITTEN[kind][campaign.phase(at=at)]),
                is_hidden=kind == Kind.RESULTS and not sees_results,
            )
            for kind, heading in OCCASIONS.items()
        ],
        "may_write": user.has_perm("results.change_pressrelease"),
    }
    return TemplateResponse(request, "admin/results/press.html", context)


def press_release_page(request: HttpRequest, campaign_id: int, release_id: int) -> HttpResponse:
    """Show one release with its texts and steps; on POST take one step."""
    campaign = _campaign(campaign_id)
    release = get_object_or_404(PressRelease, pk=release_id, campaign=campaign)
    release.campaign = campaign
    user, at = acting_user(request), timezone.now()
    demand_release(user, release, at=at)
    form = ReleaseForm(release=release)
    if request.method == "POST":
        form = ReleaseForm(request.POST, release=release)
        if _step(request, release, form):
            return redirect("admin:results_press_release", campaign.pk, release.pk)
    newest = newest_announcement(campaign)
    context = {
        **page_context(request, campaign, title=str(OCCASIONS[release.kind]), here="press"),
        "release": release,
        "form": form,
        "digest": digest_of(release),
        "may_write": user.has_perm("results.change_pressrelease")
        and is_possible(release, Verb.WRITE),
        "may_publish": user.has_perm("results.publish_pressrelease"),
        "can_publish": is_possible(release, Verb.PUBLISH),
        "can_withdraw": is_possible(release, Verb.WITHDRAW),
        "why_not": _why_not(_hindrance(release, at=at)),
        "missing": languages_missing(release),
        # Against what is announced; before there is anything, against what is drafted now.
        "winners_changed": is_possible(release, Verb.PUBLISH)
        and named_now(release, newest) != release.named,
        "steps": _steps(release),
        "reason": request.POST.get("reason", ""),
    }
    return TemplateResponse(request, "admin/results/press_release.html", context)


def _campaign(campaign_id: int) -> Campaign:
    campaigns = Campaign.objects.prefetch_related("hashtags", "categories")
    campaign: Campaign = get_object_or_404(campaigns, pk=campaign_id)
    return campaign


def _begin(request: HttpRequest, campaign: Campaign) -> PressRelease | None:
    demand(request, "results.change_pressrelease")
    kind = request.POST.get("kind", "")
    user, at = acting_user(request), database_now()
    if kind == Kind.RESULTS and not may_see_results(user, campaign, at=at):
        raise PermissionDenied
    try:
        release = begin_release(campaign_id=campaign.pk, kind=kind, by=user, at=at)
    except PressRefused as refused:
        messages.error(request, refused.message)
        return None
    messages.success(request, _("Made from the facts. Read it in every language, and change it."))
    return release


def _step(request: HttpRequest, release: PressRelease, form: ReleaseForm) -> bool:
    """Do what was asked for; False if the page has to be shown again as it was filled in."""
    do = request.POST.get("do", "")
    deciding = do in ("publish", "withdraw")
    demand(request, f"results.{'publish' if deciding else 'change'}_pressrelease")
    if do == "save" and not form.is_valid():
        return False
    who: dict[str, Any] = {
        "release_id": release.pk,
        "by": acting_user(request),
        "at": database_now(),
    }
    try:
        if do == "save":
            write_release(texts=form.changed_texts, **who)
            messages.success(request, _("Saved."))
        elif do == "anew":
            make_release_anew(**who)
            messages.success(request, _("Made anew from the facts of now."))
        elif do == "publish":
            post = request.POST
            publish_release(
                digest=post.get("digest", ""), compared=post.get("compared") == "yes", **who
            )
            messages.success(request, _("Published. It stands on the press page now."))
        elif do == "withdraw":
            withdraw_release(reason=request.POST.get("reason", ""), **who)
            messages.success(request, _("Withdrawn. Its page says so."))
        elif do == "put_away":
            put_release_away(**who)
            messages.success(request, _("Put away."))
    except PressRefused as refused:
        messages.error(request, refused.message)
        return do != "save"
    return True


def _hindrance(release: PressRelease, *, at: datetime) -> str | None:
    """Why it cannot be published now, as a code: the phase, or another one that is public."""
    code = PUBLISHED[release.kind][release.campaign.phase(at=at)]
    if code is None and rival_of(release) is not None:
        return "published_already"
    return code


def _why_not(code: str | None) -> str:
    return PressRefused(code).message if code else ""


def _steps(release: PressRelease) -> list[Step]:
    decisions = release.decisions.select_related("by").order_by("-at", "-pk")
    return [Step(one, day_and_time(one.at, release.campaign.zone)) for one in decisions]
