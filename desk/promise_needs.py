"""Promises and set announcements that wait for whoever looks; the missed ones first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from accounts.bidi import isolated
from accounts.models import User
from contests.models import Campaign
from contests.wording import distance
from desk.needs import Need
from results.models import AnnouncementPlan
from results.promise_clock import DAYS_BEFORE, Promise, State
from results.promise_wording import headline
from results.promises import promises_of_many


def promise_needs(user: User, campaigns: Sequence[Campaign], *, at: datetime) -> list[Need]:
    """For those who may see standings. Four queries at most, however many campaigns."""
    campaigns = [one for one in campaigns if user.has_perm("results.view_standings", one)]
    if not campaigns:
        return []
    promises = promises_of_many(campaigns, at=at)
    needs = [
        Need(
            headline(campaign, promise),
            reverse("admin:results_promises", args=[campaign.pk]),
            "alarm",
            is_late=promise.state is State.MISSED,
        )
        for campaign in campaigns
        for promise in promises[campaign.pk]
        if _is_near(promise)
    ]
    return [*needs, *_waiting(campaigns, at=at)]


def _is_near(promise: Promise) -> bool:
    return promise.is_pending and (
        promise.state is not State.AHEAD or promise.days <= max(DAYS_BEFORE)
    )


def _waiting(campaigns: Sequence[Campaign], *, at: datetime) -> list[Need]:
    """Announcements whose set time has passed. One query."""
    waiting = {one.pk: one for one in campaigns if one.published_at and not one.announced_at}
    plans = AnnouncementPlan.objects.filter(campaign__in=waiting, announces_at__lte=at)
    return [
        Need(
            gettext("%(campaign)s: the announcement was set for %(time)s and still waits.")
            % {
                "campaign": isolated(waiting[campaign_id]),
                "time": distance(moment, at=at),
            },
            reverse("admin:results_promises", args=[campaign_id]),
            "hourglass_bottom",
            is_late=True,
        )
        for campaign_id, moment in plans.order_by("announces_at", "pk").values_list(
            "campaign_id", "announces_at"
        )
        if moment is not None
    ]
