"""Who won, and why; as it was announced, and as it was corrected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404

from results.models import Announcement, Correction, Evidence
from results.reading import CategoryAwards, announcements_of, awards_in
from website.pages.campaign import PartnerGroup, Standpoint, partner_groups


@dataclass(frozen=True)
class WinnersPage:
    """All winners of a campaign, as one announcement named them.

    announcement: None in a preview; history: all announcements, the newest first; correction: what
    tells why this one replaces the one before; sha256: of the evidence file, empty without one.
    """

    standpoint: Standpoint
    categories: list[CategoryAwards]
    partner_groups: list[PartnerGroup]
    announced_at: datetime
    announcement: Announcement | None = None
    history: tuple[Announcement, ...] = ()
    correction: Announcement | Correction | None = None
    corrected_at: datetime | None = None
    sha256: str = ""

    @property
    def count(self) -> int:
        return sum(len(group.winners) for group in self.categories)

    @property
    def is_replaced(self) -> bool:
        """Whether a later announcement has corrected this one."""
        return self.announcement is not None and self.announcement != self.history[0]

    @property
    def newest(self) -> Announcement:
        return self.history[0]


def winners_page(view: Standpoint, *, number: int | None = None) -> WinnersPage:
    """The winners of the newest announcement, or of an earlier one; 404 until there is one."""
    announcement, history = announcement_or_404(view, number=number)
    is_correction = announcement.number > 1
    return WinnersPage(
        standpoint=view,
        categories=awards_in(announcement),
        partner_groups=partner_groups(view.campaign),
        announced_at=history[-1].announced_at,
        announcement=announcement,
        history=tuple(history),
        correction=announcement if is_correction else None,
        corrected_at=announcement.announced_at if is_correction else None,
        sha256=sha256_of(announcement),
    )


def announcement_or_404(
    view: Standpoint, *, number: int | None = None
) -> tuple[Announcement, list[Announcement]]:
    """The newest announcement or that of a number, and all of them, the newest first."""
    history = announcements_of(view.campaign, at=view.at) if view.has_winners else []
    found = [one for one in history if number in (None, one.number)]
    if not found:
        raise Http404
    return found[0], history


def sha256_of(announcement: Announcement) -> str:
    """The digest of an announcement's evidence file; empty where there is none."""
    try:
        return announcement.evidence.sha256
    except Evidence.DoesNotExist:
        return ""
