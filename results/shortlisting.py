"""What is put forward in a category: confirmed by a person, then perhaps published."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.audit_trail import log_written
from accounts.models import User
from contests.models import Category
from entries.claiming import issue_claim_links
from entries.models import Entry
from results.locking import lock_for_results
from results.models import Shortlist, ShortlistItem
from results.refusal import ResultsRefused


@transaction.atomic
def shortlist_entries(
    *, category_id: int, entry_ids: Sequence[int], by: User, at: datetime
) -> Shortlist:
    """Confirm the shortlist of a category: these entries, in this order, instead of any before.

    Raises ResultsRefused: ranks_creators, shortlist_empty, shortlist_published, not_accepted and
    those of the phase.
    """
    category = _locked(category_id, at=at)
    chosen = list(dict.fromkeys(entry_ids))
    if not chosen:
        raise ResultsRefused("shortlist_empty")
    taking_part = Entry.objects.taking_part_in(category).filter(pk__in=chosen)
    strangers = len(chosen) - taking_part.count()
    if strangers:
        raise ResultsRefused("not_accepted", count=strangers)
    shortlist = Shortlist.objects.filter(category=category).first() or Shortlist(category=category)
    if shortlist.published_at is not None:
        raise ResultsRefused("shortlist_published")
    shortlist.confirmed_at, shortlist.confirmed_by = at, by
    shortlist.save()
    shortlist.items.all().delete()
    items = ShortlistItem.objects.bulk_create(
        ShortlistItem(shortlist=shortlist, entry_id=entry_id, position=position)
        for position, entry_id in enumerate(chosen, start=1)
    )
    log_written(((item, {"entry": (None, item.entry_id)}) for item in items), by=by)
    # Creators who were imported have no address here: staff send them the link.
    creators = taking_part.values_list("creator", flat=True)
    issue_claim_links(campaign_id=category.campaign_id, creator_ids=list(creators), by=by, at=at)
    return shortlist


@transaction.atomic
def publish_shortlist(*, category_id: int, by: User, at: datetime) -> Shortlist:
    """Let the public read a confirmed shortlist; it cannot be changed afterwards.

    Raises ResultsRefused: ranks_creators, shortlist_missing, shortlist_published and those of
    the phase.
    """
    category = _locked(category_id, at=at)
    shortlist = Shortlist.objects.filter(category=category).first()
    if shortlist is None:
        raise ResultsRefused("shortlist_missing")
    if shortlist.published_at is not None:
        raise ResultsRefused("shortlist_published")
    shortlist.published_at, shortlist.published_by = at, by
    shortlist.save(update_fields=["published_at", "published_by"])
    return shortlist


def _locked(category_id: int, *, at: datetime) -> Category:
    category = Category.objects.get(pk=category_id)
    category.campaign = lock_for_results(category.campaign_id, at=at)
    if category.ranks_creators:
        raise ResultsRefused("ranks_creators")
    return category
