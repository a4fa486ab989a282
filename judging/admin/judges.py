"""Judges: appointed by their e-mail address, so that managers need not see all users."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display
from unfold.widgets import UnfoldAdminEmailInputWidget, UnfoldAdminTextInputWidget

from accounts.clock import database_now
from judging.admin.progress import EXPECTED, FINISHED
from judging.appointing import appoint_judge, refuse_appointment
from judging.models import Judge
from judging.refusal import JudgingRefused


class AppointmentForm(forms.ModelForm[Judge]):
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
        fields = ("campaign", "organisation", "is_chair")

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


@admin.register(Judge)
class JudgeAdmin(ModelAdmin):
    """The people of a jury, and how far each of them is."""

    list_display = ("person", "campaign", "organisation", "is_chair", "progress")
    list_select_related = ("user", "campaign", "organisation")
    list_filter = ("campaign",)
    list_per_page = 50
    search_fields = ("user__email", "user__name")
    autocomplete_fields = ("campaign", "organisation")
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Judge]:
        return (
            super()
            .get_queryset(request)
            .annotate(
                duties=Count("assignments", filter=EXPECTED),
                finished=Count("assignments", filter=EXPECTED & FINISHED),
            )
        )

    def get_form(self, request: HttpRequest, obj: Judge | None = None, **kwargs: Any) -> Any:
        if obj is None:
            kwargs["form"] = AppointmentForm
        return super().get_form(request, obj, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Judge | None = None) -> Any:
        if obj is None:
            return ("campaign", "email", "name", "organisation", "is_chair")
        return ("person", "campaign", "organisation", "is_chair", "progress")

    def get_readonly_fields(self, request: HttpRequest, obj: Judge | None = None) -> Any:
        return ("person", "campaign", "progress") if obj else ()

    def save_model(
        self, request: HttpRequest, obj: Judge, form: forms.ModelForm[Judge], change: bool
    ) -> None:
        if change:
            super().save_model(request, obj, form, change)
            return
        appointed = appoint_judge(
            campaign_id=obj.campaign_id,
            email=form.cleaned_data["email"],
            name=form.cleaned_data["name"],
            organisation=obj.organisation,
            is_chair=obj.is_chair,
            at=database_now(),
        )
        obj.pk, obj.user = appointed.pk, appointed.user

    @display(description=_("judge"), ordering="user__name", header=True)
    def person(self, judge: Judge) -> list[str]:
        return [str(judge.user), judge.user.email]

    @display(description=_("finished reviews"))
    def progress(self, judge: Judge) -> str:
        return f"{judge.finished} / {judge.duties}"  # type: ignore[attr-defined]  # annotated by get_queryset
