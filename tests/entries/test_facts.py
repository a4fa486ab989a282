"""What is known of a video: answers kept once, summed up, written onto its entries."""

from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.utils import timezone

from contests.phases import Phase
from entries.facts import apply_facts, keep_answer, known
from entries.models import Check, Entry, PlatformAnswer, VideoCover
from tests.builders import build_campaign, build_entry, utc

ID = "7340215487445339434"
NOON = utc(2026, 3, 1, 12)
S = PlatformAnswer.Source
_numbers = count(1)


def heard(source: str, *, said_at=NOON, found: bool = True, **said: Any) -> PlatformAnswer:
    """An answer that is not kept."""
    return PlatformAnswer(
        pk=next(_numbers),
        platform="tiktok",
        video_id=ID,
        source=source,
        said_at=said_at,
        found=found,
        said=said,
    )


def keep(entry: Entry, source: str = S.TIKTOK_OEMBED, *, found: bool = True, at=None, **said: Any):
    return keep_answer(
        platform=entry.platform,
        video_id=entry.video_id,
        source=source,
        found=found,
        said=said,
        at=at or timezone.now(),
    )


def apply_to(entry: Entry, *, at=None) -> Entry:
    apply_facts(platform=entry.platform, video_id=entry.video_id, at=at or timezone.now())
    entry.refresh_from_db()
    return entry


def test_nothing_is_known_where_nobody_said_anything():
    assert known([]) is None


def test_newest_word_of_a_source_counts():
    facts = known(
        [
            heard(S.TIKTOK_OEMBED, caption="new", said_at=NOON + timedelta(hours=1)),
            heard(S.TIKTOK_OEMBED, caption="old"),
        ]
    )
    assert facts.caption == "new"


def test_older_word_stands_where_the_newer_answer_is_silent():
    facts = known(
        [
            heard(S.TIKTOK_DISPLAY, seconds=42),
            heard(S.TIKTOK_DISPLAY, caption="text", said_at=NOON + timedelta(hours=1)),
        ]
    )
    assert (facts.caption, facts.seconds) == ("text", 42)


@pytest.mark.parametrize(
    ("stronger", "weaker"),
    [
        (S.STAFF, S.TIKTOK_DISPLAY),
        (S.STAFF, S.YOUTUBE),
        (S.TIKTOK_DISPLAY, S.TIKTOK_OEMBED),
        (S.YOUTUBE, S.IMPORT),
        (S.TIKTOK_OEMBED, S.IMPORT),
    ],
)
def test_stronger_source_counts_though_it_spoke_earlier(stronger: str, weaker: str):
    facts = known(
        [
            heard(weaker, caption="weaker", seconds=1, said_at=NOON + timedelta(days=1)),
            heard(stronger, caption="stronger", seconds=2),
        ]
    )
    assert (facts.caption, facts.seconds) == ("stronger", 2)


def test_word_taken_back_by_staff_is_left_to_the_platform():
    facts = known(
        [
            heard(S.TIKTOK_OEMBED, caption="platform's"),
            heard(S.STAFF, caption="staff's"),
            heard(S.STAFF, caption=None, said_at=NOON + timedelta(hours=1)),
        ]
    )
    assert facts.caption == "platform's"


def test_whole_caption_counts_more_than_a_cut_one():
    facts = known(
        [
            heard(S.TIKTOK_DISPLAY, caption="A long te", caption_cut=True),
            heard(S.TIKTOK_OEMBED, caption="A long text #кітапток"),
        ]
    )
    assert (facts.caption, facts.caption_cut) == ("A long text #кітапток", False)


def test_caption_is_cut_where_only_its_beginning_was_told():
    facts = known([heard(S.TIKTOK_DISPLAY, caption="A long te", caption_cut=True)])
    assert (facts.caption, facts.caption_cut) == ("A long te", True)


