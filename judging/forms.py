"""What a judge fills in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from judging.models import Criterion
from judging.refusal import JudgingRefused

# Up to here points are steps to tap; above, a number to type.
MOST_STEPS = 10
LONGEST_COMMENT = 3000


def _points_field(criterion: Criterion) -> forms.Field:
    if criterion.max_points > MOST_STEPS:
        return forms.IntegerField(
            label=criterion.title,
            help_text=criterion.help,
            required=False,
            min_value=0,
            max_value=criterion.max_points,
            widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        )
    return forms.TypedChoiceField(
        label=criterion.title,
        help_text=criterion.help,
        required=False,
        choices=[(step, str(step)) for step in range(criterion.max_points + 1)],
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
    )


class ReviewForm(forms.Form):
    """Points for each criterion, none of them required while the review is unfinished."""

    comment_for_staff = forms.CharField(
        label=_("For the organisers"),
        help_text=_("Only the organisers read this."),
        required=False,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    comment_for_creator = forms.CharField(
        label=_("For the creator"),
        help_text=_("The organisers may pass this on to the creator, without your name."),
        required=False,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, criteria: Iterable[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = {f"points_{criterion.pk}": criterion for criterion in criteria}
        for name, criterion in self.criteria.items():
            self.fields[name] = _points_field(criterion)

    @classmethod
    def initial_of(cls, points: Mapping[int, int]) -> dict[str, Any]:
        """The form's initial values for points by criterion."""
        return {f"points_{criterion_id}": given for criterion_id, given in points.items()}

    def steps(self) -> Iterator[tuple[Criterion, forms.BoundField]]:
        """Each criterion with its field, in the order of the round."""
        for name, criterion in self.criteria.items():
            yield criterion, self[name]

    def points(self) -> dict[int, int]:
        """The points given, by the criterion's id. Only after is_valid()."""
        return {
            criterion.pk: self.cleaned_data[name]
            for name, criterion in self.criteria.items()
            if self.cleaned_data.get(name) is not None
        }

    def show_refusal(self, refused: JudgingRefused) -> None:
        """Say why nothing was saved, beside the criteria that want points where that is why."""
        if refused.code == "points_missing":
            for name in self.criteria:
                if self.cleaned_data.get(name) is None:
                    self.add_error(name, _("Choose the points."))
        self.add_error(None, str(refused))

    def disable(self) -> None:
        """Show the values without taking new ones."""
        for form_field in self.fields.values():
            form_field.disabled = True


class RecuseForm(forms.Form):
    """Why a judge steps back."""

    reason = forms.CharField(
        label=_("Your reason"),
        help_text=_("For example: you know the creator. Only the organisers read this."),
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
