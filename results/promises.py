"""The promises of campaigns: read from the database, judged by results.promise_clock.

A campaign promises its winners and, perhaps, a shortlist before; a showcase promises nothing.
The shortlist's promise is kept from the moment on at which the last owed shortlist can be read by
the public. Owed is one of each category that a jury decides, and where no jury sits, of each that
ranks videos by views. A category whose shortlist a person decided to keep internal owes none; but
where nothing at all is published, nothing is kept. An announcement does not keep it either.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from contests.models import Campaign, Category
from results.models import Shortlist, ShortlistDecision
from results.promise_clock import Kind, Promise, promise_at

Verb = ShortlistDecision.Verb


def promises_of(campaign: Campaign, *, at: datetime) -> list[Promise]:
    """What a campaign promised and how it stands, the shortlist first. Three queries at most."""
    return promises_of_many([campaign], at=at)[campaign.pk]


def promises_of_many(campaigns: Sequence[Campaign], *, at: datetime) -> Mapping[int, list[Promise]]:
    """The same for several, by their ids: two queries, and one each for categories not yet read.

    A campaign that nobody can see, a draft or a cancelled one, has promised nothing.
    """
    binding = [one for one in campaigns if is_binding(one, at=at)]
    shortlists = _shortlists_of([one for one in binding if one.shortlist_by])
    found: dict[int, list[Promise]] = {campaign.pk: [] for campaign in campaigns}
    for campaign in binding:
        zone, promises = campaign.zone, found[campaign.pk]
        if campaign.shortlist_by and owes_shortlist(campaign):
            promises.append(
                promise_at(
                    Kind.SHORTLIST,
                    due=campaign.shortlist_by,
                    fulfilled_at=shortlists.get(campaign.pk),
                    zone=zone,
                    at=at,
                )
            )
        if campaign.announce_by and not campaign.is_showcase:
            promises.append(
                promise_at(
                    Kind.WINNERS,
                    due=campaign.announce_by,
                    fulfilled_at=campaign.announced_at,
                    zone=zone,
                    at=at,
                )
            )
    return found


def is_binding(campaign: Campaign, *, at: datetime) -> bool:
    """Whether a campaign's dates are promises: the public has read them, and nobody took them back.

    A decision that is written already counts although `at` may be a little earlier.
    """
    published = campaign.published_at is not None and campaign.published_at <= at
    return published and campaign.cancelled_at is None


def owes_shortlist(campaign: Campaign) -> bool:
    return bool(owing_categories(campaign))


def owing_categories(campaign: Campaign) -> list[Category]:
    """The categories of which a promised shortlist is to come; see above."""
    possible = [one for one in campaign.categories.all() if not one.ranks_creators]
    return [one for one in possible if not one.by_views] or possible


def owed_shortlists(campaign: Campaign, *, at: datetime) -> list[Category]:
    """The categories whose promised shortlist is neither public nor set to be. Three queries."""
    decided = _published([campaign])
    internal = _kept_internal([campaign])
    published = [one for one in owing_categories(campaign) if one.pk in decided]
    owed = [one for one in owing_categories(campaign) if one.pk not in decided]
    return [one for one in owed if not published or one.pk not in internal]


def _shortlists_of(campaigns: Sequence[Campaign]) -> Mapping[int, datetime]:
    """By campaign, when the last of its owed shortlists became or will become public, if it will.

    Two queries, and one each for categories that are not read yet.
    """
    published, internal = _published(campaigns), _kept_internal(campaigns)
    found = {}
    for campaign in campaigns:
        owing = {one.pk for one in owing_categories(campaign)}
        moments = [published[pk] for pk in owing if pk in published]
        if moments and owing <= published.keys() | internal:
            found[campaign.pk] = max(moments)
    return found


def _published(campaigns: Iterable[Campaign]) -> Mapping[int, datetime]:
    """By category, from when its shortlist is public."""
    shortlists = Shortlist.objects.filter(
        category__campaign__in=list(campaigns), published_at__isnull=False
    )
    return {
        pk: moment for pk, moment in shortlists.values_list("category_id", "published_at") if moment
    }


def _kept_internal(campaigns: Iterable[Campaign]) -> set[int]:
    """Categories whose newest decision is that the public does not read the shortlist."""
    decisions: defaultdict[int, str] = defaultdict(str)
    made = ShortlistDecision.objects.filter(category__campaign__in=list(campaigns))
    for category_id, verb in made.order_by("decided_at", "pk").values_list("category_id", "verb"):
        decisions[category_id] = verb
    return {pk for pk, verb in decisions.items() if verb == Verb.KEEP_INTERNAL}
