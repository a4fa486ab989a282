"""Whatever a platform does wrong while views are asked for: no reading is lost or made up."""

import json
from datetime import timedelta
from typing import Any

import pytest
from allauth.socialaccount.models import SocialToken

from entries.models import CallBudget
from entries.pending import DELAYS
from entries.platforms.source import PlatformAway, TokenRefused
from metrics import asking_tiktok, collecting_jobs, settling
from metrics.asking_tiktok import REFUSED
from metrics.collecting_jobs import take_readings, take_readings_task
from metrics.models import PendingReading, Reading
from metrics.settling import NO_VIEWS
from tests import personas
from tests.fakes import answering
from tests.metrics.collecting import (
    DISPLAY,
    HOUR,
    MINUTE,
    OPENS,
    YOUTUBE,
    collect,
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

pytestmark = pytest.mark.django_db

FAULTS = ["429", "500", "timeout", "half_body", "wrong_json", "private_redirect", "drip", "drop"]


@pytest.fixture(autouse=True)
def _no_long_waits(settings: Any, monkeypatch: Any) -> None:
    """The adapters' own patience is tried in their tests."""
    settings.PLATFORM_TIMEOUT_SECONDS = 0.3
    monkeypatch.setattr("entries.platforms.http.ATTEMPTS", 1)


@pytest.mark.parametrize("fault", FAULTS)
def test_youtube_away_and_back_loses_nothing(platforms: Any, fault: str):
    campaign = measured_campaign()
    entries = [youtube_entry(platforms, campaign) for _ in range(3)]
    watch = watch_of(platforms)
    want(campaign, OPENS)
    platforms.fail("youtube", fault)
    assert take_readings(source=YOUTUBE, clock=watch).is_away
    rows = PendingReading.objects.all()
    assert set(rows.values_list("attempts", "taken_at")) == {(1, None)}
    assert all(row.error and row.due_at > OPENS + DELAYS[0] - MINUTE for row in rows)
    assert not Reading.objects.exists()
    assert not [entry for entry in entries if hasattr(entry, "kept_views")]
    platforms.heal()
    watch.now += DELAYS[0]
    assert take_readings(source=YOUTUBE, clock=watch).settled == 3
    assert [history(entry) for entry in entries] == [[(OPENS + DELAYS[0], 1001)]] * 3
    assert {kept(entry).absent_since for entry in entries} == {None}


@pytest.mark.parametrize("fault", FAULTS)
def test_tiktok_away_and_back_loses_nothing(platforms: Any, fault: str):
    permit(platforms, personas.creator())
    entry = tiktok_entry(platforms, measured_campaign(), personas.creator())
    watch = watch_of(platforms)
    want(entry.campaign, OPENS)
    platforms.fail("tiktok_display", fault)
    assert take_readings(source=DISPLAY, clock=watch).is_away
    assert not Reading.objects.exists()
    platforms.heal()
    watch.now += DELAYS[0]
    assert take_readings(source=DISPLAY, clock=watch).settled == 1
    assert history(entry) == [(OPENS + DELAYS[0], 1001)]


def test_platform_that_asks_for_rest_is_left_alone(platforms: Any):
    campaign = measured_campaign()
    for _ in range(60):
        youtube_entry(platforms, campaign)
    watch = watch_of(platforms)
    want(campaign, OPENS)
    platforms.fail("youtube", "429", retry_after="600")
    assert len(work_off(YOUTUBE, watch)) == 1
    platforms.heal()
    watch.now = OPENS + timedelta(seconds=599)
    assert work_off(YOUTUBE, watch) == []
    watch.now += timedelta(seconds=2)
    assert sum(turn.settled for turn in work_off(YOUTUBE, watch)) == 60


def test_spent_budget_costs_no_attempt(platforms: Any, settings: Any):
    settings.TIKTOK_CALLS_PER_MINUTE = 2
    campaign = measured_campaign()
    users = [personas.creator(), personas.stranger(), personas.judge()]
    for number, user in enumerate(users):
        permit(platforms, user, handle=f"handle{number}")
        tiktok_entry(platforms, campaign, user, handle=f"handle{number}")
    watch = watch_of(platforms)
    want(campaign, OPENS)
    work_off(DISPLAY, watch)
    row = PendingReading.objects.get()
    assert (row.attempts, row.error, row.due_at) == (0, "", OPENS + MINUTE)
    watch.now = OPENS + MINUTE
    work_off(DISPLAY, watch)
    assert Reading.objects.count() == 3
    assert CallBudget.objects.count() == 2


def test_spent_quota_waits_for_the_next_day(platforms: Any):
    entry = youtube_entry(platforms, measured_campaign())
    platforms.youtube_units = 0
    watch = watch_of(platforms)
    collect(entry.campaign, watch, OPENS)
    row = PendingReading.objects.get()
    assert timedelta() < row.due_at - OPENS <= timedelta(hours=25)
    assert row.attempts == 0
    platforms.youtube_units = None
    collect(entry.campaign, watch, row.due_at)
    assert len(history(entry)) == 1


def test_refused_key_is_told_and_waited_for(platforms: Any, monkeypatch: Any, caplog: Any):
    entry = youtube_entry(platforms, measured_campaign())
    watch = watch_of(platforms)

    def refuse(*args: Any) -> None:
        raise TokenRefused("forbidden")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("entries.platforms.youtube.YouTube.ask", refuse)
        collect(entry.campaign, watch, OPENS)
    assert "Our key is refused when views are asked for: forbidden" in caplog.text
    collect(entry.campaign, watch, OPENS + MINUTE)
    assert not Reading.objects.exists()
    collect(entry.campaign, watch, OPENS + HOUR + MINUTE)
    assert len(history(entry)) == 1


def test_answer_without_views_is_asked_for_again(platforms: Any, monkeypatch: Any):
    campaign = measured_campaign()
    entries = [youtube_entry(platforms, campaign) for _ in range(3)]
    whole = answering.shapes.youtube_video

    def without_statistics(video: Any, parts: Any) -> Any:
        told = whole(video, parts)
        if video.video_id == entries[0].video_id:
            told["statistics"] = {"viewCount": "many"}
        if video.video_id == entries[1].video_id:
            told["statistics"] = {"viewCount": "9" * 19}
        return told

    watch = watch_of(platforms)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answering.shapes, "youtube_video", without_statistics)
        collect(campaign, watch, OPENS)
    assert [len(history(entry)) for entry in entries] == [0, 0, 1]
    rows = PendingReading.objects.values_list("entry", "attempts", "error")
    assert set(rows) == {(entry.pk, 1, NO_VIEWS) for entry in entries[:2]}
    collect(campaign, watch, OPENS + 2 * MINUTE)
    assert [len(history(entry)) for entry in entries] == [1, 1, 1]


