"""A page of the public leaderboard, asked for as a browser does."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from django.test import Client

from contests.models import Category
from scripts.bench.stopwatch import Asked, Cost, asked, cost_of

ASKED, EXPLAINED = 40, 200  # times


@dataclass(frozen=True)
class Page:
    """What one page costs, all its queries together.

    `answered`: milliseconds until the site has the rows, the way there and back included.
    """

    queries: int
    cost: Cost
    answered: float


def page(category: Category, number: int) -> Page:
    """The whole page with its campaign's name, its navigation and its lines, as a rule."""
    client = Client(SERVER_NAME="localhost")
    address = f"/en/{category.campaign.slug}/leaderboard/{category.slug}/?page={number}"
    _ask(client, address)
    watches = [_ask(client, address) for _time in range(ASKED)]
    return Page(
        queries=max(watch.queries for watch in watches),
        cost=sum(
            (cost_of(sql, params, times=EXPLAINED) for sql, params in watches[-1].statements),
            Cost(),
        ),
        answered=median(watch.seconds for watch in watches) * 1000,
    )


def _ask(client: Client, address: str) -> Asked:
    with asked() as watch:
        answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}")
    return watch
