"""Who was put forward, by category. In the order of the names: it tells nobody's rank."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404

from contests.models import Category
from entries.models import Entry
from judging.visibility import sees_scores
from results.models import Shortlist, ShortlistItem
from results.models.shortlist import ShortlistQuerySet
from results.reading import announced_awards
from website.pages.campaign import Standpoint


@dataclass(frozen=True)
class ShortlistGroup:
    """One category with the entries put forward in it, in the order of their handles.

    public_from: None while it is public already, or kept internal.
    """

    shortlist: Shortlist
    entries: list[Entry]
    is_public: bool
    public_from: datetime | None

    @property
    def category(self) -> Category:
        return self.shortlist.category


@dataclass(frozen=True)
class ShortlistPage:
    """The shortlists of a campaign.

    winner_ids: entries that won something, once that is announced; `is_preview`: something that the
    public does not see yet.
    """

    standpoint: Standpoint
    groups: list[ShortlistGroup]
    winner_ids: frozenset[int] = frozenset()

    @property
    def is_preview(self) -> bool:
        return not all(group.is_public for group in self.groups)

    @property
    def count(self) -> int:
        """How many videos, each once."""
        return len({entry.pk for group in self.groups for entry in group.entries})


def shortlist_page(view: Standpoint, *, user: Any, previews: bool = False) -> ShortlistPage:
    """The published shortlists, for staff who may see standings the confirmed ones too; else 404.

    previews: for whoever looks through a private link: those that the public will see, too. Who
    has left the contest is left out, and a category of which nobody is left.
    """
    public = {one.pk: one for one in _of(view, Shortlist.objects.public(at=view.at))}
    if previews:
        seen: Iterable[Shortlist] = _of(view, to_be_public())
    elif _sees_before(view, user):
        seen = _of(view, Shortlist.objects.all())
    else:
        seen = public.values()
    by_shortlist = _entries(view, seen)
    groups = [
        ShortlistGroup(
            shortlist=one,
            entries=by_shortlist[one.pk],
            is_public=one.pk in public,
            public_from=None if one.pk in public else one.published_at,
        )
        for one in seen
        if by_shortlist[one.pk]
    ]
    if not groups:
        raise Http404
    return ShortlistPage(standpoint=view, groups=groups, winner_ids=_winner_ids(view))


def _winner_ids(view: Standpoint) -> frozenset[int]:
    """Nobody in a preview: what is drafted is told on the page of the winners only."""
    if not view.has_winners:
        return frozenset()
    awards = announced_awards(at=view.at).filter(announcement__campaign=view.campaign)
    return frozenset(awards.filter(entry__isnull=False).values_list("entry", flat=True))


def to_be_public() -> ShortlistQuerySet:
    """Shortlists that are public or have their time; the others are kept internal."""
    return Shortlist.objects.filter(published_at__isnull=False)


def _sees_before(view: Standpoint, user: Any) -> bool:
    """Staff who may see live standings, unless they judge here; nothing can change once announced.

    What was kept internal until then stays so.
    """
    if view.has_winners or not user.has_perm("results.view_standings", view.campaign):
        return False
    return sees_scores(user, campaign=view.campaign, at=view.at)


def _of(view: Standpoint, shortlists: ShortlistQuerySet) -> list[Shortlist]:
    found = shortlists.filter(category__campaign=view.campaign).select_related("category")
    return list(found.order_by("category__order", "category"))


def _entries(view: Standpoint, shortlists: Iterable[Shortlist]) -> dict[int, list[Entry]]:
    """By shortlist the accepted entries, in the order of their handles."""
    items = ShortlistItem.objects.filter(
        shortlist__in=[one.pk for one in shortlists],
        entry__in=Entry.objects.accepted().filter(campaign=view.campaign),
    ).select_related("entry__creator", "entry__institution")
    found: defaultdict[int, list[Entry]] = defaultdict(list)
    for item in sorted(items, key=lambda one: (one.entry.creator.handle.casefold(), one.entry_id)):
        found[item.shortlist_id].append(item.entry)
    return found
