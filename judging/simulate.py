"""`python -m judging.simulate`: how often does the best entry win? Each method, in four settings.

Repeats the simulation behind the defaults of a round (docs/decisions/0007-adjusted-scores.md), with
a fixed seed, so that anybody can check them; `--contests 100` is quicker, `--seed` is another draw.

A contest is made so. An entry has a quality from the normal distribution (mean 0, deviation 1). A
judge sees it with an error of his own each time, has a level (how mild) and a scale (how far good
and bad lie apart), and gives

    score = ½ + (level + scale · (quality + error)) / 16       from 0 to 1, cut there

The design document quotes figures and not how large errors, levels and scales were; those below
were chosen so that the figures it quotes come out, and are what the other columns rest on.

The table counts in how many contests of a hundred the truly best entry alone came first, or shared
the first place and was drawn. `z` is the plain mean of z-scores on each judge's own scale, which
the design weighed and the adjusted score refines. Pure: no Django.
"""

import argparse
import math
import random
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import fmean, stdev

from judging.scoring import Aggregation, Review, aggregate

CONTESTS = 600
SEED = "sahna"
PANEL = 3
"""Judges to a panel, and reviews of an entry, where not everybody reviews everything."""

Pairs = list[tuple[int, int]]
"""Who reviews what: entry and judge."""


@dataclass(frozen=True)
class Setting:
    """A kind of contest. `said` is what the design document tells of it, by method."""

    title: str
    entries: int
    judges: int
    assign: Callable[[random.Random, int, int], Pairs]
    error: float
    level: float
    """Standard deviation of the judges' levels."""
    scale: float
    """Standard deviation of the logarithm of the judges' scales."""
    said: Mapping[str, int]
    panels_differ: float = 0
    """Standard deviation of the quality between panels: their entries were not dealt at random."""
    sunk: int = 0
    """So many of the best entries are sunk by one judge, who scores them as if they were bad."""
    depth: float = 0
    """How bad: so many deviations worse than the average entry."""


def linked(chance: random.Random, entries: int, judges: int) -> Pairs:
    """Three of the judges to each entry, any three, with even loads."""
    loads = [0] * judges
    pairs: Pairs = []
    for entry in chance.sample(range(entries), entries):
        order = sorted(range(judges), key=lambda judge: (loads[judge], chance.random()))
        for judge in order[:PANEL]:
            loads[judge] += 1
            pairs.append((entry, judge))
    return pairs


