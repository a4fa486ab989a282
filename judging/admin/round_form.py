"""What staff fill in about a round, and what the first score has fixed."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

from contests.models import Category
from judging.models import Criterion, Round
from judging.refusal import JudgingRefused
from partners.language_tabs import TranslatedForm

# All of a round but its close; see judging.locks.
LOCKED_FIELDS = (
    "category",
    "order",
    "kind",
    "opens_at",
    "reviews_per_entry",
    "is_blind",
    "aggregation",
)


class CategoryField(forms.ModelChoiceField[Category]):
    """Categories that a jury decides, each with its campaign."""

    def label_from_instance(self, obj: Category) -> str:
        return f"{obj.campaign} · {obj}"


class RoundForm(forms.ModelForm[Round]):
    """A round's own fields. Moments are read in the time zone that is active."""

    # Set by the admin: whether a score is in, seen under the lock of the round.
    is_locked: ClassVar[bool] = False

    category = CategoryField(
        label=_("Category"),
        queryset=Category.objects.filter(method=Category.Method.JURY)
        .select_related("campaign")
        .order_by("campaign__slug", "order", "pk"),
        widget=UnfoldAdminSelectWidget,
    )

    class Meta:
        model = Round
        fields = (*LOCKED_FIELDS, "closes_at")

    def clean_closes_at(self) -> datetime:
        closes_at: datetime = self.cleaned_data["closes_at"]
        # Without the fractions of a second, which the page cannot show.
        before = self.get_initial_for_field(self.fields["closes_at"], "closes_at")
        if self.is_locked and closes_at < before:
            raise forms.ValidationError(str(JudgingRefused("close_in_the_past")))
        return closes_at

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.is_locked and self._locked_was_sent():
            raise forms.ValidationError(str(JudgingRefused("round_locked")))
        return cleaned

    def _locked_was_sent(self) -> bool:
        """Whether the page was loaded before the first score, when all of this was still open."""
        return any(
            name.removesuffix("_0") in LOCKED_FIELDS
            or (name.startswith("criteria-") and name.endswith("-weight") and "__" not in name)
            for name in self.data
        )


class CriterionForm(TranslatedForm):
    """A criterion; its title in at least one language."""

    one_of = ("title",)

    class Meta:
        model = Criterion
        exclude = ()
