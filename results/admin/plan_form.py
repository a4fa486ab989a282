"""The form of the plan of an announcement."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from accounts.bidi import direction
from accounts.clock import database_now
from accounts.models import User
from contests.campaign_roles import staff_of
from contests.campaign_time import CampaignDateTimeWidget
from contests.models import Campaign
from partners.language_tabs import own_name
from results.models import AnnouncementPlan
from results.planning import SETTLED, TEXTS, PlanSettings, is_settled, refuse_plan
from results.plans import plan_of
from results.refusal import ResultsRefused

NUMBERS = ("alternates", "claim_days", "delivery_data_days")
FIELD_OF = {
    "announces_before_close": "announces_at",
    "announces_in_past": "announces_at",
    "announces_after_promise": "announces_at",
    "not_staff": "responsible",
}


class PlanForm(forms.ModelForm[AnnouncementPlan]):
    """Asks results.planning whether the settings may be. Times are typed in the campaign's zone.

    `seen` goes through the page and back: what somebody else saved meanwhile is not written over.
    """

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    announces_at = forms.SplitDateTimeField(
        label=_("Announces by itself at"),
        help_text=_(
            "Only what a person has confirmed, and only if nothing stands in the way. "
            "Empty: a person presses the button."
        ),
        required=False,
        widget=CampaignDateTimeWidget(),
    )
    responsible = forms.ModelMultipleChoiceField(
        queryset=User.objects.none(),
        label=_("Responsible"),
        help_text=_(
            "Who is reminded of the promised dates. Nobody chosen: all announcers and managers."
        ),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = AnnouncementPlan
        fields = ("needs_two", *NUMBERS, "certificate_language")
        widgets = {
            "needs_two": UnfoldBooleanSwitchWidget,
            "certificate_language": UnfoldAdminSelectWidget,
            **dict.fromkeys(NUMBERS, UnfoldAdminIntegerFieldWidget),
        }

    def __init__(self, data: Any = None, *, campaign: Campaign) -> None:
        plan = plan_of(campaign)
        present = PlanSettings.of(plan)
        super().__init__(
            data,
            instance=plan,
            initial={
                "seen": present.fingerprint,
                "announces_at": present.announces_at,
                "responsible": present.responsible,
            },
        )
        self.campaign, self.present = campaign, present
        staff = Q(pk__in=staff_of(campaign)) | Q(pk__in=present.responsible)
        people = self.fields["responsible"]
        people.queryset = User.objects.filter(staff).order_by("name", "pk")  # type: ignore[attr-defined]  # a ModelMultipleChoiceField, see above
        for code in campaign.languages:
            for name, most, label in (
                ("signatory", 120, _("Name of the signatory")),
                ("signatory_role", 200, _("Office of the signatory")),
            ):
                self.fields[f"{name}_{code}"] = _text(
                    code, label, most, getattr(plan, f"{name}_{code}")
                )
        if is_settled(campaign, at=database_now()):
            for name in SETTLED:
                self.fields[name].disabled = True

    @property
    def signatories(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        """By language of the campaign, with its name: what certificates say there."""
        return [
            (code, own_name(code), [self[f"signatory_{code}"], self[f"signatory_role_{code}"]])
            for code in self.campaign.languages
        ]

    def settings(self) -> PlanSettings:
        """What was typed; texts in languages that the campaign does not have stay."""
        values = self.cleaned_data
        texts = dict(self.present.texts)
        texts |= {name: values[name].strip() for name in TEXTS if name in values}
        return PlanSettings(
            announces_at=values["announces_at"],
            needs_two=values["needs_two"],
            responsible=tuple(sorted(person.pk for person in values["responsible"])),
            alternates=values["alternates"],
            claim_days=values["claim_days"],
            delivery_data_days=values["delivery_data_days"],
            certificate_language=values["certificate_language"],
            texts=tuple(texts.items()),
        )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        try:
            refuse_plan(
                campaign=self.campaign,
                plan=plan_of(self.campaign),
                settings=self.settings(),
                seen=self.cleaned_data["seen"],
                at=database_now(),
            )
        except ResultsRefused as refused:
            self.add_error(FIELD_OF.get(refused.code), str(refused))
        return cleaned


def _text(code: str, label: Any, most: int, present: str | None) -> forms.CharField:
    attrs = {"lang": code, "dir": direction(code)}
    return forms.CharField(
        label=label,
        max_length=most,
        required=False,
        initial=present or "",
        widget=UnfoldAdminTextInputWidget(attrs=attrs),
    )
