"""Which of the first lines of the standings are no longer as somebody saw them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.bidi import isolated
from entries.models import Creator, Entry
from results.preview import CategoryPreview
from results.preview_parts import first_lines, main_figure
from results.standings import CategoryStandings

MOST = 5
"""Lines that are told one by one; of more, how many there are."""
SENTENCES: dict[str, Promise] = {
    "rank": gettext_lazy("%(who)s: rank %(now)s, before %(was)s."),
    "figure": gettext_lazy("%(who)s: %(now)s, before %(was)s."),
    "came": gettext_lazy("%(who)s: rank %(now)s, before not among the first."),
    "left": gettext_lazy("%(who)s is not in the standings any more, before rank %(was)s."),
    "more": gettext_lazy("Other lines that have changed: %(now)s."),
}


@dataclass(frozen=True)
class LineChange:
    """One line that is no longer as it was seen; `more` counts those that are not told."""

    code: str
    who: str = ""
    was: str = ""
    now: str = ""

    @property
    def message(self) -> str:
        """The change as a sentence in the active language."""
        values = {"who": self.who, "was": self.was or _("none"), "now": self.now or _("none")}
        return str(SENTENCES[self.code]) % values


@dataclass(frozen=True)
class _Line:
    key: int
    rank: str
    figure: str


def line_changes(seen: Sequence[str], category: CategoryPreview) -> Iterator[LineChange]:
    """What is different of the lines that were seen, and of those that stand first now.

    seen: as results.preview_parts wrote them: key, rank and main figure.
    """
    before = {line.key: line for line in map(_read, seen)}
    standings = category.standings
    now = {row.key: _now(standings, row.key) for row in first_lines(category)}
    now |= {key: _now(standings, key) for key in before.keys() - now.keys()}
    # Those that left stand in `now` as nobody, behind the others.
    changed = [key for key in now if before.get(key) != now[key]]
    names = _names(changed[:MOST], standings)
    for key in changed[:MOST]:
        yield _change(before.get(key), now.get(key), names.get(key, ""), standings)
    if len(changed) > MOST:
        yield LineChange("more", now=str(len(changed) - MOST))


def _change(
    before: _Line | None, now: _Line | None, who: str, standings: CategoryStandings
) -> LineChange:
    if now is None:
        return LineChange("left", who, was=before.rank if before else "")
    if before is None:
        return LineChange("came", who, now=now.rank)
    if before.rank != now.rank:
        return LineChange("rank", who, was=before.rank, now=now.rank)
    was, is_now = (_written(line.figure, standings) for line in (before, now))
    return LineChange("figure", who, was=was, now=is_now)


def _read(line: str) -> _Line:
    key, rank, figure = line.split(" ")
    return _Line(int(key), rank, figure)


def _now(standings: CategoryStandings, key: int) -> _Line | None:
    row = standings.by_key.get(key)
    return _Line(key, str(row.rank or ""), main_figure(row)) if row else None


def _written(figure: str, standings: CategoryStandings) -> str:
    """A figure as people read it: views in full, scores from 0 to 100."""
    if not figure:
        return ""
    if standings.category.by_views:
        return number_format(int(figure), force_grouping=True)
    return number_format((Decimal(figure) * 100).quantize(Decimal("0.01"), ROUND_HALF_UP))


def _names(keys: Sequence[int], standings: CategoryStandings) -> dict[int, str]:
    if standings.category.ranks_creators:
        return {pk: isolated(one) for pk, one in Creator.objects.in_bulk(keys).items()}
    entries = Entry.objects.select_related("creator").in_bulk(keys)
    return {pk: isolated(one.creator) for pk, one in entries.items()}
