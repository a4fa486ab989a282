"""Preparing the next edition: the day it opens, what becomes of the other dates, then a draft."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from unfold.widgets import UnfoldAdminTextInputWidget

from accounts.acting import acting_user
from accounts.clock import database_now
from contests.edition_dates import Move, same_weekday_next_year
from contests.models import Campaign
from contests.public_holidays import Holiday, holiday_on
from contests.refusals import CampaignRefused
from contests.validators import validate_slug_free
from contests.wording import weekday_and_time, zone_name
from desk.next_edition import prepare_next_edition
from desk.timeline import DATE_NAMES
from desk.views.campaign import campaigns, page_context
from judging.models import Round

LONGEST_AHEAD = timedelta(days=3652)


class DayWidget(UnfoldAdminTextInputWidget):  # type: ignore[misc]  # Unfold's widgets are untyped
    """The browser's own calendar; it sends ISO 8601 whatever the language."""

    input_type = "date"

    def format_value(self, value: Any) -> str:
        return value.isoformat() if isinstance(value, date) else str(value or "")


class NextEditionForm(forms.Form):
    """The address and the opening day of the next edition."""

    slug = forms.SlugField(
        label=gettext_lazy("Address name"),
        max_length=60,
        validators=[validate_slug_free],
        widget=UnfoldAdminTextInputWidget(attrs={"dir": "ltr"}),
        help_text=gettext_lazy("Stands in the address of its pages."),
    )
    opens_on = forms.DateField(
        label=gettext_lazy("Opens on"),
        input_formats=["%Y-%m-%d"],
        widget=DayWidget,
        help_text=gettext_lazy("The other dates keep their weekday and time of day."),
    )

    def clean_opens_on(self) -> date:
        day: date = self.cleaned_data["opens_on"]
        today = timezone.localdate()
        if not today - timedelta(days=1) <= day <= today + LONGEST_AHEAD:
            raise forms.ValidationError(_("Choose a day between today and ten years from now."))
        return day


@dataclass(frozen=True)
class MovedDate:
    """One date of the earlier edition, what becomes of it, and the holiday that it falls on."""

    name: Promise | str
    earlier: str
    later: str
    holiday: Holiday | None


@require_http_methods(["GET", "HEAD", "POST"])
def next_edition(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Show what a day makes of the dates; POST makes the draft, or only shows the dates anew."""
    user = acting_user(request)
    if not user.has_perm("contests.add_campaign"):
        raise PermissionDenied
    campaign = get_object_or_404(campaigns(), pk=campaign_id)
    if not (campaign.opens_at and campaign.closes_at):
        messages.error(request, str(CampaignRefused("no_dates")))
        return redirect("admin:desk_campaign", campaign_id=campaign.pk)
    suggested = _suggestion(campaign, campaign.opens_at)
    form = NextEditionForm(request.POST or None, initial=suggested)
    opens_on = suggested["opens_on"]
    if request.method == "POST" and form.is_valid():
        opens_on = form.cleaned_data["opens_on"]
        if "create" in request.POST:
            try:
                draft = prepare_next_edition(
                    campaign_id=campaign.pk,
                    slug=form.cleaned_data["slug"],
                    opens_on=opens_on,
                    by=user,
                    at=database_now(),
                )
            except CampaignRefused as refused:
                form.add_error(_FIELD_OF.get(refused.code), str(refused))
            else:
                messages.success(request, _("The draft of the next edition is ready."))
                return redirect("admin:desk_campaign", campaign_id=draft.pk)
    move = Move(campaign.opens_at, campaign.closes_at, opens_on, campaign.zone)
    context = {
        **page_context(request, campaign),
        "subtitle": _("Next edition"),
        "form": form,
        "dates": list(_moved_dates(campaign, move)),
        "zone": zone_name(campaign.zone, move.opening()),
    }
    return TemplateResponse(request, "desk/next_edition.html", context)


_FIELD_OF = {"slug_taken": "slug", "opens_in_the_past": "opens_on"}


def _suggestion(campaign: Campaign, opened_at: datetime) -> dict[str, Any]:
    opens_on = same_weekday_next_year(
        opened_at, zone=campaign.zone, after=timezone.now().astimezone(campaign.zone).date()
    )
    stem = campaign.slug.rstrip("-0123456789") or campaign.slug
    return {"slug": slugify(f"{stem[:55]}-{opens_on.year}"), "opens_on": opens_on}


def _moved_dates(campaign: Campaign, move: Move) -> Iterator[MovedDate]:
    for field, name in DATE_NAMES.items():
        moment = getattr(campaign, field)
        if moment:
            later = move.opening() if field == "opens_at" else move.later(moment)
            yield _moved_date(name, moment, later, campaign)
    rounds = Round.objects.filter(category__campaign=campaign).select_related("category")
    for one in rounds.order_by("category__order", "category_id", "order"):
        closing = _("%(round)s closes") % {"round": one}
        yield _moved_date(closing, one.closes_at, move.later(one.closes_at), campaign)


def _moved_date(
    name: Promise | str, earlier: datetime, later: datetime, campaign: Campaign
) -> MovedDate:
    return MovedDate(
        name=name,
        earlier=weekday_and_time(earlier, campaign.zone),
        later=weekday_and_time(later, campaign.zone),
        holiday=holiday_on(later, zone=campaign.zone),
    )
