"""Who leads where views decide."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404

from contests.models import Category
from website.pages.campaign import Standpoint


@dataclass(frozen=True)
class LeaderboardPage:
    """A category that views decide, as it stands."""

    standpoint: Standpoint
    category: Category


def leaderboard_page(view: Standpoint, *, category_slug: str) -> LeaderboardPage:
    """The board of a views category; 404 for a jury's."""
    category = view.campaign.categories.filter(slug=category_slug).first()
    if category is None or not category.by_views:
        raise Http404
    return LeaderboardPage(standpoint=view, category=category)
