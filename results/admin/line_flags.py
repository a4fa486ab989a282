"""What the house knows about the entries behind some lines that staff should not overlook.

Ten queries at most, for any number of lines.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from contests.models import Category
from entries.eligibility.words import Rule
from entries.models import Check, Entry
from judging.models import Assignment
from metrics.linked_accounts import ranked_under
from metrics.models import Case
from metrics.staleness import Staleness, staleness_of
from results.models import Alternate, Award
from results.standings import CategoryStandings, ShownRow, StandingRow

GRAVE, WARNING, INFO, GOOD = "danger", "warning", "info", "success"
_CHECKED = (Rule.GUARDIAN.value, Rule.OWNER.value)


@dataclass(frozen=True)
class Badge:
    """A few words beside a line; `kind` is its colour, `url` where the matter is settled."""

    text: str
    kind: str
    url: str = ""


class LineFlags:
    """The badges of the lines of one page of a category."""

    def __init__(
        self, standings: CategoryStandings, lines: Sequence[ShownRow], *, reader: User
    ) -> None:
        self._category = standings.category
        self._reader = reader
        entries = _entries_behind(standings.category, lines)
        self._entries: defaultdict[int, list[Entry]] = defaultdict(list)
        for key, entry in entries:
            self._entries[key].append(entry)
        ids = [entry.pk for _key, entry in entries]
        self._cases = _by_entry(Case.objects.filter(entry__in=ids).order_by("pk"))
        flagged = Assignment.objects.filter(entry__in=ids, flagged_at__isnull=False)
        self._flags = _by_entry(flagged.order_by("pk"))
        unanswered = Q(outcome__in=(Check.Outcome.FAIL, Check.Outcome.UNKNOWN))
        checks = Check.objects.filter(unanswered, entry__in=ids, rule__in=_CHECKED)
        self._checks = _by_entry(checks.order_by("pk"))
        self._staleness = staleness_of(standings.category)
        self._places = places_by_key(standings.category)
        self._alternates = alternates_by_key(standings.category)

    def of(self, row: StandingRow) -> list[Badge]:
        """The badges of a line: what it got, then what is the matter, the gravest first."""
        entries = self._entries[row.key]
        matters = [
            badge
            for entry in entries
            for badge in (*self._of_entry(entry), *self._of_cases(entry), *self._of_judges(entry))
        ]
        matters += _of_readings(row, self._category, self._staleness)
        order = (GRAVE, WARNING, INFO)
        # The same matter with several videos of one creator is told once.
        once = list(dict.fromkeys(matters))
        return [*self._got(row), *sorted(once, key=lambda badge: order.index(badge.kind))]

    def _got(self, row: StandingRow) -> Iterator[Badge]:
        place, alternate = self._places.get(row.key), self._alternates.get(row.key)
        if place is not None:
            yield Badge(_("winner, place %(place)s") % {"place": place}, GOOD)
        if alternate is not None:
            yield Badge(_("alternate %(position)s") % {"position": alternate}, INFO)
        if row.shortlisted:
            yield Badge(_("shortlisted"), INFO)

    def _of_entry(self, entry: Entry) -> Iterator[Badge]:
        page = self._link("entries.view_entry", "entries_entry_change", entry.pk)
        if entry.proposal == Entry.Proposal.REJECT:
            yield Badge(_("breaks a rule, to be decided"), GRAVE, page)
        if entry.available is False:
            yield Badge(_("video not to be seen"), GRAVE, page)
        if entry.asked_at is not None:
            yield Badge(_("the creator was asked"), WARNING, page)
        if entry.submitted_by_id is None:
            links = self._link("entries.view_claimlink", "entries_claimlink_changelist")
            campaign = f"?campaign__id__exact={entry.campaign_id}"
            yield Badge(_("nobody took it over"), WARNING, f"{links}{campaign}" if links else "")
        for check in self._checks[entry.pk]:
            is_known = check.outcome == Check.Outcome.FAIL
            # Of imported entries neither the age nor the owner is known before they are claimed.
            if check.rule == Rule.OWNER.value and (is_known or entry.submitted_by_id is not None):
                yield Badge(_("ownership not proven"), WARNING, page)
            if check.rule == Rule.GUARDIAN.value and (is_known or entry.declared_age is not None):
                yield Badge(_("guardian’s consent missing"), GRAVE, page)

    def _of_cases(self, entry: Entry) -> Iterator[Badge]:
        for case in self._cases[entry.pk]:
            page = self._link("metrics.view_case", "metrics_case_decide", case.pk)
            what = {"what": case.get_kind_display()}
            if case.decided_at is None:
                yield Badge(_("open case: %(what)s") % what, WARNING, page)
            elif case.outcome == Case.Outcome.HARMLESS:
                yield Badge(_("looked at, nothing wrong: %(what)s") % what, INFO, page)
            else:
                what["outcome"] = case.get_outcome_display()
                yield Badge(_("case: %(what)s, %(outcome)s") % what, WARNING, page)

    def _of_judges(self, entry: Entry) -> Iterator[Badge]:
        waiting = [one.flag_settled_at is None for one in self._flags[entry.pk]]
        page = self._link("judging.view_assignment", "judging_flags")
        query = f"campaign={entry.campaign_id}"
        if any(waiting):
            yield Badge(_("flagged by a judge"), WARNING, f"{page}?{query}" if page else "")
        elif waiting:
            query = f"{query}&state=settled"
            yield Badge(_("a judge’s flag, answered"), INFO, f"{page}?{query}" if page else "")

    def _link(self, permission: str, name: str, *args: Any) -> str:
        """Where it is settled, for those who may read it there."""
        return reverse(f"admin:{name}", args=args) if self._reader.has_perm(permission) else ""


def places_by_key(category: Category) -> dict[int, int]:
    """Who is drafted for which place, or has it by the newest announcement. One query."""
    awards = Award.objects.filter(prize__category=category).select_related("prize", "announcement")
    return {one.entry_id or one.creator_id: one.prize.place for one in _newest(awards)}


def alternates_by_key(category: Category) -> dict[int, int]:
    """The same of alternates, with their positions. One query."""
    found = Alternate.objects.filter(category=category).select_related("announcement")
    return {one.entry_id or one.creator_id: one.position for one in _newest(found)}


def _newest(found: Any) -> list[Any]:
    """The drafts, if there are any; else those of the newest announcement."""
    rows = list(found)
    drafts = [one for one in rows if one.announcement is None]
    last = max((one.announcement.number for one in rows if one.announcement), default=0)
    return drafts or [one for one in rows if one.announcement and one.announcement.number == last]


def _entries_behind(category: Category, lines: Sequence[ShownRow]) -> list[tuple[int, Entry]]:
    """By line its entry, or all entries of the person behind it. Two queries at most."""
    if not category.ranks_creators:
        return [(line.row.key, line.entry) for line in lines if line.entry]
    keys = {line.row.key for line in lines}
    persons = ranked_under(category.platform)
    accounts = {*keys, *(account for account, first in persons.items() if first in keys)}
    entries = Entry.objects.taking_part_in(category).filter(creator__in=accounts).order_by("pk")
    return [(persons.get(entry.creator_id, entry.creator_id), entry) for entry in entries]


def _by_entry(rows: Any) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.entry_id].append(row)
    return found


def _of_readings(row: StandingRow, category: Category, staleness: Staleness) -> Iterator[Badge]:
    """What its readings leave open, where views decide."""
    if not category.by_views:
        return
    page = reverse("admin:metrics_stale", args=[category.pk])
    if row.figures.get("reason") == "no_reading":
        yield Badge(_("no reading"), GRAVE, page)
    missing = row.figures.get("missing")
    if isinstance(missing, int) and missing:
        text = ngettext(
            "%(count)s video with unknown views", "%(count)s videos with unknown views", missing
        )
        yield Badge(text % {"count": missing}, WARNING, page)
    read_at, limit = row.figures.get("read_at"), staleness.limit_at
    if isinstance(read_at, datetime) and limit is not None and read_at < limit:
        accepted = staleness.accepted is not None
        text = _("old reading, accepted") if accepted else _("old reading")
        yield Badge(text, INFO if accepted else WARNING, page)
