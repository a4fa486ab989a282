"""What the pages of the judge's desk ask of the database, at few entries and at many."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from judging.models import Assignment
from scripts.bench.goals import Goal
from scripts.bench.judging_scene import Jury
from scripts.bench.stopwatch import asked

ASKED = 15  # times


@dataclass(frozen=True)
class Page:
    """How many queries an answer takes, and how long, in milliseconds, with nobody else there."""

    queries: int
    answered: float


def look(jury: Jury) -> dict[str, Page]:
    """The pages of one judge, who then gives nothing: what was tried is taken back."""
    judge_id, session = next(iter(jury.sessions.items()))
    client = Client(SERVER_NAME="localhost")
    client.cookies["sessionid"] = session
    own = Assignment.objects.filter(round=jury.round, judge=judge_id).order_by("pk")
    numbers = list(own.values_list("pk", flat=True)[: ASKED + 1])
    pages = {
        "next entry": [reverse("judging:review", args=[pk]) for pk in numbers],
        "desk": [reverse("judging:desk")] * (ASKED + 1),
        "list of the round": [reverse("judging:round", args=[jury.round.pk])] * (ASKED + 1),
    }
    found = {name: _measured(client, addresses) for name, addresses in pages.items()}
    found["save"] = _measured(
        client, [reverse("judging:save", args=[pk]) for pk in numbers], sends=_draft
    )
    own.update(revision=0, saved_at=None, saved_token=None, comment_for_staff="")
    return found


def same_queries(
    at_few: dict[str, Page], at_many: dict[str, Page], *, few: int, many: int
) -> Iterator[Goal]:
    """Compare the pages of two contests."""
    print(f"\nPages of the judge's desk, {few:,} entries and {many:,}")
    for name, page in at_many.items():
        print(
            f"  {name:<20}{at_few[name].queries:>3} and {page.queries:>3} queries"
            f"{at_few[name].answered:>8.1f} and {page.answered:>6.1f} ms"
        )
        yield Goal(
            f"{name.replace(' ', '-')}-more-queries",
            page.queries - at_few[name].queries,
            0,
            at_least=False,
        )


def _draft() -> str:
    return json.dumps({"base": 0, "token": str(uuid4()), "comment_for_staff": "Looked at."})


def _measured(client: Client, addresses: list[str], *, sends: object = None) -> Page:
    queries, times = [], []
    for address in addresses:
        with asked() as watch:
            began = perf_counter()
            if callable(sends):
                answer = client.post(address, sends(), content_type="application/json")
            else:
                answer = client.get(address)
            times.append(perf_counter() - began)
        if answer.status_code != 200:
            raise SystemExit(f"{address} answered {answer.status_code}")
        queries.append(watch.queries)
    # The first time templates are read.
    return Page(queries=max(queries[1:]), answered=median(times[1:]) * 1000)
