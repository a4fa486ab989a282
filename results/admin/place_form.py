"""One prize place as a form: who gets it, and the citation in each language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from accounts.bidi import direction, isolated
from results.admin.columns import main_figure
from results.awarding import Place
from results.models import Alternate, Award
from results.preview import CategoryPreview, PrizePlace
from results.standings import StandingRow, shown

MOST_CHOICES = 100
"""Lines of the standings offered for a place; who is shortlisted or drafted is always offered."""

Choices = list[tuple[str, Any]]


class PlaceForm(forms.Form):
    """What is sent back counts only where it differs from what the page showed.

    So two people who write citations in two languages do not undo each other's work.
    """

    def __init__(
        self,
        *args: Any,
        place: PrizePlace,
        choices: Choices,
        languages: Iterable[str],
        **kwargs: Any,
    ) -> None:
        kwargs["prefix"] = f"place-{place.prize.pk}-{place.slot}"
        super().__init__(*args, **kwargs)
        self.place = place
        award = place.winner.award if place.winner else None
        self.fields["winner"] = forms.TypedChoiceField(
            label=_("Winner"),
            choices=choices,
            coerce=int,
            empty_value=None,
            required=False,
            initial=(award.entry_id or award.creator_id) if award else None,
            show_hidden_initial=True,
            widget=UnfoldAdminSelectWidget(),
        )
        names = dict(settings.LANGUAGES)
        for code in languages:
            self.fields[f"citation_{code}"] = forms.CharField(
                label=names[code],
                required=False,
                initial=getattr(award, f"citation_{code}") if award else "",
                show_hidden_initial=True,
                widget=UnfoldAdminTextareaWidget(
                    attrs={
                        "rows": 3,
                        "lang": code,
                        "dir": direction(code),
                    }
                ),
            )

    @property
    def key(self) -> Place:
        return (self.place.prize.pk, self.place.slot)

    @property
    def citations(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name != "winner"]

    @property
    def missing(self) -> int:
        """In how many languages the citation is still to be written."""
        return sum(not field.value() for field in self.citations)

    @property
    def changed_citations(self) -> dict[str, str]:
        """The texts that were changed, by the language's code."""
        prefix = "citation_"
        return {
            name.removeprefix(prefix): self.cleaned_data[name]
            for name in self.changed_data
            if name.startswith(prefix)
        }


def choices_for(category: CategoryPreview) -> Choices:
    """Who can be chosen: the first lines of the standings, the shortlist, and who is drafted."""
    standings = category.standings
    named: list[Award | Alternate] = [*category.awards, *category.alternates]
    drafted = {one.entry_id or one.creator_id for one in named}
    offered: list[StandingRow] = [
        row
        for number, row in enumerate(standings.rows)
        if number < MOST_CHOICES or row.shortlisted or row.key in drafted
    ]
    choices: Choices = [("", _("nobody yet"))]
    for line in shown(offered):
        rank = f"{line.row.rank}. " if line.row.rank else ""
        figure = main_figure(line.row, standings)
        choices.append((str(line.row.key), f"{rank}{isolated(line.creator)} · {figure}"))
    # Who does not take part any more stays chosen until somebody chooses another.
    for one in named:
        key = one.entry_id or one.creator_id
        if key not in standings.by_key:
            gone = _("%(who)s (does not take part any more)") % {"who": isolated(one.creator)}
            choices.append((str(key), gone))
    return choices
