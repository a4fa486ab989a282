"""The private links to a campaign's preview, for the page of its announcement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django import template
from django.conf import settings
from django.template.context import Context
from django.utils import timezone

from contests.models import Campaign
from contests.wording import day_and_time
from results.locking import refusal_at
from results.models import PreviewLink
from results.preview_link_form import PreviewLinkForm
from results.sharing import preview_path

register = template.Library()


@dataclass(frozen=True)
class ShownLink:
    """A link as staff see it; its address is for those who may make links."""

    link: PreviewLink
    at: datetime
    shows_address: bool

    @property
    def works(self) -> bool:
        return self.link.works(at=self.at)

    @property
    def address(self) -> str:
        if not (self.shows_address and self.works):
            return ""
        return f"{settings.SITE_URL}{preview_path(self.link)}"

    @property
    def until(self) -> str:
        return day_and_time(self.link.expires_at, self.link.campaign.zone)

    @property
    def withdrawn(self) -> str:
        """When it was withdrawn; empty if it was not."""
        revoked_at = self.link.revoked_at
        return day_and_time(revoked_at, self.link.campaign.zone) if revoked_at else ""


@dataclass(frozen=True)
class PreviewLinks:
    """Those of a campaign, the newest first, and the form for one more, where one can be made."""

    shown: list[ShownLink]
    form: PreviewLinkForm | None
    may_withdraw: bool

    def __bool__(self) -> bool:
        return bool(self.shown or self.form)


@register.simple_tag(takes_context=True)
def preview_links(context: Context, campaign: Campaign) -> PreviewLinks | None:
    """The links of a campaign, as far as the reader may see them; None for a showcase."""
    user, at = context["request"].user, timezone.now()
    may_add = user.has_perm("results.add_previewlink", campaign)
    if campaign.is_showcase or not (may_add or user.has_perm("results.view_previewlink", campaign)):
        return None
    links = PreviewLink.objects.filter(campaign=campaign).select_related("created_by", "campaign")
    return PreviewLinks(
        shown=[ShownLink(link, at, may_add) for link in links],
        form=PreviewLinkForm() if may_add and refusal_at(campaign, at=at) is None else None,
        may_withdraw=may_add,
    )
