"""The page between a form with changed terms and saving it: what the change would do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from desk.held_uploads import PREFIX
from desk.views.campaign import page_context
from entries.check_sentences import rule_name
from entries.eligibility import Rule
from entries.models import Entry
from entries.terms_change import Effect, Effects, Standing, Turn, effects_of, fingerprint

AGREED, BACK = "_agreed", "_back"
"""Names of the buttons: save what the page shows, and return to the form as it was typed."""

STATUSES = (Entry.Status.ACCEPTED, Entry.Status.RECEIVED, Entry.Status.REJECTED)
TURNS: dict[Turn, Promise] = {
    Turn.FAILING: gettext_lazy("Rules that would no longer be met"),
    Turn.UNKNOWN: gettext_lazy("Rules to which the answer would not be known"),
    Turn.RELIEVED: gettext_lazy("Rules that would be met now"),
}


@dataclass(frozen=True)
class TermsChange:
    """A campaign as it stands, and as a form would have it."""

    before: Standing
    after: Standing

    @property
    def changes_terms(self) -> bool:
        return self.before.key != self.after.key

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.before, self.after)


@dataclass(frozen=True)
class Row:
    """One rule: how many entries of each status, and some of them."""

    rule: str
    counts: list[int]
    examples: list[Entry]


@dataclass(frozen=True)
class Table:
    """The rules that would turn one way."""

    heading: str
    rows: list[Row]


def terms_change_page(
    request: HttpRequest, change: TermsChange, *, held: Mapping[str, str]
) -> HttpResponse:
    """Show what the change would do; the form goes on as it was sent, with its files held."""
    effects = effects_of(change.before, change.after)
    context = {
        **page_context(request, change.before.campaign),
        "subtitle": _("Before the terms change"),
        "headline": _headline(effects),
        "effects": effects,
        "tables": list(_tables(effects)),
        "statuses": [status.label for status in STATUSES],
        "sent": [*_sent(request), *held.items()],
        "fingerprint": change.fingerprint,
    }
    return TemplateResponse(request, "desk/terms_change.html", context)


def _headline(effects: Effects) -> str:
    count = effects.entries[Turn.FAILING, Entry.Status.ACCEPTED]
    if not count:
        return _("No accepted entry would fail because of this.")
    return ngettext(
        "%(count)s accepted entry would now fail.",
        "%(count)s accepted entries would now fail.",
        count,
    ) % {"count": count}


def _tables(effects: Effects) -> Iterator[Table]:
    for turn, heading in TURNS.items():
        rows = [
            _row(rule, effects.by_rule[turn, rule])
            for rule in Rule
            if (turn, rule) in effects.by_rule
        ]
        if rows:
            yield Table(str(heading), rows)


def _row(rule: Rule, by_status: dict[str, Effect]) -> Row:
    return Row(
        rule=rule_name(rule),
        counts=[by_status.get(status, Effect()).count for status in STATUSES],
        examples=next(by_status[status].examples for status in STATUSES if status in by_status),
    )


def _sent(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """Every field of the form as it was sent, the button too."""
    for name, values in request.POST.lists():
        if name in ("csrfmiddlewaretoken", AGREED, BACK):
            continue
        # A held file that a new one replaces is held anew.
        if name.startswith(PREFIX) and name.removeprefix(PREFIX) in request.FILES:
            continue
        yield from ((name, str(value)) for value in values)
