"""Covers: fetched once, kept as ours, shown by every entry; and what happens when they are not."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from entries import cover_lookup
from entries.looking_up import look_up
from entries.models import Entry, Lookup, VideoCover
from entries.platforms.covers import CoverRefused
from tests.builders import build_campaign, build_entry
from tests.entries.lookups import COVER, OEMBED, ask, waiting_entry, work_off

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def refused(monkeypatch: Any) -> list[str]:
    """Every address has expired; which ones were tried."""
    tried: list[str] = []

    def refuse(url: str) -> None:
        tried.append(url)
        raise CoverRefused("403")

    monkeypatch.setattr(cover_lookup.covers, "fetch", refuse)
    return tried


def test_cover_is_fetched_once_for_all_entries_of_the_video(platforms: Any):
    first = waiting_entry(platforms)
    second = build_entry(build_campaign(), video_id=first.video_id, creator=first.creator)
    work_off()
    work_off(COVER)
    cover = VideoCover.objects.get()
    assert cover.image.name == f"covers/tiktok-{first.video_id}.webp"
    with cover.image.open() as file, Image.open(file) as picture:
        assert (picture.format, max(picture.size)) == ("WEBP", 1024)
    for entry in (first, second):
        entry.refresh_from_db()
        assert entry.cover.name == cover.image.name
    assert not Lookup.objects.exists()


def test_cover_that_is_here_is_not_fetched_again(platforms: Any):
    entry = waiting_entry(platforms)
    work_off()
    work_off(COVER)
    ask(entry)
    work_off()
    assert not Lookup.objects.exists()
    assert len(platforms.calls_of("cover")) == 1


def test_later_entry_of_the_video_shows_the_cover_that_is_here(platforms: Any):
    first = waiting_entry(platforms)
    work_off()
    work_off(COVER)
    second = build_entry(build_campaign(), video_id=first.video_id, creator=first.creator)
    ask(second)
    work_off()
    second.refresh_from_db()
    assert second.cover.name == VideoCover.objects.get().image.name


def test_cover_that_staff_chose_stays(platforms: Any):
    entry = waiting_entry(platforms)
    Entry.objects.filter(pk=entry.pk).update(cover="covers/chosen.webp")
    work_off()
    work_off(COVER)
    entry.refresh_from_db()
    assert entry.cover.name == "covers/chosen.webp"
    assert VideoCover.objects.exists()


def test_video_without_a_cover_leaves_nothing_pending(platforms: Any):
    waiting_entry(platforms, cover=False)
    work_off()
    assert not Lookup.objects.exists()


def test_expired_address_is_asked_for_again_at_most_twice(platforms: Any, refused: list[str]):
    waiting_entry(platforms)
    at = timezone.now()
    for _ in range(5):
        work_off(OEMBED, at=at)
        work_off(COVER, at=at)
    assert len(platforms.calls_of("tiktok_oembed")) == 3
    assert len(refused) == 3
    assert not Lookup.objects.exists()


def test_fresh_address_brings_the_cover(platforms: Any, monkeypatch: Any):
    entry = waiting_entry(platforms)
    fetch = cover_lookup.covers.fetch

    def refuse_once(url: str) -> Any:
        monkeypatch.setattr(cover_lookup.covers, "fetch", fetch)
        raise CoverRefused("403")

    monkeypatch.setattr(cover_lookup.covers, "fetch", refuse_once)
    work_off(OEMBED)
    work_off(COVER)
    assert Lookup.objects.get(source=COVER).due_at is None
    work_off(OEMBED)
    work_off(COVER)
    entry.refresh_from_db()
    assert entry.cover


def test_nobody_waits_for_the_cover_of_a_video_that_went(platforms: Any, refused: list[str]):
    entry = waiting_entry(platforms)
    work_off(OEMBED)
    work_off(COVER)
    platforms.remove("tiktok", entry.video_id)
    work_off(OEMBED)
    assert not Lookup.objects.exists()


def test_picture_server_that_is_away_is_asked_later_and_later(platforms: Any):
    waiting_entry(platforms)
    work_off()
    platforms.fail("cover", "500")
    at = Lookup.objects.get().asked_at
    waits = []
    for _ in range(9):
        assert look_up(source=COVER, at=at).is_away
        due_at = Lookup.objects.get().due_at
        waits.append((due_at - at).total_seconds() / 60)
        at = due_at
    assert waits == [1, 1, 2, 4, 8, 16, 32, 60, 60]
    assert Lookup.objects.get().attempts == 0


def test_file_that_a_killed_worker_left_behind_is_written_over(platforms: Any):
    entry = waiting_entry(platforms)
    name = f"covers/tiktok-{entry.video_id}.webp"
    default_storage.save(name, ContentFile(b"half a pict"))
    work_off()
    work_off(COVER)
    cover = VideoCover.objects.get()
    assert cover.image.name == name
    with cover.image.open() as file, Image.open(file) as picture:
        assert picture.format == "WEBP"
    assert default_storage.listdir("covers")[1] == [f"tiktok-{entry.video_id}.webp"]


def test_fault_of_ours_delays_the_cover_and_is_told(platforms: Any, monkeypatch: Any):
    waiting_entry(platforms)
    work_off()

    def stumble(url: str) -> None:
        raise RuntimeError("a mistake")

    monkeypatch.setattr(cover_lookup.covers, "fetch", stumble)
    at = timezone.now()
    with pytest.raises(RuntimeError):
        look_up(source=COVER, at=at)
    row = Lookup.objects.get()
    assert (row.error, row.taken_at, row.due_at) == ("RuntimeError", None, at + timedelta(hours=1))


def test_answer_of_a_worker_that_was_given_up_is_left_to_the_other(platforms: Any):
    waiting_entry(platforms)
    work_off()
    at = timezone.now()
    [slow] = cover_lookup.take(Lookup.objects.filter(source=COVER), at=at, most=1)
    later = at + timedelta(minutes=4)
    assert look_up(source=COVER, at=later).settled == 1
    picture = ContentFile(b"late", name="late.webp")
    assert not cover_lookup.keep_cover(slow, picture, at=later)
    assert VideoCover.objects.get().image.size > 100
