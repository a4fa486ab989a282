"""Claim links: what staff send to the owners of imported accounts, on the platform itself."""

from __future__ import annotations

import csv
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import action, display

from accounts.acting import acting_user
from accounts.clock import database_now
from contests.admin.in_reach import InReachMixin
from contests.wording import day_and_time
from entries.admin.records import ReadOnlyMixin
from entries.claiming import claim_path, renew_claim_link
from entries.models import ClaimLink
from entries.refusal import EntryRefused

STATES = {
    "good": _("can be used"),
    "used": _("used"),
    "expired": _("expired"),
}


def full_address(link: ClaimLink) -> str:
    """The address to send, in the first language of the campaign."""
    with translation.override(link.campaign.languages[0] if link.campaign.languages else None):
        return f"{settings.SITE_URL}{claim_path(link)}"


def state_of(link: ClaimLink) -> str:
    if link.used_at is not None:
        return "used"
    return "good" if link.expires_at > timezone.now() else "expired"


@admin.register(ClaimLink)
class ClaimLinkAdmin(InReachMixin, ReadOnlyMixin, ModelAdmin):
    """Made when a creator is shortlisted; whoever may make them may read their addresses."""

    campaign_path = "campaign"
    list_display = ("account", "campaign", "state", "good_until", "address")
    list_filter = ("campaign",)
    list_select_related = ("campaign", "creator")
    list_per_page = 50
    search_fields = ("creator__handle",)
    fields = ("account", "campaign", "state", "good_until", "address", "created_by", "used_by")
    readonly_fields = fields
    actions = None
    actions_list = ("download",)
    actions_detail = ("renew",)

    def has_send_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("entries.add_claimlink")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ClaimLink]:
        links: QuerySet[ClaimLink] = super().get_queryset(request)
        return links.select_related("campaign", "creator")

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        return self._without_address(request, self.list_display)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return self._without_address(request, self.fields)

    def _without_address(self, request: HttpRequest, names: tuple[str, ...]) -> tuple[str, ...]:
        """The address takes an account over: only those who send it read it."""
        if self.has_send_permission(request):
            return names
        return tuple(name for name in names if name != "address")

    @action(description=_("Download as CSV"), permissions=["send"], icon="download")
    def download(self, request: HttpRequest) -> HttpResponse:
        """The links that can be used, to be sent account by account."""
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="claim-links.csv"'
        response.write("\ufeff")  # without it spreadsheets take UTF-8 for something else
        rows = csv.writer(response)
        rows.writerow(
            [gettext("campaign"), gettext("platform"), gettext("account"), gettext("claim link")]
        )
        good = self.get_queryset(request).filter(used_at=None, expires_at__gt=timezone.now())
        for link in good.order_by("campaign", "creator__handle"):
            creator = link.creator
            # A handle never begins with a sign that a spreadsheet would calculate.
            account = f"{creator.handle} (@)" if creator.handle[0] in "-._" else creator.handle
            rows.writerow(
                [link.campaign.slug, creator.get_platform_display(), account, full_address(link)]
            )
        return response

    @action(description=_("Make the link anew"), url_path="renew", permissions=["send"])
    def renew(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask first: the link that was sent works no longer afterwards."""
        link = get_object_or_404(self.get_queryset(request), pk=unquote(object_id))
        if request.method != "POST":
            context = {
                **self.admin_site.each_context(request),
                "title": _("Make the link anew"),
                "opts": self.opts,
                "link": link,
            }
            return TemplateResponse(request, "admin/entries/renew_claim_link.html", context)
        try:
            renew_claim_link(link_id=link.pk, by=acting_user(request), at=database_now())
        except EntryRefused as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, _("The link is new. The one before works no longer."))
        return redirect("admin:entries_claimlink_change", link.pk)

    @display(description=_("account"), ordering="creator__handle")
    def account(self, link: ClaimLink) -> SafeString:
        return format_html(
            "<bdi>@{}</bdi> · {}", link.creator.handle, link.creator.get_platform_display()
        )

    @display(
        description=_("state"), label={"good": "success", "used": "info", "expired": "warning"}
    )
    def state(self, link: ClaimLink) -> tuple[str, Any]:
        state = state_of(link)
        return state, STATES[state]

    @display(description=_("good until"), ordering="expires_at")
    def good_until(self, link: ClaimLink) -> str:
        return day_and_time(link.expires_at, link.campaign.zone)

    @display(description=_("claim link"))
    def address(self, link: ClaimLink) -> str | SafeString:
        if state_of(link) != "good":
            return "–"
        return format_html('<bdi dir="ltr">{}</bdi>', full_address(link))
