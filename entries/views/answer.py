"""The page on which a creator answers the organisers' question."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.acting import acting_user
from accounts.clock import database_now
from entries.asking import LONGEST_ANSWER, answer_question, is_answerable, open_question
from entries.refusal import EntryRefused
from entries.views.own import own_entry


class AnswerForm(forms.Form):
    """The creator's words."""

    answer = forms.CharField(
        label=gettext_lazy("Your answer"),
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        error_messages={"required": gettext_lazy("Write your answer.")},
    )


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Show the question, and keep the answer; what was typed is never lost."""
    entry = own_entry(request, entry_id)
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        try:
            answer_question(
                entry_id=entry.pk,
                by=acting_user(request),
                at=database_now(),
                answer=form.cleaned_data["answer"],
            )
        except EntryRefused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("Thank you. The organisers have your answer."))
            return redirect("entries:mine_entry", entry.pk)
    if not form.is_bound and not is_answerable(
        entry, phase=entry.campaign.phase(at=timezone.now())
    ):
        messages.info(request, EntryRefused("no_question").message)
        return redirect("entries:mine_entry", entry.pk)
    context = {
        "entry": entry,
        "campaign": entry.campaign,
        "question": open_question(entry),
        "form": form,
    }
    status = 200 if not form.errors else 422
    return render(request, "entries/answer.html", context, status=status)
