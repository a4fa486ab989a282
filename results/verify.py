#!/usr/bin/env python3
# ruff: noqa: B905, UP017  zip(strict=) came with Python 3.10, datetime.UTC with 3.11
"""Recompute the results of a contest from its published evidence file.

    python verify.py evidence.json
    python verify.py evidence.json --sha256 0123abc…

It needs Python 3.9 or newer and nothing else: no internet, no packages, nothing of the website.
It reads the file, works out every rank and figure anew by the formulas of docs/evidence.md, and
says what matches what is written and what does not. Compare the SHA-256 that it prints with the
one on the results page: only then is the file the one that was announced.

Exit code 0: everything matches. 1: something does not. 2: this is no evidence file.

It shares no code with the website and reckons otherwise where it can (whole numbers and fractions
instead of decimals, other ways to solve equations), so that a mistake in one shows in the other.
Written for Python 3.9, hence the old-fashioned types at run time.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime, timezone
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from itertools import groupby
from operator import mul
from typing import Any, NamedTuple

FORMAT = "sahna-evidence/2"
MOST_SHOWN = 20  # problems of one category that are printed, unless --all is given
MOST_FINALISTS = 200  # a final has some 40; more is a file made to keep us busy
MOST_JUDGES = 2000

# The numbers in the formulas, as docs/evidence.md tells them for this format.
TRIMMED_MEAN_NEEDS = 5
SPREAD_PRIOR = 5
MAJORITY_AT_MOST = 50
PARAMETERS = {
    "decimals_of_scores": 18,
    "decimals_of_results": 9,
    "trimmed_mean_needs": TRIMMED_MEAN_NEEDS,
    "spread_prior_reviews": SPREAD_PRIOR,
    "alike_prior_reviews": "0.5",  # put into the equations of _levels
    "majority_at_most": MAJORITY_AT_MOST,
}
SCORE = 10**18  # scores of reviews are whole numbers of this part of 1
RESULT = 10**9  # and results of this part
FINE = 10**40  # by so much finer than scores is what lies between them

Json = dict[str, Any]
Ids = list[int]
Figures = dict[str, Any]


class Unreadable(Exception):  # noqa: N818 an answer to who asks, not an error of ours
    """This is no evidence file; says why."""


# ---------------------------------------------------------------------------------------------
# Reading: exact bytes, no surprises
# ---------------------------------------------------------------------------------------------


def read(raw: bytes) -> Json:
    """The data of a file. Raises Unreadable for what is no JSON, or JSON that can be misread."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unreadable(f"it is not text in UTF-8 (byte {error.start})") from None
    try:
        data = json.loads(
            text,
            object_pairs_hook=_each_key_once,
            parse_int=_whole,
            parse_float=_no_number,
            parse_constant=_no_number,
        )
    except json.JSONDecodeError as error:
        raise Unreadable(f"it is not JSON ({error.msg}, character {error.pos})") from None
    except (RecursionError, MemoryError):
        raise Unreadable("it is nested too deeply, or too large, to be read") from None
    if not isinstance(data, dict):
        raise Unreadable("it is JSON, but not an evidence file")
    if data.get("format") != FORMAT:
        told = shown(data.get("format"))
        raise Unreadable(f"its format is {told}; this program checks {FORMAT}")
    return data


def _each_key_once(pairs: list[tuple[str, Any]]) -> Json:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Unreadable("a name stands twice in one object, so that it could be read in two ways")
    return found


def _whole(text: str) -> int:
    if len(text) > 25:
        raise Unreadable(f"a number has {len(text)} digits")
    return int(text)


def _no_number(text: str) -> Any:
    raise Unreadable(f"it has the number {shown(text)}; evidence has whole numbers only")


def canonical(data: Any) -> bytes:
    """The one way to write data down: keys by code point, no white space, UTF-8."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8")


def shown(value: Any) -> str:
    """A value of the file, short and in plain letters: it could hold anything."""
    text = value if isinstance(value, str) else repr(value)
    plain = text[:80].encode("unicode_escape").decode("ascii")
    return plain + ("..." if len(text) > 80 else "")


# ---------------------------------------------------------------------------------------------
# Structure: every field there, of its kind, and none besides
# ---------------------------------------------------------------------------------------------

Check = Callable[[Any], None]


class Wrong(Exception):  # noqa: N818 caught where the place is known
    """A value is not what stands there in an evidence file."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message, self.path = message, ""

    def at(self, step: str) -> Wrong:
        self.path = step + self.path
        return self


def whole(least: int = 0, most: int = 10**18) -> Check:
    def check(value: Any) -> None:
        if type(value) is not int or not least <= value <= most:
            raise Wrong(f"is {shown(value)}, not a whole number from {least} to {most}")

    return check


def text_like(pattern: str, meaning: str) -> Check:
    match = re.compile(pattern, re.ASCII).fullmatch

    def check(value: Any) -> None:
        if not isinstance(value, str) or match(value) is None:
            raise Wrong(f"is {shown(value)}, not {meaning}")

    return check


def one_of(*values: Any) -> Check:
    def check(value: Any) -> None:
        if not any(type(value) is type(one) and value == one for one in values):
            raise Wrong(f"is {shown(value)}, not one of {', '.join(map(shown, values))}")

    return check


def maybe(inner: Check) -> Check:
    def check(value: Any) -> None:
        if value is not None:
            inner(value)

    return check


def list_of(inner: Check) -> Check:
    def check(value: Any) -> None:
        if not isinstance(value, list):
            raise Wrong(f"is {shown(value)}, not a list")
        for place, item in enumerate(value):
            try:
                inner(item)
            except Wrong as wrong:
                raise wrong.at(f"[{place}]") from None

    return check


def by_name(inner: Check, key: Check | None = None) -> Check:
    def check(value: Any) -> None:
        if not isinstance(value, dict):
            raise Wrong(f"is {shown(value)}, not an object")
        for name, item in value.items():
            try:
                if key is not None:
                    key(name)
                inner(item)
            except Wrong as wrong:
                raise wrong.at("." + shown(name)) from None

    return check


def fields(**inner: Check) -> Check:
    return some_fields((), **inner)


def some_fields(optional: tuple[str, ...], /, **inner: Check) -> Check:
    needed = [name for name in inner if name not in optional]

    def check(value: Any) -> None:
        if not isinstance(value, dict):
            raise Wrong(f"is {shown(value)}, not an object")
        for name in needed:
            if name not in value:
                raise Wrong(f"lacks {name}")
        for name, item in value.items():
            if name not in inner:
                raise Wrong(f"has {shown(name)}, which does not belong there")
            try:
                inner[name](item)
            except Wrong as wrong:
                raise wrong.at("." + name) from None

    return check


def is_text(value: Any) -> None:
    if not isinstance(value, str):
        raise Wrong(f"is {shown(value)}, not text")


def is_flag(value: Any) -> None:
    if not isinstance(value, bool):
        raise Wrong(f"is {shown(value)}, not true or false")


def is_moment(value: Any) -> None:
    if not isinstance(value, str) or _MOMENT.fullmatch(value) is None:
        raise Wrong(f"is {shown(value)}, not a moment like 2024-04-30T18:00:00Z")
    try:
        moment(value)
    except ValueError:
        raise Wrong(f"is {shown(value)}, which no calendar has") from None


_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.(?!000000)\d{6})?Z", re.ASCII)

is_id = whole(1)
is_rank = whole(1)
is_views = whole(-(10**19), 10**19)
is_points = whole(0, 100)
is_decimal = text_like(
    r"-?(0|[1-9]\d{0,20})(\.\d{0,20}[1-9])?", "a number without needless zeros, as text"
)
is_judge = text_like(r"J[1-9]\d{0,5}", "a judge's pseudonym")
is_slug = text_like(r"[-a-zA-Z0-9_]{1,80}", "an address name")
is_digest = text_like(r"[0-9a-f]{64}", "a SHA-256")
is_texts = by_name(is_text, text_like(r"[a-z]{2,3}(-[a-z0-9]{2,8})?", "a language"))
is_lines = list_of(is_id)