def panels(_chance: random.Random, entries: int, judges: int) -> Pairs:
    """Panels of three judges, each with its own entries and no other's."""
    number = judges // PANEL
    return [
        (entry, panel * PANEL + member)
        for entry in range(entries)
        for panel in [entry * number // entries]
        for member in range(PANEL)
    ]


def everybody(_chance: random.Random, entries: int, judges: int) -> Pairs:
    """Every judge reviews every entry."""
    return [(entry, judge) for entry in range(entries) for judge in range(judges)]


SETTINGS = (
    Setting(
        "60 entries, 9 judges, 3 reviews each, linked",
        *(60, 9, linked),
        error=0.87,
        level=1.0,
        scale=0.4,
        said={"mean": 36, "z": 47},
    ),
    Setting(
        "the same in disjoint panels whose entries differ",
        *(60, 9, panels),
        error=1.1,
        level=1.0,
        scale=0.4,
        panels_differ=3.0,
        said={"mean": 41, "z": 18},
    ),
    Setting(
        "the same in disjoint panels, entries dealt at random",
        *(60, 9, panels),
        error=1.1,
        level=1.0,
        scale=0.4,
        said={},
    ),
    Setting(
        "12 entries, 5 judges of all, one sinks the best three",
        *(12, 5, everybody),
        error=0.75,
        level=0.3,
        scale=0.2,
        sunk=3,
        depth=6,
        said={"mean": 14, "trimmed_mean": 61},
    ),
)
METHODS = (*(str(method) for method in Aggregation), "z")


@dataclass(frozen=True)
class Contest:
    """The qualities of the entries, and what the judges gave."""

    qualities: Sequence[float]
    reviews: Sequence[Review]

    @property
    def best(self) -> int:
        return max(range(len(self.qualities)), key=self.qualities.__getitem__)


def contest_of(setting: Setting, chance: random.Random) -> Contest:
    """One contest drawn at random."""
    pairs = setting.assign(chance, setting.entries, setting.judges)
    offsets = [chance.gauss(0, setting.panels_differ) for _ in range(setting.judges // PANEL)]
    qualities = [chance.gauss(0, 1) for _ in range(setting.entries)]
    if setting.panels_differ:
        number = len(offsets)
        qualities = [q + offsets[e * number // len(qualities)] for e, q in enumerate(qualities)]
    levels = [chance.gauss(0, setting.level) for _ in range(setting.judges)]
    scales = [math.exp(chance.gauss(0, setting.scale)) for _ in range(setting.judges)]
    in_order = sorted(range(setting.entries), key=qualities.__getitem__, reverse=True)
    sunk = set(in_order[: setting.sunk])
    reviews = []
    for entry, judge in pairs:
        seen = scales[judge] * (qualities[entry] + chance.gauss(0, setting.error))
        score = 0.5 + (levels[judge] + seen) / 16
        if judge == 0 and entry in sunk:
            score = 0.5 + (levels[judge] - scales[judge] * setting.depth) / 16
        reviews.append(Review(entry, judge, Decimal(min(1.0, max(0.0, score)))))
    return Contest(qualities, reviews)


def hits(setting: Setting, *, contests: int, seed: str) -> dict[str, float]:
    """In how many contests of a hundred the best entry came first, by method."""
    chance = random.Random(f"{seed} {setting.title}")  # noqa: S311 to be had again, no secret
    won: defaultdict[str, float] = defaultdict(float)
    for _contest in range(contests):
        contest = contest_of(setting, chance)
        for method, values in _values(contest.reviews):
            top = max(values.values())
            first = [entry for entry, value in values.items() if value == top]
            won[method] += (contest.best in first) / len(first)
    return {method: 100 * won[method] / contests for method in METHODS}


def _values(reviews: Sequence[Review]) -> Iterator[tuple[str, Mapping[int, Decimal | float]]]:
    found = aggregate(reviews, method=Aggregation.MEAN)
    yield "mean", {entry: one.mean for entry, one in found.items()}
    yield "median", {entry: one.median for entry, one in found.items()}
    yield (
        "trimmed_mean",
        {
            entry: one.mean if one.trimmed_mean is None else one.trimmed_mean
            for entry, one in found.items()
        },
    )
    yield "adjusted", {entry: one.adjusted for entry, one in found.items()}
    yield "z", _z_scores(reviews)


def _z_scores(reviews: Sequence[Review]) -> dict[int, float]:
    by_judge: defaultdict[int, list[float]] = defaultdict(list)
    for review in reviews:
        by_judge[review.judge_id].append(float(review.score))
    scales = {judge: (fmean(given), stdev(given)) for judge, given in by_judge.items()}
    said: defaultdict[int, list[float]] = defaultdict(list)
    for review in reviews:
        mean, deviation = scales[review.judge_id]
        z = (float(review.score) - mean) / deviation if deviation else 0.0
        said[review.entry_id].append(z)
    return {entry: fmean(given) for entry, given in said.items()}


def table(*, contests: int, seed: str) -> Iterator[str]:
    """The lines of the answer, one setting after the other."""
    yield f"In how many of 100 contests the best entry came first ({contests} each, seed {seed!r})."
    yield "In brackets: what the design document says. Where an entry has fewer than five reviews,"
    yield "the trimmed mean is the mean. With 600 contests, figures may differ by 5 by chance."
    yield ""
    yield " " * 56 + "".join(f"{method:>15}" for method in METHODS)
    for setting in SETTINGS:
        found = hits(setting, contests=contests, seed=seed)
        cells = [
            f"{found[method]:.0f}"
            + (f" ({setting.said[method]})" if method in setting.said else "")
            for method in METHODS
        ]
        yield f"{setting.title:<56}" + "".join(f"{cell:>15}" for cell in cells)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m judging.simulate")
    parser.add_argument("--contests", type=int, default=CONTESTS, help="in each setting")
    parser.add_argument("--seed", default=SEED, help="any text; another one is another draw")
    given = parser.parse_args(arguments)
    if given.contests < 1:
        parser.error("--contests begins at 1")
    for line in table(contests=given.contests, seed=given.seed):
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
