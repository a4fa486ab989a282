"""A second person's look at a reading that somebody typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.acting import acting_user
from accounts.clock import database_now
from accounts.models import User
from contests.wording import day_and_time
from metrics.admin.reading_columns import in_words, one_line
from metrics.admin.screenshot import screenshot_url
from metrics.attesting import attest_reading, refuse_attestation
from metrics.charts import LineChart
from metrics.entry_chart import entry_chart
from metrics.models import Reading
from metrics.reading_state import ReadingState, growth_of, state_of
from metrics.reading_words import count_in_words, growth_in_words
from metrics.refusal import MetricsRefused


class WordForm(forms.Form):
    """What the second person says. Whether it may be said, the verb decides."""

    word = forms.ChoiceField(choices=[("agree", "agree"), ("refuse", "refuse")])
    reason = forms.CharField(
        label=gettext_lazy("What is wrong with it"),
        # An empty one is refused by the verb, in its words.
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )


@dataclass(frozen=True)
class ShownReading:
    """The reading as its page shows it."""

    row: Reading
    user: User

    @property
    def is_waiting(self) -> bool:
        return state_of(self.row) is ReadingState.WAITING

    @property
    def is_own(self) -> bool:
        return self.row.recorded_by_id == self.user.pk

    @property
    def state(self) -> str:
        return in_words(self.row)

    @property
    def figures(self) -> list[tuple[str, str, str]]:
        """Each figure with its name; beside the views what has come since the reading before."""
        row = self.row
        return [
            (_("views"), count_in_words(row.views), growth_in_words(growth_of(row))),
            (_("likes"), count_in_words(row.likes), ""),
            (_("comments"), count_in_words(row.comments), ""),
            (_("shares"), count_in_words(row.shares), ""),
        ]

    @property
    def taken(self) -> str:
        return day_and_time(self.row.taken_at, self.row.entry.campaign.zone)

    @property
    def recorded(self) -> str:
        return day_and_time(self.row.recorded_at, self.row.entry.campaign.zone)

    @property
    def screenshot(self) -> str:
        return screenshot_url(self.row)

    @property
    def replaced(self) -> str:
        """The reading that it corrects; empty if it corrects none."""
        return one_line(self.row.replaces) if self.row.replaces else ""

    @cached_property
    def chart(self) -> LineChart:
        """What the entry's curve was before this reading."""
        before = Q(taken_at__lt=self.row.taken_at)
        readings = Reading.objects.filter(before, entry=self.row.entry).live()
        return entry_chart(
            self.row.entry, readings.order_by("taken_at", "pk"), title=_("The views before it")
        )


def attest_page(
    request: HttpRequest, reading: Reading, *, site_context: dict[str, Any]
) -> HttpResponse:
    """Show one reading and take the word on it; then comes the next that waits."""
    user = acting_user(request)
    form = WordForm(request.POST or None)
    if form.is_valid() and _carry_out(request, reading, form):
        following = next_waiting(reading, user)
        if following is None:
            return redirect(waiting_list_url(reading.entry.campaign_id))
        return redirect("admin:metrics_reading_attest", following)
    context = {
        **site_context,
        "title": _("Are these the figures?"),
        "shown": ShownReading(reading, user),
        "entry": reading.entry,
        "form": form,
        "refusals": form.non_field_errors() if form.is_bound else [],
        "left": waiting_for(user).filter(entry__campaign=reading.entry.campaign_id).count(),
        "list_url": waiting_list_url(reading.entry.campaign_id),
    }
    return TemplateResponse(request, "admin/metrics/attest.html", context)


def waiting_for(user: User) -> QuerySet[Reading]:
    """Readings on which this person's word is wanted: typed by others."""
    return Reading.objects.unattested().exclude(recorded_by=user)


def next_waiting(reading: Reading, user: User) -> int | None:
    """The next one of the campaign that waits for this person, the first after the last."""
    waiting = (
        waiting_for(user).filter(entry__campaign=reading.entry.campaign_id).exclude(pk=reading.pk)
    )
    pks = waiting.order_by("pk").values_list("pk", flat=True)
    return pks.filter(pk__gt=reading.pk).first() or pks.first()


def waiting_list_url(campaign_id: int | None = None) -> str:
    """The list of what waits for a second person, of one campaign or of all."""
    query: dict[str, Any] = {"counts": ReadingState.WAITING.value}
    if campaign_id is not None:
        query["entry__campaign__id__exact"] = campaign_id
    return f"{reverse('admin:metrics_reading_changelist')}?{urlencode(query)}"


def _carry_out(request: HttpRequest, reading: Reading, form: WordForm) -> bool:
    """Do what a valid form asks for and say so; False, with the reason in the form, if refused."""
    by, at = acting_user(request), database_now()
    try:
        if form.cleaned_data["word"] == "agree":
            attest_reading(reading_id=reading.pk, by=by, at=at)
            messages.success(request, _("Attested. The reading counts."))
        else:
            refuse_attestation(
                reading_id=reading.pk, reason=form.cleaned_data["reason"], by=by, at=at
            )
            messages.success(request, _("Refused. The reading does not count."))
    except MetricsRefused as refused:
        form.add_error("reason" if refused.code == "objection_missing" else None, str(refused))
        return False
    return True
