"""Forty judges open, save and finish reviews at once through the running server."""

from __future__ import annotations

import asyncio
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from time import perf_counter
from uuid import UUID

import httpx
from django.conf import settings
from django.db.models import Min
from django.urls import reverse

from judging.models import Assignment, Score
from scripts.bench.goals import Goal
from scripts.bench.judging_scene import Jury
from scripts.bench.submissions import TOKEN, free_port, wait_for
from scripts.run import ROOT, collect_static_files

REVIEWS = 6
"""Each judge finishes so many without a pause, and as many with pauses."""
PAUSE = 4
"""Seconds before each step, on average: a review in twelve, quicker than people watch and tap."""
TRIES = 5
"""A request that the network swallowed is sent again, as the desk's script does."""
SENT_TWICE = 4
"""Every so many-th last save is sent twice at the same moment, as a double tap does."""
MOST_MS = {"page": 500, "save": 500}

Step = Callable[[], Awaitable[httpx.Response]]


@dataclass
class Seen:
    """What the judges met: milliseconds by kind of request, and what they sent in the end."""

    taken: dict[str, list[float]] = field(default_factory=lambda: {"page": [], "save": []})
    sent: dict[int, dict[int, int]] = field(default_factory=dict)
    """The last points of each review, by criterion."""
    wrong: Counter[str] = field(default_factory=Counter)
    again: Counter[str] = field(default_factory=Counter)
    """Requests that were sent again: a kept connection may be closed just when it is used."""
    seconds: float = 0.0

    def percentile(self, kind: str, share: float) -> float:
        in_order = sorted(self.taken[kind])
        return in_order[min(len(in_order) - 1, int(share * len(in_order)))]


def judge_at_once(jury: Jury) -> Iterator[Goal]:
    """All judges at the same time, pressing on without a pause, and then as quick people do."""
    with _server() as address:
        at_once = _evening(address, jury, pause=0)
        paced = _evening(address, jury, pause=PAUSE)
    judges = len(jury.sessions)
    print(f"\n{judges} judges at once, gunicorn with 2 workers × 4 threads; milliseconds")
    for name, seen in (("without a pause", at_once), (f"{PAUSE} s between steps", paced)):
        requests = sum(map(len, seen.taken.values()))
        again = f", {seen.again.total()} of them sent again" if seen.again else ""
        print(f"  {name}: {requests:,} requests in {seen.seconds:.1f} s{again}")
        for kind in seen.taken:
            print(
                f"    {kind:<6} p50 {seen.percentile(kind, 0.5):>7.0f}"
                f"   p99 {seen.percentile(kind, 0.99):>7.0f}"
            )
    sent = at_once.sent | paced.sent
    wrong = at_once.wrong + paced.wrong
    lost, doubled = counted(jury, sent)
    print(f"  {len(sent):,} reviews finished; in the database: {lost} lost, {doubled} doubled")
    for what, times in wrong.most_common(5):
        print(f"  unlooked for, {times} times: {what}")
    for kind, most in MOST_MS.items():
        yield Goal(f"{kind}-p99-ms", paced.percentile(kind, 0.99), most, at_least=False)
    yield Goal("reviews-finished", len(sent), 2 * REVIEWS * judges)
    yield Goal("saves-lost", lost, 0, at_least=False)
    yield Goal("saves-doubled", doubled, 0, at_least=False)
    yield Goal("answers-unlooked-for", sum(wrong.values()), 0, at_least=False)


