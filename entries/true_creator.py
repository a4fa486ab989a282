"""Whose video it is, as the platform says: the handle in a link was only a claim."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from urllib.parse import quote

from django.db import IntegrityError, transaction
from django.db.models import Value
from django.db.models.functions import Lower

from contests.models import Campaign
from entries.links import LinkRefused, parse_video_link
from entries.models import Creator, Decision, Entry
from entries.platforms.facts import VideoFacts

CORRECT_CREATOR = "correct_creator"
"""The verb of the decision that an entry's move to another account leaves."""


def correct_creators(
    *, entries: Iterable[Entry], facts: Mapping[str, VideoFacts], at: datetime
) -> Mapping[int, set[int]]:
    """Move each entry to the account that the platform names, and remember it.

    entries: locked, as are their campaigns. Return, per campaign, which other entries of the
    accounts concerned have to be checked anew, because they are counted.
    """
    concerned: dict[int, set[int]] = defaultdict(set)
    for entry in entries:
        told = facts.get(entry.video_id)
        if told is None:
            continue
        creator = true_creator(told, claimed=entry.creator)
        if creator is None or creator.pk == entry.creator_id:
            continue
        claimed = entry.creator
        move_entry(entry, creator, at=at)
        concerned[entry.campaign_id] |= _counted_with(entry.campaign_id, (claimed, creator))
    return concerned


def _counted_with(campaign_id: int, creators: Iterable[Creator]) -> set[int]:
    """The entries that the rule about their number looks at together; none without such a rule."""
    limited = Campaign.objects.filter(pk=campaign_id, max_entries_per_creator__isnull=False)
    of_both = Entry.objects.filter(campaign__in=limited, creator__in=creators)
    return set(of_both.values_list("pk", flat=True))


def move_entry(entry: Entry, creator: Creator, *, at: datetime) -> None:
    """Say that the locked entry belongs to another account, and remember both."""
    reason = f"{entry.creator} → {creator}"
    entry.creator, entry.url = creator, readable_url(entry.url, creator)
    entry.save(update_fields=["creator", "url"])
    Decision.objects.create(
        entry=entry,
        verb=CORRECT_CREATOR,
        from_status=entry.status,
        to_status=entry.status,
        at=at,
        reason=reason,
    )


def readable_url(url: str, creator: Creator) -> str:
    """The link with the true account in it, where links of the platform have a place for it."""
    try:
        canonical = parse_video_link(url).canonical_url
    except LinkRefused:
        return url
    return canonical.replace("/@_/", f"/@{quote(creator.handle)}/")


def true_creator(told: VideoFacts, *, claimed: Creator | None = None) -> Creator | None:
    """The account that the platform names: found by its id, else by its handle, else made.

    None where nobody was named. `claimed` is looked at first, to save a question.
    """
    if not told.author_id and not told.author_handle:
        return None
    creator = claimed if claimed and _is_same(claimed, told) else _find(told)
    if creator is None:
        creator = _make(told)
    _complete(creator, told)
    return creator


def _is_same(creator: Creator, told: VideoFacts) -> bool:
    if told.author_id and creator.platform_user_id != told.author_id:
        return False
    return not told.author_handle or creator.handle.lower() == told.author_handle.lower()


def _find(told: VideoFacts) -> Creator | None:
    of_platform = Creator.objects.filter(platform=told.platform)
    if told.author_id:
        by_id = of_platform.filter(platform_user_id=told.author_id).first()
        if by_id:
            return by_id
    holder = holder_of(told.platform, told.author_handle)
    if holder and told.author_id and holder.platform_user_id:
        _give_up_handle(holder)  # another account's, which had the handle before
        return None
    return holder


def holder_of(platform: str, handle: str | None) -> Creator | None:
    """Whom we know under that handle, as the unique index compares it."""
    if not handle:
        return None
    return (
        Creator.objects.alias(lower=Lower("handle"))
        .filter(platform=platform, lower=Lower(Value(handle)))
        .first()
    )


def _give_up_handle(creator: Creator) -> None:
    """Call an account by its id until the platform tells its new handle."""
    Creator.objects.filter(pk=creator.pk).update(handle=creator.platform_user_id)


def _make(told: VideoFacts) -> Creator:
    try:
        with transaction.atomic():
            return Creator.objects.create(
                platform=told.platform,
                handle=told.author_handle or told.author_id or "",
                platform_user_id=told.author_id or "",
                display_name=(told.author_name or "")[:150],
            )
    except IntegrityError:  # somebody else was faster
        found = _find(told)
        if found is None:
            raise
        return found


def _complete(creator: Creator, told: VideoFacts) -> None:
    """Fill in what was not known of the account, and follow a changed handle."""
    changed = []
    if told.author_id and not creator.platform_user_id:
        creator.platform_user_id = told.author_id
        changed.append("platform_user_id")
    if told.author_name and not creator.display_name:
        creator.display_name = told.author_name[:150]
        changed.append("display_name")
    handle = told.author_handle
    if handle and creator.handle.lower() != handle.lower():
        holder = holder_of(creator.platform, handle)
        if holder and holder.platform_user_id:
            _give_up_handle(holder)
        if holder is None or holder.platform_user_id:
            creator.handle = handle
            changed.append("handle")
    if not changed:
        return
    try:
        with transaction.atomic():
            creator.save(update_fields=changed)
    except IntegrityError:  # another worker wrote the same account at this moment
        creator.refresh_from_db()
