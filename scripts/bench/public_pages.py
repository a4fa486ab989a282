"""Each public page beside its measure: in turns, round after round, so that noise hits both."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import httpx
from django.test import Client

from scripts.bench.bare import ROWS
from scripts.bench.goals import Goal
from scripts.bench.public_load import Pace, ask, gunicorn, through_nginx
from scripts.bench.public_scene import PublicSite
from scripts.bench.stopwatch import asked
from website.pages.gallery import PER_PAGE

ROUNDS, SECONDS = 9, 1
CACHED, PLAIN, MOST_QUERIES, NGINX = 0.7, 0.7, 12, 5


@dataclass
class Beside:
    """A page and what it is measured by, asked for one after the other."""

    name: str
    address: str
    measure: str
    paces: list[Pace] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)

    def ask(self) -> None:
        """The measure before and after, so that a slower minute counts for both."""
        before, pace, after = (ask(one, seconds=SECONDS) for one in self._asked)
        self.paces.append(pace)
        self.ratios.append(2 * pace.rate / (before.rate + after.rate))

    @property
    def _asked(self) -> tuple[str, str, str]:
        return self.measure, self.address, self.measure

    @property
    def ratio(self) -> float:
        return median(self.ratios)

    def __str__(self) -> str:
        rate = median(pace.rate for pace in self.paces)
        p50 = median(pace.p50 for pace in self.paces)
        p99 = median(pace.p99 for pace in self.paces)
        return f"{self.name:<26}{rate:>10,.0f}{p50:>10.2f}{p99:>10.2f}{self.ratio:>9.2f}"


def measure(site: PublicSite, *, folder: Path) -> list[Goal]:
    """All figures; prints them as they come."""
    pages = site.pages(per_page=PER_PAGE)
    queries = {name: _queries(address) for name, address in pages.items()}
    redis = os.environ.get("CACHE_URL") or _redis()
    own = {"DEBUG": "0", "ALLOWED_HOSTS": "127.0.0.1", "CACHE_URL": redis}
    with ExitStack() as stack:
        cached = stack.enter_context(gunicorn("config.wsgi", environment=own))
        uncached = stack.enter_context(
            gunicorn("config.wsgi", environment={**own, "PAGE_CACHE_BYTES": "0"})
        )
        bare = stack.enter_context(_bare(site, weight=_weight(uncached + pages["gallery"])))
        front = stack.enter_context(through_nginx(cached, folder=folder / "nginx"))
        constant, plain = f"{bare}/", f"{bare}/plain/"
        groups = {
            "cached": [Beside(name, cached + one, constant) for name, one in pages.items()],
            "uncached": [Beside(name, uncached + one, plain) for name, one in pages.items()],
            "nginx": [Beside("campaign", front + pages["campaign"], constant)],
        }
        weights = [_weight(one) for one in (plain, uncached + pages["gallery"])]
        print(
            f"\ngunicorn 2 × 4, cache at {redis}; bytes of a plain page of {ROWS} rows and of the"
        )
        print("gallery of {}: {:,} and {:,}".format(PER_PAGE, *weights), flush=True)
        for _round in range(ROUNDS):
            for group in groups.values():
                for one in group:
                    one.ask()
        base, row_page = ask(constant, seconds=SECONDS), ask(plain, seconds=SECONDS)
    _print(groups, queries, base, row_page)
    return list(_goals(groups, queries))


def _goals(groups: dict[str, list[Beside]], queries: dict[str, int]) -> Iterator[Goal]:
    for one in groups["cached"]:
        yield Goal(f"cached-{_slug(one.name)}-over-bare", one.ratio, CACHED)
    for one in groups["uncached"]:
        if one.name.startswith("gallery"):
            yield Goal(f"uncached-{_slug(one.name)}-over-plain", one.ratio, PLAIN)
    yield Goal("most-queries", max(queries.values()), MOST_QUERIES, at_least=False)
    yield Goal("nginx-over-bare", groups["nginx"][0].ratio, NGINX)


def _print(
    groups: dict[str, list[Beside]], queries: dict[str, int], base: Pace, plain: Pace
) -> None:
    head = f"{'':<26}{'req/s':>10}{'p50 ms':>10}{'p99 ms':>10}{'ratio':>9}"
    print(f"\n{head}")
    for name, pace in (("a bare view", base), (f"a plain page of {ROWS} rows", plain)):
        print(f"{name:<26}{pace.rate:>10,.0f}{pace.p50:>10.2f}{pace.p99:>10.2f}")
    told = {
        "cached": "From the page cache, over the bare view",
        "uncached": "Without it, over the plain page",
        "nginx": "Through nginx, over the bare view",
    }
    for group, pages in groups.items():
        print(f"\n{told[group]}")
        for one in pages:
            asked_for = f"{queries[one.name]:>4} queries" if group == "uncached" else ""
            print(f"{one}{asked_for}")


def _queries(address: str) -> int:
    """What the page asks of the database when it is made."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.get(address)
    with asked() as watch:
        answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}")
    return watch.queries


def _bare(site: PublicSite, *, weight: int) -> AbstractContextManager[str]:
    """The bare project; each row is filled up so that the page weighs what ours does."""
    environment = {"BENCH_CAMPAIGN": str(site.running.pk), "BENCH_FILLER": "0"}
    application = "scripts.bench.bare.wsgi"
    with gunicorn(application, environment=environment) as address:
        missing = weight - _weight(f"{address}/plain/")
    return gunicorn(
        application, environment={**environment, "BENCH_FILLER": str(max(missing // ROWS, 0))}
    )


def _weight(address: str) -> int:
    """The page in bytes, not packed."""
    return len(httpx.get(address, timeout=30).raise_for_status().content)


def _redis() -> str:
    """The local Redis, where one answers; else each process keeps what it needs in its memory."""
    import redis

    address = "redis://127.0.0.1:6379/15"
    try:
        redis.Redis.from_url(address).ping()
    except redis.RedisError:
        return "locmemcache://"
    return address


def _slug(name: str) -> str:
    return name.replace(", ", "-")
