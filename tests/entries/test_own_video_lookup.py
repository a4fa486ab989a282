"""TikTok asked in the name of whoever entered: time, length and owner of their own videos."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.utils import timezone

from accounts.models import User
from entries import own_video_lookup
from entries.models import Creator, Entry, Lookup, PlatformAnswer
from entries.platforms.source import PlatformAway
from tests import personas
from tests.builders import build_campaign, build_entry
from tests.entries.lookups import ask, outcomes, waiting_entry, work_off

pytestmark = pytest.mark.django_db

DISPLAY = Lookup.Source.TIKTOK_DISPLAY
HANDLE = "aysel.math"


def connect(platforms: Any, user: User, *, handle: str = HANDLE, **facts: Any) -> None:
    """Let a person sign in with TikTok and allow the site to see the account's videos."""
    token = platforms.add_token(f"act.{handle}", handle=handle, open_id=f"id-{handle}", **facts)
    account = SocialAccount.objects.create(user=user, provider="tiktok", uid=f"id-{handle}")
    SocialToken.objects.create(
        account=account, token=token, expires_at=timezone.now() + timedelta(hours=1)
    )


def entry_of(platforms: Any, user: User, *, handle: str = HANDLE, **facts: Any) -> Entry:
    entry = waiting_entry(platforms, handle=handle, cover=False, **facts)
    Entry.objects.filter(pk=entry.pk).update(submitted_by=user)
    ask(entry)
    return entry


def test_own_video_tells_time_length_and_owner(platforms: Any):
    connect(platforms, personas.creator())
    posted = timezone.now().replace(microsecond=0) - timedelta(hours=1)
    entry = entry_of(platforms, personas.creator(), create_time=posted, duration=42)
    [turn] = work_off(DISPLAY)
    assert turn.settled == 1
    entry.refresh_from_db()
    assert (entry.posted_at, entry.seconds, entry.available) == (posted, 42, True)
    assert entry.creator.handle == HANDLE
    assert outcomes(entry)["window"] == "pass"


def test_account_keeps_the_id_that_an_export_gave_it(platforms: Any):
    """The id that TikTok gives this site for the person is another: no id of the account."""
    connect(platforms, personas.creator())
    entry = entry_of(platforms, personas.creator())
    Creator.objects.filter(pk=entry.creator_id).update(handle=HANDLE, platform_user_id="6789")
    work_off(DISPLAY)
    creator = Creator.objects.get()
    assert (creator.handle, creator.platform_user_id) == (HANDLE, "6789")


def test_without_a_token_nobody_is_asked_so(platforms: Any):
    entry_of(platforms, personas.creator())
    assert not Lookup.objects.filter(source=DISPLAY).exists()


def test_videos_of_one_person_are_asked_together(platforms: Any):
    connect(platforms, personas.creator())
    for _ in range(22):
        entry_of(platforms, personas.creator())
    assert [turn.taken for turn in work_off(DISPLAY)] == [20, 2]
    assert len(platforms.calls_of("tiktok_display")) == 2


def test_video_of_somebody_else_is_settled_without_a_word(platforms: Any):
    """It says nothing: it may be another's, private or deleted."""
    connect(platforms, personas.creator())
    entry = entry_of(platforms, personas.creator(), handle="somebody.else")
    work_off(DISPLAY)
    entry.refresh_from_db()
    assert entry.available is None
    assert not PlatformAnswer.objects.exists()
    assert not Lookup.objects.filter(source=DISPLAY).exists()


def test_owner_is_found_among_those_who_entered(platforms: Any):
    connect(platforms, personas.stranger(), handle="a.stranger")
    connect(platforms, personas.creator())
    entry = entry_of(platforms, personas.stranger(), duration=42)
    build_entry(
        build_campaign(),
        video_id=entry.video_id,
        creator=entry.creator,
        submitted_by=personas.creator(),
    )
    work_off(DISPLAY)
    entry.refresh_from_db()
    assert (entry.seconds, entry.creator.handle) == (42, HANDLE)


def test_token_that_is_refused_ends_the_question(platforms: Any):
    connect(platforms, personas.creator(), scopes=("user.info.basic",))
    entry_of(platforms, personas.creator())
    work_off(DISPLAY)
    assert not Lookup.objects.filter(source=DISPLAY).exists()


def test_token_that_cannot_be_refreshed_now_keeps_the_question(platforms: Any):
    connect(platforms, personas.creator())
    entry = entry_of(platforms, personas.creator(), duration=42)
    at = timezone.now()

    def away(*args: Any, **kwargs: Any) -> None:
        raise PlatformAway("500")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(own_video_lookup, "token_for", away)
        assert work_off(DISPLAY, at=at)[0].is_away
    work_off(DISPLAY, at=at + timedelta(minutes=1))
    entry.refresh_from_db()
    assert entry.seconds == 42


@pytest.mark.parametrize("fault", ["429", "500", "half_body", "wrong_json", "huge_body"])
def test_tiktok_away_and_back_loses_nothing(platforms: Any, monkeypatch: Any, fault: str):
    monkeypatch.setattr("entries.platforms.http.ATTEMPTS", 1)
    connect(platforms, personas.creator())
    entry = entry_of(platforms, personas.creator(), duration=42)
    platforms.fail("tiktok_display", fault)
    at = timezone.now()
    assert work_off(DISPLAY, at=at)[0].is_away
    platforms.heal()
    work_off(DISPLAY, at=at + timedelta(minutes=1))
    entry.refresh_from_db()
    assert entry.seconds == 42


def test_cut_caption_does_not_hide_the_whole_one(platforms: Any):
    connect(platforms, personas.creator())
    caption = "A long text. " * 15 + "#кітапток"
    entry = entry_of(platforms, personas.creator(), caption=caption)
    work_off(DISPLAY)
    entry.refresh_from_db()
    assert entry.caption_state == "cut"
    assert outcomes(entry)["hashtag"] == "unknown"
    work_off()
    entry.refresh_from_db()
    assert (entry.caption, entry.caption_state) == (caption, "whole")
    assert outcomes(entry)["hashtag"] == "pass"
