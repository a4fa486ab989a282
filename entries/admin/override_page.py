"""The rules of one entry: what each found, and the form that sets it aside or restores it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.acting import acting_user
from accounts.clock import database_now
from contests.wording import day_and_time
from entries.check_sentences import in_order, rule_name, sentence_of
from entries.models import Check, Entry
from entries.moderation import PHASES, Verb
from entries.overriding import override_check, restore_check
from entries.refusal import EntryRefused

ACTS = {"override": override_check, "restore": restore_check}
COLOURS = {
    Check.Outcome.PASS: "success",
    Check.Outcome.FAIL: "danger",
    Check.Outcome.UNKNOWN: "warning",
    Check.Outcome.OVERRIDDEN: "info",
}


class ReasonForm(forms.Form):
    """Which rule, whether it is to count, and why. Whether it may be, the verb decides."""

    rule = forms.CharField(max_length=30, widget=forms.HiddenInput)
    act = forms.ChoiceField(choices=[(act, act) for act in ACTS], widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason, for those who look at this entry later"),
        # An empty one is refused by the verb, in its words.
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )


@dataclass(frozen=True)
class Line:
    """One rule with its form; None where nothing can be done about it."""

    check: Check
    name: str
    sentence: str
    overridden: str
    form: ReasonForm | None

    @property
    def colour(self) -> str:
        return COLOURS[Check.Outcome(self.check.outcome)]

    @property
    def restores(self) -> bool:
        return self.check.outcome == Check.Outcome.OVERRIDDEN


def override_page(
    request: HttpRequest, entry: Entry, *, site_context: dict[str, Any]
) -> HttpResponse:
    """Show the rules of an entry and do what is asked about one of them; for moderators only."""
    posted = ReasonForm(request.POST, auto_id="posted_%s") if request.method == "POST" else None
    if posted and posted.is_valid() and _carry_out(request, entry, posted):
        return redirect(request.path)
    possible = entry.campaign.phase(at=timezone.now()) in PHASES[Verb.ACCEPT]
    checks = entry.checks.select_related("overridden_by")
    context = {
        **site_context,
        "title": _("Checks"),
        "entry": entry,
        "possible": possible,
        "lines": [_line(entry, check, posted, possible) for check in in_order(checks)],
        "refusals": _refusals(posted) if posted else [],
    }
    return TemplateResponse(request, "admin/entries/override.html", context)


def _carry_out(request: HttpRequest, entry: Entry, form: ReasonForm) -> bool:
    """Do what a valid form asks for and say so; False, with the reason in the form, if refused."""
    rule, act = form.cleaned_data["rule"], form.cleaned_data["act"]
    try:
        ACTS[act](
            entry_id=entry.pk,
            rule=rule,
            by=acting_user(request),
            at=database_now(),
            reason=form.cleaned_data["reason"],
        )
    except EntryRefused as refused:
        field = "reason" if refused.code == "override_reason_missing" else None
        form.add_error(field, refused.message)
        return False
    done = _("%(rule)s: set aside.") if act == "override" else _("%(rule)s: counts again.")
    messages.success(request, done % {"rule": rule_name(rule)})
    return True


def _refusals(form: ReasonForm) -> list[str]:
    """What is wrong beside the reason, which has its own place."""
    return [
        str(error) for name, errors in form.errors.items() if name != "reason" for error in errors
    ]


def _line(entry: Entry, check: Check, posted: ReasonForm | None, possible: bool) -> Line:
    zone = entry.campaign.zone
    when = day_and_time(check.overridden_at, zone) if check.overridden_at else ""
    return Line(
        check=check,
        name=rule_name(check.rule),
        sentence=sentence_of(check.rule, check.code, check.evidence, zone),
        overridden=when,
        form=_form(check, posted) if possible and check.outcome != Check.Outcome.PASS else None,
    )


def _form(check: Check, posted: ReasonForm | None) -> ReasonForm:
    """The form that was sent for this rule, with what was typed, or a fresh one."""
    if posted and posted.data.get("rule") == check.rule:
        return posted
    act = "restore" if check.outcome == Check.Outcome.OVERRIDDEN else "override"
    return ReasonForm(initial={"rule": check.rule, "act": act}, auto_id=f"{check.rule}_%s")
