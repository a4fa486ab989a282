"""The announcing process is killed at random moments: all of it is there, or nothing."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import transaction

from contests.locking import lock_campaign
from results.remarks import write_remark
from tests.results.announcing import written
from tests.results.contests import Contest, build_contest

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

KILLS = 30
ROOT = Path(__file__).resolve().parents[2]


def environment() -> dict[str, str]:
    """This test's database."""
    database = django_settings.DATABASES["default"]
    place = f"{database['HOST'] or 'localhost'}:{database['PORT'] or 5432}"
    who = f"{database['USER']}:{database['PASSWORD']}" if database["PASSWORD"] else database["USER"]
    return {
        **os.environ,
        "DATABASE_URL": f"postgres://{who}@{place}/{database['NAME']}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        # The digest that the child computes is the one that was looked at here.
        "SECRET_KEY": django_settings.SECRET_KEY,
        "DEBUG": "1",
    }


class Announcer:
    """A process that announces in children of its own."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process

    def start(self, contest: Contest) -> int:
        """Let a child announce; its number."""
        assert self._process.stdin
        at = contest.at.isoformat()
        line = f"{contest.campaign.pk} {contest.digest()} {contest.staff.pk} {at}\n"
        self._process.stdin.write(line.encode())
        self._process.stdin.flush()
        return int(self._line())

    def wait_for_writes(self, count: int) -> int:
        """Until the child has sent so many statements that write, or ended before; how many."""
        assert self._process.stdout
        seen = 0
        while seen < count and self._process.stdout.peek(1)[:1] == b".":
            self._process.stdout.read(1)
            seen += 1
        return seen

    def end(self) -> tuple[int, bool]:
        """How many more it sent until it ended, and whether it was killed."""
        more = self._line().count(".")
        return more, os.waitstatus_to_exitcode(int(self._line())) == -signal.SIGKILL

    def _line(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline().decode()


@contextmanager
def announcer() -> Iterator[Announcer]:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.results.killable_announcer"],
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        try:
            yield Announcer(process)
        finally:
            process.kill()


def drafted() -> Contest:
    """A contest with awards, alternates and a remark, to be announced."""
    contest = build_contest()
    contest.draft()
    texts = {code: f"Close ({code})" for code in contest.campaign.languages}
    write_remark(category_id=contest.jury.pk, texts=texts, by=contest.staff, at=contest.at)
    return contest


def left_behind(contest: Contest) -> dict[str, int]:
    """What is there once nobody works on it any more: a commit may still be under way."""
    with transaction.atomic():
        lock_campaign(contest.campaign.pk)
        counted = written(contest)
    return counted | {"announced_at": int(counted["announced_at"] is not None)}


def difference(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    return {name: after[name] - count for name, count in before.items()}


def test_announcement_killed_thirty_times_leaves_all_or_nothing():
    with announcer() as process:
        # One that nobody kills shows what all of it is, and how many statements write it.
        contest = drafted()
        before = left_behind(contest)
        process.start(contest)
        writes, was_killed = process.end()
        everything = difference(before, left_behind(contest))
        assert not was_killed
        assert all(everything.values())
        nothing = dict.fromkeys(everything, 0)

        contest, chance, kills, in_the_middle = drafted(), random.Random(30), 0, 0
        for _attempt in range(5 * KILLS):
            before = left_behind(contest)
            child = process.start(contest)
            sent = process.wait_for_writes(chance.randint(0, writes))
            time.sleep(chance.uniform(0, 0.005))
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
            more, was_killed = process.end()
            found = difference(before, left_behind(contest))
            assert found in (nothing, everything)
            kills += was_killed
            in_the_middle += was_killed and 0 < sent + more < writes
            if found == everything:
                contest = drafted()
            if kills == KILLS:
                break
        assert kills == KILLS
        assert in_the_middle >= KILLS // 3

        # Whoever comes after them all announces as if nobody had been there.
        before = left_behind(contest)
        process.start(contest)
        assert process.end() == (writes, False)
        assert difference(before, left_behind(contest)) == everything
