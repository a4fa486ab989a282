"""The form behind every button that decides about an entry."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.acting import acting_user
from accounts.clock import database_now
from entries.models import Entry
from entries.moderation import NEEDS_REASON, Verb, decide
from entries.refusal import EntryRefused

LABELS: dict[Verb, Promise] = {
    Verb.ACCEPT: _("Accept"),
    Verb.REJECT: _("Reject"),
    Verb.ASK: _("Ask"),
    Verb.DISQUALIFY: _("Disqualify"),
    Verb.WITHDRAW: _("Withdraw"),
}
DONE: dict[Verb, Promise] = {
    Verb.ACCEPT: _("%(entry)s is accepted."),
    Verb.REJECT: _("%(entry)s is rejected."),
    Verb.ASK: _("%(entry)s is asked. The entry comes back with the answer."),
    Verb.DISQUALIFY: _("%(entry)s is disqualified."),
    Verb.WITHDRAW: _("%(entry)s is withdrawn."),
}


class DecisionForm(forms.Form):
    """Which entry, what, and why. Whether it may be, the verb decides."""

    entry = forms.IntegerField(widget=forms.HiddenInput)
    verb = forms.ChoiceField()
    reason = forms.CharField(
        label=_("Reason, told to the creator"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )

    def __init__(self, *args: Any, verbs: Iterable[Verb], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.verbs = [(verb.value, LABELS[verb]) for verb in verbs]
        self.fields["verb"] = forms.ChoiceField(choices=self.verbs)


def carry_out(request: HttpRequest, form: DecisionForm) -> bool:
    """Do what a valid form asks for and say so; False, with the reason in the form, if refused."""
    verb = Verb(form.cleaned_data["verb"])
    try:
        entry = decide(
            entry_id=form.cleaned_data["entry"],
            verb=verb,
            by=acting_user(request),
            at=database_now(),
            reason=form.cleaned_data["reason"],
        )
    except EntryRefused as refused:
        form.add_error("reason" if refused.code == "reason_missing" else None, refused.message)
        return False
    except Entry.DoesNotExist:
        form.add_error(None, _("This entry does not exist."))
        return False
    messages.success(request, DONE[verb] % {"entry": f"\u2068{entry.creator}\u2069"})
    return True


__all__ = ["LABELS", "NEEDS_REASON", "DecisionForm", "carry_out"]
