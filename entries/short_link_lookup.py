"""Short links name no video; a job follows them to the video they lead to."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from time import monotonic

import django
from django.db import transaction

from accounts.clock import database_now
from entries.links import LinkRefused
from entries.models import ShortLink
from entries.pending import Turn, due, put_off, release, take
from entries.platforms import short_links
from entries.platforms.source import PlatformAway
from entries.tasks import enqueue_once

if django.VERSION < (6, 0):
    from django_tasks import task
else:
    from django.tasks import task  # type: ignore[no-redef]  # the same decorator, moved

# They may be made to lead elsewhere, though nobody has seen it.
GOOD_FOR = timedelta(days=30)
# Nobody waits for it any longer; whoever pastes the link again has it followed again.
GIVEN_UP_AFTER = timedelta(days=1)
AT_ONCE = 10
SECONDS_AT_A_TIME = 60


def ask_short_link(*, link: str, at: datetime) -> ShortLink:
    """The short link with what is known of where it leads; a job finds it out if nothing is.

    link: as `LinkRefused.link` has it. Settled (`settled_at`) for 30 days: then it has either a
    `video_id` or a `refusal`.
    """
    row, is_new = ShortLink.objects.get_or_create(
        link=link, defaults={"due_at": at, "asked_at": at}
    )
    if not is_new and _is_stale(row, at):
        row.due_at, row.asked_at, row.settled_at = at, at, None
        row.attempts, row.error = 0, ""
        row.save(update_fields=["due_at", "asked_at", "settled_at", "attempts", "error"])
    if row.settled_at is None:
        transaction.on_commit(partial(enqueue_once, settle_short_links_task))
    return row


def _is_stale(row: ShortLink, at: datetime) -> bool:
    """Whether what was found is old, or was never found before it was given up."""
    if row.settled_at is None:
        return row.due_at is None
    return row.settled_at < at - GOOD_FOR


def settle_short_links(*, at: datetime) -> Turn:
    """Follow the short links that have been due longest, one call each."""
    rows = take(ShortLink.objects.all(), at=at, most=AT_ONCE)
    settled = 0
    for number, row in enumerate(rows):
        try:
            settled += _follow(row, at)
        except PlatformAway as away:
            _wait(row, away, at)
            release(rows[number + 1 :], at=at)
            return Turn(len(rows), settled, is_away=True)
        except Exception as error:
            put_off([row], at=at, error=type(error).__name__)
            release(rows[number + 1 :], at=at)
            raise
    return Turn(len(rows), settled)


def _follow(row: ShortLink, at: datetime) -> int:
    """Ask where it leads and keep the answer in one statement; 1 if it was still this worker's."""
    found = {"platform": "", "video_id": "", "refusal": ""}
    try:
        video = short_links.resolve(row.link)
    except LinkRefused as refused:
        found |= {"refusal": refused.code.value}
    else:
        found |= {"platform": video.platform, "video_id": video.video_id}
    mine = ShortLink.objects.filter(pk=row.pk, taken_at=row.taken_at)
    return mine.update(**found, settled_at=at, due_at=None, taken_at=None, error="")


def _wait(row: ShortLink, away: PlatformAway, at: datetime) -> None:
    put_off([row], at=at, error=away.reason, retry_after=away.retry_after)
    if at - row.asked_at > GIVEN_UP_AFTER:
        ShortLink.objects.filter(pk=row.pk, taken_at=None).update(due_at=None)


@task()
def settle_short_links_task() -> int:
    """Follow what is due, for a minute at most; return how many are settled."""
    ends = monotonic() + SECONDS_AT_A_TIME
    settled = 0
    while (turn := settle_short_links(at=database_now())).taken:
        settled += turn.settled
        if turn.is_away:
            break
        if monotonic() > ends:
            enqueue_once(settle_short_links_task)
            break
    return settled


def enqueue_due_short_links(*, at: datetime) -> bool:
    """Enqueue the job if a short link is due; whether it was. A periodic job."""
    return due(ShortLink.objects.all(), at=at).exists() and enqueue_once(settle_short_links_task)


def forget_short_links(*, at: datetime) -> int:
    """Delete what nobody has asked for in a month and more; return how many. A periodic job."""
    old = ShortLink.objects.filter(asked_at__lt=at - 2 * GOOD_FOR)
    return old.delete()[0]
