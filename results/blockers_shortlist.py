"""What stands between today and the promised shortlist."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from contests.models import Campaign
from results import blockers_jury
from results.blocker import Blocker
from results.blockers import is_early
from results.models import Shortlist
from results.promises import owed_shortlists


def shortlist_blockers_of(campaign: Campaign, *, at: datetime) -> list[Blocker]:
    """The shortlists that are owed, and what judges still owe them. No standings are computed.

    Before the close nothing can be shortlisted, so that only a missing round is told.
    """
    return list(_found(campaign, at))


def _found(campaign: Campaign, at: datetime) -> Iterator[Blocker]:
    early = is_early(campaign, at=at)
    owed = owed_shortlists(campaign, at=at)
    confirmed = set(
        Shortlist.objects.filter(category__in=owed).values_list("category_id", flat=True)
    )
    for category in owed:
        category.campaign = campaign
        yield from blockers_jury.of_category(category)
        if early:
            continue
        code = "shortlist_unpublished" if category.pk in confirmed else "shortlist_unconfirmed"
        yield Blocker(code, True, ("results_standings", (campaign.pk,)), category)
        if not category.by_views:
            yield from blockers_jury.of_rounds(category, at)
