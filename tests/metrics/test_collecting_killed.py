"""A real worker killed with SIGKILL at random moments: each video is read once all the same."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db.models import Count, F
from django.utils import timezone

from entries.models import Entry, PlatformAnswer
from entries.pending import ABANDONED_AFTER
from entries.platforms.youtube import YouTube
from metrics.models import EntryViews, PendingReading, Reading, ReadingBatch
from tests.builders import build_campaign, build_creator
from tests.metrics.collecting import want

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

CALL, KILLS, HIDDEN = 50, 20, 12
VIDEOS = CALL * (KILLS + 4)
ROOT = Path(__file__).resolve().parents[2]


def environment(platforms: Any) -> dict[str, str]:
    """This test's database and its fake platforms."""
    database = django_settings.DATABASES["default"]
    place = f"{database['HOST'] or 'localhost'}:{database['PORT'] or 5432}"
    who = f"{database['USER']}:{database['PASSWORD']}" if database["PASSWORD"] else database["USER"]
    hosts = ",".join(f"{host}={at}" for host, at in platforms.environment["PLATFORM_HOSTS"].items())
    return {
        **os.environ,
        **{name: str(value) for name, value in platforms.environment.items()},
        "PLATFORM_HOSTS": hosts,
        "DATABASE_URL": f"postgres://{who}@{place}/{database['NAME']}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": "killed",
        "DEBUG": "1",
    }


@contextmanager
def worker(platforms: Any) -> Iterator["subprocess.Popen[str]"]:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.metrics.killable_worker"],
        cwd=ROOT,
        env=environment(platforms),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def start(process: "subprocess.Popen[str]", ahead: int) -> int:
    """Let a child work; its number."""
    assert process.stdin
    assert process.stdout
    process.stdin.write(f"{ahead}\n")
    process.stdin.flush()
    return int(process.stdout.readline())


def was_killed(process: "subprocess.Popen[str]") -> bool:
    assert process.stdout
    return os.waitstatus_to_exitcode(int(process.stdout.readline())) == -signal.SIGKILL


def measure(platforms: Any) -> list[Entry]:
    """Videos that wait to be read, of which some are hidden."""
    platforms.hashtag = "кітапток"
    campaign, now = build_campaign(), timezone.now()
    creator = build_creator(platform="youtube")
    entries = Entry.objects.bulk_create(
        Entry(
            campaign=campaign,
            platform="youtube",
            video_id=f"killed{number:05d}",
            creator=creator,
            status="accepted",
            received_at=now,
            confirmed_at=now,
        )
        for number in range(VIDEOS)
    )
    for entry in entries[:: VIDEOS // HIDDEN]:
        platforms.add_youtube(entry.video_id, privacy="private")
    _tell_most_before(platforms, [entry.video_id for entry in entries])
    assert want(campaign, now) == VIDEOS
    return entries


def _tell_most_before(platforms: Any, video_ids: list[str]) -> None:
    """Three videos of four are known already, so that only their views are news."""
    source = YouTube(platforms.youtube_key)
    for start in range(0, VIDEOS, CALL):
        told = source.ask([one for one in video_ids[start : start + CALL] if int(one[-5:]) % 4])
        PlatformAnswer.objects.bulk_create(
            PlatformAnswer(
                platform="youtube",
                video_id=video_id,
                source="youtube",
                said_at=timezone.now(),
                found=True,
                said=fact.said(),
            )
            for video_id, fact in told.items()
            if fact
        )


def test_worker_killed_twenty_times_loses_and_doubles_no_reading(platforms: Any):
    measure(platforms)
    chance = random.Random(20)
    kills = 0
    # What a killed worker had taken is taken anew after a while: the next one's clock is ahead.
    steps = count(0, int(ABANDONED_AFTER.total_seconds()) + 1)
    with worker(platforms) as process:
        for number in range(KILLS):
            child = start(process, next(steps))
            # In the middle: once this kill's share is read, and a random moment later.
            ends = time.monotonic() + 60
            while PendingReading.objects.count() > VIDEOS - number * CALL:
                assert time.monotonic() < ends
                time.sleep(0.01)
            time.sleep(chance.uniform(0, 0.4))
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
            kills += was_killed(process)
        start(process, next(steps))
        assert not was_killed(process)
    assert kills == KILLS
    assert not PendingReading.objects.exists()
    readings = Reading.objects.values("entry").annotate(times=Count("pk"))
    assert set(readings.values_list("times", flat=True)) == {1}
    assert len(readings) == VIDEOS - HIDDEN
    views = EntryViews.objects.filter(answered_at__isnull=False)
    assert views.count() == VIDEOS
    assert views.filter(absent_since__isnull=False, last_at__isnull=True).count() == HIDDEN
    same = views.filter(entry__readings__taken_at=F("last_at"), answered_at=F("last_at"))
    assert same.filter(entry__readings__views=F("last_views")).count() == len(readings)
    assert not ReadingBatch.objects.filter(readings__isnull=True).exists()
    said = PlatformAnswer.objects.values("video_id").annotate(times=Count("pk"))
    assert set(said.values_list("times", flat=True)) == {1}
    assert len(said) == VIDEOS
