"""Two versions of one review side by side, so that the judge can choose between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from judging.draft import Draft
from judging.models import Assignment, Criterion
from judging.point_labels import labels_of

_VOTES = dict(Assignment.Vote.choices)
# What stands where nothing was given.
NOTHING = "–"


@dataclass(frozen=True)
class Line:
    """One thing that a review says: what this page has, and what is stored."""

    label: str | Promise
    here: str | Promise
    there: str | Promise

    @property
    def differs(self) -> bool:
        return str(self.here) != str(self.there)


def side_by_side(
    here: Draft, there: Draft, *, criteria: Iterable[Criterion], votes: bool
) -> Iterator[Line]:
    """Every line in the order of the page; `votes` for a screening, which has no points."""
    if votes:
        yield Line(_("Vote"), _vote(here), _vote(there))
    else:
        for criterion in criteria:
            yield Line(criterion.title, _points(here, criterion), _points(there, criterion))
    yield Line(
        _("For the creator"),
        here.comment_for_creator or NOTHING,
        there.comment_for_creator or NOTHING,
    )
    yield Line(
        _("For the organisers"),
        here.comment_for_staff or NOTHING,
        there.comment_for_staff or NOTHING,
    )


def _vote(draft: Draft) -> str | Promise:
    return _VOTES.get(draft.vote, NOTHING)


def _points(draft: Draft, criterion: Criterion) -> str:
    given = draft.points.get(criterion.pk)
    if given is None:
        return NOTHING
    label = labels_of(criterion.point_labels, most=criterion.max_points).get(given)
    return f"{given} · {label}" if label else str(given)
