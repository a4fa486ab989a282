"""What staff fill in about a round, and what the first score has fixed."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminSelectWidget

from contests.models import Category
from contests.wording import day_and_time
from judging.models import Criterion, Round
from judging.point_labels import LONGEST_LABEL, LineFault, faulty_lines
from judging.refusal import JudgingRefused
from judging.round_order import Objection, objections_to
from partners.language_tabs import CODES, TranslatedForm

# All of a round but its close, its reminders and what creators read; see judging.locks.
LOCKED_FIELDS = (
    "category",
    "order",
    "kind",
    "opens_at",
    "reviews_per_entry",
    "is_blind",
    "aggregation",
    "quorum",
    "comparisons_per_judge",
    "advance_count",
    "advance_cutoff",
)
# What a closed round keeps as it was when it was closed.
CLOSED_FIELDS = (*LOCKED_FIELDS, "closes_at", "reminders")
FIELDS_OF_KIND: dict[str, tuple[str, ...]] = {
    Round.Kind.SCREENING: ("reviews_per_entry", "quorum", "advance_count"),
    Round.Kind.SCORING: ("reviews_per_entry", "aggregation", "advance_count", "advance_cutoff"),
    Round.Kind.PAIRWISE: ("comparisons_per_judge",),
}
"""What each kind of round is asked about; the other kinds' fields are hidden and emptied."""


class CategoryField(forms.ModelChoiceField[Category]):
    """Categories that a jury decides, each with its campaign."""

    def label_from_instance(self, obj: Category) -> str:
        return f"{obj.campaign} · {obj}"


class RoundForm(forms.ModelForm[Round]):
    """A round's own fields. Moments are read in the time zone that is active."""

    # Set by the admin: whether a score is in, seen under the lock of the round.
    is_locked: ClassVar[bool] = False
    # Set by the admin: whether the person who fills this in sits in the campaign's jury.
    by_judge: ClassVar[bool] = False
    # Set by the admin: the campaigns in which the person may add rounds; None for all.
    campaigns: ClassVar[frozenset[int] | None] = None

    category = CategoryField(
        label=gettext_lazy("Category"),
        queryset=Category.objects.filter(method=Category.Method.JURY)
        .select_related("campaign")
        .order_by("campaign__slug", "order", "pk"),
        widget=UnfoldAdminSelectWidget,
    )

    class Meta:
        model = Round
        fields = (*LOCKED_FIELDS, "closes_at", "reminders", "shares_comments")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.campaigns is not None and "category" in self.fields:
            choices: Any = self.fields["category"]
            choices.queryset = choices.queryset.filter(campaign__in=self.campaigns)

    def clean_closes_at(self) -> datetime:
        closes_at: datetime = self.cleaned_data["closes_at"]
        # Without the fractions of a second, which the page cannot show.
        before = self.get_initial_for_field(self.fields["closes_at"], "closes_at")
        if self.is_locked and closes_at < before:
            raise forms.ValidationError(str(JudgingRefused("close_in_the_past")))
        if self.by_judge and self.is_locked and before <= timezone.now() < closes_at:
            raise forms.ValidationError(str(JudgingRefused("member_of_jury")))
        return closes_at

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.is_locked and self._locked_was_sent():
            raise forms.ValidationError(str(JudgingRefused("round_locked")))
        if self.instance.closed_at is not None and "closes_at_0" in self.data:
            raise forms.ValidationError(str(JudgingRefused("round_closed_already")))
        if not self.is_locked:
            self._clean_kind()
            self._clean_assigned()
        self._clean_place()
        return cleaned

    def _clean_kind(self) -> None:
        """Ask for what the kind needs, and let go of what was filled in for another kind."""
        kind = self.cleaned_data.get("kind")
        if kind is None:
            return
        asked = FIELDS_OF_KIND[kind]
        for name in sorted({one for names in FIELDS_OF_KIND.values() for one in names}):
            if name not in asked:
                self.errors.pop(name, None)
                self.cleaned_data[name] = getattr(Round(), name)
        quorum = self.cleaned_data.get("quorum")
        reviews = self.cleaned_data.get("reviews_per_entry")
        if kind == Round.Kind.SCREENING and quorum is None and "quorum" not in self.errors:
            self.add_error("quorum", _("Say how many judges must say yes."))
        if quorum and reviews and quorum > reviews:
            self.add_error("quorum", _("The quorum is more than the reviews for each entry."))
        if self.cleaned_data.get("advance_count") and self.cleaned_data.get("advance_cutoff"):
            self.add_error("advance_cutoff", _("Choose a number or a cut-off, not both."))

    def _clean_assigned(self) -> None:
        """Keep reviews with their campaign, and in a round that has reviews."""
        was = Round.objects.filter(pk=self.instance.pk, assignments__isnull=False).first()
        if was is None:
            return
        becomes_pairs = self.cleaned_data.get("kind") == Round.Kind.PAIRWISE != was.kind
        if self.cleaned_data.get("category", was.category) != was.category:
            self.add_error("category", str(JudgingRefused("round_assigned")))
        elif becomes_pairs:
            self.add_error("kind", str(JudgingRefused("round_assigned")))

    def _clean_place(self) -> None:
        """Refuse a place among the category's rounds that does not fit them."""
        names = ("category", "order", "kind", "opens_at", "closes_at")
        if any(name in self.errors for name in names):
            return
        was = Round.objects.filter(pk=self.instance.pk).first()
        filled_in = Round(pk=self.instance.pk, closed_at=self.instance.closed_at)
        for name in names:
            value = self.cleaned_data.get(name, getattr(was, name, None))
            setattr(filled_in, name, value)
        for objection in objections_to(filled_in, was=was):
            self.add_error(
                objection.field if objection.field in self.fields else None, _sentence(objection)
            )

    def _locked_was_sent(self) -> bool:
        """Whether the page was loaded before the first score, when all of this was still open."""
        return any(
            name.removesuffix("_0") in LOCKED_FIELDS
            or (name.startswith("criteria-") and name.endswith("-weight") and "__" not in name)
            for name in self.data
        )


class CriterionForm(TranslatedForm):
    """A criterion; its title in at least one language, and what its points mean."""

    one_of = ("title",)

    class Meta:
        model = Criterion
        exclude = ()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        most = self.cleaned_data.get("max_points")
        if most is not None:
            for name in (f"point_labels_{code}" for code in CODES):
                for fault in faulty_lines(self.cleaned_data.get(name) or "", most=most):
                    self.add_error(name, fault_sentence(fault, most))
        return cleaned


def _sentence(objection: Objection) -> str:
    params = dict(objection.params)
    if params:
        campaign = params["round"].category.campaign
        params["moment"] = day_and_time(params["moment"], campaign.zone)
    return str(JudgingRefused(objection.code, **params))


def fault_sentence(fault: LineFault, most: int) -> str:
    """What is wrong with a line of a criterion's labels, as the person who wrote it reads it."""
    sentences = {
        "not_a_label": _(
            "Line %(number)s, “%(line)s”: write the points, a colon and what they mean, "
            "for example “5: outstanding”."
        ),
        "out_of_range": _("Line %(number)s, “%(line)s”: the most points are %(most)s."),
        "twice": _("Line %(number)s, “%(line)s”: these points have their meaning already."),
        "too_long": _(
            "Line %(number)s, “%(line)s”: shorten it to %(longest)s characters, "
            "it has to fit on a telephone."
        ),
    }
    return sentences[fault.code] % {
        "number": fault.number,
        "line": fault.line,
        "most": most,
        "longest": LONGEST_LABEL,
    }
