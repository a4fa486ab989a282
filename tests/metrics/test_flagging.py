"""Cases are raised from new readings: once, and after a decision only on something new."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from config.tick import JOBS
from contests.models import Campaign, Category
from contests.phases import Phase
from entries.models import Entry
from metrics import flagging
from metrics.cases import decide_case
from metrics.flagging import STALE_AFTER, flag_campaign, flag_due, flag_readings
from metrics.leaderboards import board_of
from metrics.models import Attestation, Case, EntryViews, Reading, ViewsProgress
from results.standings import standings_of
from tests import personas
from tests.builders import build_campaign, build_category, build_entry, build_reading, dates_in
from tests.metrics.flagging import (
    CALM,
    JUMP,
    SLOT,
    add_readings,
    entry_with,
    keep,
    look,
    open_cases,
    running,
)

pytestmark = pytest.mark.django_db


def decide(case: Case, outcome: str = Case.Outcome.HARMLESS) -> None:
    decide_case(
        case_id=case.pk,
        outcome=outcome,
        reason="Seen.",
        by=personas.moderator(),
        at=timezone.now(),
    )


def next_reading(entry: Entry, *, views: int, likes: int | None = None) -> None:
    """One more an hour later, which is an hour ago."""
    last = entry.readings.latest("taken_at")
    build_reading(
        entry, views=last.views + views, likes=likes, taken_at=last.taken_at + timedelta(hours=1)
    )


def calm_campaign() -> Campaign:
    campaign = running()
    for _ in range(6):
        entry_with(campaign, CALM)
    return campaign


def test_calm_campaign_raises_nothing():
    assert look(calm_campaign()) == []


def test_readings_raise_cases_with_their_evidence():
    campaign = calm_campaign()
    jumped = entry_with(campaign, JUMP)
    unliked = entry_with(campaign, (5_000,) * 9, likes=0)
    fallen = entry_with(campaign, (500, 500, -400, 500))
    assert look(campaign) == [
        (jumped.pk, "jump"),
        (unliked.pk, "no_likes"),
        (fallen.pk, "fell"),
    ]
    case = Case.objects.get(entry=jumped)
    assert (case.evidence["gain"], case.evidence["peers"]) == (60_000, 8)


def test_companions_raise_a_case_each():
    campaign = running()
    others = [
        entry_with(campaign, [700 + 90 * one, 4_000, 90 * (one + 1), 2_000, 777])
        for one in range(6)
    ]
    five = [entry_with(campaign, (4_000, 900, 7_000, 2_500, 5_500)) for _ in range(5)]
    assert look(campaign) == [(entry.pk, "in_step") for entry in five]
    assert others


def test_look_again_raises_nothing_more():
    campaign = calm_campaign()
    entry_with(campaign, JUMP)
    first = look(campaign)
    assert (len(first), look(campaign)) == (1, first)
    ViewsProgress.objects.update(flagged_to=0)
    assert look(campaign) == first


def test_case_found_harmless_is_not_raised_again_on_the_same_evidence():
    campaign = calm_campaign()
    jumped = entry_with(campaign, JUMP)
    look(campaign)
    decide(Case.objects.get())
    ViewsProgress.objects.update(flagged_to=0)
    next_reading(jumped, views=100)
    assert look(campaign) == []


def test_case_found_harmless_is_raised_again_on_a_new_jump():
    campaign = calm_campaign()
    jumped = entry_with(campaign, (*CALM[:4], 12_000))
    look(campaign)
    decide(Case.objects.get())
    next_reading(jumped, views=120_000)
    assert look(campaign) == [(jumped.pk, "jump")]


@pytest.mark.parametrize(
    ("outcome", "again"), [(Case.Outcome.HARMLESS, False), (Case.Outcome.WATCHED, True)]
)
def test_watched_entry_is_raised_on_anything_newer(outcome, again):
    """Likes still missing an hour later are no news, unless the entry is watched."""
    campaign = calm_campaign()
    unliked = entry_with(campaign, (5_000,) * 9, likes=0)
    look(campaign)
    decide(Case.objects.get(), outcome)
    next_reading(unliked, views=100, likes=0)
    assert look(campaign) == ([(unliked.pk, "no_likes")] if again else [])


def test_readings_that_do_not_count_raise_nothing():
    campaign = calm_campaign()
    entry = entry_with(campaign, CALM)
    last = entry.readings.latest("taken_at")
    typed = build_reading(
        entry,
        views=last.views + 90_000,
        taken_at=last.taken_at + timedelta(hours=1),
        source="manual",
        recorded_by=personas.manager(),
    )
    assert look(campaign) == []
    assert typed.pk <= ViewsProgress.objects.get().flagged_to


def test_reading_raises_a_case_once_it_is_attested():
    campaign = calm_campaign()
    entry = build_entry(campaign)
    add_readings(entry, CALM, until=timezone.now() - SLOT)
    typed = build_reading(
        entry,
        views=90_000,
        taken_at=timezone.now() - timedelta(minutes=5),
        source="manual",
        recorded_by=personas.manager(),
    )
    assert look(campaign) == []
    Attestation.objects.create(
        reading=typed,
        agrees=True,
        recorded_by=personas.manager(),
        attested_by=personas.moderator(),
        attested_at=timezone.now(),
    )
    assert look(campaign) == [(entry.pk, "jump")]


@pytest.mark.parametrize("status", ["received", "rejected", "disqualified", "withdrawn"])
def test_only_accepted_entries_are_flagged(status):
    campaign = calm_campaign()
    entry = build_entry(campaign, status=status)
    add_readings(entry, JUMP)
    assert look(campaign) == []


@pytest.mark.parametrize("phase", sorted(set(Phase) - {Phase.OPEN, Phase.REVIEW}))
def test_nothing_is_raised_outside_the_contest(phase):
    campaign = calm_campaign()
    entry_with(campaign, JUMP)
    keep(campaign)
    now = timezone.now()
    Campaign.objects.filter(pk=campaign.pk).update(**dates_in(phase, at=now))
    assert flag_readings(campaign_id=campaign.pk, at=now) == (0, True)
    assert open_cases(campaign) == []


def test_long_backlog_is_gone_through_in_steps(monkeypatch):
    monkeypatch.setattr(flagging, "CHUNK", 7)
    campaign = calm_campaign()
    jumped = entry_with(campaign, (*JUMP, 500, 500, 500, 500))
    assert look(campaign) == [(jumped.pk, "jump")]
    monkeypatch.setattr(flagging, "CHUNKS", 2)
    ViewsProgress.objects.update(flagged_to=0)
    assert flag_readings(campaign_id=campaign.pk, at=timezone.now())[1] is False


def test_readings_of_other_campaigns_are_passed_over():
    campaign, other = calm_campaign(), running()
    entry_with(other, JUMP)
    look(campaign)
    newest = Reading.objects.latest("pk").pk
    assert ViewsProgress.objects.get(campaign=campaign).flagged_to == newest
    entry_with(other, JUMP)
    assert look(campaign) == []
    assert (
        ViewsProgress.objects.get(campaign=campaign).flagged_to == Reading.objects.latest("pk").pk
    )


def test_video_that_cannot_be_seen_raises_a_case():
    campaign, now = calm_campaign(), timezone.now()
    gone = entry_with(campaign, CALM)
    look(campaign)
    EntryViews.objects.filter(entry=gone).update(absent_since=now - SLOT, answered_at=now)
    flag_readings(campaign_id=campaign.pk, at=now)
    assert open_cases(campaign) == [(gone.pk, "gone")]


def test_old_reading_raises_a_case_some_hours_after_the_close():
    campaign = build_campaign(phase=Phase.REVIEW)
    assert campaign.closes_at is not None
    build_category(campaign, method=Category.Method.MOST_VIEWED_VIDEO)
    fresh, old, never = (build_entry(campaign) for _ in range(3))
    build_reading(fresh, views=5, taken_at=campaign.closes_at - timedelta(hours=24))
    build_reading(old, views=5, taken_at=campaign.closes_at - timedelta(hours=25))
    at = campaign.closes_at + STALE_AFTER
    assert look(campaign, at=at - timedelta(seconds=1)) == []
    assert look(campaign, at=at) == [(old.pk, "stale"), (never.pk, "stale")]


def test_stale_cases_are_those_that_could_win(monkeypatch):
    monkeypatch.setattr(flagging, "STALE_MOST", 1)
    campaign = build_campaign(phase=Phase.REVIEW)
    assert campaign.closes_at is not None
    build_category(campaign, method=Category.Method.MOST_VIEWED_VIDEO)
    for views in (5, 9, 7):
        build_reading(
            build_entry(campaign), views=views, taken_at=campaign.closes_at - timedelta(days=3)
        )
    [(entry_id, _kind)] = look(campaign)
    assert Reading.objects.get(entry=entry_id).views == 9


def test_flags_change_no_rank():
    campaign = build_campaign(phase=Phase.REVIEW)
    assert campaign.closes_at is not None
    categories = [
        build_category(campaign, method=method)
        for method in (Category.Method.MOST_VIEWED_VIDEO, Category.Method.MOST_VIEWED_CREATOR)
    ]
    until = campaign.closes_at - timedelta(hours=1)
    for _ in range(6):
        entry_with(campaign, CALM, until=until)
    entry_with(campaign, JUMP, until=until)
    entry_with(campaign, (5_000,) * 9, likes=0, until=until)
    keep(campaign)

    def ranks():
        return [
            (board_of(one), [(row.key, row.rank) for row in standings_of(one).rows])
            for one in categories
        ]

    before = ranks()
    assert len(look(campaign)) == 2
    assert ranks() == before


def test_look_takes_the_same_queries_at_any_size():
    counts = []
    for size in (1, 3, 30):
        campaign = running()
        for _ in range(size):
            entry_with(campaign, (500, 500, -400, 500))
        keep(campaign)
        with CaptureQueriesContext(connection) as queries:
            flag_readings(campaign_id=campaign.pk, at=timezone.now())
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]


def test_flag_due_enqueues_running_campaigns_once():
    campaign = calm_campaign()
    keep(campaign)
    keep(build_campaign(phase=Phase.ANNOUNCED))
    now = timezone.now()
    assert [flag_due(at=now), flag_due(at=now)] == [1, 0]
    assert flag_campaign.func(campaign.pk) == 0


def test_flagging_is_a_periodic_job():
    [job] = [job for job in JOBS if job.path == "metrics.flagging.flag_due"]
    assert job.every == timedelta(minutes=5)


def test_case_is_open_once_whoever_raises_it():
    entry = build_entry(running())
    cases = [Case(entry=entry, kind="jump", raised_at=timezone.now()) for _ in range(2)]
    with transaction.atomic():
        Case.objects.bulk_create(cases, ignore_conflicts=True)
    assert Case.objects.count() == 1
