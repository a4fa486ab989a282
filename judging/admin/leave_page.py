"""The pages on which a judge leaves the jury, or comes back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.acting import acting_user
from accounts.clock import database_now
from judging.leaving import judge_leaves, judge_returns, replace_judge, what_is_left
from judging.models import Judge
from judging.refusal import JudgingRefused
from judging.relations import refuse_after_results

OTHERS, NOBODY = "others", "nobody"
"""Who takes over, beside the ids of judges."""

_WHO_ELSE: list[tuple[str, str | Promise]] = [
    (OTHERS, gettext_lazy("all other judges, evenly")),
    (NOBODY, gettext_lazy("nobody for now")),
]


class LeaveForm(forms.Form):
    """Why a judge leaves, what becomes of the finished work, and who goes on."""

    reason = forms.CharField(
        label=gettext_lazy("Why does the judge leave?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say why the judge leaves.")},
    )
    work_counts = forms.ChoiceField(
        label=gettext_lazy("What is finished"),
        choices=[
            ("yes", gettext_lazy("counts, as for a judge who falls ill")),
            ("no", gettext_lazy("does not count, as for a judge who should not have judged")),
        ],
        initial="yes",
        widget=forms.RadioSelect,
    )
    successor = forms.ChoiceField(
        label=gettext_lazy("What is missing then goes to"),
        initial=OTHERS,
    )

    def __init__(self, *args: Any, judge: Judge, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sitting = Judge.objects.sitting().filter(campaign=judge.campaign_id).exclude(pk=judge.pk)
        self.people = {
            str(one.pk): str(one) for one in sitting.select_related("user").order_by("user__name")
        }
        field = self.fields["successor"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [*_WHO_ELSE, *self.people.items()]

    def clean_reason(self) -> str:
        return str(self.cleaned_data["reason"]).replace("\x00", "").strip()

    @property
    def counts(self) -> bool:
        return bool(self.cleaned_data["work_counts"] == "yes")

    @property
    def by_judge_id(self) -> int | None:
        """The one judge who takes over; None for all others or nobody."""
        who = self.cleaned_data["successor"]
        return None if who in (OTHERS, NOBODY) else int(who)


def leave_page(request: HttpRequest, judge: Judge, site_context: dict[str, Any]) -> HttpResponse:
    """Ask; then say in numbers what it means and ask again; then do it."""
    form = LeaveForm(request.POST or None, judge=judge, label_suffix="")
    context: dict[str, Any] = _around(judge, site_context, title=_("The judge leaves the jury"))
    if judge.left_at is not None:
        context["refusal"] = JudgingRefused("judge_left_already").message
    elif request.method == "POST" and form.is_valid():
        if request.POST.get("do") == "leave":
            return _leave(request, judge, form)
        context["asks"] = request.POST.get("do") != "back"
    context |= {"form": form, "rounds": []}
    try:
        refuse_after_results(judge.campaign, at=timezone.now())
        bound = form.is_bound and form.is_valid()
        context["rounds"] = what_is_left(
            judge,
            by_judge_id=form.by_judge_id if bound else None,
            work_counts=form.counts if bound else True,
            at=timezone.now(),
        )
    except JudgingRefused as refused:
        context["refusal"] = refused.message
    if context.get("asks"):
        who = form.cleaned_data["successor"]
        context |= {
            "to_nobody": who == NOBODY,
            "counts": form.counts,
            "successor": form.people.get(who, ""),
        }
    return TemplateResponse(request, "admin/judging/leave.html", context)


def _leave(request: HttpRequest, judge: Judge, form: LeaveForm) -> HttpResponse:
    said: dict[str, Any] = {
        "judge_id": judge.pk,
        "reason": form.cleaned_data["reason"],
        "work_counts": form.counts,
        "by": acting_user(request),
        "at": database_now(),
    }
    try:
        if form.cleaned_data["successor"] == NOBODY:
            given = 0
            judge_leaves(**said)
        else:
            done = replace_judge(by_judge_id=form.by_judge_id, **said)
            given = sum(left.missing for left in done if not left.why_not)
    except JudgingRefused as refused:
        messages.error(request, refused.message)
        return redirect("admin:judging_judge_change", judge.pk)
    messages.success(request, _("%(judge)s has left the jury.") % {"judge": judge})
    if given:
        messages.success(
            request,
            ngettext(
                "%(count)d review went to others, as far as nothing bars them.",
                "%(count)d reviews went to others, as far as nothing bars them.",
                given,
            )
            % {"count": given},
        )
    return redirect("admin:judging_judge_change", judge.pk)


def return_page(request: HttpRequest, judge: Judge, site_context: dict[str, Any]) -> HttpResponse:
    """Say what coming back means; on POST let the judge sit again."""
    context = _around(judge, site_context, title=_("The judge comes back"))
    if request.method == "POST":
        try:
            judge_returns(judge_id=judge.pk, by=acting_user(request), at=database_now())
        except JudgingRefused as refused:
            messages.error(request, refused.message)
        else:
            messages.success(
                request,
                _("%(judge)s sits in the jury again. Assign judges to give them reviews.")
                % {"judge": judge},
            )
        return redirect("admin:judging_judge_change", judge.pk)
    if judge.left_at is None:
        context["refusal"] = JudgingRefused("judge_sits").message
    return TemplateResponse(request, "admin/judging/return.html", context)


def _around(judge: Judge, site_context: dict[str, Any], *, title: str) -> dict[str, Any]:
    return {
        **site_context,
        "title": title,
        "opts": Judge._meta,
        "original": judge,
        "judge": judge,
        "campaign": judge.campaign,
    }
