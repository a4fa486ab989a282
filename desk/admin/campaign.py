"""The campaign's admin with the desk around it.

The form belongs to contests, which knows nothing of the rooms above; the desk, which does, puts
its pages beside it.
"""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display

from contests.admin import CampaignAdmin
from contests.models import Campaign
from desk.views.campaign import campaign_desk
from desk.views.decisions import cancel, publish

admin.site.unregister(Campaign)


@admin.register(Campaign)
class CampaignWithDeskAdmin(CampaignAdmin):
    list_display = ("campaign", "phase", "opens", "closes", "winners_by", "edit")
    list_display_links = None
    actions_detail = ("open_desk", "open_rules")

    def get_urls(self) -> list[URLPattern]:
        pages = (("desk", campaign_desk), ("desk/publish", publish), ("desk/cancel", cancel))
        names = ("desk_campaign", "desk_publish", "desk_cancel")
        return [
            path(f"<int:campaign_id>/{address}/", self.admin_site.admin_view(view), name=name)
            for name, (address, view) in zip(names, pages, strict=True)
        ] + super().get_urls()

    def response_post_save_add(self, request: HttpRequest, obj: Campaign) -> HttpResponse:
        """After saving, the desk shows what is still missing."""
        return redirect("admin:desk_campaign", campaign_id=obj.pk)

    def response_post_save_change(self, request: HttpRequest, obj: Campaign) -> HttpResponse:
        return redirect("admin:desk_campaign", campaign_id=obj.pk)

    @display(description=_("campaign"), ordering="slug")
    def campaign(self, campaign: Campaign) -> SafeString:
        return format_html(
            '<a href="{}" class="desk-title">{}<bdi class="desk-hashtag">{}</bdi></a>',
            reverse("admin:desk_campaign", args=[campaign.pk]),
            campaign,
            campaign.official_hashtag,
        )

    @display(description="")
    def edit(self, campaign: Campaign) -> SafeString:
        url = reverse("admin:contests_campaign_change", args=[campaign.pk])
        return format_html('<a href="{}">{}</a>', url, _("Form"))

    @action(description=_("Campaign desk"), icon="dashboard")
    def open_desk(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return redirect("admin:desk_campaign", campaign_id=object_id)

    @action(description=_("Rules"), icon="gavel")
    def open_rules(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return redirect("admin:contests_campaign_rules", campaign_id=object_id)
