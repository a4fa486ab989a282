"""Which videos won."""

from __future__ import annotations

from results.reading import announced_awards
from website.known_campaigns import noted
from website.pages.campaign import Standpoint


def winner_ids(view: Standpoint) -> frozenset[int]:
    """The entries that won something, once that is announced."""
    if not view.has_winners:
        return frozenset()
    return noted(view.campaign, "winners", lambda: _winner_ids(view))


def _winner_ids(view: Standpoint) -> frozenset[int]:
    awards = announced_awards(at=view.at).filter(announcement__campaign=view.campaign)
    return frozenset(awards.filter(entry__isnull=False).values_list("entry", flat=True).distinct())
