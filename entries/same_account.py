"""Two accounts turn out to be one: known by its id, and entered once more under a new handle."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError

from contests.models import Campaign
from entries.models import Creator, Entry
from entries.platforms.facts import VideoFacts
from entries.true_creator import holder_of, move_entry


def unite_with_namesake(told: VideoFacts, *, at: datetime) -> bool:
    """Give the account that has the id also what was entered under its new handle.

    The row that only had the handle goes. It stays, and so does the old handle of the other, where
    somebody proved that it is theirs or where it won: people decide then. Return whether it went.
    """
    if not _pair(told):
        return False
    try:
        with transaction.atomic():
            return _unite(told, at)
    except ProtectedError:
        return False


def _pair(told: VideoFacts) -> tuple[Creator, Creator] | None:
    """The account with the id, and another row without one that has the handle."""
    if not told.author_id or not told.author_handle:
        return None
    account = Creator.objects.filter(
        platform=told.platform, platform_user_id=told.author_id
    ).first()
    namesake = holder_of(told.platform, told.author_handle)
    if account is None or namesake is None or namesake.platform_user_id:
        return None
    return account, namesake


def _unite(told: VideoFacts, at: datetime) -> bool:
    pair = _pair(told)
    if pair is None:
        return False
    account, namesake = pair
    of_namesake = Entry.objects.filter(creator=namesake)
    campaigns = Campaign.objects.filter(pk__in=of_namesake.values("campaign"))
    list(campaigns.select_for_update(no_key=True).order_by("pk"))
    locked = of_namesake.select_for_update(of=("self",), no_key=True).order_by("pk")
    for entry in locked.select_related("creator"):
        move_entry(entry, account, at=at)
    for entry in namesake.joint_entries.all():
        entry.joint_creators.add(account)
    handle = namesake.handle
    if account.user_id is None:
        account.user, account.organisation = namesake.user, namesake.organisation
    namesake.delete()
    account.handle = handle
    account.save(update_fields=["handle", "user", "organisation"])
    return True