def is_figure(value: Any) -> None:
    if value is not None and type(value) is not int and not isinstance(value, str):
        raise Wrong(f"is {shown(value)}, not a figure")


OUTCOME = fields(
    advanced=is_lines,
    by_hand=list_of(fields(entry=is_id, advances=is_flag, reason=is_text)),
    otherwise=is_lines,
)
CLOSING = {
    "advance_count": maybe(is_rank),
    "advance_cutoff": maybe(is_decimal),
    "outcome": maybe(OUTCOME),
}
SCORING = fields(
    order=whole(),
    kind=one_of("scoring"),
    aggregation=one_of("mean", "median", "trimmed_mean", "adjusted"),
    parameters=fields(**{name: one_of(value) for name, value in PARAMETERS.items()}),
    criteria=list_of(
        fields(
            criterion=text_like(r"\d{1,19}", "a criterion's number"),
            weight=is_decimal,
            max_points=whole(1, 100),
        )
    ),
    reviews=list_of(fields(entry=is_id, judge=is_judge, points=by_name(is_points))),
    **CLOSING,
)
SCREENING = fields(
    order=whole(),
    kind=one_of("screening"),
    quorum=is_rank,
    entries=list_of(
        fields(entry=is_id, wanted=whole(), votes=by_name(one_of("yes", "no", "unsure"), is_judge))
    ),
    **CLOSING,
)


def is_other_round(value: Any) -> None:
    screening = isinstance(value, dict) and value.get("kind") == "screening"
    (SCREENING if screening else SCORING)(value)


def is_pair(value: Any) -> None:
    is_lines(value)
    if len(value) != 2 or value[0] >= value[1]:
        raise Wrong(f"is {shown(value)}, not two entries in the order of their numbers")


FINAL = fields(
    order=whole(),
    method=one_of("bradley_terry"),
    virtual_wins_and_losses=one_of(1),
    finalists=is_lines,
    comparisons=list_of(fields(entries=is_pair, judge=is_judge, preferred=is_id)),
)
COMMON = {
    "slug": is_slug,
    "method": one_of("jury", "most_viewed_video", "most_viewed_creator"),
    "platform": text_like(r"[a-z]{0,20}", "a platform"),
    "prizes": list_of(fields(place=is_rank, winners=whole(1, 10**5))),
    "tie_decisions": list_of(fields(order=is_lines, reason=is_text)),
    "ties": list_of(fields(rank=is_rank, tied=is_lines, parted_by=list_of(is_text))),
    "standings": list_of(
        fields(
            rank=maybe(is_rank),
            entry=maybe(is_id),
            creator=is_id,
            figures=by_name(is_figure),
            decided_by=is_text,
        )
    ),
    "shortlist": maybe(
        fields(
            published_at=is_moment,
            entries=is_lines,
            basis=text_like(r"[a-z]{0,10}", "what was proposed"),
            basis_value=is_text,
            changes=list_of(
                fields(entry=is_id, change=one_of("added", "left_out", "moved"), reason=is_text)
            ),
        )
    ),
    "awards": list_of(fields(place=is_rank, winner=is_rank, entry=maybe(is_id), creator=is_id)),
    "passed_over": list_of(fields(entry=maybe(is_id), creator=is_id)),
    "alternates": list_of(fields(position=is_rank, entry=maybe(is_id), creator=is_id)),
    "remark": maybe(fields(texts=is_texts, leaves_places_empty=is_flag)),
}
VIDEOS = list_of(
    fields(
        entry=is_id,
        account=is_id,
        creator=is_id,
        posted_at=maybe(is_moment),
        readings=list_of(fields(taken_at=is_moment, views=whole(0, 10**19))),
        views=maybe(is_views),
        reason=is_text,
    )
)
CATEGORIES = {
    "jury": some_fields(
        ("round", "final"),
        other_rounds=list_of(is_other_round),
        round=SCORING,
        final=FINAL,
        **COMMON,
    ),
    "most_viewed_video": fields(videos=VIDEOS, **COMMON),
    "most_viewed_creator": fields(
        videos=VIDEOS,
        linked_accounts=list_of(fields(creator=is_id, accounts=is_lines)),
        **COMMON,
    ),
}


def is_category(value: Any) -> None:
    method = value.get("method") if isinstance(value, dict) else None
    CATEGORIES.get(method if isinstance(method, str) else "", CATEGORIES["jury"])(value)


EVIDENCE = fields(
    format=one_of(FORMAT),
    number=is_rank,
    note=is_texts,
    campaign=fields(
        slug=is_slug,
        opens_at=maybe(is_moment),
        closes_at=maybe(is_moment),
        time_zone=is_text,
        prior_posts_allowed=is_flag,
    ),
    rules=maybe(fields(version=is_rank, sha256_of_text=by_name(is_digest))),
    judges=list_of(is_judge),
    disqualified=list_of(
        fields(
            entry=is_id,
            decided_at=maybe(is_moment),
            reason=text_like(r"other|listed_\d{1,5}", "a reason's code"),
            texts=is_texts,
        )
    ),
    categories=list_of(is_category),
    seal=is_digest,
)


# ---------------------------------------------------------------------------------------------
# Exact numbers
# ---------------------------------------------------------------------------------------------


def rounded(above: int, below: int) -> int:
    """A fraction as a whole number; a half goes to the even one."""
    whole_part, rest = divmod(above, below)
    if 2 * rest > below or (2 * rest == below and whole_part % 2):
        whole_part += 1
    return whole_part


