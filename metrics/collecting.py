"""Which videos are due to be read: rows that stay until the platform has answered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from allauth.socialaccount.models import SocialToken
from django.conf import settings
from django.db import connection, transaction
from django.db.models import CharField, DateTimeField, Exists, OuterRef, Q, QuerySet, Value

from contests.models import Campaign
from contests.phases import Phase
from entries.models import Entry
from entries.tiktok_tokens import PROVIDER
from metrics.models import EntryViews, PendingReading, ReadingPlan
from metrics.plans import plan_of
from metrics.schedule import Due, ReadingHours, due, is_due
from partners.models import Platform

Source = PendingReading.Source

# A reading after the close decides nothing, but people may need it.
PHASES = frozenset({Phase.OPEN, Phase.REVIEW})
# What is received may be accepted yet, and what was not read in time can never be made up for.
ASKED = (Entry.Status.RECEIVED, Entry.Status.ACCEPTED)


def hours_of(plan: ReadingPlan) -> ReadingHours:
    return ReadingHours(
        every=timedelta(hours=plan.every_hours),
        last_day_every=timedelta(hours=plan.last_day_hours),
        final_before=timedelta(minutes=plan.final_minutes),
    )


def loaded_plan(campaign: Campaign) -> ReadingPlan:
    """The plan of a campaign that came with its reading_plan loaded, without another question."""
    return getattr(campaign, "reading_plan", None) or ReadingPlan(campaign=campaign)


def collecting_campaigns(*, at: datetime) -> list[Campaign]:
    """Those whose platforms are asked for views at the moment."""
    begun = Campaign.objects.filter(
        published_at__lte=at, opens_at__lte=at, closes_at__isnull=False
    ).filter(Q(announced_at__isnull=True) | Q(announced_at__gt=at))
    wanted = begun.exclude(reading_plan__collects=False).select_related("reading_plan")
    return [one for one in wanted.order_by("pk") if one.phase(at=at) in PHASES]


def entries_to_read(campaign: Campaign) -> dict[Source, QuerySet[Entry]]:
    """The campaign's videos that this site can ask about, by the source that tells their views."""
    entries = Entry.objects.confirmed().filter(campaign=campaign, status__in=ASKED).order_by()
    by_source: dict[Source, QuerySet[Entry]] = {
        Source.TIKTOK_DISPLAY: entries.filter(
            _has_token("submitted_by") | _has_token("creator__user"), platform=Platform.TIKTOK
        )
    }
    if settings.YOUTUBE_API_KEY:
        by_source[Source.YOUTUBE] = entries.filter(platform=Platform.YOUTUBE)
    return by_source


def _has_token(person: str) -> Exists:
    """Whether that person has allowed us to ask TikTok on their behalf."""
    tokens = SocialToken.objects.filter(account__provider=PROVIDER)
    return Exists(tokens.filter(account__user=OuterRef(person)))


@transaction.atomic
def want_readings(*, campaign_id: int, at: datetime) -> int:
    """Have all due videos of a campaign read, each once; return how many are new.

    What waits already is left alone; the final slot alone calls back what was put off, because
    a platform that was away may be there again while it still counts. Nothing is locked: one
    statement sees each video either waiting or answered, and the workers look again.
    """
    campaign = Campaign.objects.get(pk=campaign_id)
    plan = plan_of(campaign)
    if campaign.phase(at=at) not in PHASES or not plan.collects:
        return 0
    wanted = _due(campaign, plan, at=at)
    if wanted is None:
        return 0
    if wanted.is_final:
        _call_back(campaign, wanted, at=at)
    return sum(
        _put(_not_read(entries, wanted), source, wanted.slot, at)
        for source, entries in entries_to_read(campaign).items()
    )


def still_wanted(rows: Iterable[PendingReading], *, at: datetime) -> list[PendingReading]:
    """Those of the rows whose reading is still due, with entry, creator and campaign loaded.

    Others came first (an import), or the entry, the campaign or its plan has changed.
    """
    whole = PendingReading.objects.select_related(
        "entry__campaign__reading_plan", "entry__creator", "entry__kept_views"
    ).in_bulk([row.pk for row in rows])
    found = []
    for row in rows:
        current = whole.get(row.pk)
        if current and _is_wanted(current.entry, at=at):
            row.entry = current.entry
            found.append(row)
    return found


def _is_wanted(entry: Entry, *, at: datetime) -> bool:
    campaign = entry.campaign
    plan = loaded_plan(campaign)
    if entry.status not in ASKED or campaign.phase(at=at) not in PHASES or not plan.collects:
        return False
    if campaign.opens_at is None or campaign.closes_at is None:
        return False
    kept: EntryViews | None = getattr(entry, "kept_views", None)
    return is_due(
        hours_of(plan),
        campaign.opens_at,
        campaign.closes_at,
        at,
        read_at=kept.last_at if kept else None,
        answered_at=kept.answered_at if kept else None,
    )


def _due(campaign: Campaign, plan: ReadingPlan, *, at: datetime) -> Due | None:
    if campaign.opens_at is None or campaign.closes_at is None:
        return None
    return due(hours_of(plan), campaign.opens_at, campaign.closes_at, at)


def _not_read(entries: QuerySet[Entry], wanted: Due) -> QuerySet[Entry]:
    """By what is kept of each entry, however long its history is."""
    return entries.filter(
        Q(kept_views__last_at__isnull=True) | Q(kept_views__last_at__lt=wanted.slot),
        Q(kept_views__answered_at__isnull=True)
        | Q(kept_views__answered_at__lt=wanted.answered_before),
        pending_reading__isnull=True,
    )


def _put(entries: QuerySet[Entry], source: Source, slot: datetime, at: datetime) -> int:
    """Have these entries read, by one statement; what is there already stays as it is."""
    moment = DateTimeField()
    chosen = entries.values_list(
        "pk",
        Value(source.value, output_field=CharField()),
        Value(slot, output_field=moment),
        Value(at, output_field=moment),
        Value(at, output_field=moment),
        Value(0),
        Value("", output_field=CharField()),
    )
    sql, params = chosen.query.sql_with_params()
    table = connection.ops.quote_name(PendingReading._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} "
            f"(entry_id, source, slot_at, due_at, asked_at, attempts, error) {sql} "
            "ON CONFLICT DO NOTHING",
            params,
        )
        return int(cursor.rowcount)


def _call_back(campaign: Campaign, wanted: Due, *, at: datetime) -> None:
    """Ask now about what was put off; not what a worker has, takes or puts off at this moment."""
    waiting = PendingReading.objects.filter(
        entry__in=Entry.objects.filter(campaign=campaign).order_by(),
        taken_at__isnull=True,
        slot_at__lt=wanted.slot,
    )
    free = waiting.order_by("pk").select_for_update(skip_locked=True).values("pk")
    PendingReading.objects.filter(pk__in=free).update(slot_at=wanted.slot, due_at=at, attempts=0)
