"""How sure a place is: what would have become of the entries, had other judges sat in the round?

A residual bootstrap. What each review says about its entry (for ``adjusted`` with its judge's scale
taken out, otherwise the score itself) differs from the mean of its entry's reviews by a residual

    e = (c - mean of the entry) · √(n / (n - 1))            n reviews; entries with two or more

and the residuals of all entries together tell how far judges of this round disagree. A replicate
gives every entry as many residuals, drawn at random, as it has reviews, puts them on top of its
figure by the round's method (figure + method(drawn residuals)) and ranks all entries anew; entries
that come out equal are put in a random order, as nothing says who is ahead. ``inside`` counts the
replicates in which the entry is at or above the line; the ranks between which it was found in
nine of ten say how firm its place is.

Residuals are pooled because three reviews of one entry cannot tell how far judges disagree; the
factor makes up for the mean having been fitted to the same n reviews, which draws residuals
together (Davison and Hinkley, Bootstrap Methods and their Application, 1997, 3.2 and 6.2). Judges'
scales are held fixed. Docs: docs/decisions/0019-how-sure.md.

A figure for staff, in binary floating point, and never part of a result. Pure: no Django.
"""

import math
import random
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from judging.adjustment import Review, adjusted_reviews
from judging.scoring import TRIMMED_MEAN_NEEDS, Aggregation

REPLICATES = 1000
FEWEST_REPLICATES = 200
DRAWS = 1_000_000
"""Places that are worked out at most: above a thousand entries there are fewer replicates."""

_BANK = 4096
_NINE_OF_TEN = 0.05, 0.95


@dataclass(frozen=True, slots=True)
class Sureness:
    """How sure an entry's place is.

    ``inside``: in how many of a hundred replicates the entry came in at or above the line.
    ``rank_low`` (the better) to ``rank_high``: where it stood in nine of ten replicates.
    """

    inside: int
    rank_low: int
    rank_high: int


def how_sure(
    reviews: Sequence[Review],
    *,
    method: Aggregation,
    line: int,
    seed: str,
    replicates: int | None = None,
) -> dict[int, Sureness]:
    """How sure the place of every reviewed entry is, by entry id.

    ``line``: how many go on, or win. ``seed``: any text that stays the same, say the round's
    number; the same reviews with the same seed give the same figures in any order.
    ``replicates``: by default a thousand, and fewer from a thousand entries on, down to 200.

    Empty where no entry has two reviews: then nothing tells how far judges disagree.
    Raises ``ValueError`` for a line or a number of replicates below one.
    """
    if line < 1 or (replicates is not None and replicates < 1):
        raise ValueError("a line and a number of replicates begin at one")
    said = _contributions(reviews, method)
    residuals = sorted(_residuals(said.values()))
    if not residuals:
        return {}
    entries = sorted(said)
    times = replicates or max(FEWEST_REPLICATES, min(REPLICATES, DRAWS // len(entries)))
    ranks = _ranks([said[entry] for entry in entries], residuals, method, times, seed)
    low, high = (min(times - 1, int(share * times)) for share in _NINE_OF_TEN)
    found = {}
    for entry, of_entry in zip(entries, ranks, strict=True):
        inside = sum(rank <= line for rank in of_entry)
        in_order = sorted(of_entry)
        found[entry] = Sureness(round(100 * inside / times), in_order[low], in_order[high])
    return found


def _contributions(reviews: Sequence[Review], method: Aggregation) -> dict[int, list[float]]:
    """What each review says about its entry, in an order of its own."""
    if method == Aggregation.ADJUSTED:
        return {
            entry: sorted(map(float, scores.values()))
            for entry, scores in adjusted_reviews(reviews).items()
        }
    said: defaultdict[int, list[float]] = defaultdict(list)
    for review in reviews:
        said[review.entry_id].append(float(review.score))
    return {entry: sorted(scores) for entry, scores in said.items()}


def _residuals(said: Iterable[list[float]]) -> list[float]:
    found = []
    for scores in said:
        if (n := len(scores)) > 1:
            mean, factor = fmean(scores), math.sqrt(n / (n - 1))
            found += [(score - mean) * factor for score in scores]
    return found


def _ranks(
    said: Sequence[Sequence[float]],
    residuals: Sequence[float],
    method: Aggregation,
    times: int,
    seed: str,
) -> "list[array[int]]":
    """The ranks of each entry, from 1, in every replicate."""
    chance = random.Random(seed)  # noqa: S311 figures that can be had again, no secret
    put_together = _by(method)
    figures = [put_together(scores) for scores in said]
    by_number: defaultdict[int, list[int]] = defaultdict(list)
    for position, scores in enumerate(said):
        by_number[len(scores)].append(position)
    # What n drawn residuals come to does not depend on the entry: drawn once, and then chosen from.
    banks = {
        n: [
            # The jitter puts equals in a random order; figures have 9 places.
            put_together(chance.choices(residuals, k=n)) + chance.uniform(-1e-10, 1e-10)
            for _draw in range(_BANK)
        ]
        for n in sorted(by_number)
    }
    ranks = [array("l", bytes(array("l").itemsize * times)) for _entry in said]
    drawn = [0.0] * len(said)
    for replicate in range(times):
        for n, positions in by_number.items():
            for position, error in zip(
                positions, chance.choices(banks[n], k=len(positions)), strict=True
            ):
                drawn[position] = figures[position] + error
        order = sorted(range(len(drawn)), key=drawn.__getitem__, reverse=True)
        for rank, position in enumerate(order, start=1):
            ranks[position][replicate] = rank
    return ranks


def _by(method: Aggregation) -> Callable[[Sequence[float]], float]:
    """The round's method on floats; a round too small for a trimmed mean takes the mean."""
    if method == Aggregation.MEDIAN:
        return median
    if method == Aggregation.TRIMMED_MEAN:
        return lambda scores: fmean(
            sorted(scores)[1:-1] if len(scores) >= TRIMMED_MEAN_NEEDS else scores
        )
    return fmean
