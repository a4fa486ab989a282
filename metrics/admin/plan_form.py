"""The form of a reading plan."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldBooleanSwitchWidget

from accounts.clock import database_now
from contests.campaign_time import CampaignDateTimeWidget
from metrics.models import ReadingPlan
from metrics.planning import PlanSettings, refuse_plan
from metrics.plans import plan_of
from metrics.refusal import MetricsRefused

HOURS = ("every_hours", "last_day_hours", "final_minutes", "stale_hours")
FIELD_OF = {"freeze_outside": "board_freezes_at", "stale_limit_late": "stale_hours"}


class PlanForm(forms.ModelForm[ReadingPlan]):
    """Asks metrics.planning whether the settings may be. Times are typed in the campaign's zone.

    `seen` goes through the page and back: what somebody else saved meanwhile is not written over.
    """

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    board_freezes_at = forms.SplitDateTimeField(
        label=_("The public leaderboard stands still from"),
        help_text=_("Staff go on seeing the live one. Leave it empty to let it stay live."),
        required=False,
        widget=CampaignDateTimeWidget(),
    )

    class Meta:
        model = ReadingPlan
        fields = ("collects", *HOURS, "board_freezes_at", "shows_numbers")
        widgets = {
            "collects": UnfoldBooleanSwitchWidget,
            "shows_numbers": UnfoldBooleanSwitchWidget,
            **dict.fromkeys(HOURS, UnfoldAdminIntegerFieldWidget),
        }

    def settings(self) -> PlanSettings:
        values = {name: self.cleaned_data[name] for name in self._meta.fields or ()}
        return PlanSettings(**values)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        campaign = self.instance.campaign
        try:
            refuse_plan(
                campaign=campaign,
                plan=plan_of(campaign),
                settings=self.settings(),
                seen=self.cleaned_data["seen"],
                at=database_now(),
            )
        except MetricsRefused as refused:
            # Which of the limits, the fields say themselves.
            if refused.code != "plan_limits":
                self.add_error(FIELD_OF.get(refused.code), str(refused))
        return cleaned
