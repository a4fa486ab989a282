"""Flags of judges: the list of what waits, and the answer of staff."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from accounts.acting import acting_user
from accounts.clock import database_now
from contests.models import Campaign
from contests.wording import day_and_time
from judging.flag_queue import (
    OPEN,
    SETTLED,
    WAITS,
    FlagFilter,
    chosen_flags,
    flags_for,
    read_filter,
)
from judging.flagging import settle_flag
from judging.models import Assignment
from judging.refusal import JudgingRefused

PER_PAGE = 25
STATES: dict[str, Promise] = {
    OPEN: gettext_lazy("Waiting"),
    SETTLED: gettext_lazy("Answered"),
}


class AnswerForm(forms.Form):
    """What was done about a flag; whether it may be answered, the verb decides."""

    answer = forms.CharField(
        label=gettext_lazy("What was done"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=gettext_lazy("The judge reads your answer beside the review."),
    )

    def carry_out(self, request: HttpRequest, assignment_id: int) -> bool:
        """Settle the flag; False with the refusal in the form."""
        try:
            settle_flag(
                assignment_id=assignment_id,
                answer=self.cleaned_data["answer"],
                by=acting_user(request),
                at=database_now(),
            )
        except JudgingRefused as refused:
            self.add_error("answer", refused.message)
            return False
        return True


@dataclass(frozen=True)
class Flag:
    """One flag as the page shows it, with the form for its answer while it waits."""

    review: Assignment
    raised: str
    settled: str
    form: AnswerForm | None


@never_cache
def flags_page(request: HttpRequest) -> HttpResponse:
    """Show flags and, on POST, answer one; an answer that is refused stays in its field."""
    user, at = acting_user(request), timezone.now()
    if not user.has_perms(("judging.view_assignment", "judging.view_score")):
        raise PermissionDenied
    chosen = read_filter(request.GET)
    asked: tuple[int, AnswerForm] | None = None
    if request.method == "POST":
        asked = _answer(request)
        if asked is None:
            messages.success(request, _("The judge’s flag is answered."))
            query = chosen.as_query()
            return redirect(f"{reverse('admin:judging_flags')}{f'?{query}' if query else ''}")
    flags = chosen_flags(user, chosen, at=at).select_related(
        "entry__creator", "judge__user", "round__category__campaign", "flag_settled_by"
    )
    page = Paginator(flags, PER_PAGE).get_page(request.GET.get("page"))
    may_answer = user.has_perm("judging.change_assignment")
    context = {
        **admin.site.each_context(request),
        "opts": None,
        "title": _("Flags of judges"),
        "chosen": chosen,
        **_options(request, chosen),
        "page": page,
        "flags": [_shown(one, asked, may_answer=may_answer) for one in page],
    }
    return TemplateResponse(request, "admin/judging/flags.html", context)


def _answer(request: HttpRequest) -> tuple[int, AnswerForm] | None:
    """Settle the flag that was answered; what could not be taken comes back."""
    user, asked = acting_user(request), request.POST.get("review", "")
    if not user.has_perm("judging.change_assignment"):
        raise PermissionDenied
    if not asked.isdecimal() or len(asked) > 18:
        raise Http404
    # Of a campaign that is hidden from this person there is nothing to answer.
    if not flags_for(user, at=timezone.now()).filter(pk=int(asked)).exists():
        raise Http404
    form = AnswerForm(request.POST)
    if form.is_valid() and form.carry_out(request, int(asked)):
        return None
    # Whoever was quicker has answered it: then there is no field any more to say so.
    if Assignment.objects.filter(pk=int(asked)).exclude(WAITS).exists():
        for errors in form.errors.values():
            messages.error(request, " ".join(map(str, errors)))
    return int(asked), form


def _shown(review: Assignment, asked: tuple[int, AnswerForm] | None, *, may_answer: bool) -> Flag:
    zone = review.round.category.campaign.zone
    form = None
    if may_answer and review.flag_settled_at is None:
        form = asked[1] if asked and asked[0] == review.pk else AnswerForm()
        form.auto_id = f"id_{review.pk}_%s"
    raised, settled = review.flagged_at, review.flag_settled_at
    return Flag(
        review=review,
        raised=day_and_time(raised, zone) if raised else "",
        settled=day_and_time(settled, zone) if settled else "",
        form=form,
    )


def _options(request: HttpRequest, chosen: FlagFilter) -> dict[str, Any]:
    """The choices of the filters: states, and campaigns that have flags in the chosen state."""
    user, at = acting_user(request), timezone.now()
    everywhere = chosen_flags(user, FlagFilter(state=chosen.state), at=at).order_by()
    counts = dict(everywhere.values_list("round__category__campaign").annotate(count=Count("pk")))
    campaigns = Campaign.objects.filter(pk__in=[*counts, chosen.campaign or 0])
    return {
        "states": [(state, label, state == chosen.state) for state, label in STATES.items()],
        "campaigns": [
            (str(one.pk), one, counts.get(one.pk, 0), str(one.pk) == chosen.campaign)
            for one in campaigns
        ],
    }
