"""Short links: followed once by a job, known for a month, and how they lead nowhere."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from entries.models import ShortLink
from entries.short_link_lookup import (
    ask_short_link,
    enqueue_due_short_links,
    forget_short_links,
    settle_short_links,
    settle_short_links_task,
)

pytestmark = pytest.mark.django_db

VIDEO = "7340215487445339434"
URL = f"https://www.tiktok.com/@aysel.math/video/{VIDEO}?is_from_webapp=1"
DAY = timedelta(days=1)


def asked(platforms: Any, *, to: str = URL, token: str = "ZMabc", at: Any = None) -> ShortLink:
    link = platforms.add_short("vm.tiktok.com", token, to=to)
    return ask_short_link(link=link, at=at or timezone.now())


def settled(row: ShortLink, *, at: Any = None) -> ShortLink:
    settle_short_links(at=at or timezone.now())
    row.refresh_from_db()
    return row


def test_short_link_leads_to_a_video(platforms: Any):
    row = settled(asked(platforms))
    assert (row.platform, row.video_id, row.refusal) == ("tiktok", VIDEO, "")
    assert row.settled_at is not None
    assert (row.due_at, row.taken_at) == (None, None)


@pytest.mark.parametrize(
    ("to", "refusal"),
    [
        ("https://www.tiktok.com/@aysel.math/photo/7340215487445339434", "photo"),
        ("https://www.tiktok.com/@aysel.math", "profile"),
        ("https://tiktok.com.evil.com/@a/video/7340215487445339434", "foreign_host"),
        ("http://169.254.169.254/latest/meta-data/", "foreign_host"),
    ],
)
def test_short_link_that_leads_elsewhere_is_refused(platforms: Any, to: str, refusal: str):
    row = settled(asked(platforms, to=to))
    assert (row.refusal, row.video_id) == (refusal, "")
    assert row.settled_at is not None


def test_short_link_that_is_not_known_is_refused(platforms: Any):
    row = settled(ask_short_link(link="https://vm.tiktok.com/gone/", at=timezone.now()))
    assert row.refusal == "other_page"


def test_settled_link_is_good_for_a_month(platforms: Any):
    at = timezone.now()
    row = settled(asked(platforms, at=at), at=at)
    again = asked(platforms, to="https://www.tiktok.com/@moved", at=at + 30 * DAY)
    assert (again.pk, again.settled_at) == (row.pk, row.settled_at)
    anew = ask_short_link(link=row.link, at=at + 31 * DAY)
    assert anew.settled_at is None
    assert settled(anew, at=at + 31 * DAY).refusal == "profile"
    assert len(platforms.calls_of("short_link")) == 2


def test_link_asked_for_often_is_followed_once(
    platforms: Any, django_capture_on_commit_callbacks: Any
):
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(3):
            asked(platforms)
    [job] = DBTaskResult.objects.all()
    assert job.task_path == settle_short_links_task.module_path
    assert settle_short_links_task.call() == 1
    assert settle_short_links_task.call() == 0
    assert len(platforms.calls_of("short_link")) == 1


def test_job_stops_while_the_platform_is_away(platforms: Any):
    for number in range(5):
        asked(platforms, token=f"ZM{number}")
    platforms.fail("short_link", "500")
    at = timezone.now()
    assert settle_short_links_task.call() == 0
    assert len(platforms.calls_of("short_link")) == 1
    assert sorted(ShortLink.objects.values_list("attempts", "taken_at")) == [
        *[(0, None)] * 4,
        (1, None),
    ]
    platforms.heal()
    settle_short_links(at=at + timedelta(minutes=2))
    assert ShortLink.objects.filter(video_id=VIDEO).count() == 5


def test_link_is_given_up_after_a_day_and_taken_up_on_wish(platforms: Any):
    at = timezone.now()
    row = asked(platforms, at=at)
    platforms.fail("short_link", "500")
    while at < row.asked_at + 2 * DAY:
        settle_short_links(at=at)
        at += timedelta(hours=1)
    row.refresh_from_db()
    assert (row.due_at, row.settled_at) == (None, None)
    platforms.heal()
    assert settled(asked(platforms, at=at), at=at).video_id == VIDEO


def test_fault_of_ours_delays_the_link_and_is_told(platforms: Any, monkeypatch: Any):
    first, second = asked(platforms), asked(platforms, token="ZMdef")

    def stumble(link: str) -> None:
        raise RuntimeError("a mistake")

    monkeypatch.setattr("entries.platforms.short_links.resolve", stumble)
    with pytest.raises(RuntimeError):
        settle_short_links(at=timezone.now())
    assert set(ShortLink.objects.values_list("pk", "error", "attempts", "taken_at")) == {
        (first.pk, "RuntimeError", 1, None),
        (second.pk, "", 0, None),
    }


def test_tick_enqueues_due_links_once(platforms: Any):
    at = timezone.now()
    assert not enqueue_due_short_links(at=at)
    asked(platforms, at=at)
    assert enqueue_due_short_links(at=at)
    assert not enqueue_due_short_links(at=at)


def test_links_of_long_ago_are_forgotten(platforms: Any):
    at = timezone.now()
    asked(platforms, at=at - 61 * DAY)
    asked(platforms, token="ZMdef", at=at - 59 * DAY)
    assert forget_short_links(at=at) == 1
    assert ShortLink.objects.get().link == "https://vm.tiktok.com/ZMdef/"
