"""The list of entries, and one entry with its history."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import action, display

from accounts.acting import acting_user
from accounts.clock import database_now
from contests.admin.in_reach import InReachMixin
from contests.campaign_time import CampaignTimeMixin
from contests.wording import day_and_time
from entries.admin.decision_form import DecisionForm, carry_out, possible_verbs
from entries.admin.override_page import override_page
from entries.admin.ownership import attest_url
from entries.admin.queue import queue_urls
from entries.admin.records import CheckInline, ConsentInline, DecisionInline
from entries.checking import check_entries
from entries.links import LinkRefused, parse_video_link
from entries.models import Entry
from entries.moderation import last_decision
from entries.word_of_staff import correct_entry

STATUS_COLOURS = {
    "unconfirmed": "default",
    Entry.Status.RECEIVED: "info",
    Entry.Status.ACCEPTED: "success",
    Entry.Status.REJECTED: "danger",
    Entry.Status.DISQUALIFIED: "danger",
    Entry.Status.WITHDRAWN: "warning",
}
# As Unfold dresses the links of read-only fields.
LINK_CLASSES = "text-primary-600 dark:text-primary-500"


@admin.register(Entry)
class EntryAdmin(InReachMixin, CampaignTimeMixin, ModelAdmin):
    """Entries come by the form or an import and are never deleted; decisions have a page."""

    campaign_path = "campaign"
    list_display = ("account", "campaign", "platform", "state", "received", "source")
    list_filter = (
        "campaign",
        "status",
        "platform",
        "source",
        ("confirmed_at", admin.EmptyFieldListFilter),
    )
    list_select_related = ("campaign", "creator")
    list_per_page = 50
    search_fields = ("creator__handle", "video_id", "submitted_by__email")
    search_help_text = _("Handle, video id, e-mail address or any link of the video")
    autocomplete_fields = ("institution", "joint_creators")
    inlines = (DecisionInline, CheckInline, ConsentInline)
    readonly_fields = (
        "campaign",
        "link",
        "shown_creator",
        "shown_state",
        "status_reason",
        "source",
        "submitted_by",
        "received",
        "confirmed",
        "rules_version",
    )
    fieldsets = (
        (None, {"fields": ("campaign", "link", "shown_creator", "shown_state", "status_reason")}),
        (
            _("The video"),
            {
                "fields": (
                    "caption",
                    "posted_at",
                    "seconds",
                    "language",
                    "cover",
                    "institution",
                    "joint_creators",
                )
            },
        ),
        (
            _("How it came"),
            {"fields": ("source", "submitted_by", "received", "confirmed", "rules_version")},
        ),
    )
    actions = None
    actions_list = ("waiting", "imports")
    actions_detail = ("decide", "rules", "owner")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        return False

    def has_moderate_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("entries.moderate_entry")

    def has_import_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("entries.add_videoimport")

    def save_model(self, request: HttpRequest, obj: Entry, form: Any, change: bool) -> None:
        """Write what was changed only, and let it stand against what platforms say."""
        kept_apart = {"joint_creators"}  # written by save_related
        fields = sorted(set(form.changed_data) - kept_apart)
        correct_entry(entry=obj, fields=fields, by=acting_user(request), at=database_now())

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        entry = form.instance
        check_entries(campaign_id=entry.campaign_id, entry_ids=[entry.pk], at=database_now())

    def get_queryset(self, request: HttpRequest) -> QuerySet[Entry]:
        entries: QuerySet[Entry] = super().get_queryset(request)
        return entries.select_related("campaign", "creator", "submitted_by", "rules_version")

    def campaign_zone(self, request: HttpRequest, object_id: str | None) -> ZoneInfo:
        entry = super().get_object(request, unquote(object_id)) if object_id else None
        return entry.campaign.zone if entry else ZoneInfo("UTC")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Entry], search_term: str
    ) -> Any:
        """Any form of a video's link finds the video."""
        try:
            link = parse_video_link(search_term)
        except LinkRefused:
            return super().get_search_results(request, queryset, search_term.removeprefix("@"))
        return queryset.filter(platform=link.platform, video_id=link.video_id), False

    def get_urls(self) -> list[URLPattern]:
        return [*queue_urls(self), *super().get_urls()]

    @action(description=_("Decide about waiting entries"), permissions=["moderate"], icon="inbox")
    def waiting(self, request: HttpRequest) -> HttpResponse:
        return redirect("admin:entries_entry_queue")

    @action(description=_("Import videos"), permissions=["import"], icon="upload_file")
    def imports(self, request: HttpRequest) -> HttpResponse:
        return redirect("admin:entries_videoimport_changelist")

    @action(description=_("Decide"), url_path="decide", permissions=["moderate"], icon="gavel")
    def decide(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Every decision that is possible about one entry."""
        entry = get_object_or_404(self.get_queryset(request), pk=unquote(object_id))
        verbs = possible_verbs(entry, at=timezone.now())
        last = last_decision(entry)
        data = {**request.POST.dict(), "entry": entry.pk} if request.method == "POST" else None
        form = DecisionForm(data, about=entry, verbs=verbs, seen=last.pk if last else 0)
        if form.is_valid() and (done := carry_out(request, form)):
            messages.success(request, done)
            return redirect("admin:entries_entry_change", entry.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Decide"),
            "opts": self.opts,
            "entry": entry,
            "form": form,
        }
        return TemplateResponse(request, "admin/entries/decide.html", context)

    @action(description=_("Checks"), url_path="rules", permissions=["moderate"], icon="rule")
    def rules(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What the rules found, and setting one aside."""
        entry = get_object_or_404(self.get_queryset(request), pk=unquote(object_id))
        context = {**self.admin_site.each_context(request), "opts": self.opts}
        return override_page(request, entry, site_context=context)

    @action(
        description=_("Attest whose account it is"),
        url_path="owner",
        permissions=["moderate"],
        icon="verified_user",
    )
    def owner(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The account's page for that, which leads back here."""
        return redirect(attest_url(get_object_or_404(Entry, pk=unquote(object_id))))

    @display(description=_("account"), ordering="creator__handle", header=True)
    def account(self, entry: Entry) -> list[str | SafeString]:
        handle = format_html("<bdi>{}</bdi>", entry.creator)
        return [handle, format_html("<bdi>{}</bdi>", entry.video_id)]

    @display(description=_("link"))
    def link(self, entry: Entry) -> SafeString:
        return format_html(
            '<a class="{}" href="{}" target="_blank" rel="noopener noreferrer">'
            "<bdi>{} {}</bdi></a>",
            LINK_CLASSES,
            entry.url,
            entry.get_platform_display(),
            entry.video_id,
        )

    @display(description=_("creator"))
    def shown_creator(self, entry: Entry) -> SafeString:
        url = reverse("admin:entries_creator_change", args=[entry.creator_id])
        return format_html(
            '<a class="{}" href="{}"><bdi>{}</bdi></a>', LINK_CLASSES, url, entry.creator
        )

    @display(description=_("state"))
    def shown_state(self, entry: Entry) -> str:
        return str(self.state(entry)[1])

    @display(description=_("state"), ordering="status", label=STATUS_COLOURS)
    def state(self, entry: Entry) -> tuple[str, Any]:
        if entry.status == Entry.Status.RECEIVED and entry.confirmed_at is None:
            return "unconfirmed", _("address not confirmed")
        return entry.status, entry.get_status_display()

    @display(description=_("received"), ordering="received_at")
    def received(self, entry: Entry) -> str:
        return day_and_time(entry.received_at, entry.campaign.zone)

    @display(description=_("e-mail address confirmed"))
    def confirmed(self, entry: Entry) -> str | None:
        moment = entry.confirmed_at
        return day_and_time(moment, entry.campaign.zone) if moment else None
