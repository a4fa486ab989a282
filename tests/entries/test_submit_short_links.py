"""Short links in the form, where no script asks again: followed by a job, waited for shortly."""

import time
from collections.abc import Iterator
from datetime import timedelta
from threading import Event, Thread
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone, translation

from entries import pasted_videos
from entries.link_messages import LINK_MESSAGES, STILL_FOLLOWED
from entries.links import LinkRefusal
from entries.models import Entry, ShortLink
from entries.short_link_lookup import settle_short_links
from tests.entries.entering import (
    address,
    build_answer,
    build_contest,
    errors_of,
    filled_in,
    new_video_id,
    send,
    tiktok_link,
)
from tests.fakes.platforms import FakePlatforms

SHORT = "https://vm.tiktok.com/ZMabc/"


@pytest.fixture
def impatient(monkeypatch: Any) -> None:
    monkeypatch.setattr(pasted_videos, "PATIENCE", 0.0)


@pytest.fixture
def worker(monkeypatch: Any) -> Iterator[None]:
    """Somebody who follows short links beside the request, as the worker does."""
    monkeypatch.setattr(pasted_videos, "PATIENCE", 20.0)
    ends = Event()

    def follow() -> None:
        try:
            while not ends.wait(0.05):
                settle_short_links(at=timezone.now())
        finally:
            connection.close()

    thread = Thread(target=follow)
    thread.start()
    yield
    ends.set()
    thread.join()


def settled(**fields: Any) -> ShortLink:
    now = timezone.now()
    return ShortLink.objects.create(link=SHORT, asked_at=now, settled_at=now, **fields)


def test_short_link_that_is_known_is_its_video(db: None, client: Client, impatient: None):
    video_id = new_video_id()
    settled(platform="tiktok", video_id=video_id)
    build_answer(video_id, {"author_handle": "aysel"})
    send(client, build_contest(), links=SHORT)
    entry = Entry.objects.get()
    assert (entry.video_id, entry.creator.handle) == (video_id, "aysel")
    assert entry.url == f"https://www.tiktok.com/@aysel/video/{video_id}"


def test_short_link_does_not_tell_the_account(db: None, client: Client, impatient: None):
    settled(platform="tiktok", video_id=new_video_id())
    campaign = build_contest()
    assert list(errors_of(send(client, campaign, links=SHORT))) == ["handle_tiktok"]
    send(client, campaign, links=SHORT, handle_tiktok="@aysel")
    assert Entry.objects.get().creator.handle == "aysel"


def test_short_and_long_link_of_one_video_are_one_entry(db: None, client: Client, impatient: None):
    video_id = new_video_id()
    settled(platform="tiktok", video_id=video_id)
    send(client, build_contest(), links=f"{SHORT}\n{tiktok_link(video_id)}")
    assert Entry.objects.get().creator.handle == "aysel.math"


@pytest.mark.parametrize("refusal", ["photo", "profile", "other_page", "of an earlier version"])
def test_short_link_that_leads_to_no_video(db: None, client: Client, impatient: None, refusal: str):
    settled(refusal=refusal)
    response = client.post(
        address(campaign := build_contest(), "en"), filled_in(campaign, links=SHORT)
    )
    [sentence] = errors_of(response)["links"]
    known = LinkRefusal(refusal) if refusal in list(LinkRefusal) else LinkRefusal.OTHER_PAGE
    assert sentence == str(LINK_MESSAGES[known])


def test_short_link_that_is_not_known_in_time_keeps_all_that_was_typed(
    db: None, client: Client, impatient: None
):
    campaign = build_contest()
    text = f"{SHORT}\n{tiktok_link()}"
    response = send(client, campaign, links=text, email="typed@example.org")
    with translation.override("kk"):
        assert errors_of(response) == {"links": [str(STILL_FOLLOWED)]}
    page = response.content.decode()
    assert text in page
    assert 'value="typed@example.org"' in page
    assert page.count(" checked") == 3
    row = ShortLink.objects.get()
    assert (row.link, row.settled_at) == (SHORT, None)
    assert not Entry.objects.exists()


def test_nobody_waits_for_a_form_that_is_wrong_elsewhere(db: None, client: Client):
    began = time.monotonic()
    response = send(client, build_contest(), links=SHORT, agree_rules=None)
    assert list(errors_of(response)) == ["agree_rules"]
    assert time.monotonic() - began < pasted_videos.PATIENCE / 2


def test_waiting_has_an_end(db: None, client: Client, monkeypatch: Any):
    monkeypatch.setattr(pasted_videos, "PATIENCE", 0.6)
    began = time.monotonic()
    assert list(errors_of(send(client, build_contest(), links=SHORT))) == ["links"]
    assert time.monotonic() - began < 5


@pytest.mark.django_db(transaction=True)
def test_request_waits_for_the_job(client: Client, platforms: FakePlatforms, worker: None):
    video_id = new_video_id()
    platforms.add_short("vm.tiktok.com", "ZMabc", to=tiktok_link(video_id))
    campaign = build_contest()
    data = filled_in(campaign, links=f"{SHORT} {tiktok_link()}", handle_tiktok="aysel")
    assert client.post(address(campaign), data).status_code == 302
    assert Entry.objects.count() == 2
    assert Entry.objects.get(video_id=video_id).creator.handle == "aysel"


@pytest.mark.django_db(transaction=True)
def test_request_waits_for_the_job_to_say_no(
    client: Client, platforms: FakePlatforms, worker: None
):
    platforms.add_short("vm.tiktok.com", "ZMabc", to="https://www.tiktok.com/@aysel/photo/734")
    response = send(client, build_contest(), links=SHORT)
    with translation.override("kk"):
        assert errors_of(response) == {"links": [str(LINK_MESSAGES[LinkRefusal.PHOTO])]}


@pytest.mark.django_db(transaction=True)
def test_platform_that_is_down_loses_nothing(
    client: Client, platforms: FakePlatforms, impatient: None
):
    campaign, video_id, now = build_contest(), new_video_id(), timezone.now()
    platforms.add_short("vm.tiktok.com", "ZMabc", to=tiktok_link(video_id))
    platforms.fail("short_link", "500")
    assert list(errors_of(send(client, campaign, links=SHORT, handle_tiktok="a.b"))) == ["links"]
    assert settle_short_links(at=now + timedelta(seconds=5)).is_away
    platforms.heal()
    assert settle_short_links(at=now + timedelta(minutes=5)).settled == 1
    send(client, campaign, links=SHORT, handle_tiktok="a.b")
    assert Entry.objects.get().video_id == video_id
