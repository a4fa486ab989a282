"""For newspapers and stations: press releases, and what they can take with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import Http404
from django.utils.translation import get_language

from contests.models import Partnership
from metrics.reported import ReportedFigure, reported_figures
from partners.models import Quote
from results.models import Announcement, PressRelease
from results.press_pictures import PictureGroup, picture_groups
from website.pages.campaign import Standpoint

Kind = PressRelease.Kind


@dataclass(frozen=True)
class PressPage:
    """The press page of a campaign: what was told, and what can be downloaded."""

    standpoint: Standpoint
    releases: list[PressRelease]
    pictures: list[PictureGroup]
    quotes: list[Quote]
    figures: list[ReportedFigure]
    organisers: list[Partnership]
    contact: str


@dataclass(frozen=True)
class ReleasePage:
    """One press release.

    newest: the announcement that stands now, where it is not the one that this release tells of;
    is_preview: staff look at it before it is published.
    """

    standpoint: Standpoint
    release: PressRelease
    newest: Announcement | None = None
    is_preview: bool = False
    contact: str = ""

    @property
    def is_replaced(self) -> bool:
        return self.newest is not None

    @property
    def day(self) -> datetime:
        """When it was published; in a preview, now."""
        return self.release.published_at or self.standpoint.at


class WithdrawnRelease(Exception):  # noqa: N818 - an answer, not an error
    """The release was public and is not any more."""

    def __init__(self, withdrawn_at: datetime) -> None:
        self.withdrawn_at = withdrawn_at
        super().__init__()


def press_page(view: Standpoint) -> PressPage:
    """All of it, in a number of queries that does not depend on how much there is."""
    campaign = view.campaign
    public = PressRelease.objects.public(at=view.at).filter(campaign=campaign)
    organisers = campaign.partnerships.filter(role=Partnership.Role.ORGANISER)
    return PressPage(
        standpoint=view,
        releases=list(public.order_by("-published_at", "-pk")),
        pictures=picture_groups(campaign, language=_language(), at=view.at),
        quotes=list(campaign.quotes.select_related("partner").order_by("pk")),
        figures=reported_figures(campaign, at=view.at),
        organisers=list(organisers.select_related("partner")),
        contact=settings.PRESS_EMAIL,
    )


def release_page(view: Standpoint, *, release_id: int) -> ReleasePage:
    """A public release; 404 where there is none. Raises WithdrawnRelease where there was one."""
    release = public_release(view, release_id=release_id)
    newest = None
    if release.announcement_id is not None:
        newest = view.campaign.announcements.order_by("-number").first()
    return ReleasePage(
        standpoint=view,
        release=release,
        newest=newest if newest and newest.pk != release.announcement_id else None,
        contact=settings.PRESS_EMAIL,
    )


def public_release(view: Standpoint, *, release_id: int) -> PressRelease:
    """See `release_page`."""
    releases = PressRelease.objects.filter(campaign=view.campaign, pk=release_id)
    release = releases.public(at=view.at).select_related("announcement").first()
    if release is not None:
        release.campaign = view.campaign
        return release
    withdrawn = releases.filter(published_at__isnull=False, withdrawn_at__isnull=False).first()
    if withdrawn is not None and withdrawn.withdrawn_at is not None:
        raise WithdrawnRelease(withdrawn.withdrawn_at)
    raise Http404


def release_preview(view: Standpoint, release: PressRelease) -> ReleasePage:
    """The same page before it is published; who may look, results.press_access says."""
    return ReleasePage(
        standpoint=view, release=release, is_preview=True, contact=settings.PRESS_EMAIL
    )


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
