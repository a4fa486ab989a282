"""What was decided and announced, to look at; and where the pages of results are mounted."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from accounts.acting import acting_user
from contests.admin.in_reach import InReachMixin
from contests.wording import day_and_time
from judging.visibility import campaigns_hidden_from
from results.admin.announce_page import announce_page
from results.admin.correction_page import correction_page
from results.admin.plan_page import plan_page
from results.admin.press_page import press_page, press_release_page
from results.admin.preview_links import preview_links_page
from results.admin.promises_page import promises_page
from results.admin.standings_page import standings_page
from results.admin.winners_page import winners_page
from results.models import Announcement, Award, Evidence, Standing


class RecordAdmin(ModelAdmin):
    """Rows that are written by verbs: nobody adds, changes or deletes them here."""

    actions = None
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Announcement)
class AnnouncementAdmin(InReachMixin, RecordAdmin):
    """Announcements, and the pages that lead to one."""

    campaign_path = "campaign"
    list_display = ("campaign", "number", "moment", "announced_by", "short_digest")
    list_select_related = ("campaign", "announced_by")
    fields = ("campaign", "number", "moment", "announced_by", "digest", "evidence_file")

    def get_urls(self) -> list[URLPattern]:
        pages = (
            ("promises", promises_page),
            ("plan", plan_page),
            ("standings", standings_page),
            ("winners", winners_page),
            ("announce", announce_page),
            ("correction", correction_page),
            ("preview_links", preview_links_page),
            ("press", press_page),
        )
        return [
            path(
                f"campaign/<int:campaign_id>/{name}/",
                self.admin_site.admin_view(view),
                name=f"results_{name}",
            )
            for name, view in pages
        ] + [
            path(
                "campaign/<int:campaign_id>/press/<int:release_id>/",
                self.admin_site.admin_view(press_release_page),
                name="results_press_release",
            ),
            *super().get_urls(),
        ]

    @admin.display(description=_("announced"), ordering="announced_at")
    def moment(self, announcement: Announcement) -> str:
        return day_and_time(announcement.announced_at, announcement.campaign.zone)

    @admin.display(description=_("digest of the results"))
    def short_digest(self, announcement: Announcement) -> str:
        return f"{announcement.digest[:12]}…"

    @admin.display(description=_("evidence"))
    def evidence_file(self, announcement: Announcement) -> str:
        return download_link(announcement.evidence)


@admin.register(Award)
class AwardAdmin(InReachMixin, RecordAdmin):
    """Drafted and announced awards; drafts are changed on the winners' page of the campaign."""

    campaign_path = "prize__category__campaign"
    list_display = ("winner", "campaign", "category", "prize", "slot", "state")
    list_select_related = ("creator", "prize__category__campaign", "announcement__campaign")
    list_filter = ("prize__category__campaign",)
    search_fields = ("creator__handle",)
    fields = ("winner", "campaign", "category", "prize", "slot", "entry", "state", "edit")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Award]:
        """Without the drafts of campaigns whose ranks are hidden from who looks."""
        hidden = campaigns_hidden_from(acting_user(request), at=timezone.now())
        return super().get_queryset(request).exclude(prize__category__campaign__in=hidden)

    def get_fields(self, request: HttpRequest, obj: Award | None = None) -> Any:
        languages = obj.prize.category.campaign.languages if obj else []
        return [*self.fields, *(f"citation_{code}" for code in languages)]

    @admin.display(description=_("winner"), ordering="creator__handle")
    def winner(self, award: Award) -> str:
        return format_html("<bdi>{}</bdi>", award.creator)

    @admin.display(description=_("campaign"))
    def campaign(self, award: Award) -> str:
        return str(award.prize.category.campaign)

    @admin.display(description=_("category"))
    def category(self, award: Award) -> str:
        return str(award.prize.category)

    @admin.display(description=_("state"))
    def state(self, award: Award) -> str:
        return str(_("announced") if award.announcement_id else _("draft"))

    @admin.display(description=_("where it is decided"))
    def edit(self, award: Award) -> str:
        url = reverse("admin:results_winners", args=[award.prize.category.campaign_id])
        return format_html('<a href="{}">{}</a>', url, _("Winners of the campaign"))


@admin.register(Standing)
class StandingAdmin(InReachMixin, RecordAdmin):
    """Standings as they were frozen by announcements."""

    campaign_path = "announcement__campaign"
    list_display = ("rank", "who", "category", "announcement")
    list_select_related = ("creator", "category", "announcement__campaign")
    list_filter = ("announcement__campaign", "category__method")
    search_fields = ("creator__handle",)
    fields = ("announcement", "category", "rank", "who", "entry", "figures")

    @admin.display(description=_("creator"), ordering="creator__handle")
    def who(self, standing: Standing) -> str:
        return format_html("<bdi>{}</bdi>", standing.creator)


@admin.register(Evidence)
class EvidenceAdmin(InReachMixin, RecordAdmin):
    """Evidence files: the bytes whose digest was published."""

    campaign_path = "announcement__campaign"
    list_display = ("announcement", "short_digest", "file")
    list_select_related = ("announcement__campaign",)
    fields = ("announcement", "sha256", "file")

    def get_urls(self) -> list[URLPattern]:
        return [
            path(
                "<int:evidence_id>/download/",
                self.admin_site.admin_view(self.download),
                name="results_evidence_download",
            ),
            *super().get_urls(),
        ]

    def download(self, request: HttpRequest, evidence_id: int) -> HttpResponse:
        """The file itself: `sha256sum` of it is the digest."""
        if not request.user.has_perm("results.view_evidence"):
            raise PermissionDenied
        evidence = get_object_or_404(
            Evidence.objects.select_related("announcement__campaign"), pk=evidence_id
        )
        about = evidence.announcement
        response = HttpResponse(evidence.body.encode(), content_type="application/json")
        name = f"evidence-{about.campaign.slug}-{about.number}.json"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    @admin.display(description="SHA-256")
    def short_digest(self, evidence: Evidence) -> str:
        return f"{evidence.sha256[:12]}…"

    @admin.display(description=_("file"))
    def file(self, evidence: Evidence) -> str:
        return download_link(evidence)


def download_link(evidence: Evidence) -> str:
    url = reverse("admin:results_evidence_download", args=[evidence.pk])
    return format_html('<a href="{}">{}</a>', url, _("Download"))
