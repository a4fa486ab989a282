"""The admin's first page: the campaigns and what waits for the person who looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext

from accounts.acting import acting_user
from accounts.models import User
from contests.admin.campaign import PHASE_COLOURS
from contests.campaign_roles import within_reach
from contests.models import Campaign
from contests.phases import Phase, next_change
from contests.wording import distance, phase_name
from desk.jury_needs import jury_needs
from desk.needs import Need, with_campaigns
from desk.promise_needs import promise_needs
from desk.timeline import STAGE_NAMES
from entries.models import Entry
from metrics.case_queue import waiting
from metrics.models import Case, Reading
from outbox.delivery import standing_stops
from outbox.models import Message

_CURRENT = (Phase.OPEN, Phase.REVIEW, Phase.COMING, Phase.DRAFT)
MOST_PAST = 8


@dataclass(frozen=True)
class Card:
    """A campaign on the first page."""

    campaign: Campaign
    url: str
    phase: Promise
    colour: str
    entries: int
    next: tuple[Promise, str] | None


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Add the cards and the needs to the page; called by Unfold for the admin's index."""
    user, at = acting_user(request), timezone.now()
    campaigns = list(_campaigns(user))
    phases = {campaign.pk: campaign.phase(at=at) for campaign in campaigns}
    current = [campaign for campaign in campaigns if phases[campaign.pk] in _CURRENT]
    current.sort(key=lambda campaign: _CURRENT.index(phases[campaign.pk]))
    past = [campaign for campaign in campaigns if phases[campaign.pk] not in _CURRENT]
    return context | {
        "title": gettext("Overview"),
        "cards": [_card(campaign, phases[campaign.pk], at=at) for campaign in current],
        "past": [_card(campaign, phases[campaign.pk], at=at) for campaign in past[:MOST_PAST]],
        "needs": needs_of(user, current, at=at),
        "may_add_campaign": user.has_perm("contests.add_campaign"),
    }


def _campaigns(user: User) -> QuerySet[Campaign]:
    campaigns = within_reach(
        Campaign.objects.all(), user=user, permission="contests.view_campaign", path="pk"
    )
    return campaigns.prefetch_related("hashtags", "categories").annotate(
        entry_count=Count("entries", filter=Q(entries__confirmed_at__isnull=False))
    )


def _card(campaign: Campaign, phase: Phase, *, at: datetime) -> Card:
    ahead = next_change(campaign.dates, at=at)
    return Card(
        campaign=campaign,
        url=reverse("admin:desk_campaign", args=[campaign.pk]),
        phase=phase_name(campaign, phase),
        colour=PHASE_COLOURS[phase],
        entries=getattr(campaign, "entry_count", 0),
        next=(STAGE_NAMES[ahead[0]], distance(ahead[1], at=at)) if ahead else None,
    )


def needs_of(user: User, campaigns: list[Campaign], *, at: datetime) -> list[Need]:
    """Return what waits for this user, late promises first."""
    needs = [
        *_mail_stop(user),
        *promise_needs(user, campaigns, at=at),
        *_entries(user),
        *_cases(user, at=at),
        *_readings(user),
        *jury_needs(user, at=at),
        *_mails(user),
    ]
    return sorted(needs, key=lambda need: not need.is_late)


def _mail_stop(user: User) -> list[Need]:
    if not user.has_perm("outbox.release_message") or not standing_stops().exists():
        return []
    text = gettext("All mail is stopped. Nothing leaves until somebody lifts the stop.")
    return [Need(text, reverse("admin:outbox_stop"), "unsubscribe", is_late=True)]


def _entries(user: User) -> list[Need]:
    if not user.has_perm("entries.moderate_entry"):
        return []
    undecided = (
        within_reach(Entry.objects.waiting(), user=user, permission="entries.moderate_entry")
        .order_by()
        .values_list("campaign", "campaign__slug")
        .annotate(count=Count("pk"))
        .order_by("campaign__slug")
    )
    return [
        Need(
            ngettext(
                "%(campaign)s: %(count)s entry waits for a decision.",
                "%(campaign)s: %(count)s entries wait for a decision.",
                count,
            )
            % {"campaign": campaign, "count": count},
            f"{reverse('admin:entries_entry_queue')}?campaign={campaign.pk}",
            "inbox",
        )
        for campaign, count in with_campaigns(undecided)
    ]


def _cases(user: User, *, at: datetime) -> list[Need]:
    if not user.has_perm("metrics.decide_case"):
        return []
    cases = within_reach(
        Case.objects.filter(waiting(at=at)),
        user=user,
        permission="metrics.decide_case",
        path="entry__campaign",
    )
    return [
        Need(
            ngettext(
                "%(campaign)s: %(count)s case about views is open.",
                "%(campaign)s: %(count)s cases about views are open.",
                count,
            )
            % {"campaign": campaign, "count": count},
            f"{reverse('admin:metrics_case_changelist')}?campaign={campaign.pk}",
            "troubleshoot",
        )
        for campaign, count in with_campaigns(_by_campaign(cases))
    ]


def _readings(user: User) -> list[Need]:
    """What others typed: one's own readings wait for somebody else."""
    if not user.has_perm("metrics.attest_reading"):
        return []
    typed = within_reach(
        Reading.objects.unattested().exclude(recorded_by=user),
        user=user,
        permission="metrics.attest_reading",
        path="entry__campaign",
    )
    page = f"{reverse('admin:metrics_reading_changelist')}?counts=waiting"
    return [
        Need(
            ngettext(
                "%(campaign)s: %(count)s reading waits for a second person.",
                "%(campaign)s: %(count)s readings wait for a second person.",
                count,
            )
            % {"campaign": campaign, "count": count},
            f"{page}&entry__campaign__id__exact={campaign.pk}",
            "how_to_reg",
        )
        for campaign, count in with_campaigns(_by_campaign(typed))
    ]


def _by_campaign(rows: QuerySet[Any]) -> QuerySet[Any, tuple[int, str, int]]:
    """How many of what belongs to entries there are in each campaign."""
    columns = ("entry__campaign", "entry__campaign__slug")
    counted: QuerySet[Any, tuple[int, str, int]] = (
        rows.order_by().values_list(*columns).annotate(count=Count("pk"))
    )
    return counted.order_by("entry__campaign__slug")


def _mails(user: User) -> list[Need]:
    if not user.has_perm("outbox.release_message"):
        return []
    drafts = Message.objects.drafts().in_reach_of(user, "outbox.release_message")
    count = drafts.count()
    if not count:
        return []
    text = ngettext(
        "%(count)s mail waits for your nod.", "%(count)s mails wait for your nod.", count
    )
    url = f"{reverse('admin:outbox_message_changelist')}?status__exact=draft"
    return [Need(text % {"count": count}, url, "outgoing_mail")]
