"""How much each filter of the queue would show, beside the filters that are chosen already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contests.models import Campaign, Category
from entries.admin.queue.filters import ASKED, UNCHECKED, WAITING, QueueFilter
from entries.check_sentences import rule_name
from entries.eligibility import Rule
from entries.models import Check, Entry, EntryQuerySet
from partners.models import Partner, Platform

PROPOSALS: dict[str, str | Promise] = {
    **dict(Entry.Proposal.choices),
    UNCHECKED: _("not checked yet"),
}
# What is counted together, in one pass over the entries: the filter and the field behind it.
_TOGETHER = {
    "state": "is_asked",
    "campaign": "campaign_id",
    "proposal": "proposal",
    "platform": "platform",
    "source": "source",
    "institution": "institution_id",
}


@dataclass(frozen=True)
class Option:
    """One choice of a filter: its value in the address, its name, and how much it shows."""

    value: str
    label: str | Promise
    count: int
    is_chosen: bool


class Counts:
    """The options of every filter. A constant number of queries, whatever waits."""

    def __init__(
        self, entries: EntryQuerySet, chosen: QueueFilter, campaigns: Sequence[Campaign]
    ) -> None:
        self.entries, self.chosen, self.campaigns = entries, chosen, campaigns

    @cached_property
    def waiting(self) -> int:
        return self._count("state")[WAITING]

    @cached_property
    def asked(self) -> int:
        return self._count("state")[ASKED]

    @cached_property
    def total(self) -> int:
        """How many entries all chosen filters let through together."""
        return (
            self._count("proposal")[self.chosen.proposal]
            if self.chosen.proposal
            else sum(self._count("proposal").values())
        )

    def by_campaign(self) -> list[Option]:
        counts = self._count("campaign")
        return self._options(
            "campaign", [(str(one.pk), str(one)) for one in self.campaigns], counts
        )

    def by_proposal(self) -> list[Option]:
        return self._options("proposal", PROPOSALS.items(), self._count("proposal"))

    def by_platform(self) -> list[Option]:
        return self._options("platform", Platform.choices, self._count("platform"))

    def by_source(self) -> list[Option]:
        return self._options("source", Entry.Source.choices, self._count("source"))

    def by_institution(self) -> list[Option]:
        counts = self._count("institution")
        partners = Partner.objects.filter(pk__in=[int(pk) for pk in counts if pk])
        return self._options("institution", [(str(one.pk), str(one)) for one in partners], counts)

    def by_check(self) -> list[Option]:
        """Rules with what they found, other than that they are met."""
        found = Check.objects.filter(entry__in=self._narrowed("check").order_by().values("pk"))
        rows = (
            found.exclude(outcome=Check.Outcome.PASS)
            .order_by()
            .values_list("rule", "outcome")
            .annotate(Count("pk"))
        )
        counts = Counter({f"{rule}:{outcome}": number for rule, outcome, number in rows})
        if self.chosen.check:
            counts.setdefault(self.chosen.check, 0)
        labels = [(value, _check_label(value)) for value in sorted(counts, key=_place)]
        return self._options("check", labels, counts)

    def by_category(self) -> list[Option]:
        """The categories of the chosen campaign that entrants choose themselves."""
        if not self.chosen.campaign:
            return []
        chosen_by = Q(chosen_by__in=self._narrowed("category").order_by().values("pk"))
        categories = Category.objects.filter(campaign=int(self.chosen.campaign), is_chosen=True)
        rows = list(categories.annotate(number=Count("chosen_by", filter=chosen_by)))
        counts = Counter({str(one.pk): one.number for one in rows})
        return self._options("category", [(str(one.pk), str(one)) for one in rows], counts)

    def _narrowed(self, name: str) -> EntryQuerySet:
        """The entries that all filters but this one let through."""
        others = self.chosen.without(name)
        return others.narrow(self.entries)

    @cached_property
    def _rows(self) -> list[dict[str, Any]]:
        """How many entries there are of each combination of what is counted together."""
        others = self.chosen.without(*_TOGETHER)
        asked = ExpressionWrapper(Q(asked_at__isnull=False), output_field=BooleanField())
        rows = others.narrow(self.entries).order_by().annotate(is_asked=asked)
        return [
            {name: _as_value(name, row[field]) for name, field in _TOGETHER.items()}
            | {"number": row["number"]}
            for row in rows.values(*_TOGETHER.values()).annotate(number=Count("pk"))
        ]

    def _count(self, name: str) -> Counter[str]:
        """By value of one filter, what the other chosen filters let through."""
        others = {
            other: value
            for other in _TOGETHER
            if other != name and (value := getattr(self.chosen, other))
        }
        counts: Counter[str] = Counter()
        for row in self._rows:
            if all(row[other] == value for other, value in others.items()):
                counts[row[name]] += row["number"]
        return counts

    def _options(self, name: str, labels: Any, counts: Counter[str]) -> list[Option]:
        """Options that would show something, and the one that is chosen."""
        chosen = getattr(self.chosen, name)
        return [
            Option(value, label, counts[value], value == chosen)
            for value, label in labels
            if counts[value] or value == chosen
        ]


def _as_value(name: str, stored: Any) -> str:
    """What stands in the address for a stored value."""
    if name == "state":
        return ASKED if stored else WAITING
    if name == "proposal":
        return str(stored) or UNCHECKED
    return "" if stored is None else str(stored)


def _place(check: str) -> tuple[int, str]:
    """Rules in the order in which people read them everywhere."""
    rule, outcome = check.split(":")
    return (list(Rule).index(Rule(rule)) if rule in list(Rule) else len(Rule), outcome)


def _check_label(value: str) -> str:
    rule, outcome = value.split(":")
    return str(
        _("%(rule)s: %(outcome)s")
        % {"rule": rule_name(rule), "outcome": Check.Outcome(outcome).label}
    )
