"""Who leads where views decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.http import Http404

from contests.models import Category
from metrics.leaderboards import BoardRow, Place, board_of, fill
from website.pages.campaign import Standpoint

PER_PAGE = 50


@dataclass(frozen=True)
class LeaderboardPage:
    """A part of the board of a category that views decide, as it stands."""

    standpoint: Standpoint
    category: Category
    page: Page[Place]
    rows: list[BoardRow]

    @property
    def oldest_reading(self) -> datetime | None:
        """How old the figures on this page are at most; None on an empty board."""
        return min((row.place.read_at for row in self.rows), default=None)


def leaderboard_page(view: Standpoint, *, category_slug: str, page: str | None) -> LeaderboardPage:
    """The board of a views category; 404 for a jury's."""
    category = view.campaign.categories.filter(slug=category_slug).first()
    if category is None or not category.by_views:
        raise Http404
    # Every page belongs to the same campaign: its dates are known already.
    category.campaign = view.campaign
    places: Sequence[Place] = board_of(category)
    shown = Paginator(places, PER_PAGE).get_page(page)
    return LeaderboardPage(
        standpoint=view, category=category, page=shown, rows=fill(list(shown.object_list))
    )