def test_video_that_went_is_not_public_and_its_facts_stay():
    facts = known(
        [
            heard(S.TIKTOK_OEMBED, caption="text", public=True),
            heard(S.TIKTOK_OEMBED, found=False, said_at=NOON + timedelta(days=1)),
        ]
    )
    assert (facts.caption, facts.public) == ("text", False)


def test_video_that_came_back_is_public():
    facts = known(
        [
            heard(S.YOUTUBE, found=False),
            heard(S.YOUTUBE, public=True, said_at=NOON + timedelta(days=1)),
        ]
    )
    assert facts.public is True


def test_video_that_is_not_the_asker_s_own_may_well_be_public():
    facts = known([heard(S.TIKTOK_DISPLAY, found=False)])
    assert facts.public is None


@pytest.mark.django_db
def test_same_answer_is_kept_once_though_its_cover_has_a_new_address():
    entry = build_entry(build_campaign())
    first = keep(entry, caption="text", cover_url="https://p16.example/1?expires=1")
    again = keep(entry, caption="text", cover_url="https://p16.example/1?expires=2")
    assert first == again == PlatformAnswer.objects.get()


@pytest.mark.django_db
def test_answer_that_changed_and_changed_back_is_kept_each_time():
    entry = build_entry(build_campaign())
    for number, caption in enumerate(["one", "two", "one"]):
        keep(entry, caption=caption, at=NOON + timedelta(hours=number))
    captions = PlatformAnswer.objects.order_by("pk").values_list("said__caption", flat=True)
    assert list(captions) == ["one", "two", "one"]


@pytest.mark.django_db
def test_facts_reach_all_entries_of_the_video():
    first, second = build_campaign(), build_campaign()
    entry = build_entry(first)
    other = build_entry(second, video_id=entry.video_id, creator=entry.creator)
    posted = timezone.now() - timedelta(days=2)
    said = {"caption": "#кітапток", "seconds": 42, "public": True}
    keep(entry, **said, posted_at=posted.isoformat())
    for written in (apply_to(entry), apply_to(other)):
        assert written.caption == "#кітапток"
        assert written.caption_state == Entry.CaptionState.WHOLE
        assert (written.seconds, written.available, written.posted_at) == (42, True, posted)


@pytest.mark.django_db
def test_what_nobody_said_stays_as_it_was():
    entry = build_entry(build_campaign(), caption="typed", caption_state="whole", seconds=30)
    posted = entry.posted_at
    keep(entry, public=True)
    written = apply_to(entry)
    assert (written.caption, written.seconds, written.posted_at) == ("typed", 30, posted)


@pytest.mark.django_db
def test_entry_of_published_results_stays_as_it_was_published():
    entry = build_entry(build_campaign(phase=Phase.ANNOUNCED), caption="then")
    keep(entry, caption="now", author_handle="somebody.else")
    written = apply_to(entry)
    assert written.caption == "then"
    assert written.creator.handle != "somebody.else"


@pytest.mark.django_db
def test_cover_that_we_have_is_shown_unless_staff_chose_another():
    campaign = build_campaign()
    bare, chosen = build_entry(campaign), build_entry(campaign, cover="covers/chosen.webp")
    for entry in (bare, chosen):
        VideoCover.objects.create(
            platform="tiktok",
            video_id=entry.video_id,
            image="covers/fetched.webp",
            fetched_at=NOON,
        )
    assert apply_to(bare).cover.name == "covers/fetched.webp"
    assert apply_to(chosen).cover.name == "covers/chosen.webp"


@pytest.mark.django_db
def test_facts_are_followed_by_checks():
    entry = build_entry(build_campaign(), status="received")
    keep(entry, caption="nothing of that kind")
    apply_to(entry)
    assert Check.objects.get(entry=entry, rule="hashtag").outcome == "fail"
    keep(entry, caption="now with #кітапток")
    apply_to(entry)
    assert Check.objects.get(entry=entry, rule="hashtag").outcome == "pass"
