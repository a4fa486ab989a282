"""Old last readings of a category, and a person's word that they may decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from babel.dates import format_timedelta
from django import forms
from django.contrib import admin, messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin
from unfold.decorators import display

from accounts.acting import acting_user
from accounts.clock import database_now
from contests.admin.in_reach import InReachMixin
from contests.models import Category
from contests.phases import Phase
from contests.wording import day_and_time, locale
from metrics.models import StaleAcceptance
from metrics.refusal import MetricsRefused
from metrics.staleness import (
    Staleness,
    StaleVideo,
    accept_stale_readings,
    stale_videos,
    staleness_of,
)

PER_PAGE = 50
SALT = "metrics.stale"


class AcceptForm(forms.Form):
    """What the person saw, sealed, and why it may decide."""

    seen = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Why may these readings decide?"),
        # An empty one is refused by the verb, in its words.
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


@dataclass(frozen=True)
class Line:
    """One entry of the list."""

    video: StaleVideo
    read: str
    age: str


@admin.register(StaleAcceptance)
class StaleAcceptanceAdmin(InReachMixin, ModelAdmin):
    """What was accepted, by whom and why; and the page of each category that accepts."""

    campaign_path = "category__campaign"
    list_display = ("category", "campaign", "count", "oldest", "accepted_by", "moment")
    list_select_related = ("category__campaign", "accepted_by")
    list_filter = ("category__campaign",)
    list_per_page = 50
    fields = ("category", "count", "oldest", "reason", "accepted_by", "moment")
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(self.category_view)
        return [
            path("category/<int:category_id>/", page, name="metrics_stale"),
            *super().get_urls(),
        ]

    def category_view(self, request: HttpRequest, category_id: int) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts}
        return stale_page(request, category_id, site_context=context)

    @display(description=gettext_lazy("campaign"))
    def campaign(self, word: StaleAcceptance) -> str:
        return str(word.category.campaign)

    @display(description=gettext_lazy("oldest reading"))
    def oldest(self, word: StaleAcceptance) -> str:
        if word.oldest_at is None:
            return _("no reading")
        return day_and_time(word.oldest_at, word.category.campaign.zone)

    @display(description=gettext_lazy("accepted"), ordering="accepted_at")
    def moment(self, word: StaleAcceptance) -> str:
        return day_and_time(word.accepted_at, word.category.campaign.zone)


def stale_page(
    request: HttpRequest, category_id: int, *, site_context: dict[str, Any]
) -> HttpResponse:
    """Show the entries whose deciding reading is old; on POST accept what was shown."""
    if not request.user.has_perm("metrics.view_staleacceptance"):
        raise PermissionDenied
    may_accept = request.user.has_perm("metrics.add_staleacceptance")
    category = get_object_or_404(Category.objects.select_related("campaign"), pk=category_id)
    form = None
    if request.method == "POST":
        if not may_accept:
            raise PermissionDenied
        form = AcceptForm(request.POST)
        if form.is_valid() and _accept(request, category, form):
            messages.success(request, _("Accepted. Old readings block no more."))
            return redirect(request.path)
    staleness = staleness_of(category)
    page = Paginator(range(staleness.count), PER_PAGE).get_page(request.GET.get("page"))
    is_under_review = category.campaign.phase(at=timezone.now()) is Phase.REVIEW
    context = {
        **site_context,
        "title": _("Old last readings"),
        "category": category,
        "campaign": category.campaign,
        "staleness": staleness,
        "limit": _moment(category, staleness.limit_at),
        "oldest": _moment(category, staleness.oldest_at),
        "accepted": _moment(
            category, staleness.accepted.accepted_at if staleness.accepted else None
        ),
        "is_under_review": is_under_review,
        "page": page,
        "lines": _lines(category, page.start_index() - 1, page.end_index()),
        "form": _again(form, staleness) if may_accept and is_under_review else None,
    }
    return TemplateResponse(request, "admin/metrics/stale.html", context)


def _accept(request: HttpRequest, category: Category, form: AcceptForm) -> bool:
    """Accept what the page showed; False, with the refusal in the form, where it may not be."""
    try:
        count, oldest = signing.loads(form.cleaned_data["seen"], salt=SALT)
        accept_stale_readings(
            category_id=category.pk,
            count=count,
            oldest_at=datetime.fromisoformat(oldest) if oldest else None,
            reason=form.cleaned_data["reason"],
            by=acting_user(request),
            at=database_now(),
        )
    except signing.BadSignature:
        form.add_error(None, MetricsRefused("stale_changed").message)
    except MetricsRefused as refused:
        field = "reason" if refused.code == "accept_reason_missing" else None
        form.add_error(field, refused.message)
    return form.is_valid()


def _again(form: AcceptForm | None, staleness: Staleness) -> AcceptForm:
    """A form about what the page shows now; what was typed stays."""
    oldest = staleness.oldest_at and staleness.oldest_at.isoformat()
    seen = signing.dumps([staleness.count, oldest], salt=SALT)
    if form is None:
        return AcceptForm(initial={"seen": seen})
    form.data = {**form.cleaned_data, "seen": seen}
    return form


def _lines(category: Category, start: int, stop: int) -> list[Line]:
    campaign = category.campaign
    if stop <= 0 or campaign.closes_at is None:
        return []
    return [
        Line(
            video,
            _moment(category, video.read_at),
            _age(campaign.closes_at - video.read_at) if video.read_at else "",
        )
        for video in stale_videos(category, start=max(start, 0), stop=stop)
    ]


def _age(age: timedelta) -> str:
    """Rounded to hours, or to days from two on."""
    unit: Literal["day", "hour"] = "day" if age >= timedelta(days=2) else "hour"
    # The threshold keeps Babel from turning 26 hours into a day.
    return str(format_timedelta(age, granularity=unit, threshold=10_000, locale=locale()))


def _moment(category: Category, moment: datetime | None) -> str:
    return day_and_time(moment, category.campaign.zone) if moment else ""
