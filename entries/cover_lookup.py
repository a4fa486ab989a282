"""The cover of a video is fetched once, drawn anew and shown by all its entries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.db import transaction

from entries.facts import lock_campaigns_of
from entries.models import Entry, Lookup, VideoCover
from entries.pending import Turn, release, still_mine, take
from entries.platforms import covers
from entries.platforms.facts import VideoFacts
from entries.platforms.source import PlatformAway
from entries.questions import OF_PLATFORM, put_questions

COVER = Lookup.Source.COVER
# Addresses are good for some hours; how often a new one is asked for when one is refused.
NEW_ADDRESSES = 2
SHORTEST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)


def want_covers(told: Sequence[tuple[Lookup, VideoFacts | None]], *, at: datetime) -> None:
    """Have the covers fetched whose addresses were told and that are not here yet.

    Where no address was told, nobody goes on waiting for one.
    """
    addresses = {row: facts.cover_url for row, facts in told if facts and facts.cover_url}
    silent = [row for row, _facts in told if row not in addresses]
    covers_here = VideoCover.objects.filter(video_id__in=[row.video_id for row in addresses])
    here = set(covers_here.values_list("platform", "video_id"))
    Lookup.objects.bulk_create(
        [
            Lookup(
                source=COVER,
                platform=row.platform,
                video_id=row.video_id,
                address=address,
                due_at=at,
                asked_at=at,
            )
            for row, address in addresses.items()
            if (row.platform, row.video_id) not in here
        ],
        update_conflicts=True,
        unique_fields=["source", "platform", "video_id"],
        update_fields=["address", "due_at"],
    )
    waiting = Lookup.objects.filter(source=COVER, due_at__isnull=True)
    for row in silent:
        waiting.filter(platform=row.platform, video_id=row.video_id).delete()


def look_up_covers(*, at: datetime) -> Turn:
    """Fetch the cover that has been due longest."""
    rows = take(Lookup.objects.filter(source=COVER), at=at, most=1)
    if not rows:
        return Turn(0)
    [row] = rows
    try:
        picture = covers.fetch(row.address)
    except PlatformAway as away:
        _wait(row, away, at)
        return Turn(1, is_away=True)
    except covers.CoverRefused as refused:
        _ask_for_new_address(row, str(refused), at)
        return Turn(1)
    except Exception as error:
        release(rows, at=at + LONGEST_WAIT, error=type(error).__name__)
        raise
    return Turn(1, settled=int(keep_cover(row, picture, at=at)))


def _wait(row: Lookup, away: PlatformAway, at: datetime) -> None:
    """Wait as long again as the cover has been waited for."""
    wait = min(max(at - row.asked_at, SHORTEST_WAIT), LONGEST_WAIT)
    release([row], at=at + max(wait, away.retry_after or wait), error=away.reason)


@transaction.atomic(durable=True)
def _ask_for_new_address(row: Lookup, error: str, at: datetime) -> None:
    """An address that is refused has expired: ask for another, but not for ever."""
    if not still_mine([row]):
        return
    if row.attempts >= NEW_ADDRESSES:
        row.delete()
        return
    row.due_at, row.taken_at, row.error = None, None, error[:300]
    row.attempts += 1
    row.save(update_fields=["due_at", "taken_at", "error", "attempts"])
    put_questions(
        names=[OF_PLATFORM[row.platform]], platform=row.platform, video_id=row.video_id, at=at
    )


@transaction.atomic(durable=True)
def keep_cover(row: Lookup, picture: ContentFile[bytes], *, at: datetime) -> bool:
    """Keep the picture as ours and let all entries of the video without another one show it."""
    lock_campaigns_of(platform=row.platform, video_ids=[row.video_id])
    if not still_mine([row]):
        return False
    cover = VideoCover(platform=row.platform, video_id=row.video_id, fetched_at=at)
    image = cover.image
    name = f"{row.platform}-{row.video_id}.webp"
    # What a worker that was killed may have left behind.
    image.storage.delete(image.field.generate_filename(cover, name))
    image.save(name, picture, save=False)
    cover.save()
    bare = Entry.objects.filter(platform=row.platform, video_id=row.video_id, cover="")
    bare.update(cover=image.name)
    row.delete()
    return True
