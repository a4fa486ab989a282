"""What stands between today and the announcement, and what is worth a look before it.

By moment: what judges owe (blockers_jury), what readings owe (blockers_views), who wins
(blockers_winners), and what the public will read (blockers_wording). Before the close, only what
can be done by then is told; who wins is not known yet. What blocks and what does not, and why:
docs/decisions/0029-promises.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from contests.models import Campaign, Category
from contests.phases import Phase
from results import blockers_jury, blockers_views, blockers_winners, blockers_wording
from results.blocker import Blocker
from results.locking import refusal_at
from results.preview import Preview, preview_of

BEFORE_THE_CLOSE = frozenset({Phase.DRAFT, Phase.COMING, Phase.OPEN})


def blockers_of(campaign: Campaign, *, at: datetime) -> list[Blocker]:
    """What stands between the campaign and its announcement; what blocks comes first.

    Before the close it is found without computing any standings.
    """
    if is_early(campaign, at=at):
        return _in_order(_early(campaign, at))
    return blockers_in(preview_of(campaign), at=at)


def blockers_in(preview: Preview, *, at: datetime) -> list[Blocker]:
    """The same for a preview that has been made already. A few queries for each category."""
    campaign = preview.campaign
    if is_early(campaign, at=at):
        return _in_order(_early(campaign, at))
    winners = blockers_winners.Facts.of(preview)
    found = [*_time(campaign, at), *blockers_winners.of_campaign(preview)]
    found += blockers_wording.of_campaign(campaign, preview.correction)
    for one in preview.categories:
        category = one.standings.category
        found += blockers_jury.of_standings(one, at)
        found += blockers_views.of_standings(one, at)
        found += blockers_winners.of_category(one, winners)
        found += blockers_wording.of_winners(one)
        found += blockers_wording.of_category(category)
    return _in_order(found)


def is_early(campaign: Campaign, *, at: datetime) -> bool:
    """Whether the close lies ahead, so that nobody can win yet."""
    return campaign.phase_under_lock(at=at) in BEFORE_THE_CLOSE


def _early(campaign: Campaign, at: datetime) -> Iterator[Blocker]:
    """What can be done before the close."""
    yield from _time(campaign, at)
    yield from blockers_wording.of_campaign(campaign)
    for category in campaign.categories.all():
        category.campaign = campaign
        yield from _of_any(category)


def _of_any(category: Category) -> Iterator[Blocker]:
    yield from blockers_jury.of_category(category)
    yield from blockers_views.of_category(category)
    yield from blockers_wording.of_category(category)


def _time(campaign: Campaign, at: datetime) -> Iterator[Blocker]:
    code = refusal_at(campaign, at=at)
    if code is not None:
        yield Blocker(code, True, ("contests_campaign_change", (campaign.pk,)))


def _in_order(found: list[Blocker] | Iterator[Blocker]) -> list[Blocker]:
    return sorted(found, key=lambda one: not one.blocks)
