"""The form behind every button that decides about an entry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.acting import acting_user
from accounts.clock import database_now
from entries.asking import TAKE_BACK, take_question_back
from entries.models import Entry
from entries.moderation import Verb, decide, is_possible
from entries.reasons import Reason
from entries.refusal import EntryRefused

LABELS: dict[str, Promise] = {
    Verb.ACCEPT: _("Accept"),
    Verb.REJECT: _("Reject"),
    Verb.ASK: _("Ask"),
    Verb.DISQUALIFY: _("Disqualify"),
    Verb.WITHDRAW: _("Withdraw"),
    TAKE_BACK: _("Take the question back"),
}
DONE: dict[str, Promise] = {
    Verb.ACCEPT: _("%(entry)s is accepted."),
    Verb.REJECT: _("%(entry)s is rejected."),
    Verb.ASK: _("%(entry)s is asked. The entry comes back with the answer."),
    Verb.DISQUALIFY: _("%(entry)s is disqualified."),
    Verb.WITHDRAW: _("%(entry)s is withdrawn."),
    TAKE_BACK: _("The question to %(entry)s is taken back. The entry waits for a decision again."),
}
THE_RULES = "rules"
"""Chosen as a reason: what the checks found."""
AGAINST = (Verb.REJECT, Verb.DISQUALIFY)
"""Decisions that take a reason from the campaign's list."""
REFUSED_FOR_WORDS = frozenset({"reason_missing", "question_missing", "breaks_a_rule"})


class DecisionForm(forms.Form):
    """What to do about an entry, and why. Whether it may be, the verb decides.

    entry: with its campaign, its reasons, its submitter and its checks.
    verbs: what the buttons offer.
    seen: the id of the last decision that the page shows, 0 for none.
    """

    entry = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput)
    verb = forms.ChoiceField()
    chosen = forms.ChoiceField(
        label=_("Reason for turning down"), required=False, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Your words to the creator"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        about: Entry,
        verbs: Iterable[str],
        seen: int | None = None,
    ) -> None:
        breaks_a_rule = about.proposal == Entry.Proposal.REJECT
        initial = {"entry": about.pk, "seen": seen, "chosen": THE_RULES if breaks_a_rule else ""}
        super().__init__(data, initial=initial, auto_id=f"id_{about.pk}_%s")
        self.about = about
        self.verbs = [(str(verb), LABELS[verb]) for verb in verbs]
        self.fields["verb"] = forms.ChoiceField(
            choices=self.verbs, error_messages={"required": _("Press one of the buttons.")}
        )
        offered = about.campaign.rejection_reasons.all() if self._turns_down else ()
        reasons = [(str(one.pk), str(one)) for one in offered]
        if breaks_a_rule and self._turns_down:
            reasons.insert(0, (THE_RULES, str(_("The rules that the video breaks"))))
        # Without a list there is nothing to choose, and no question about it either.
        choices = [*reasons, ("", str(_("Only in your words")))] if reasons else []
        self.fields["chosen"] = forms.ChoiceField(
            label=self.fields["chosen"].label,
            required=False,
            widget=forms.RadioSelect,
            choices=choices,
        )

    @property
    def _turns_down(self) -> bool:
        return any(verb in AGAINST for verb, _label in self.verbs)

    @property
    def why(self) -> str:
        """What is told: reasons for turning down go with decisions against an entry only."""
        words = self.cleaned_data["reason"]
        if self.cleaned_data["verb"] not in AGAINST:
            return str(words).strip()
        chosen = self.cleaned_data["chosen"]
        reasons = {str(one.pk): one for one in self.about.campaign.rejection_reasons.all()}
        reason = Reason(chosen == THE_RULES, reasons.get(chosen), words)
        return reason.told_about(self.about)


def possible_verbs(entry: Entry, *, at: datetime) -> list[str]:
    """What can be decided about the entry now; an open question can be taken back."""
    verbs: list[str] = [verb for verb in Verb if is_possible(entry, verb, at=at)]
    if entry.asked_at is not None and Verb.ACCEPT in verbs:
        verbs.append(TAKE_BACK)
    return verbs


def carry_out(request: HttpRequest, form: DecisionForm) -> str:
    """Do what a valid form asks for; what was done, or "" with the refusal in the form."""
    verb, entry_id, seen = form.cleaned_data["verb"], form.about.pk, form.cleaned_data["seen"]
    by, at = acting_user(request), database_now()
    try:
        if verb == TAKE_BACK:
            take_question_back(entry_id=entry_id, by=by, at=at, seen=seen)
        else:
            decide(entry_id=entry_id, verb=Verb(verb), by=by, at=at, reason=form.why, seen=seen)
    except EntryRefused as refused:
        field = "reason" if refused.code in REFUSED_FOR_WORDS else None
        form.add_error(field, refused.message)
        return ""
    return DONE[verb] % {"entry": f"\u2068{form.about.creator}\u2069"}


__all__ = ["LABELS", "DecisionForm", "carry_out", "possible_verbs"]
