"""Every single score of a round as a table: for spreadsheets, and for those who check the sums.

One line for each review, with the points by each criterion side by side; in a screening the vote,
in a round of pairs one line for each comparison. Reviews that do not count are there too and say
so. Judges stand by name and number, entries by handle and address; e-mail addresses do not leave
by this door.

One query reads all of it, so that a file shows one moment, and lines are written while they are
read, at any size.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from judging.models import Assignment, Comparison, Criterion, Round, expected_reviews
from judging.scoring import CriterionSpec, rubric_score
from judging.spreadsheets import Table, Value
from judging.tally import criteria_of
from partners.models import Platform

CHUNK = 2000
_PLACES = Decimal("1e-6")

STATES: dict[str, Promise] = {
    "finished": gettext_lazy("finished"),
    "begun": gettext_lazy("begun"),
    "to_do": gettext_lazy("to do"),
    "recused": gettext_lazy("stepped back"),
    "released": gettext_lazy("taken away"),
}


class _Words:
    """Said in the reader's language while that is known: rows are written after the page."""

    def __init__(self) -> None:
        self.platforms = {value: str(label) for value, label in Platform.choices}
        self.states = {state: str(label) for state, label in STATES.items()}
        self.votes = {value: str(label) for value, label in Assignment.Vote.choices}
        self.counts = {True: _("yes"), False: _("no")}


def table_of(round_: Round) -> Table:
    """Every score, vote or comparison of a round. Reads its category and campaign."""
    return _comparisons(round_) if round_.kind == Round.Kind.PAIRWISE else _reviews(round_)


# --- Reviews ---------------------------------------------------------------------------------

_OF_REVIEW = (
    "pk",
    "entry_id",
    "entry__platform",
    "entry__url",
    "entry__creator__handle",
    "judge_id",
    "judge__user__name",
    "is_counted",
    "revision",
    "vote",
    "assigned_at",
    "saved_at",
    "finished_at",
    "recused_at",
    "recusal_reason",
    "released_at",
    "released_reason",
    "flag_reason",
    "flag_answer",
    "comment_for_staff",
    "comment_for_creator",
)
_OF_SCORE = ("scores__criterion_id", "scores__points")


def _reviews(round_: Round) -> Table:
    zone = round_.category.campaign.zone
    criteria = list(round_.criteria.all())
    score = _scores_by(criteria_of(round_))
    is_screening = round_.kind == Round.Kind.SCREENING
    words = _Words()

    def row_of(review: dict[str, Any], points: dict[int, int]) -> Sequence[Value]:
        state = _state(review, points)
        given: list[Value] = [words.votes.get(review["vote"])] if is_screening else []
        if not is_screening:
            given = [score(points), *(points.get(one.pk) for one in criteria)]
        return [
            *_entry_cells(review, "entry", words),
            review["judge_id"],
            review["judge__user__name"],
            words.states[state],
            words.counts[review["is_counted"]],
            *given,
            _local(review["assigned_at"], zone),
            _local(review["saved_at"], zone),
            _local(review["finished_at"], zone),
            review["comment_for_staff"],
            review["comment_for_creator"],
            review["recusal_reason"] or review["released_reason"],
            review["flag_reason"],
            review["flag_answer"],
        ]

    return Table(
        title=_("Reviews"),
        headings=[
            *_entry_headings(),
            _("Judge, number"),
            _("Judge"),
            _("State"),
            _("Counts"),
            *([_("Vote")] if is_screening else _headings_of_points(criteria)),
            *_moments(zone, _("assigned"), _("saved"), _("finished")),
            _("Comment for the organisers"),
            _("Comment for the creator"),
            _("Why it was not reviewed"),
            _("What staff should look at"),
            _("What was done"),
        ],
        rows=_read_reviews(round_, row_of),
    )


def _read_reviews(
    round_: Round, row_of: Callable[[dict[str, Any], dict[int, int]], Sequence[Value]]
) -> Iterator[Sequence[Value]]:
    """One line of the query is one score; those of a review follow each other."""
    counts = expected_reviews() & Q(finished_at__isnull=False)
    rows = Assignment.objects.filter(round=round_).annotate(is_counted=counts).order_by("pk")
    lines = rows.values_list(*_OF_REVIEW, *_OF_SCORE).iterator(chunk_size=CHUNK)
    for _pk, of_review in groupby(lines, key=itemgetter(0)):
        points: dict[int, int] = {}
        line: tuple[Any, ...] = ()
        for line in of_review:
            if line[-2] is not None:
                points[line[-2]] = line[-1]
        yield row_of(dict(zip(_OF_REVIEW, line, strict=False)), points)


