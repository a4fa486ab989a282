"""The audit log, to be read by auditors and changed by nobody."""

from __future__ import annotations

from datetime import UTC

from auditlog.filters import CIDFilter, ResourceTypeFilter
from auditlog.models import LogEntry
from auditlog.render import get_field_verbose_name, render_logentry_changes_html
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.acting import acting_user
from accounts.admin import ReadOnlyAdmin
from desk.admin.hidden_log import without_scores
from judging.visibility import campaigns_hidden_from

admin.site.unregister(LogEntry)


@admin.register(LogEntry)
class AuditLogAdmin(ReadOnlyAdmin):
    """Who changed what, when and from which address."""

    list_display = ("when", "person", "what", "action", "fields_in_short", "remote_addr")
    list_select_related = ("content_type", "actor")
    list_filter = ("action", ResourceTypeFilter, CIDFilter)
    list_per_page = 50
    # Counting a log of millions for each page would be its slowest query.
    show_full_result_count = False
    search_fields = ("object_repr", "actor__email", "actor_email", "object_pk")
    date_hierarchy = "timestamp"
    fields = ("when", "person", "remote_addr", "what", "action", "changes_in_full")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[LogEntry]:
        """Without what would tell staff who judge what others gave."""
        hidden = campaigns_hidden_from(acting_user(request), at=timezone.now())
        return without_scores(super().get_queryset(request), hidden=hidden)

    @display(description=_("when (UTC)"), ordering="timestamp")
    def when(self, entry: LogEntry) -> str:
        return f"{entry.timestamp.astimezone(UTC):%Y-%m-%d %H:%M:%S}"

    @display(description=_("person"), ordering="actor")
    def person(self, entry: LogEntry) -> str:
        return str(entry.actor or entry.actor_email or _("the system"))

    @display(description=_("what"), ordering="object_repr")
    def what(self, entry: LogEntry) -> SafeString:
        label, model = entry.content_type.app_label, entry.content_type.model
        try:
            url = reverse(f"admin:{label}_{model}_change", args=[entry.object_pk])
        except NoReverseMatch:
            return format_html("{} · <bdi>{}</bdi>", entry.content_type.name, entry.object_repr)
        return format_html(
            '<a href="{}">{} · <bdi>{}</bdi></a>', url, entry.content_type.name, entry.object_repr
        )

    @display(description=_("changed"))
    def fields_in_short(self, entry: LogEntry) -> str:
        if entry.action != LogEntry.Action.UPDATE:
            return ""
        names = (get_field_verbose_name(entry, field) for field in entry.changes_dict)
        return Truncator(", ".join(names)).chars(80)

    @display(description=_("changes"))
    def changes_in_full(self, entry: LogEntry) -> SafeString:
        return format_html("{}", render_logentry_changes_html(entry))

    def has_view_permission(self, request: HttpRequest, obj: LogEntry | None = None) -> bool:
        return request.user.has_perm("auditlog.view_logentry")
