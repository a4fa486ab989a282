"""The chair's decision about a tie, as a form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminTextareaWidget

from results.ranking import BoundaryTie
from results.standings import CategoryStandings, shown


class TieForm(forms.Form):
    """A number for each of those who are tied, from 1, and the reason."""

    reason = forms.CharField(
        label=_("Reason of the chair"),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2, "dir": "auto"}),
    )

    def __init__(self, *args: Any, standings: CategoryStandings, tie: BoundaryTie, **kwargs: Any):
        kwargs.setdefault("prefix", f"tie-{standings.category.pk}-{tie.rank}")
        super().__init__(*args, **kwargs)
        self.tie = tie
        for line in shown(standings.by_key[key] for key in tie.ids):
            self.fields[f"order-{line.row.key}"] = forms.IntegerField(
                label=str(line.creator),
                min_value=1,
                max_value=len(tie.ids),
                widget=UnfoldAdminIntegerFieldWidget(),
            )
        self.order_fields([*(f"order-{key}" for key in tie.ids), "reason"])

    @property
    def order(self) -> list[int]:
        """The keys, best first."""
        return sorted(self.tie.ids, key=lambda key: self.cleaned_data[f"order-{key}"])

    def clean(self) -> dict[str, Any]:
        numbers = [self.cleaned_data.get(f"order-{key}") for key in self.tie.ids]
        if None not in numbers and len(set(numbers)) != len(numbers):
            raise forms.ValidationError(_("Give each a number of its own."))
        return self.cleaned_data
