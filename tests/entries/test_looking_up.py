"""Platforms are asked by jobs: once for each video, together, and until they answer."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from contests.phases import Phase
from entries import video_lookup
from entries.looking_up import ask_about, enqueue_due_lookups, look_up, look_up_task
from entries.models import Creator, Decision, Entry, Lookup, PlatformAnswer
from entries.platforms import sources
from entries.platforms.facts import VideoFacts
from entries.platforms.source import PlatformAway
from entries.questions import is_being_asked
from tests.builders import build_campaign, build_entry
from tests.entries.lookups import (
    COVER,
    OEMBED,
    YOUTUBE,
    ask,
    outcomes,
    waiting_entry,
    waiting_youtube_entry,
    work_off,
)

pytestmark = pytest.mark.django_db


class Says:
    """A source that says what a test wants, though no adapter would."""

    name, platform, batch_size = OEMBED, "tiktok", 20

    def __init__(self, answers: Any) -> None:
        self.answers = answers
        self.asked: list[list[str]] = []

    def ask(self, video_ids: Any) -> Any:
        self.asked.append(list(video_ids))
        return self.answers


@pytest.fixture
def says(monkeypatch: Any) -> Any:
    def let(answers: Any) -> Says:
        source = Says(answers)
        monkeypatch.setattr(video_lookup.sources, "source", lambda _name: source)
        return source

    return let


def test_answer_fills_the_entry_and_settles_the_question(platforms: Any):
    entry = waiting_entry(platforms, handle="true.owner", author_name="True Owner")
    [turn] = work_off()
    assert (turn.taken, turn.settled) == (1, 1)
    entry.refresh_from_db()
    assert entry.caption == "A minute of #кітапток"
    assert (entry.available, entry.creator.handle) == (True, "true.owner")
    assert entry.facts_at is not None
    assert not Lookup.objects.filter(source=OEMBED).exists()
    answer = PlatformAnswer.objects.get()
    assert (answer.source, answer.found) == (OEMBED, True)
    assert outcomes(entry)["hashtag"] == "pass"
    assert Decision.objects.get().verb == "correct_creator"


def test_youtube_tells_time_and_length_too(platforms: Any):
    posted = timezone.now().replace(microsecond=0) - timedelta(hours=3)
    entry = waiting_youtube_entry(platforms, "BGQWPY4IigY", create_time=posted, duration=42)
    work_off(YOUTUBE)
    entry.refresh_from_db()
    assert (entry.posted_at, entry.seconds) == (posted, 42)
    assert outcomes(entry)["window"] == "pass"


def test_videos_are_asked_together(platforms: Any):
    for number in range(60):
        waiting_youtube_entry(platforms, f"video-{number:05d}")
    turns = work_off(YOUTUBE)
    assert [turn.taken for turn in turns] == [50, 10]
    kinds = [call.path.rsplit("/", 1)[-1] for call in platforms.calls_of("youtube")]
    assert kinds == ["videos", "channels", "videos"]


def test_video_that_is_not_there_is_not_public(platforms: Any):
    entry = waiting_entry(platforms)
    platforms.remove("tiktok", entry.video_id)
    work_off()
    entry.refresh_from_db()
    assert entry.available is False
    assert outcomes(entry)["public"] == "fail"
    assert PlatformAnswer.objects.get().found is False


def test_video_asked_for_often_is_asked_once(platforms: Any):
    entry = waiting_entry(platforms)
    for _ in range(5):
        ask(entry)
    assert Lookup.objects.count() == 1
    work_off()
    assert len(platforms.calls_of("tiktok_oembed")) == 1


def test_video_is_asked_about_anew_on_wish(platforms: Any):
    entry = waiting_entry(platforms, cover=False)
    work_off()
    ask(entry)
    assert is_being_asked(platform="tiktok", video_id=entry.video_id)
    work_off()
    assert len(platforms.calls_of("tiktok_oembed")) == 2
    assert PlatformAnswer.objects.count() == 1


def test_platform_without_a_source_leaves_nothing_pending(settings: Any):
    settings.YOUTUBE_API_KEY = ""
    for platform in ("instagram", "youtube"):
        entry = build_entry(build_campaign(), platform=platform, video_id="BGQWPY4IigY")
        ask(entry)
        assert not is_being_asked(platform=platform, video_id=entry.video_id)


def test_question_waits_while_the_key_is_missing(platforms: Any, settings: Any):
    waiting_youtube_entry(platforms, "BGQWPY4IigY")
    settings.YOUTUBE_API_KEY = ""
    at = timezone.now()
    assert work_off(YOUTUBE, at=at)[0].settled == 0
    settings.YOUTUBE_API_KEY = platforms.youtube_key
    assert work_off(YOUTUBE, at=at + timedelta(hours=1))[0].settled == 1


def test_answer_reaches_every_campaign_of_the_video(platforms: Any):
    first = waiting_entry(platforms)
    second = build_entry(
        build_campaign(hashtag="other"),
        video_id=first.video_id,
        creator=first.creator,
        status="received",
    )
    work_off()
    assert outcomes(first)["hashtag"] == "pass"
    assert outcomes(second)["hashtag"] == "fail"


def test_entry_that_came_while_the_platform_was_asked_is_asked_for_anew(
    platforms: Any, monkeypatch: Any
):
    """Its question was there already, so that only the new moment tells that somebody waits."""
    entry = waiting_entry(platforms)
    keep = video_lookup.keep_and_apply
    at = timezone.now()

    def keep_after_another_asked(*args: Any, **kwargs: Any) -> Any:
        monkeypatch.setattr(video_lookup, "keep_and_apply", keep)
        ask(entry, at=at + timedelta(seconds=1))
        return keep(*args, **kwargs)

    monkeypatch.setattr(video_lookup, "keep_and_apply", keep_after_another_asked)
    assert look_up(source=OEMBED, at=at).settled == 0
    assert look_up(source=OEMBED, at=at).settled == 1


def test_answers_that_were_not_asked_for_are_thrown_away(platforms: Any, says: Any):
    entry = waiting_entry(platforms)
    says({"7000000000000000001": VideoFacts("tiktok", "7000000000000000001", caption="x")})
    at = timezone.now()
    assert look_up(source=OEMBED, at=at).settled == 0
    row = Lookup.objects.get()
    assert (row.error, row.attempts, row.taken_at) == ("nothing was said", 1, None)
    assert row.due_at == at + timedelta(minutes=1)
    assert not PlatformAnswer.objects.exists()
    assert is_being_asked(platform="tiktok", video_id=entry.video_id)


@pytest.mark.parametrize("answer", ["text", 7, {"caption": "x"}, VideoFacts("tiktok", "7")])
def test_answer_of_another_kind_is_thrown_away(platforms: Any, says: Any, answer: Any):
    entry = waiting_entry(platforms)
    says({entry.video_id: answer})
    assert look_up(source=OEMBED, at=timezone.now()).settled == 0
    assert Lookup.objects.get().error == "an unexpected answer"
    assert not PlatformAnswer.objects.exists()


def test_what_no_column_holds_is_left_out(platforms: Any, says: Any):
    entry = waiting_entry(platforms)
    told = VideoFacts(
        "tiktok",
        entry.video_id,
        caption="half \ud83d and nothing\x00",
        author_handle="x" * 81,
        seconds=2**40,
        cover_url="https://p16.example/" + "x" * 2000,
    )
    says({entry.video_id: told})
    assert look_up(source=OEMBED, at=timezone.now()).settled == 1
    entry.refresh_from_db()
    assert (entry.caption, entry.seconds) == ("half  and nothing", None)
    assert not Lookup.objects.exists()


def test_answer_that_cannot_be_kept_leaves_the_others(
    platforms: Any, says: Any, monkeypatch: Any, caplog: Any
):
    campaign = build_campaign()
    bad, good = waiting_entry(platforms, campaign), waiting_entry(platforms, campaign)
    says({one.video_id: VideoFacts("tiktok", one.video_id, seconds=1) for one in (bad, good)})
    keep = video_lookup.keep_answer

    def keep_or_fail(**answer: Any) -> Any:
        if answer["video_id"] == bad.video_id:
            raise ValueError("no")
        return keep(**answer)

    monkeypatch.setattr(video_lookup, "keep_answer", keep_or_fail)
    assert look_up(source=OEMBED, at=timezone.now()).settled == 1
    row = Lookup.objects.get()
    assert (row.video_id, row.error, row.attempts) == (bad.video_id, "ValueError", 1)
    assert "cannot be kept" in caplog.text


def test_published_results_stay_and_the_answer_is_kept(platforms: Any):
    entry = waiting_entry(platforms, build_campaign(phase=Phase.ANNOUNCED))
    work_off()
    entry.refresh_from_db()
    assert entry.caption == ""
    assert PlatformAnswer.objects.count() == 1


def test_two_rows_of_one_account_are_united_before_the_answer_is_kept(platforms: Any, says: Any):
    entry = waiting_entry(platforms)
    known = Creator.objects.create(platform="tiktok", handle="old", platform_user_id="7")
    handle = entry.creator.handle
    told = VideoFacts("tiktok", entry.video_id, author_id="7", author_handle=handle)
    says({entry.video_id: told})
    look_up(source=OEMBED, at=timezone.now())
    entry.refresh_from_db()
    assert (entry.creator.pk, entry.creator.handle) == (known.pk, handle)


def test_job_for_a_source_waits_once(platforms: Any, django_capture_on_commit_callbacks: Any):
    with django_capture_on_commit_callbacks(execute=True):
        waiting_entry(platforms)
        waiting_entry(platforms)
    [job] = DBTaskResult.objects.all()
    assert (job.task_path, job.args_kwargs["args"]) == (look_up_task.module_path, [OEMBED])


def test_job_works_everything_off_and_lets_the_covers_follow(platforms: Any):
    entries = [waiting_entry(platforms) for _ in range(3)]
    assert look_up_task.call(OEMBED.value) == 3
    [job] = DBTaskResult.objects.all()
    assert job.args_kwargs["args"] == [COVER]
    assert look_up_task.call(COVER.value) == 3
    for entry in entries:
        entry.refresh_from_db()
        assert entry.cover
        assert not is_being_asked(platform="tiktok", video_id=entry.video_id)


def test_tick_enqueues_what_is_due_unless_a_job_waits(platforms: Any):
    waiting_entry(platforms)
    at = timezone.now()
    assert enqueue_due_lookups(at=at - timedelta(hours=1)) == 0
    assert enqueue_due_lookups(at=at) == 1
    assert enqueue_due_lookups(at=at) == 0
    DBTaskResult.objects.update(status="RUNNING")
    assert enqueue_due_lookups(at=at) == 1


def test_asking_costs_the_same_few_questions(platforms: Any, django_assert_num_queries: Any):
    entry = waiting_entry(platforms)
    with django_assert_num_queries(2):  # is there a token, write the rows
        ask_about(platform="tiktok", video_id=entry.video_id, at=timezone.now())


def test_withdrawn_entry_is_filled_in_too(platforms: Any):
    entry = waiting_entry(platforms)
    Entry.objects.filter(pk=entry.pk).update(status="withdrawn")
    work_off()
    entry.refresh_from_db()
    assert entry.caption


def test_channel_new_to_us_is_asked_for_its_handle_once(platforms: Any):
    first = waiting_youtube_entry(platforms, "BGQWPY4IigY", handle="kitapkhan")
    work_off(YOUTUBE)
    second = waiting_youtube_entry(platforms, "BGQWPY4IigZ", handle="kitapkhan")
    work_off(YOUTUBE)
    for entry in (first, second):
        entry.refresh_from_db()
    assert first.creator == second.creator
    assert first.creator.handle == "kitapkhan"
    assert first.creator.platform_user_id.startswith("UC")
    kinds = [call.path.rsplit("/", 1)[-1] for call in platforms.calls_of("youtube")]
    assert kinds == ["videos", "channels", "videos"]


def test_channel_whose_handle_is_not_told_is_called_by_its_id(platforms: Any, monkeypatch: Any):
    entry = waiting_youtube_entry(platforms, "BGQWPY4IigY", handle="kitapkhan")

    def away(*args: Any) -> None:
        raise PlatformAway("500")

    with monkeypatch.context() as patch:
        patch.setattr(sources, "channel_handles", away)
        work_off(YOUTUBE)
    entry.refresh_from_db()
    assert entry.creator.handle == entry.creator.platform_user_id
    ask(entry)
    work_off(YOUTUBE)
    entry.creator.refresh_from_db()
    assert entry.creator.handle == "kitapkhan"