@pytest.mark.parametrize("body", ["[]", '{"items": 7}', '{"items": [1, {"id": 2}]}', "null"])
def test_junk_makes_nothing_up(platforms: Any, monkeypatch: Any, body: str):
    entry = youtube_entry(platforms, measured_campaign())
    monkeypatch.setattr(
        answering.PlatformAnswers, "_youtube", lambda *args: (200, json.loads(body))
    )
    collect(entry.campaign, watch_of(platforms), OPENS)
    assert not Reading.objects.exists()
    # A list without the video says, as ever, that it is not there.
    assert PendingReading.objects.exists() == (body != '{"items": [1, {"id": 2}]}')


def test_what_was_not_asked_about_is_not_kept(platforms: Any, monkeypatch: Any):
    campaign = measured_campaign()
    entry, other = youtube_entry(platforms, campaign), youtube_entry(platforms, campaign)
    want(campaign, OPENS)
    PendingReading.objects.filter(entry=other).delete()
    monkeypatch.setattr(
        answering.PlatformAnswers,
        "_youtube",
        lambda *args: answering.shapes.youtube_list(
            "video",
            [
                answering.shapes.youtube_video(one, ["snippet", "statistics"])
                for one in platforms.videos.values()
            ],
        ),
    )
    work_off(YOUTUBE, watch_of(platforms))
    assert (len(history(entry)), len(history(other))) == (1, 0)


def test_mistake_of_ours_delays_the_question_and_is_told(platforms: Any, monkeypatch: Any):
    entry = youtube_entry(platforms, measured_campaign())
    want(entry.campaign, OPENS)

    def stumble(*args: Any) -> None:
        raise RuntimeError("a mistake")

    monkeypatch.setattr("entries.platforms.youtube.YouTube.ask", stumble)
    with pytest.raises(RuntimeError):
        take_readings(source=YOUTUBE, clock=watch_of(platforms))
    row = PendingReading.objects.get()
    assert (row.error, row.attempts, row.taken_at) == ("RuntimeError", 1, None)


def test_reading_that_cannot_be_kept_stops_no_other(platforms: Any, monkeypatch: Any):
    campaign = measured_campaign()
    entries = [youtube_entry(platforms, campaign) for _ in range(3)]
    make = settling._reading

    def spoiled(entry: Any, *args: Any) -> Any:
        if entry == entries[1]:
            raise ValueError("no column holds it")
        return make(entry, *args)

    monkeypatch.setattr(settling, "_reading", spoiled)
    collect(campaign, watch_of(platforms), OPENS)
    assert [len(history(entry)) for entry in entries] == [1, 0, 1]
    row = PendingReading.objects.get()
    assert (row.entry, row.error) == (entries[1], "ValueError")


