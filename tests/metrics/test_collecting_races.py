"""Workers at once, or killed between any two statements: no reading is lost or doubled."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import QuerySet

from contests.models import Campaign
from entries import pending
from entries.models import Entry, PlatformAnswer
from entries.pending import ABANDONED_AFTER
from metrics import settling
from metrics.collecting_jobs import take_readings
from metrics.models import PendingReading, Reading, ReadingBatch
from tests import personas
from tests.metrics.collecting import (
    DISPLAY,
    OPENS,
    YOUTUBE,
    Watch,
    history,
    kept,
    measured_campaign,
    permit,
    tiktok_entry,
    want,
    watch_of,
    work_off,
    youtube_entry,
)
from tests.races import Meeting, at_once, killed_at

pytestmark = pytest.mark.django_db(transaction=True)

LATER = ABANDONED_AFTER + timedelta(seconds=1)


def state_of(entry: Entry) -> dict[str, Any]:
    """Everything that reading an entry's views leaves behind, without its moments."""
    views = kept(entry)
    entry.refresh_from_db()
    return {
        "readings": [seen for _moment, seen in history(entry)],
        "kept": (views.last_views, views.closing_views, bool(views.absent_since)),
        "answered": views.answered_at is not None,
        "said": PlatformAnswer.objects.filter(video_id=entry.video_id).count(),
        "available": entry.available,
        "pending": PendingReading.objects.filter(entry=entry).count(),
    }


@pytest.mark.parametrize("source", [YOUTUBE, DISPLAY])
def test_worker_killed_at_any_statement_loses_and_doubles_nothing(platforms: Any, source: str):
    campaign = measured_campaign()
    permit(platforms, personas.creator())

    def entry_of(**facts: Any) -> Entry:
        facts |= {"views_an_hour": 0}
        if source == YOUTUBE:
            return youtube_entry(platforms, campaign, **facts)
        return tiktok_entry(platforms, campaign, personas.creator(), **facts)

    def work(entries: list[Entry], watch: Watch) -> list[dict[str, Any]]:
        work_off(source, watch)
        return [state_of(entry) for entry in entries]

    want(campaign, OPENS)
    first = [entry_of(), entry_of(privacy="private")]
    want(campaign, OPENS)
    expected = work(first, watch_of(platforms))
    assert [state["readings"] for state in expected] == [[1000], []]
    statement = kills = 0
    watch = watch_of(platforms)
    while True:
        entries = [entry_of(), entry_of(privacy="private")]
        want(campaign, watch())
        if not killed_at(statement, lambda: take_readings(source=source, clock=watch)):
            break
        kills += 1
        watch.now += LATER
        assert work(entries, watch) == expected, statement
        # Another tick finds nothing that is due.
        assert want(campaign, watch()) == 0, statement
        statement += 1
    assert kills >= 20
    empty = ReadingBatch.objects.filter(readings__isnull=True)
    assert not empty.exists()


def ask_at_once(monkeypatch: Any, platforms: Any) -> Counter[str]:
    """Two workers, each of which has chosen its videos before the other takes them."""
    meeting = Meeting(2)
    choose = pending._choose

    def choose_and_wait(*args: Any) -> Any:
        chosen = choose(*args)
        meeting.wait()
        return chosen

    monkeypatch.setattr(pending, "_choose", choose_and_wait)
    campaign = measured_campaign()
    for _ in range(60):
        youtube_entry(platforms, campaign)
    want(campaign, OPENS)
    watch_of(platforms)
    results = at_once(2, lambda: take_readings(source=YOUTUBE, clock=lambda: OPENS))
    assert not [result for result in results if isinstance(result, Exception)]
    asked = [call.query["id"].split(",") for call in platforms.calls_of("youtube")]
    return Counter(video_id for ids in asked for video_id in ids)


def test_two_workers_never_ask_the_same(monkeypatch: Any, platforms: Any):
    asked = ask_at_once(monkeypatch, platforms)
    assert set(asked.values()) == {1}
    assert Reading.objects.count() == len(asked)
    assert Reading.objects.values("entry").distinct().count() == len(asked)


@pytest.mark.postgres
def test_two_workers_would_ask_the_same_without_the_lock(monkeypatch: Any, platforms: Any):
    def unlocked(rows: QuerySet[PendingReading]) -> QuerySet[PendingReading]:
        return rows

    monkeypatch.setattr(pending, "_locked", unlocked)
    assert set(ask_at_once(monkeypatch, platforms).values()) == {2}


def test_late_answer_of_a_worker_that_was_given_up_is_left_to_the_other(platforms: Any):
    campaign = measured_campaign()
    entry = youtube_entry(platforms, campaign)
    want(campaign, OPENS)
    watch = watch_of(platforms)
    [slow] = pending.take(PendingReading.objects.all(), at=OPENS, most=1)
    slow.entry = entry
    watch.now = OPENS + LATER
    assert take_readings(source=YOUTUBE, clock=watch).settled == 1
    heard = settling.Heard(OPENS, {entry.video_id: None})
    outcome = settling.Outcome(
        "youtube", "youtube", Reading.Source.PLATFORM_API, [heard], {entry.video_id}
    )
    assert settling.keep_outcome([slow], outcome, at=watch()) == []
    assert len(history(entry)) == 1
    assert kept(entry).absent_since is None


def test_many_workers_and_ticks_read_each_video_once(platforms: Any):
    """Over two campaigns that share videos: they wait for each other, never for ever."""
    campaigns = [measured_campaign(), measured_campaign()]
    for number in range(60):
        for campaign in campaigns:
            youtube_entry(platforms, campaign, video_id=f"shared-{number:04d}")
    watch = watch_of(platforms)

    def work() -> int:
        done = 0
        for _ in range(6):
            for campaign in campaigns:
                want(campaign, OPENS)
            turn = take_readings(source=YOUTUBE, clock=lambda: OPENS)
            done += turn.settled
        return done

    results = at_once(4, work)
    assert not [result for result in results if isinstance(result, Exception)], results
    assert sum(results) == 120
    assert Reading.objects.count() == 120
    assert not PendingReading.objects.exists()
    assert watch.now == OPENS
    assert Campaign.objects.count() == 2
