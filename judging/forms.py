"""What a judge fills in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from judging.draft import LONGEST_COMMENT, Draft
from judging.models import Assignment, Criterion
from judging.point_labels import labels_of
from judging.refusal import JudgingRefused
from judging.reviewing import DraftRefused

# Up to here points are steps to tap; above, a number to type.
MOST_STEPS = 10
# Up to so many steps, each of them with a label, the labels stand in the steps themselves.
MOST_LABELLED = 7


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


@dataclass(frozen=True)
class Step:
    """A criterion on the page: its field, and what its points mean."""

    criterion: Criterion
    field: forms.BoundField
    labels: Mapping[int, str]

    @property
    def is_tapped(self) -> bool:
        """Whether the points are steps to tap, not a number to type."""
        return self.criterion.max_points <= MOST_STEPS

    @property
    def is_labelled(self) -> bool:
        """Whether each step has a label and there is room for it inside the step."""
        steps = self.criterion.max_points + 1
        return steps <= MOST_LABELLED and len(self.labels) == steps

    def choices(self) -> Iterator[tuple[Any, str]]:
        """Each step to tap, with its label."""
        for points, radio in enumerate(self.field):
            yield radio, self.labels.get(points, "")


class ReviewForm(forms.Form):
    """Points for each criterion or a vote, none of them required while the review is unfinished.

    `base` and `token` are the page's revision and the name of this save (judging.reviewing); a
    page that lost them still saves.
    """

    base = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)
    token = forms.UUIDField(required=False)
    vote = forms.ChoiceField(required=False, choices=Assignment.Vote.choices)
    comment_for_staff = forms.CharField(
        label=_("For the organisers"),
        help_text=_("Only the organisers read this."),
        required=False,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    comment_for_creator = forms.CharField(
        label=_("For the creator"),
        help_text=_("The organisers may pass this on to the creator, without your name."),
        required=False,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(self, *args: Any, criteria: Iterable[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = {f"points_{criterion.pk}": criterion for criterion in criteria}
        for name, criterion in self.criteria.items():
            self.fields[name] = _points_field(criterion)

    @classmethod
    def initial_of(cls, draft: Draft) -> dict[str, Any]:
        """The form's initial values for what is stored."""
        return {
            **{f"points_{criterion_id}": given for criterion_id, given in draft.points.items()},
            "vote": draft.vote,
            "comment_for_staff": draft.comment_for_staff,
            "comment_for_creator": draft.comment_for_creator,
        }

    def steps(self) -> Iterator[Step]:
        """Each criterion with its field, in the order of the round."""
        for name, criterion in self.criteria.items():
            labels = labels_of(criterion.point_labels, most=criterion.max_points)
            yield Step(criterion=criterion, field=self[name], labels=labels)

    def draft(self) -> Draft:
        """The review as the page has it. Only after is_valid()."""
        return Draft(
            points={
                criterion.pk: self.cleaned_data[name]
                for name, criterion in self.criteria.items()
                if self.cleaned_data.get(name) is not None
            },
            vote=self.cleaned_data["vote"],
            comment_for_staff=self.cleaned_data["comment_for_staff"],
            comment_for_creator=self.cleaned_data["comment_for_creator"],
        )

    def has_comment(self) -> bool:
        """Whether anything is written or wrong in the comments, so that they should be seen."""
        comments = (self["comment_for_staff"], self["comment_for_creator"])
        return any(comment.value() or comment.errors for comment in comments)

    def show_refusal(self, refused: JudgingRefused) -> None:
        """Say why nothing was saved, beside the criteria that want points where that is why."""
        if isinstance(refused, DraftRefused):
            for fault in refused.faults:
                name = f"points_{fault.about}"
                if fault.code == "points_missing" and name in self.fields:
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
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
