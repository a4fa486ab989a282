"""What of judging waits for whoever looks: flags, judges who may be late, rounds to close."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import ngettext

from accounts.models import User
from contests.campaign_roles import within_reach
from contests.wording import distance
from desk.needs import Need, with_campaigns
from judging.awaiting import rounds_behind, rounds_to_close
from judging.flag_queue import open_flags_for


def jury_needs(user: User, *, at: datetime) -> list[Need]:
    """Nothing of scores: only what is to be done, for those who may do it."""
    return [*_flags(user, at=at), *_late(user, at=at), *_to_close(user, at=at)]


def _flags(user: User, *, at: datetime) -> list[Need]:
    if not user.has_perm("judging.change_assignment"):
        return []
    counts = _by_campaign(open_flags_for(user, at=at), "round__category__campaign")
    return [
        Need(
            ngettext(
                "%(campaign)s: %(count)s flag of a judge waits for an answer.",
                "%(campaign)s: %(count)s flags of judges wait for an answer.",
                count,
            )
            % {"campaign": campaign, "count": count},
            f"{reverse('admin:judging_flags')}?campaign={campaign.pk}",
            "flag",
        )
        for campaign, count in with_campaigns(counts)
    ]


def _late(user: User, *, at: datetime) -> list[Need]:
    if not user.has_perms(("judging.assign_judges", "judging.view_score")):
        return []
    return [
        Need(
            ngettext(
                "%(campaign)s, %(round)s: it closes %(time)s, and %(count)s judge has work left.",
                "%(campaign)s, %(round)s: it closes %(time)s, and %(count)s judges have work left.",
                one.judges,
            )
            % {
                "campaign": one.round.category.campaign,
                "round": one.round,
                "time": distance(one.round.closes_at, at=at),
                "count": one.judges,
            },
            reverse("admin:judging_round_progress", args=[one.round.pk]),
            "hourglass_bottom",
        )
        for one in rounds_behind(user, at=at)
        if user.has_perm("judging.assign_judges", one.round.category)
    ]


def _to_close(user: User, *, at: datetime) -> list[Need]:
    if not user.has_perm("judging.close_round"):
        return []
    rounds = within_reach(
        rounds_to_close(at=at),
        user=user,
        permission="judging.close_round",
        path="category__campaign",
    )
    counts = _by_campaign(rounds, "category__campaign")
    return [
        Need(
            ngettext(
                "%(campaign)s: %(count)s round is over. Close it, so that the next one can begin.",
                "%(campaign)s: %(count)s rounds are over. "
                "Close them, so that the next ones can begin.",
                count,
            )
            % {"campaign": campaign, "count": count},
            f"{reverse('admin:judging_round_changelist')}?category__campaign__id__exact={campaign.pk}",
            "gavel",
        )
        for campaign, count in with_campaigns(counts)
    ]


def _by_campaign(rows: QuerySet[Any], campaign: str) -> QuerySet[Any, tuple[int, str, int]]:
    columns = (campaign, f"{campaign}__slug")
    counted: QuerySet[Any, tuple[int, str, int]] = (
        rows.order_by().values_list(*columns).annotate(count=Count("pk"))
    )
    return counted.order_by(f"{campaign}__slug")
