"""What follows from a case, and why: for colleagues, and for the creator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.acting import acting_user
from accounts.clock import database_now
from accounts.refusal import Refused
from entries.reasons import Reason
from metrics.cases import decide_case
from metrics.models import Case

FIELD_OF = {
    "outcome_missing": "outcome",
    "case_reason_missing": "reason",
    "told_missing": "words",
    "reason_missing": "words",
}
OUTCOMES = [
    (Case.Outcome.HARMLESS, _("Nothing is wrong")),
    (Case.Outcome.WATCHED, _("Watch it")),
    (Case.Outcome.DISQUALIFIED, _("Disqualify the entry")),
]
KEYS = ("1", "2", "3")
DONE = {
    Case.Outcome.HARMLESS: _("%(entry)s: nothing is wrong."),
    Case.Outcome.WATCHED: _("%(entry)s is watched: anything new opens a case again."),
    Case.Outcome.DISQUALIFIED: _("%(entry)s is disqualified."),
}


class CaseForm(forms.Form):
    """Whether it may be, the verb decides."""

    outcome = forms.ChoiceField(
        label=_("What follows"), required=False, choices=OUTCOMES, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Reason, for your colleagues"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    chosen = forms.ChoiceField(
        label=_("Reason told to the creator"), required=False, widget=forms.Select
    )
    words = forms.CharField(
        label=_("Your words to the creator"),
        required=False,
        max_length=2000,
        help_text=_("The creator does not read the reason above, only this."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, about: Case) -> None:
        super().__init__(data)
        self.about = about
        self.reasons = {str(one.pk): one for one in about.entry.campaign.rejection_reasons.all()}
        listed = [(pk, str(one)) for pk, one in self.reasons.items()]
        self.fields["chosen"] = forms.ChoiceField(
            label=self.fields["chosen"].label,
            required=False,
            choices=[("", _("Only in your words")), *listed],
        )

    @property
    def told(self) -> str:
        chosen = self.reasons.get(self.cleaned_data["chosen"])
        return Reason(False, chosen, self.cleaned_data["words"]).told_about(self.about.entry)

    def carry_out(self, request: HttpRequest) -> str:
        """Do what a valid form asks for; what was done, or "" with the refusal in the form."""
        outcome = self.cleaned_data["outcome"]
        try:
            decide_case(
                case_id=self.about.pk,
                outcome=outcome,
                reason=self.cleaned_data["reason"],
                told=self.told,
                by=acting_user(request),
                at=database_now(),
            )
        except Refused as refused:
            self.add_error(FIELD_OF.get(refused.code), refused.message)
            return ""
        return DONE[outcome] % {"entry": f"\u2068{self.about.entry.creator}\u2069"}