# -- Permissions of creators ---------------------------------------------------------------------
def two_creators(platforms: Any) -> Any:
    campaign = measured_campaign()
    entries = []
    for handle, user in (("first", personas.creator()), ("second", personas.stranger())):
        permit(platforms, user, handle=handle)
        entries.append(tiktok_entry(platforms, campaign, user, handle=handle))
    return campaign, entries


def test_withdrawn_permission_stops_nobody_else(platforms: Any):
    """TikTok refuses the token, then also to refresh it: the person is asked no more."""
    campaign, [dead, alive] = two_creators(platforms)
    del platforms.tokens["act.first"]
    watch = watch_of(platforms)
    collect(campaign, watch, OPENS)
    assert (len(history(dead)), len(history(alive))) == (0, 1)
    row = PendingReading.objects.get()
    assert (row.entry, row.error, row.attempts) == (dead, REFUSED, 1)
    collect(campaign, watch, OPENS + 2 * MINUTE)
    assert not PendingReading.objects.exists()
    assert SocialToken.objects.count() == 1
    collect(campaign, watch, OPENS + 6 * HOUR)
    assert (len(history(dead)), len(history(alive))) == (0, 2)
    assert kept(alive).absent_since is None


def test_missing_scope_is_waited_for(platforms: Any):
    campaign, [entry, other] = two_creators(platforms)
    platforms.tokens["act.first"].scopes = ("user.info.basic",)
    watch = watch_of(platforms)
    collect(campaign, watch, OPENS)
    assert (len(history(entry)), len(history(other))) == (0, 1)
    for token in platforms.tokens.values():
        token.scopes = ("user.info.basic", "video.list")
    collect(campaign, watch, OPENS + 2 * MINUTE)
    assert len(history(entry)) == 1


def test_expired_token_is_refreshed_once_for_a_batch(platforms: Any):
    permit(platforms, personas.creator())
    SocialToken.objects.update(expires_at=OPENS - HOUR)
    campaign = measured_campaign()
    for _ in range(20):
        tiktok_entry(platforms, campaign, personas.creator())
    collect(campaign, watch_of(platforms), OPENS)
    assert Reading.objects.count() == 20
    assert len(platforms.calls_of("tiktok_oauth")) == 1
    assert SocialToken.objects.get().token == "act.aysel.math+"


def test_refresh_that_is_away_keeps_the_question(platforms: Any):
    permit(platforms, personas.creator())
    entry = tiktok_entry(platforms, measured_campaign(), personas.creator())
    watch = watch_of(platforms)

    def away(*args: Any, **kwargs: Any) -> None:
        raise PlatformAway("500")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asking_tiktok, "token_for", away)
        collect(entry.campaign, watch, OPENS)
    assert PendingReading.objects.get().error == "500"
    collect(entry.campaign, watch, OPENS + 2 * MINUTE)
    assert len(history(entry)) == 1


def test_what_the_owner_was_told_is_kept_although_the_entrant_cannot_be_asked(platforms: Any):
    campaign = measured_campaign()
    permit(platforms, personas.stranger(), handle="teacher")
    permit(platforms, personas.creator())
    told, silent = (tiktok_entry(platforms, campaign, personas.stranger()) for _ in range(2))
    for entry in (told, silent):
        entry.creator.user = personas.creator()
        entry.creator.save()
    platforms.remove("tiktok", silent.video_id)
    token_for = asking_tiktok.token_for

    def away_for_the_teacher(user: Any, *, at: Any) -> Any:
        if user == personas.stranger():
            raise PlatformAway("500")
        return token_for(user, at=at)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asking_tiktok, "token_for", away_for_the_teacher)
        collect(campaign, watch_of(platforms), OPENS)
    assert (len(history(told)), len(history(silent))) == (1, 0)
    assert PendingReading.objects.get().entry == silent


def test_job_leaves_an_absent_platform_alone(platforms: Any, monkeypatch: Any):
    campaign = measured_campaign()
    for number in range(10):
        user = personas.make_person(f"person {number}")
        permit(platforms, user, handle=f"handle{number}")
        tiktok_entry(platforms, campaign, user, handle=f"handle{number}")
    want(campaign, OPENS)
    platforms.fail("tiktok_display", "500")
    watch = watch_of(platforms)
    monkeypatch.setattr(
        collecting_jobs, "take_readings", lambda source: take_readings(source=source, clock=watch)
    )
    assert take_readings_task.call(DISPLAY.value) == 0
    assert len(platforms.calls_of("tiktok_display")) == 3
    assert PendingReading.objects.filter(attempts=0).count() == 7