@contextmanager
def _server() -> Iterator[str]:
    """The site as `make run` starts it, on this process's database."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "DEBUG": "0",
        "SITE_URL": address,
        "ALLOWED_HOSTS": "127.0.0.1",
        "PYTHONUNBUFFERED": "1",
    }
    collect_static_files(Path(settings.VAR_DIR), environment=environment)
    server = subprocess.Popen(
        [
            sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}",
            "--workers", "2", "--threads", "4", "--log-level", "error",
        ],
        cwd=ROOT,
        env=environment,
    )  # fmt: skip
    try:
        wait_for(address)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)


def _evening(address: str, jury: Jury, *, pause: float) -> Seen:
    """Let every judge begin where the site would send them."""
    waiting = Assignment.objects.filter(round=jury.round, finished_at__isnull=True)
    begin = dict(waiting.values("judge").annotate(first=Min("pk")).values_list("judge", "first"))
    return asyncio.run(_judge_all(address, jury, begin, pause=pause))


async def _judge_all(address: str, jury: Jury, begin: dict[int, int], *, pause: float) -> Seen:
    seen = Seen()
    limits = httpx.Limits(max_connections=2 * len(jury.sessions))
    async with httpx.AsyncClient(base_url=address, limits=limits, timeout=60) as client:
        began = perf_counter()
        await asyncio.gather(
            *(
                _Judge(client, jury, session, seen, pause).judge(begin[judge])
                for judge, session in jury.sessions.items()
            )
        )
        seen.seconds = perf_counter() - began
    return seen


class _Judge:
    """One person with a phone."""

    def __init__(
        self, client: httpx.AsyncClient, jury: Jury, session: str, seen: Seen, pause: float
    ) -> None:
        self._client = client
        self._jury = jury
        self._seen = seen
        self._pause = pause
        self._chance = random.Random(session)  # noqa: S311 when to press, no secret
        self._headers = {
            "Cookie": f"sessionid={session}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
        }

    async def judge(self, pk: int) -> None:
        """Review after review, each time the one that the site names."""
        for number in range(REVIEWS):
            await self._step("page", partial(self._get, reverse("judging:review", args=[pk])))
            points = {
                criterion: self._chance.randint(0, most)
                for criterion, most in self._jury.criteria.items()
            }
            begun = dict(list(points.items())[:2])
            await self._save(pk, begun, base=0, finish=False)
            twice = number % SENT_TWICE == 0
            following = await self._save(pk, points, base=1, finish=True, times=1 + twice)
            if following is None:
                return
            self._seen.sent[pk] = points
            pk = int(following.rstrip("/").rsplit("/", 1)[-1])

    async def _save(
        self, pk: int, points: dict[int, int], *, base: int, finish: bool, times: int = 1
    ) -> str | None:
        """Send a save, perhaps twice at once; the address of what comes next."""
        content = {
            "base": base,
            "token": str(UUID(int=self._chance.getrandbits(128), version=4)),
            "points": {str(criterion): given for criterion, given in points.items()},
            "vote": "",
            "comment_for_staff": "",
            "comment_for_creator": "",
            "finish": finish,
        }
        address = reverse("judging:save", args=[pk])

        def send() -> Awaitable[httpx.Response]:
            return self._client.post(address, json=content, headers=self._headers)

        answers = await asyncio.gather(*(self._step("save", send) for _time in range(times)))
        following = None
        for answer in answers:
            if answer is not None:
                told = answer.json()
                if told["revision"] != base + 1:
                    self._seen.wrong[f"revision {told['revision']} after {base}"] += 1
                following = told["next"]
        return following

    def _get(self, address: str) -> Awaitable[httpx.Response]:
        return self._client.get(address, headers=self._headers)

    async def _step(self, kind: str, act: Step) -> httpx.Response | None:
        """One request; None where it did not go as it should."""
        if self._pause:
            await asyncio.sleep(self._chance.uniform(0, 2 * self._pause))
        began = perf_counter()
        for _try in range(TRIES):
            try:
                answer = await act()
                break
            except httpx.TransportError as error:
                self._seen.again[type(error).__name__] += 1
        else:
            self._seen.wrong[f"{kind} without an answer"] += 1
            return None
        self._seen.taken[kind].append((perf_counter() - began) * 1000)
        if answer.status_code != 200:
            self._seen.wrong[f"{kind} {answer.status_code} {answer.text[:200]}"] += 1
            return None
        return answer


def counted(jury: Jury, sent: dict[int, dict[int, int]]) -> tuple[int, int]:
    """Saves that are not in the database as they were sent, and those that are there too often."""
    stored: dict[int, dict[int, int]] = {}
    of_round = Score.objects.filter(assignment__round=jury.round)
    for pk, criterion, given in of_round.values_list("assignment_id", "criterion_id", "points"):
        stored.setdefault(pk, {})[criterion] = given
    finished = dict(
        Assignment.objects.filter(round=jury.round, finished_at__isnull=False).values_list(
            "pk", "revision"
        )
    )
    lost = sum(stored.get(pk) != points or pk not in finished for pk, points in sent.items())
    # Two saves each: what came twice would have a revision more.
    doubled = sum(revision != 2 for revision in finished.values())
    return lost, doubled + len(finished.keys() - sent.keys()) + len(stored.keys() - sent.keys())
