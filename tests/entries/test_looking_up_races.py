"""Two workers at once, and workers killed between any two statements: nothing lost or doubled."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from entries import pending
from entries.looking_up import ask_about, look_up
from entries.models import Check, Creator, Decision, Entry, Lookup, PlatformAnswer, VideoCover
from entries.pending import ABANDONED_AFTER
from entries.platforms import sources
from entries.video_lookup import keep_and_apply
from tests.builders import build_campaign
from tests.entries.lookups import COVER, OEMBED, waiting_entry, work_off
from tests.races import Meeting, at_once, killed_at

pytestmark = pytest.mark.django_db(transaction=True)

LATER = ABANDONED_AFTER + timedelta(seconds=1)


def state_of(entry: Entry) -> dict[str, Any]:
    """Everything that looking an entry's video up leaves behind."""
    entry = Entry.objects.select_related("creator").get(pk=entry.pk)
    of_video = {"platform": entry.platform, "video_id": entry.video_id}
    return {
        "caption": entry.caption,
        "creator": entry.creator.handle,
        "cover": bool(entry.cover),
        "answers": PlatformAnswer.objects.filter(**of_video).count(),
        "covers": VideoCover.objects.filter(**of_video).count(),
        "pending": Lookup.objects.filter(**of_video).count(),
        "decisions": list(Decision.objects.filter(entry=entry).values_list("verb", flat=True)),
        "checks": list(Check.objects.filter(entry=entry).values_list("rule", "outcome")),
        "proposal": entry.proposal,
    }


def looked_up(entry: Entry, *, at: Any) -> dict[str, Any]:
    """What an undisturbed worker leaves behind."""
    work_off(OEMBED, at=at)
    work_off(COVER, at=at)
    return state_of(entry)


def test_worker_killed_at_any_statement_loses_and_doubles_nothing(platforms: Any):
    campaign, at = build_campaign(), timezone.now()
    expected = looked_up(waiting_entry(platforms, campaign, handle="owner"), at=timezone.now())
    assert (expected["answers"], expected["covers"], expected["pending"]) == (1, 1, 0)
    kills: Counter[str] = Counter()
    for source in (OEMBED, COVER):
        statement = 0
        while True:
            entry = waiting_entry(platforms, campaign, handle="owner")
            at = timezone.now()
            if source == COVER:
                work_off(OEMBED, at=at)
            if not killed_at(statement, lambda at=at, source=source: look_up(source=source, at=at)):
                break
            kills[source] += 1
            assert looked_up(entry, at=at + LATER) == expected, (source, statement)
            statement += 1
    assert kills[OEMBED] >= 20
    assert kills[COVER] >= 5
    assert Creator.objects.filter(handle="owner").count() == 1


def test_question_of_a_killed_worker_is_left_alone_for_a_while(platforms: Any):
    waiting_entry(platforms)
    at = timezone.now()
    pending.take(Lookup.objects.all(), at=at, most=1)
    assert look_up(source=OEMBED, at=at + ABANDONED_AFTER).taken == 0
    assert look_up(source=OEMBED, at=at + LATER).settled == 1


def test_late_answer_of_a_worker_that_was_given_up_is_left_to_the_other(platforms: Any):
    entry = waiting_entry(platforms, cover=False)
    at = timezone.now()
    source = sources.source(OEMBED)
    [slow] = pending.take(Lookup.objects.all(), at=at, most=1)
    facts = source.ask([slow.video_id])
    platforms.videos["tiktok", entry.video_id].caption = "edited meanwhile"
    assert look_up(source=OEMBED, at=at + LATER).settled == 1
    assert keep_and_apply(source, [slow], facts, at=at + LATER) == []
    assert PlatformAnswer.objects.get().said["caption"] == "edited meanwhile"
    assert not Lookup.objects.exists()


def take_at_once(monkeypatch: Any, platforms: Any) -> Counter[str]:
    """Two workers, each of which has chosen its questions before the other takes them."""
    meeting = Meeting(2)
    choose = pending._choose

    def choose_and_wait(*args: Any) -> Any:
        chosen = choose(*args)
        meeting.wait()
        return chosen

    monkeypatch.setattr(pending, "_choose", choose_and_wait)
    campaign = build_campaign()
    for _ in range(2):
        waiting_entry(platforms, campaign)
    at = timezone.now()
    results = at_once(2, lambda: look_up(source=OEMBED, at=at))
    assert not [result for result in results if isinstance(result, Exception)]
    return Counter(call.query["url"] for call in platforms.calls_of("tiktok_oembed"))


def test_two_workers_never_ask_the_same(monkeypatch: Any, platforms: Any):
    asked = take_at_once(monkeypatch, platforms)
    assert set(asked.values()) == {1}
    assert PlatformAnswer.objects.count() == len(asked)


@pytest.mark.postgres
def test_two_workers_would_ask_the_same_without_the_lock(monkeypatch: Any, platforms: Any):
    def unlocked(rows: QuerySet[Lookup]) -> QuerySet[Lookup]:
        return rows

    monkeypatch.setattr(pending, "_locked", unlocked)
    assert list(take_at_once(monkeypatch, platforms).values()) == [2]


def test_video_asked_for_by_many_at_once_is_one_question(platforms: Any):
    entry = waiting_entry(platforms)
    Lookup.objects.all().delete()
    at = timezone.now()
    results = at_once(
        8, lambda: ask_about(platform="tiktok", video_id=entry.video_id, at=at) or "asked"
    )
    assert results == ["asked"] * 8
    assert Lookup.objects.count() == 1


def test_many_workers_work_off_many_questions(platforms: Any):
    """Over two campaigns, with one account in all: they wait for each other, never for ever."""
    campaigns = [build_campaign(), build_campaign()]
    entries = [
        waiting_entry(platforms, campaigns[number % 2], handle="owner", cover=False)
        for number in range(12)
    ]
    at = timezone.now()
    results = at_once(4, lambda: len(work_off(OEMBED, at=at)))
    assert sum(results) == 12
    assert len(platforms.calls_of("tiktok_oembed")) == 12
    assert {state_of(entry)["creator"] for entry in entries} == {"owner"}
    assert PlatformAnswer.objects.count() == 12
    assert not Lookup.objects.exists()
