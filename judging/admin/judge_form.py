"""What staff fill in about judges, and about whom judges are tied to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminEmailInputWidget,
    UnfoldAdminTextInputWidget,
)

from accounts.clock import database_now
from judging.appointing import refuse_appointment
from judging.models import Judge, Relation
from judging.refusal import JudgingRefused
from judging.relations import refuse_relation


class JudgeForm(forms.ModelForm[Judge]):
    """A judge, whom the campaign has already."""

    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=settings.LANGUAGES,
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=Judge._meta.get_field("languages").help_text,
    )


class AppointmentForm(JudgeForm):
    """A new judge, by address; asks judging.appointing whether it may be."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("A person without an account here gets one, and signs in with a mailed code."),
        widget=UnfoldAdminEmailInputWidget,
    )
    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=150,
        help_text=_("Only for a person who has no account yet."),
        widget=UnfoldAdminTextInputWidget,
    )

    class Meta:
        model = Judge
        fields = ("campaign", "organisation", "is_chair", "languages")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        campaign, email = self.cleaned_data.get("campaign"), self.cleaned_data.get("email")
        if campaign and email:
            try:
                refuse_appointment(campaign_id=campaign.pk, email=email, at=database_now())
            except JudgingRefused as refused:
                field = "email" if refused.code == "judge_already" else "campaign"
                self.add_error(field, str(refused))
        return cleaned


class RelationForm(forms.ModelForm[Relation]):
    """A relation of a judge to a creator or to an institution."""

    class Meta:
        model = Relation
        fields = ("judge", "creator", "partner", "reason")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        judge = self.cleaned_data.get("judge")
        if judge is not None:
            try:
                refuse_relation(
                    judge,
                    creator_id=_pk(self.cleaned_data.get("creator")),
                    partner_id=_pk(self.cleaned_data.get("partner")),
                    reason=self.cleaned_data.get("reason") or "",
                    at=database_now(),
                )
            except JudgingRefused as refused:
                if not (refused.code == "relation_reason_missing" and "reason" in self.errors):
                    self.add_error(None, str(refused))
        return cleaned


def _pk(other: Any) -> int | None:
    return other.pk if other is not None else None