def _headings_of_points(criteria: Sequence[Criterion]) -> list[str]:
    """The titles with what belongs to the sum: “Idea (0–5, weight 2.00)”."""
    named = [
        _("%(criterion)s (0–%(most)s, weight %(weight)s)")
        % {"criterion": one.title, "most": one.max_points, "weight": one.weight}
        for one in criteria
    ]
    return [_("Score (0–100)"), *named]


def _state(review: dict[str, Any], points: dict[int, int]) -> str:
    if review["released_at"]:
        return "released"
    if review["recused_at"]:
        return "recused"
    if review["finished_at"]:
        return "finished"
    return "begun" if points or review["revision"] else "to_do"


def _scores_by(specs: Sequence[CriterionSpec]) -> Callable[[dict[int, int]], Decimal | None]:
    """The score of a review with all its points, from 0 to 100 as pages show it, 6 places.

    Remembered by the points, of which there are far fewer kinds than reviews.
    """
    known: dict[tuple[int, ...], Decimal] = {}

    def score(points: dict[int, int]) -> Decimal | None:
        if not specs or len(points) < len(specs):
            return None
        key = tuple(points[int(spec.key)] for spec in specs)
        if key not in known:
            known[key] = (rubric_score(points, specs) * 100).quantize(_PLACES)
        return known[key]

    return score


# --- Comparisons ------------------------------------------------------------------------------

_OF_ENTRY = ("_id", "__platform", "__url", "__creator__handle")
_OF_COMPARISON = (
    *(f"{name}{field}" for name in ("first", "second") for field in _OF_ENTRY),
    "preferred_id",
    "judge_id",
    "judge__user__name",
    "is_counted",
    "made_at",
    "undone_at",
)


def _comparisons(round_: Round) -> Table:
    zone = round_.category.campaign.zone
    return Table(
        title=_("Comparisons"),
        headings=[
            *(_("One entry: %(what)s") % {"what": what} for what in _entry_headings()),
            *(_("The other: %(what)s") % {"what": what} for what in _entry_headings()),
            _("Preferred entry, number"),
            _("Judge, number"),
            _("Judge"),
            _("Counts"),
            *_moments(zone, _("compared"), _("undone")),
        ],
        rows=_read_comparisons(round_, zone, _Words()),
    )


def _read_comparisons(round_: Round, zone: ZoneInfo, words: _Words) -> Iterator[Sequence[Value]]:
    counts = Exists(Comparison.objects.counting().filter(pk=OuterRef("pk")))
    rows = Comparison.objects.filter(round=round_).annotate(is_counted=counts).order_by("pk")
    for made in rows.values(*_OF_COMPARISON).iterator(chunk_size=CHUNK):
        yield [
            *_entry_cells(made, "first", words),
            *_entry_cells(made, "second", words),
            made["preferred_id"],
            made["judge_id"],
            made["judge__user__name"],
            words.counts[made["is_counted"]],
            _local(made["made_at"], zone),
            _local(made["undone_at"], zone),
        ]


# --- What both share --------------------------------------------------------------------------


def _entry_headings() -> list[str]:
    return [_("Entry, number"), _("Platform"), _("Creator"), _("Address of the video")]


def _entry_cells(row: dict[str, Any], name: str, words: _Words) -> list[Value]:
    return [
        row[f"{name}_id"],
        words.platforms[row[f"{name}__platform"]],
        row[f"{name}__creator__handle"],
        row[f"{name}__url"],
    ]


def _moments(zone: ZoneInfo, *names: str) -> list[str]:
    """Headings that name the zone whose time the column tells."""
    return [_("%(what)s (%(zone)s)") % {"what": what, "zone": zone.key} for what in names]


def _local(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    """In the campaign's time, without its name: spreadsheets know no zones."""
    return moment.astimezone(zone).replace(tzinfo=None, microsecond=0) if moment else None
