"""Why many entries are decided as they are: one reason for all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contests.models import RejectionReason
from entries.admin.decision_form import THE_RULES
from entries.models import Entry
from entries.moderation import NEEDS_REASON, Verb
from entries.reasons import Reason
from entries.refusal import EntryRefused


class BulkForm(forms.Form):
    """The reason that goes to all; the rules that a video breaks are told for each by itself."""

    chosen = forms.ChoiceField(
        label=_("Reason for turning down"), required=False, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Your words to the creators"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(
        self, data: Mapping[str, Any] | None, *, verb: Verb, entries: Sequence[Entry]
    ) -> None:
        breaks_a_rule = [entry.proposal == Entry.Proposal.REJECT for entry in entries]
        all_break_one = all(breaks_a_rule)
        super().__init__(data, initial={"chosen": THE_RULES if all_break_one else ""})
        self.verb = verb
        self.reasons = self._reasons(entries) if verb is Verb.REJECT else {}
        options = [(pk, str(reason)) for pk, reason in self.reasons.items()]
        if verb is Verb.REJECT and any(breaks_a_rule):
            options.insert(0, (THE_RULES, str(_("The rules that the video breaks"))))
        if options:
            options.append(("", str(_("Only in your words"))))
        self.fields["chosen"] = forms.ChoiceField(
            label=self.fields["chosen"].label,
            required=False,
            widget=forms.RadioSelect,
            choices=options,
        )

    @property
    def why(self) -> Reason:
        chosen = self.cleaned_data.get("chosen", "")
        words = self.cleaned_data["reason"].strip()
        return Reason(chosen == THE_RULES, self.reasons.get(chosen), words)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        told = cleaned.get("reason", "").strip() or cleaned.get("chosen")
        if self.verb in NEEDS_REASON and not told:
            code = "question_missing" if self.verb is Verb.ASK else "reason_missing"
            self.add_error("reason", EntryRefused(code).message)
        return cleaned

    @staticmethod
    def _reasons(entries: Sequence[Entry]) -> dict[str, RejectionReason]:
        """The campaign's list; none where the entries are of several campaigns."""
        campaigns = {entry.campaign_id for entry in entries}
        if len(campaigns) != 1:
            return {}
        reasons = RejectionReason.objects.filter(campaign__in=campaigns)
        return {str(reason.pk): reason for reason in reasons}