def rounded_root(above: int, below: int) -> int:
    """The square root of a fraction as a whole number; a half goes to the even one."""
    root = math.isqrt(above // below)
    middle = (2 * root + 1) ** 2 * below  # four times the square halfway to the next one
    return root + (4 * above > middle or (4 * above == middle and root % 2 == 1))


def plain(value: int, unit: int = RESULT) -> str:
    """A whole number of parts as the file writes it: 750000000 of 10⁹ is 0.75."""
    digits = len(str(unit)) - 1
    sign, value = ("-", -value) if value < 0 else ("", value)
    text = f"{value // unit}.{value % unit:0{digits}d}".rstrip("0").rstrip(".")
    return sign + text


@lru_cache(maxsize=200_000)
def moment(text: str) -> datetime:
    return datetime.fromisoformat(text[:-1]).replace(tzinfo=timezone.utc)


# ---------------------------------------------------------------------------------------------
# Points: from reviews to values
# ---------------------------------------------------------------------------------------------


class Given(NamedTuple):
    """One review: the score by all criteria, and by the heaviest alone (both of SCORE)."""

    entry: int
    judge: str
    score: int
    heaviest: int


def score_of(points: dict[str, int], criteria: list[Json]) -> int:
    """Σ weight · points / max_points, divided by Σ weight; 18 decimals."""
    weights = [Fraction(one["weight"]) for one in criteria]
    earned = sum(
        weight * Fraction(points[one["criterion"]], one["max_points"])
        for weight, one in zip(weights, criteria)
    )
    share = Fraction(earned) / sum(weights)
    return rounded(share.numerator * SCORE, share.denominator)


def given_by(round_: Json) -> list[Given]:
    """Every review of a scoring round with its scores."""
    criteria = round_["criteria"]
    greatest = max((Fraction(one["weight"]) for one in criteria), default=Fraction(0))
    heaviest = [one for one in criteria if Fraction(one["weight"]) == greatest]
    known: dict[tuple[int, ...], tuple[int, int]] = {}
    keys = [one["criterion"] for one in criteria]
    found = []
    for review in round_["reviews"]:
        points = review["points"]
        of_review = tuple(points[key] for key in keys)
        if of_review not in known:
            known[of_review] = score_of(points, criteria), score_of(points, heaviest)
        found.append(Given(review["entry"], review["judge"], *known[of_review]))
    return found


class Value(NamedTuple):
    """What the reviews of one entry amount to, each figure of RESULT."""

    reviews: int
    mean: int
    median: int
    trimmed: int | None
    spread: int
    heaviest: int
    adjusted: int
    value: int
    method: str

    @property
    def figures(self) -> Figures:
        return {
            "reviews": self.reviews,
            "value": plain(self.value),
            "method": self.method,
            "mean": plain(self.mean),
            "median": plain(self.median),
            "trimmed_mean": None if self.trimmed is None else plain(self.trimmed),
            "adjusted": plain(self.adjusted),
            "spread": plain(self.spread),
            "heaviest": plain(self.heaviest),
        }


def values_of(given: list[Given], aggregation: str) -> dict[int, Value]:
    """The value of every reviewed entry."""
    of_entry: dict[int, list[Given]] = defaultdict(list)
    for one in given:
        of_entry[one.entry].append(one)
    scales = scales_of([(one.entry, one.judge, one.score) for one in given])
    return {
        entry: _value(reviews, scales.adjusted(entry), aggregation)
        for entry, reviews in of_entry.items()
    }


def _value(reviews: list[Given], adjusted: int, aggregation: str) -> Value:
    scores = sorted(one.score for one in reviews)
    n, total = len(scores), sum(scores)
    finer = SCORE // RESULT
    mean = rounded(total, n * finer)
    median = rounded(scores[(n - 1) // 2] + scores[n // 2], 2 * finer)
    trimmed = None
    if n >= TRIMMED_MEAN_NEEDS:
        trimmed = rounded(total - scores[0] - scores[-1], (n - 2) * finer)
    squares = n * sum(score * score for score in scores) - total * total
    spread = rounded_root(squares, n * (n - 1) * finer * finer) if n > 1 else 0
    heaviest = rounded(sum(one.heaviest for one in reviews), n * finer)
    choice = {"mean": mean, "median": median, "trimmed_mean": trimmed, "adjusted": adjusted}
    value, method = choice[aggregation], aggregation
    if value is None:
        value, method = mean, "mean"
    return Value(n, mean, median, trimmed, spread, heaviest, adjusted, value, method)


# ---------------------------------------------------------------------------------------------
# Adjusted scores: each judge's own scale taken out
# ---------------------------------------------------------------------------------------------

Scored = tuple[int, str, int]  # entry, judge, score of SCORE


class Scales:
    """What each review says once its judge's scale is taken out (of SCORE · FINE), by block."""

    def __init__(self) -> None:
        self._said: dict[int, list[int]] = {}
        self._block: dict[int, tuple[int, int, int]] = {}

    def add(self, said: dict[int, list[int]], total: int, reviews: int) -> None:
        """A block: what is said of its entries, the sum of its scores, and how many reviews."""
        everything = sum(sum(of_entry) for of_entry in said.values())
        for entry, of_entry in said.items():
            self._said[entry] = of_entry
            self._block[entry] = total, everything, reviews

    def adjusted(self, entry: int) -> int:
        """The mean of the block, and by how much the entry differs from it; of RESULT."""
        said, (total, everything, reviews) = self._said[entry], self._block[entry]
        n = len(said)
        apart = rounded(sum(said) * reviews - everything * n, n * reviews * FINE)
        return rounded(total, reviews * (SCORE // RESULT)) + rounded(apart, SCORE // RESULT)

    def median(self, entry: int) -> int:
        """The median of what the judges say on the common scale; of RESULT."""
        said, (total, everything, reviews) = sorted(self._said[entry]), self._block[entry]
        n = len(said)
        middle = said[(n - 1) // 2] + said[n // 2]
        above = middle * reviews + 2 * (total * FINE - everything)
        # By way of more places: what was rounded on the way cannot tip the last one.
        return rounded(rounded(above, 2 * reviews * FINE), SCORE // RESULT)


def scales_of(scored: list[Scored]) -> Scales:
    """Adjust the scores of each block of judges and entries that reviews link."""
    scales = Scales()
    for block in _blocks(scored):
        of_judge: dict[str, list[int]] = defaultdict(list)
        for _entry, judge, score in block:
            of_judge[judge].append(score)
        levels = _levels(block, sorted(of_judge))
        apart = {
            judge: len(scores) * sum(x * x for x in scores) - sum(scores) ** 2
            for judge, scores in of_judge.items()
        }
        freedom = len(block) - len(of_judge)
        # The pooled variance within judges; of SCORE².
        within = sum((Fraction(apart[one], len(of_judge[one])) for one in of_judge), Fraction(0))
        pooled = within / freedom if freedom else Fraction(0)
        lines = {}
        for judge, scores in of_judge.items():
            n, total = len(scores), sum(scores)
            stretch = _stretch(n, apart[judge], pooled)
            level = levels[judge]
            start = (
                rounded(total * FINE, n) - level - rounded(total * stretch, n * _STRETCH // FINE)
            )
            lines[judge] = start, stretch
        said: dict[int, list[int]] = defaultdict(list)
        for entry, judge, score in block:
            start, stretch = lines[judge]
            said[entry].append(start + rounded(score * stretch, _STRETCH // FINE))
        scales.add(said, sum(score for _entry, _judge, score in block), len(block))
    return scales


_STRETCH = 10**70


def _stretch(n: int, apart: int, pooled: Fraction) -> int:
    """λ·σ/s + 1 − λ with λ = n / (n + 5), of _STRETCH; 0 for a judge without a spread."""
    if not apart:
        return 0
    ratio = pooled / Fraction(apart, n * (n - 1))
    root = math.isqrt(ratio.numerator * _STRETCH * _STRETCH // ratio.denominator)
    return rounded(n * root + SPREAD_PRIOR * _STRETCH, n + SPREAD_PRIOR)


def _blocks(scored: list[Scored]) -> list[list[Scored]]:
    """The connected parts of the graph of judges and entries, by joining sets (union–find)."""
    parent: dict[Any, Any] = {}

    def root(one: Any) -> Any:
        while parent.setdefault(one, one) != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for entry, judge, _score in scored:
        parent[root(entry)] = root(judge)
    blocks: dict[Any, list[Scored]] = defaultdict(list)
    for one in scored:
        blocks[root(one[1])].append(one)
    return list(blocks.values())


def _levels(block: list[Scored], judges: list[str]) -> dict[str, int]:
    """Least squares: the b that minimise Σ (x − t − b)² + ½ Σ t²; of SCORE · FINE.

    The normal equations, with the t put in, are n·b − Σ Σ b / (n + ½) = Σ (x − Σ x / (n + ½)).
    They are solved roughly in floats, and what is left over, reckoned exactly, is solved again
    and again until nothing is left.
    """
    if len(judges) > MOST_JUDGES:
        raise Unreadable(f"{len(judges)} judges are more than can be checked")
    place = {judge: number for number, judge in enumerate(judges)}
    of_entry: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for entry, judge, score in block:
        of_entry[entry].append((place[judge], score))
    # All equations times a number that makes 1 / (n + ½) = 2 / (2n + 1) whole.
    sizes = {len(given) for given in of_entry.values()}
    times = 1
    for n in sizes:
        times = times * (2 * n + 1) // math.gcd(times, 2 * n + 1)
    matrix = [[0] * len(judges) for _ in judges]
    right = [0] * len(judges)
    for given in of_entry.values():
        share = 2 * times // (2 * len(given) + 1)
        total = sum(score for _one, score in given)
        for one, score in given:
            row = matrix[one]
            row[one] += times
            right[one] += score * times - total * share
            for other, _score in given:
                row[other] -= share
    solve = _rough_solver([[number / times for number in row] for row in matrix])
    found = [0] * len(judges)
    right = [number * FINE for number in right]
    for _step in range(60):
        left = [goal - sum(map(mul, row, found)) for goal, row in zip(right, matrix)]
        steps = [round(step) for step in solve([number / times for number in left])]
        found = [one + step for one, step in zip(found, steps)]
        if not any(steps):
            return dict(zip(judges, found))
    return dict(zip(judges, found))


def _rough_solver(matrix: list[list[float]]) -> Callable[[list[float]], list[float]]:
    """Factors of a symmetric, positive definite matrix (L·D·Lᵀ), ready to solve with."""
    size = len(matrix)
    rows = [row[:] for row in matrix]
    for step in range(size):
        pivot_row = rows[step]
        pivot = pivot_row[step]
        tail = pivot_row[step + 1 :]
        for later in range(step + 1, size):
            factor = pivot_row[later] / pivot
            if factor:
                row = rows[later]
                row[step + 1 :] = [a - factor * b for a, b in zip(row[step + 1 :], tail)]
    units = [[one / row[step] for one in row[step + 1 :]] for step, row in enumerate(rows)]

    def solve(right: list[float]) -> list[float]:
        x = right[:]
        for step in range(size):
            for offset, factor in enumerate(units[step], start=step + 1):
                x[offset] -= factor * x[step]
        x = [one / rows[step][step] for step, one in enumerate(x)]
        for step in reversed(range(size)):
            x[step] -= sum(map(mul, units[step], x[step + 1 :]))
        return x

    return solve


# ---------------------------------------------------------------------------------------------
# Pairs: the model of Bradley and Terry
# ---------------------------------------------------------------------------------------------


def strengths_of(finalists: Ids, answers: list[tuple[int, int]]) -> dict[int, Figures]:
    """The strength of each finalist with its figures, from (preferred, other).

    First the fixed point of Zermelo for the odds, in floats; then Newton's method in decimals.
    """
    place = {entry: number for number, entry in enumerate(finalists)}
    size = len(finalists)
    met: dict[tuple[int, int], int] = defaultdict(int)
    won = [0] * size
    for preferred, other in answers:
        low, high = sorted((place[preferred], place[other]))
        met[low, high] += 1
        won[place[preferred]] += 1
    odds = _zermelo(size, met, won)
    with localcontext() as context:
        context.prec, context.rounding = 60, ROUND_HALF_EVEN
        strengths = [Decimal(one).ln() for one in odds]
        for _step in range(60):
            slope, curvature = _slopes(strengths, met, won)
            inverse = _inverse(curvature)
            step = [sum(map(mul, row, slope), Decimal(0)) for row in inverse]
            strengths = [one + way for one, way in zip(strengths, step)]
            if max(map(abs, step), default=Decimal(0)) < Decimal("1e-40"):
                break
        inverse = _inverse(_slopes(strengths, met, won)[1])
        times = [sum(count for pair, count in met.items() if one in pair) for one in range(size)]
        return {
            entry: {
                "final": _nine(1 / (1 + (-strengths[one]).exp())),
                "strength": _nine(strengths[one]),
                "strength_error": _nine(inverse[one][one].sqrt()),
                "comparisons": times[one],
                "comparisons_won": won[one],
            }
            for entry, one in place.items()
        }


def _zermelo(size: int, met: dict[tuple[int, int], int], won: list[int]) -> list[float]:
    """Odds against an average entry, each of whose two virtual comparisons is won by one."""
    odds = [1.0] * size
    for _turn in range(1000):
        below = [2 / (one + 1) for one in odds]
        for (low, high), times in met.items():
            share = times / (odds[low] + odds[high])
            below[low] += share
            below[high] += share
        new = [(wins + 1) / under for wins, under in zip(won, below)]
        change = max((abs(a / b - 1) for a, b in zip(new, odds)), default=0)
        odds = new
        if change < 1e-9:
            break
    return odds


def _slopes(
    strengths: list[Decimal], met: dict[tuple[int, int], int], won: list[int]
) -> tuple[list[Decimal], list[list[Decimal]]]:
    """How the likelihood grows with each strength, and its curvature with the sign turned."""
    size = len(strengths)
    chances = [1 / (1 + (-one).exp()) for one in strengths]
    slope = [won[one] + 1 - 2 * chances[one] for one in range(size)]
    curvature = [[Decimal(0)] * size for _ in range(size)]
    for one in range(size):
        curvature[one][one] = 2 * chances[one] * (1 - chances[one])
    for (low, high), times in met.items():
        chance = 1 / (1 + (strengths[high] - strengths[low]).exp())
        slope[low] -= times * chance
        slope[high] -= times * (1 - chance)
        known = times * chance * (1 - chance)
        curvature[low][low] += known
        curvature[high][high] += known
        curvature[low][high] -= known
        curvature[high][low] -= known
    return slope, curvature


def _inverse(matrix: list[list[Decimal]]) -> list[list[Decimal]]:
    """By Gauss and Jordan."""
    size = len(matrix)
    rows = [
        row[:] + [Decimal(one == other) for other in range(size)] for one, row in enumerate(matrix)
    ]
    for step in range(size):
        pivot = rows[step][step]
        rows[step] = [one / pivot for one in rows[step]]
        for other in range(size):
            factor = rows[other][step]
            if other != step and factor:
                rows[other] = [a - factor * b for a, b in zip(rows[other], rows[step])]
    return [row[size:] for row in rows]


def _nine(value: Decimal) -> str:
    return plain(int((value * RESULT).to_integral_value(ROUND_HALF_EVEN)))


def halves(text: str) -> int:
    """A figure that plain() wrote, as a whole number again."""
    return int(Fraction(text) * RESULT)


# ---------------------------------------------------------------------------------------------
# Ranks
# ---------------------------------------------------------------------------------------------

Rule = tuple[str, Callable[[Ids], list[Ids]]]


class Placed(NamedTuple):
    """A line with its rank, what placed it, and with whom it shares the rank."""

    key: int
    rank: int | None
    decided_by: str
    group: tuple[int, ...]


def highest_first(figure: Callable[[int], Any]) -> Callable[[Ids], list[Ids]]:
    def part(group: Ids) -> list[Ids]:
        return [list(same) for _, same in groupby(sorted(group, key=figure, reverse=True), figure)]

    return part


def place_all(keys: Iterable[int], rules: list[Rule], first_rank: int = 1) -> list[Placed]:
    """Ranks 1, 1, 3: rule after rule parts what is equal; what none parts shares its rank."""
    groups: list[tuple[Ids, str]] = [(sorted(keys), "")]
    for name, part in rules:
        parted: list[tuple[Ids, str]] = []
        for group, decided_by in groups:
            if decided_by or not group:
                parted.append((group, decided_by))
                continue
            parted += [(one, name if len(one) == 1 else "") for one in part(group)]
        groups = parted
    found: list[Placed] = []
    for group, decided_by in groups:
        rank, shared = len(found) + first_rank, tuple(sorted(group))
        found += [Placed(key, rank, decided_by or "shared", shared) for key in shared]
    return found


def by_chair(decisions: list[Json]) -> Callable[[Ids], list[Ids]]:
    """The last decision that names all who are equal puts them in its order."""
    orders = [{key: -at for at, key in enumerate(one["order"])} for one in decisions]

    def part(group: Ids) -> list[Ids]:
        for order in reversed(orders):
            if all(key in order for key in group):
                return highest_first(order.__getitem__)(group)
        return [group]

    return part


def by_majority(scores: dict[int, dict[str, int]]) -> Callable[[Ids], list[Ids]]:
    """Whoever is preferred by more than half of the judges who scored both goes ahead.

    Draw an arrow from one to the other wherever the one is not preferred to the other. Those who
    can be reached from each other stay together; the groups that are left stand in one order.
    """

    def preferred(one: int, other: int) -> bool:
        mine, its = scores.get(one, {}), scores.get(other, {})
        both = [judge for judge in mine if judge in its]
        return 2 * sum(mine[judge] > its[judge] for judge in both) > len(both)

    def part(group: Ids) -> list[Ids]:
        if len(group) > MAJORITY_AT_MOST:
            return [group]
        reached = {one: {x for x in group if x == one or not preferred(one, x)} for one in group}
        for via in group:
            for one in group:
                if via in reached[one]:
                    reached[one] |= reached[via]
        # The best group reaches only itself, the next one also the best one, and so on.
        order = sorted(group, key=lambda one: (len(reached[one]), one))
        return [list(same) for _, same in groupby(order, key=lambda one: len(reached[one]))]

    return part


def jury_rules(
    given: list[Given], values: dict[int, Value], adjusted: bool, decisions: list[Json]
) -> list[Rule]:
    """Value, heaviest criterion, median, majority of judges, chair."""
    heaviest = {key: one.heaviest for key, one in values.items()}
    median = {key: one.median for key, one in values.items()}
    if adjusted and len({one.value for one in values.values()}) < len(values):
        # Where adjusted scores leave entries equal, they are parted on the judges' scales, too.
        of_heaviest = scales_of([(one.entry, one.judge, one.heaviest) for one in given])
        of_all = scales_of([(one.entry, one.judge, one.score) for one in given])
        heaviest = {key: of_heaviest.adjusted(key) for key in values}
        median = {key: of_all.median(key) for key in values}
    scores: dict[int, dict[str, int]] = defaultdict(dict)
    for one in given:
        scores[one.entry][one.judge] = one.score
    nothing = -(10**12)  # a finalist without points stands behind
    return [
        (
            "value",
            highest_first(lambda key: values[key].value if key in values else nothing),
        ),
        ("heaviest", highest_first(lambda key: heaviest.get(key, nothing))),
        ("median", highest_first(lambda key: median.get(key, nothing))),
        ("majority", by_majority(scores)),
        ("chair", by_chair(decisions)),
    ]


# ---------------------------------------------------------------------------------------------
# What is found
# ---------------------------------------------------------------------------------------------


class Section:
    """What was found in one part of the file: a category, or the file as such."""

    def __init__(self, title: str) -> None:
        self.title, self.done = title, ""
        self.problems: list[str] = []
        self.notes: list[str] = []

    def problem(self, text: str) -> None:
        self.problems.append(text)

    def compare(self, what: str, written: Any, recomputed: Any) -> bool:
        """Whether both are the same; a problem otherwise."""
        if written == recomputed and type(written) is type(recomputed):
            return True
        self.problem(f"{what}: written {shown(written)}, recomputed {shown(recomputed)}")
        return False


def repeated(values: Iterable[Any]) -> list[Any]:
    seen = set()
    return [one for one in values if one in seen or seen.add(one)]  # type: ignore[func-returns-value]  # add() is asked for its effect


# ---------------------------------------------------------------------------------------------
# A category
# ---------------------------------------------------------------------------------------------


class Category:
    """One category of the file, with what can be recomputed of it."""

    def __init__(self, data: Json, evidence: Json) -> None:
        self.data, self.evidence = data, evidence
        self.section = Section(data["slug"])
        self.creators_win = data["method"] == "most_viewed_creator"
        self.lines = {self.key(row): row for row in data["standings"]}
        self.judges = set(evidence["judges"])
        self.usable: dict[int, bool] = {}

    def key(self, row: Json) -> int:
        """What identifies a line: the entry, or the creator where creators are ranked."""
        value: int = row["creator"] if self.creators_win else row["entry"]
        return value

    def name(self, key: int) -> str:
        return f"{'creator' if self.creators_win else 'entry'} {key}"

    def check(self) -> Section:
        rows = self.data["standings"]
        if any((row["entry"] is None) != self.creators_win for row in self._winners() + rows):
            self.section.problem("some lines name an entry where a creator is ranked, or none")
            return self.section
        for key in repeated(self.key(row) for row in rows):
            self.section.problem(f"{self.name(key)} stands twice in the standings")
        for key in repeated(one["entry"] for one in self.evidence["disqualified"]):
            self.section.problem(f"entry {key} is disqualified twice")
        if not self.creators_win:
            for one in self.evidence["disqualified"]:
                if one["entry"] in self.lines:
                    self.section.problem(f"entry {one['entry']} is disqualified and still ranked")
        if self.data["method"] == "jury":
            figures, placed = jury(self)
        else:
            figures, placed = views(self)
        self._compare_lines(figures, placed)
        self._check_ties(placed, figures)
        self._check_prizes(placed)
        self._check_alternates()
        self._check_shortlist()
        return self.section

    def _winners(self) -> list[Json]:
        """Every row that names a winner, or who might be one."""
        data = self.data
        rows: list[Json] = data["awards"] + data["alternates"] + data["passed_over"]
        return rows

    def _compare_lines(self, figures: dict[int, Figures], placed: list[Placed]) -> None:
        """Rank, figures, what decided, and the order of all lines."""
        rows, section = self.data["standings"], self.section
        right = 0
        by_key = {one.key: one for one in placed}
        for key in sorted(by_key.keys() - self.lines.keys()):
            section.problem(f"{self.name(key)} is missing in the standings")
        for row in rows:
            key = self.key(row)
            one = by_key.get(key)
            if one is None:
                section.problem(f"{self.name(key)} does not take part, by what else is written")
                continue
            before = len(section.problems)
            section.compare(f"{self.name(key)}, rank", row["rank"], one.rank)
            section.compare(f"{self.name(key)}, decided by", row["decided_by"], one.decided_by)
            due = figures[key]
            for name in sorted(row["figures"].keys() | due.keys()):
                written = row["figures"].get(name, "nothing")
                section.compare(f"{self.name(key)}, {shown(name)}", written, due.get(name, "none"))
            right += len(section.problems) == before
        order = [self.key(row) for row in rows]
        if order != [one.key for one in placed] and len(section.problems) == 0:
            section.problem("the lines do not stand in the order of their ranks and numbers")
        section.done = f"{right} of {len(rows)} lines match{section.done}"

    def _check_ties(self, placed: list[Placed], figures: dict[int, Figures]) -> None:
        """The list of lines that the first figure leaves equal, and what parted them."""

        def first(one: Placed) -> tuple[str, Any]:
            for name in ("views", "strength", "value"):
                if name in figures[one.key]:
                    return name, figures[one.key][name]
            return "", None

        ties = []
        for _figure, same in groupby((one for one in placed if one.rank is not None), first):
            tied = list(same)
            if len(tied) > 1:
                ties.append(
                    {
                        "rank": tied[0].rank,
                        "tied": [one.key for one in tied],
                        "parted_by": list(dict.fromkeys(one.decided_by for one in tied)),
                    }
                )
        written = self.data["ties"]
        if written != ties:
            wrong = [one for one in written if one not in ties] or [
                one for one in ties if one not in written
            ]
            self.section.problem(
                f"ties: {len(written)} are written, {len(ties)} recomputed; look at "
                f"{shown(wrong[0] if wrong else 'their order')}"
            )
        for one in self.data["tie_decisions"]:
            if repeated(one["order"]):
                self.section.problem("a decision about a tie names somebody twice")

    def _check_prizes(self, placed: list[Placed]) -> None:
        """Ties across a prize boundary are decided, and prizes go by rank or a remark says why."""
        section, prizes = self.section, self.data["prizes"]
        for place in repeated(one["place"] for one in prizes):
            section.problem(f"there are two prizes for place {place}")
        gone = self._passed_over()
        ranked = [one for one in placed if one.rank is not None and one.key not in gone]
        winners: dict[int, list[Json]] = defaultdict(list)
        for award in self.data["awards"]:
            winners[award["place"]].append(award)
        self._check_each_award(winners)
        ahead, otherwise, empty = 0, [], []
        for prize in sorted(prizes, key=lambda one: int(one["place"])):
            due = ranked[ahead : ahead + prize["winners"]]
            behind = ranked[ahead + prize["winners"] : ahead + prize["winners"] + 1]
            if due and behind and due[-1].rank == behind[0].rank:
                tied = ", ".join(map(str, behind[0].group[:10]))
                section.problem(f"equals at the end of place {prize['place']}: {tied}")
            has = {self.key(award) for award in winners[prize["place"]]}
            if not has <= {one.key for one in due}:
                otherwise.append(prize["place"])
            elif len(has) < len(due):
                empty.append(prize["place"])
            ahead += prize["winners"]
        self._explain(otherwise, empty)
        section.done += f"; awards: {len(self.data['awards'])}"

    def _passed_over(self) -> set[int]:
        """Who gave a prize back, or lost it: ranked, but the next one wins."""
        for one in self.data["passed_over"]:
            self._check_stands(one, "who gave a prize back")
        gone = {self.key(one) for one in self.data["passed_over"]}
        for award in self.data["awards"]:
            if self.key(award) in gone:
                self.section.problem(f"{self.name(self.key(award))} gave a prize back and wins")
        if gone:
            told_ones = ", ".join(map(str, sorted(gone)[:10]))
            self.section.notes.append(
                f"{told_ones}: takes no prize, having declined it or lost it again; the next "
                "one wins"
            )
        return gone

    def _check_each_award(self, winners: dict[int, list[Json]]) -> None:
        section = self.section
        room = {one["place"]: one["winners"] for one in self.data["prizes"]}
        for place, awards in winners.items():
            if place not in room:
                section.problem(f"an award is for place {place}, for which there is no prize")
                continue
            numbers = [one["winner"] for one in awards]
            if repeated(numbers) or max(numbers) > room[place]:
                section.problem(f"place {place} has {room[place]} winners, not {numbers[:10]}")
        for award in self.data["awards"]:
            self._check_stands(award, f"the winner of place {award['place']}")
        for key in repeated(self.key(award) for award in self.data["awards"]):
            section.problem(f"{self.name(key)} wins twice")

    def _check_stands(self, row: Json, who: str) -> None:
        """A winner or an alternate is in the standings, with the same creator."""
        line = self.lines.get(self.key(row))
        if line is None:
            self.section.problem(f"{who}, {self.name(self.key(row))}, is not in the standings")
        else:
            self.section.compare(f"{who}, creator", row["creator"], line["creator"])

    def _explain(self, otherwise: Ids, empty: Ids) -> None:
        """Prizes that do not follow the ranks need a public remark."""
        remark = self.data["remark"] or {"texts": {}, "leaves_places_empty": False}
        said = any(text.strip() for text in remark["texts"].values())
        for places, what, excused in (
            (otherwise, "goes to others than the ranks say", said),
            (empty, "has fewer winners than it could", said or remark["leaves_places_empty"]),
        ):
            for place in places:
                if excused:
                    self.section.notes.append(f"place {place} {what}: a remark tells why")
                else:
                    self.section.problem(f"place {place} {what}, and no remark tells why")

    def _check_alternates(self) -> None:
        section, alternates = self.section, self.data["alternates"]
        keys = [self.key(one) for one in alternates]
        wins = {self.key(one) for one in self.data["awards"]}
        positions = [one["position"] for one in alternates]
        if positions != sorted(set(positions)):
            section.problem("alternates are not in the order of their positions")
        for key in repeated(keys):
            section.problem(f"{self.name(key)} is an alternate twice")
        for one in alternates:
            if self.key(one) in wins:
                section.problem(f"{self.name(self.key(one))} wins and is an alternate, too")
            self._check_stands(one, f"alternate {one['position']}")
        ranks = [self.lines[key]["rank"] or math.inf for key in keys if key in self.lines]
        if ranks != sorted(ranks):
            section.notes.append("alternates stand in another order than their ranks")

    def _check_shortlist(self) -> None:
        shortlist = self.data["shortlist"]
        if shortlist is None:
            return
        for key in repeated(shortlist["entries"]):
            self.section.problem(f"entry {key} is shortlisted twice")
        gone = [key for key in shortlist["entries"] if key not in self.lines]
        if gone and not self.creators_win:
            self.section.notes.append(f"{len(gone)} shortlisted entries have left the contest")


# ---------------------------------------------------------------------------------------------
# Categories that a jury decides
# ---------------------------------------------------------------------------------------------


def jury(category: Category) -> tuple[dict[int, Figures], list[Placed]]:
    """The figures of every line, and the lines in their order."""
    data, section = category.data, category.section
    round_, final = data.get("round"), data.get("final")
    figures: dict[int, Figures] = {key: {"reviews": 0} for key in category.lines}
    given: list[Given] = []
    values: dict[int, Value] = {}
    if round_ is not None and usable(category, round_):
        given = given_by(round_)
        values = values_of(given, round_["aggregation"])
        section.done = (
            f" (jury, {round_['aggregation']}: {len(given)} reviews by "
            f"{len({one.judge for one in given})} judges)"
        )
    figures.update({key: one.figures for key, one in values.items()})
    strengths = pairs(category, final) if final is not None else {}
    strengths = {key: one for key, one in strengths.items() if key in category.lines}
    for key, one in strengths.items():
        figures[key] = {**figures.get(key, {"reviews": 0}), **one}
    rounds(category)
    adjusted = round_ is not None and round_["aggregation"] == "adjusted"
    rules = jury_rules(given, values, adjusted, data["tie_decisions"])
    (_value_name, by_value), *later = rules
    strength = highest_first(lambda key: halves(strengths[key]["strength"]))
    placed = place_all(strengths, [("strength", strength), ("points", by_value), *later])
    others = [key for key in values if key not in strengths]
    placed += place_all(others, rules, first_rank=len(placed) + 1)
    ranked = {one.key for one in placed}
    placed += [Placed(key, None, "", ()) for key in sorted(category.lines.keys() - ranked)]
    return figures, placed


def usable(category: Category, round_: Json) -> bool:
    """Whether the reviews of a round can be counted; what is wrong with them is told once."""
    known = category.usable
    if id(round_) not in known:
        before = len(category.section.problems)
        _check_reviews(category, round_)
        known[id(round_)] = len(category.section.problems) == before
    return known[id(round_)]


def _check_reviews(category: Category, round_: Json) -> None:
    """Known judges and entries, each once, points in range."""
    section, criteria = category.section, round_["criteria"]
    where = f"round {round_['order']}"
    most = {one["criterion"]: one["max_points"] for one in criteria}
    if not criteria or len(most) != len(criteria):
        section.problem(f"{where} has no criteria, or one of them twice")
    for one in criteria:
        if Fraction(one["weight"]) <= 0:
            section.problem(f"{where}: the weight of a criterion is {one['weight']}")
    for review in round_["reviews"]:
        who = f"{where}, entry {review['entry']}, {review['judge']}"
        if review["judge"] not in category.judges:
            section.problem(f"{who}: nobody knows this judge")
        if review["entry"] not in category.lines:
            section.problem(f"{who}: the entry does not take part")
        points = review["points"]
        if points.keys() != most.keys():
            section.problem(f"{who}: the points are not for the criteria of the round")
        elif any(given > most[key] for key, given in points.items()):
            section.problem(f"{who}: more points than there are")
    for entry, judge in repeated((one["entry"], one["judge"]) for one in round_["reviews"]):
        section.problem(f"{where}, entry {entry}: reviewed twice by {judge}")


def pairs(category: Category, final: Json) -> dict[int, Figures]:
    """What the final says of its finalists."""
    section, finalists = category.section, final["finalists"]
    known = set(finalists)
    before = len(section.problems)
    if len(known) != len(finalists) or len(finalists) > MOST_FINALISTS:
        section.problem("the final names a finalist twice, or too many")
    answers = []
    for one in final["comparisons"]:
        low, high = one["entries"]
        who = f"final, entries {low} and {high}, {one['judge']}"
        if one["judge"] not in category.judges:
            section.problem(f"{who}: nobody knows this judge")
        if not {low, high} <= known or one["preferred"] not in (low, high):
            section.problem(f"{who}: not about two finalists")
        answers.append((one["preferred"], high if one["preferred"] == low else low))
    for pair, judge in repeated((tuple(x["entries"]), x["judge"]) for x in final["comparisons"]):
        section.problem(f"final, entries {pair[0]} and {pair[1]}: compared twice by {judge}")
    if len(section.problems) > before:
        return {}
    section.done += f" (final: {len(answers)} comparisons of {len(finalists)} entries)"
    return strengths_of(finalists, answers)


def rounds(category: Category) -> None:
    """Round by round: who went on is whom the rule or a person let through."""
    data, section = category.data, category.section
    final, deciding = data.get("final"), data.get("round")
    every = sorted(
        data["other_rounds"] + ([deciding] if deciding else []), key=lambda one: int(one["order"])
    )
    orders = [one["order"] for one in every] + ([final["order"]] if final else [])
    if orders != sorted(set(orders)):
        section.problem("the rounds do not follow each other")
    scoring = [one for one in every if one["kind"] == "scoring"]
    if scoring and scoring[-1] is not deciding:
        section.problem("the last scoring round is not the one that decides")
    members: set[int] | None = set(category.lines)
    for round_ in every:
        if members is not None:
            _check_members(category, round_, members)
        members = _went_on(category, round_, members)
    if final is not None and members is None:
        section.problem("the final has finalists, though nobody closed the round before it")
    elif final is not None:
        section.compare("finalists", sorted(final["finalists"]), sorted(members or ()))


def _check_members(category: Category, round_: Json, members: set[int]) -> None:
    """A round is about those who came through the round before, and nobody else."""
    if round_["kind"] == "screening":
        listed = [one["entry"] for one in round_["entries"]]
        what = f"round {round_['order']}, entries"
        category.section.compare(what, sorted(listed), sorted(members))
        return
    for entry in sorted({one["entry"] for one in round_["reviews"]} - members):
        category.section.problem(
            f"round {round_['order']}: entry {entry} was reviewed and had not come through before"
        )


def _went_on(category: Category, round_: Json, members: set[int] | None) -> set[int] | None:
    """Who went on from a round; None where nobody closed it."""
    section, outcome = category.section, round_["outcome"]
    where = f"round {round_['order']}"
    problems = len(section.problems)
    sides = None
    if round_["kind"] == "screening":
        sides = _screened(category, round_)
    elif usable(category, round_):
        sides = _scored(round_, members)
    if outcome is None:
        return None
    advanced = set(outcome["advanced"])
    by_hand = {one["entry"]: one["advances"] for one in outcome["by_hand"]}
    if len(advanced) < len(outcome["advanced"]) or len(by_hand) < len(outcome["by_hand"]):
        section.problem(f"{where}: somebody's outcome is told twice")
    for key, advances in by_hand.items():
        if advances != (key in advanced):
            section.problem(f"{where}: entry {key} is decided by hand, but otherwise")
    if by_hand:
        section.notes.append(f"{where}: {len(by_hand)} entries were decided by hand")
    if sides is not None and len(section.problems) == problems:
        _compare_sides(section, round_, sides)
    return advanced


def _compare_sides(section: Section, round_: Json, sides: Sides) -> None:
    """Where the rule and today's votes and points put entries, and where the close put them."""
    outcome, where = round_["outcome"], f"round {round_['order']}"
    advanced = set(outcome["advanced"])
    by_hand = {one["entry"] for one in outcome["by_hand"]}
    due = sorted(
        key
        for key, through in sides.items()
        if key not in by_hand and (through is None or through != (key in advanced))
    )
    section.compare(f"{where}, on another side than by its rule", outcome["otherwise"], due)
    for key in sorted((advanced | by_hand) - sides.keys()):
        section.problem(f"{where}: entry {key} has an outcome and was not in the round")
    if due:
        section.notes.append(
            f"{where}: {len(due)} entries stand otherwise than today's votes and points say, "
            "because some of them stopped counting after the close"
        )


Sides = dict[int, Any]
"""By entry: goes on, stays behind, or None where the rule leaves it to a person."""


def _screened(category: Category, round_: Json) -> Sides:
    """Verdicts by the quorum; if only so many go on, the best of those who reach it."""
    section, quorum, count = category.section, round_["quorum"], round_["advance_count"]
    votes: dict[int, tuple[int, Fraction, int]] = {}
    for one in round_["entries"]:
        where = f"round {round_['order']}, entry {one['entry']}"
        cast = list(one["votes"].values())
        for judge in sorted(one["votes"].keys() - category.judges):
            section.problem(f"{where}: nobody knows the judge {judge}")
        if len(cast) > one["wanted"]:
            section.problem(f"{where}: more votes than there were to be")
        if one["entry"] in votes:
            section.problem(f"{where}: listed twice")
        yes, missing = cast.count("yes"), one["wanted"] - len(cast)
        side = 2 if yes >= quorum else (0 if yes + missing < quorum else 1)
        votes[one["entry"]] = side, Fraction(yes, len(cast) or 1), yes
    sides: Sides = {key: {2: True, 1: None, 0: False}[one[0]] for key, one in votes.items()}
    if count is not None:
        reached = [key for key, one in votes.items() if one[0] == 2]
        order = place_all(reached, [("votes", highest_first(lambda key: votes[key]))])
        sides.update(_best(order, count))
    return sides


def _scored(round_: Json, members: set[int] | None) -> Sides:
    """By value: the best so many, or those above the cut-off, or all that were reviewed."""
    given = [one for one in given_by(round_) if members is None or one.entry in members]
    values = values_of(given, round_["aggregation"])
    sides: Sides = dict.fromkeys(members or (), False)
    if round_["advance_count"] is not None:
        rules = jury_rules(given, values, round_["aggregation"] == "adjusted", [])
        sides.update(_best(place_all(values, rules), round_["advance_count"]))
    else:
        least = Fraction(round_["advance_cutoff"] or "-1000000")
        sides.update({key: Fraction(100 * v.value, RESULT) >= least for key, v in values.items()})
    return sides


def _best(order: list[Placed], count: int) -> Sides:
    """A shared rank that begins within the count and ends behind it is for a person."""
    sides: Sides = {}
    for one in order:
        ahead = (one.rank or 1) - 1
        inside = ahead + len(one.group) <= count
        sides[one.key] = True if inside else (None if ahead < count else False)
    return sides


# ---------------------------------------------------------------------------------------------
# Categories that views decide
# ---------------------------------------------------------------------------------------------

MISSING = ("post_time_unknown", "no_reading", "no_reading_at_opening", "no_reading_inside")


def views(category: Category) -> tuple[dict[int, Figures], list[Placed]]:
    """The figures of every line, and the lines in their order."""
    data, section = category.data, category.section
    videos, campaign = data["videos"], category.evidence["campaign"]
    for key in repeated(video["entry"] for video in videos):
        section.problem(f"entry {key} has two sets of readings")
    _check_accounts(category)
    if videos and (campaign["opens_at"] is None or campaign["closes_at"] is None):
        section.problem("the campaign has no period in which views could count")
        return {}, []
    totals = {video["entry"]: _total(section, video, campaign) for video in videos}
    section.done = f" (views: {sum(len(video['readings']) for video in videos)} readings"
    section.done += f" of {len(videos)} videos)"
    if category.creators_win:
        figures = _sums(videos, totals)
    else:
        figures = {
            video["entry"]: {
                "views": totals[video["entry"]].views,
                "reason": totals[video["entry"]].reason,
                "read_at": totals[video["entry"]].read_at,
                "posted_at": video["posted_at"],
            }
            for video in videos
        }
        for video in videos:
            line = category.lines.get(video["entry"])
            if line is not None:
                what = f"entry {video['entry']}, creator"
                section.compare(what, line["creator"], video["creator"])
    known = [key for key, one in figures.items() if one["views"] is not None]

    def earlier(group: Ids) -> list[Ids]:
        if any(figures[key]["posted_at"] is None for key in group):
            return [group]
        return highest_first(lambda key: -moment(figures[key]["posted_at"]).timestamp())(group)

    rules: list[Rule] = [
        ("views", highest_first(lambda key: figures[key]["views"])),
        ("earlier_post", earlier),
        ("chair", by_chair(data["tie_decisions"])),
    ]
    placed = place_all(known, rules)
    unknown = sorted(figures.keys() - set(known))
    return figures, placed + [Placed(key, None, "unknown", ()) for key in unknown]


class Total(NamedTuple):
    """The views of one video that count, why, and when they were read."""

    views: int | None
    reason: str
    read_at: str | None


def _total(section: Section, video: Json, campaign: Json) -> Total:
    """By the post time and the last readings at or before the opening and the close."""
    opens_at, closes_at = moment(campaign["opens_at"]), moment(campaign["closes_at"])
    times = [moment(one["taken_at"]) for one in video["readings"]]
    who = f"entry {video['entry']}"
    if len(times) > 2 or times != sorted(set(times)) or any(one > closes_at for one in times):
        section.problem(f"{who}: not the last readings at or before the opening and the close")
    elif len(times) == 2 and times[0] > opens_at:
        section.problem(f"{who}: two readings since the opening, of which one decides nothing")
    last = video["readings"][-1] if times else None
    opening = [one for one in video["readings"] if moment(one["taken_at"]) <= opens_at]
    total = _counted(video["posted_at"], last, opening, campaign)
    section.compare(f"{who}, views in the period", video["views"], total.views)
    section.compare(f"{who}, reason", video["reason"], total.reason)
    return total


def _counted(
    posted_at: str | None, last: Json | None, opening: list[Json], campaign: Json
) -> Total:
    opens_at, closes_at = moment(campaign["opens_at"]), moment(campaign["closes_at"])
    posted = moment(posted_at) if posted_at else None
    before = posted is not None and posted < opens_at
    if posted is not None and posted >= closes_at:
        return Total(None, "posted_after", None)
    if before and not campaign["prior_posts_allowed"]:
        return Total(None, "posted_before_not_allowed", None)
    if last is None:
        return Total(None, "no_reading", None)
    if not before:
        reason = "posted_inside" if posted else "post_time_unknown"
        return Total(last["views"], reason, last["taken_at"])
    if not opening:
        return Total(None, "no_reading_at_opening", None)
    if moment(last["taken_at"]) <= opens_at:
        return Total(None, "no_reading_inside", None)
    return Total(last["views"] - opening[-1]["views"], "posted_before", last["taken_at"])


def _sums(videos: list[Json], totals: dict[int, Total]) -> dict[int, Figures]:
    """Creators' figures: over all their videos whose views count."""
    of_creator: dict[int, list[Json]] = defaultdict(list)
    for video in videos:
        of_creator[video["creator"]].append(video)
    figures: dict[int, Figures] = {}
    for creator, own in of_creator.items():
        counted = [one for one in own if totals[one["entry"]].views is not None]
        posts = [one["posted_at"] for one in counted]
        reads = [at for one in counted if (at := totals[one["entry"]].read_at)]
        figures[creator] = {
            "views": sum(totals[one["entry"]].views or 0 for one in counted) if counted else None,
            "videos": len(counted),
            "missing": sum(totals[one["entry"]].reason in MISSING for one in own),
            "posted_at": None if None in posts else min(posts, key=moment, default=None),
            "read_at": min(reads, key=moment, default=None),
        }
    return figures


def _check_accounts(category: Category) -> None:
    """Views count for the account that posted, or for the person whose linked account it is."""
    data, section = category.data, category.section
    person: dict[int, int] = {}
    linked = data.get("linked_accounts", [])
    for account in repeated(account for one in linked for account in one["accounts"]):
        section.problem(f"account {account} is linked twice")
    for one in linked:
        person.update(dict.fromkeys(one["accounts"], one["creator"]))
    for video in data["videos"]:
        due = person.get(video["account"], video["account"])
        section.compare(f"entry {video['entry']}, counts for creator", video["creator"], due)


# ---------------------------------------------------------------------------------------------
# The whole file
# ---------------------------------------------------------------------------------------------


def check_file(raw: bytes, expected: str | None = None) -> list[Section]:
    """Everything that was found. Raises Unreadable where this is no evidence file."""
    data = read(raw)
    try:
        EVIDENCE(data)
    except Wrong as wrong:
        raise Unreadable(f"evidence{wrong.path} {wrong.message}") from None
    about = Section("the file")
    digest = hashlib.sha256(raw).hexdigest()
    try:
        same = canonical(data) == raw
    except UnicodeEncodeError:
        same = False
    if not same:
        about.problem("the bytes are not in canonical form (sorted keys, no white space)")
    if expected and expected != digest:
        about.problem(f"the SHA-256 is not the one that was given, {expected}")
    content = {name: value for name, value in data.items() if name != "seal"}
    if same:
        about.compare("seal", data["seal"], hashlib.sha256(canonical(content)).hexdigest())
    _check_campaign(about, data)
    about.done = "canonical, sealed, well formed"
    return [about, *(Category(one, data).check() for one in data["categories"])]


def _check_campaign(about: Section, data: Json) -> None:
    campaign = data["campaign"]
    opens_at, closes_at = campaign["opens_at"], campaign["closes_at"]
    if opens_at and closes_at and moment(opens_at) >= moment(closes_at):
        about.problem("the period ends before it begins")
    if data["judges"] != [f"J{number}" for number in range(1, len(data["judges"]) + 1)]:
        about.problem("the judges are not J1, J2 and so on")
    for slug in repeated(one["slug"] for one in data["categories"]):
        about.problem(f"the category {slug} stands twice")
    if data["number"] == 1 and data["note"]:
        about.problem("the first announcement has a note about a correction")


def told(sections: list[Section], most: int = MOST_SHOWN) -> list[str]:
    """What was found, as lines to print."""
    lines = []
    for section in sections:
        mark = "WRONG" if section.problems else "ok   "
        lines.append(f"{mark} {section.title}: {section.done or 'could not be recomputed'}")
        lines += [f"        {problem}" for problem in section.problems[:most]]
        if len(section.problems) > most:
            lines.append(f"        and {len(section.problems) - most} more; --all shows them")
        lines += [f"        note: {note}" for note in section.notes[:most]]
    problems = sum(len(section.problems) for section in sections)
    if problems:
        many = "1 thing does" if problems == 1 else f"{problems} things do"
        lines.append(f"Result: {many} not match.")
    elif len(sections) == 1:
        lines.append("Result: the file is in order. It has no categories to recompute.")
    else:
        lines.append("Result: everything matches.")
    return lines


def _digest(text: str) -> str:
    plain_text = re.sub(r"[\s:]", "", text).lower()
    if re.fullmatch(r"[0-9a-f]{64}", plain_text, re.ASCII) is None:
        raise argparse.ArgumentTypeError("a SHA-256 has 64 hexadecimal digits")
    return plain_text


def main(arguments: list[str] | None = None) -> int:
    """Check a file and print what was found. Returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="verify.py",
        description="Recompute the results of a contest from its evidence file.",
        epilog="Exit code 0: all matches. 1: something does not. 2: this is no evidence file.",
    )
    parser.add_argument("file", help="the evidence file, as it was downloaded")
    parser.add_argument("--sha256", type=_digest, help="the SHA-256 that was published")
    parser.add_argument("--all", action="store_true", help="show every problem")
    asked = parser.parse_args(arguments)
    try:
        with open(asked.file, "rb") as file:  # noqa: PTH123 one line less to import
            raw = file.read()
    except (OSError, ValueError, MemoryError) as error:
        print(f"The file cannot be opened: {shown(str(error))}")
        return 2
    print(f"SHA-256 {hashlib.sha256(raw).hexdigest()}")
    try:
        sections = check_file(raw, asked.sha256)
    except Unreadable as reason:
        print(f"This is not a readable evidence file: {reason}")
        return 2
    except (
        ArithmeticError,
        LookupError,
        TypeError,
        ValueError,
        RecursionError,
        MemoryError,
    ) as bug:
        print(f"This file cannot be checked: {type(bug).__name__}, {shown(str(bug))}")
        return 2
    for line in told(sections, sys.maxsize if asked.all else MOST_SHOWN):
        print(line)
    return 1 if any(section.problems for section in sections) else 0


if __name__ == "__main__":
    sys.exit(main())
