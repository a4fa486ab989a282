"""When platforms answered about entries, and since when a video is not there."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce

from entries.models import Entry
from metrics.heard import Outcome
from metrics.models import EntryViews


def kept_of(entries: Sequence[Entry]) -> dict[int, EntryViews]:
    return EntryViews.objects.in_bulk([entry.pk for entry in entries])


def note_answers(entries: Sequence[Entry], outcome: Outcome) -> None:
    """When the platform answered, and since when it has been saying that a video is not there."""
    EntryViews.objects.bulk_create(
        [EntryViews(entry=entry, campaign_id=entry.campaign_id) for entry in entries],
        ignore_conflicts=True,
    )
    asked_last = max(call.taken_at for call in outcome.calls)
    told = {entry.pk: outcome.told(entry.video_id) for entry in entries}
    for call in outcome.calls:
        seen = [pk for pk, found in told.items() if found and found[0] is call]
        _views_of(seen).update(answered_at=call.taken_at, absent_since=None)
    unseen = [entry for entry in entries if told[entry.pk] is None]
    gone = [entry.pk for entry in unseen if entry.video_id in outcome.gone]
    _views_of([entry.pk for entry in unseen]).update(answered_at=asked_last)
    _views_of(gone).update(absent_since=Coalesce("absent_since", Value(asked_last)))


def _views_of(entry_ids: Collection[int]) -> QuerySet[EntryViews]:
    return EntryViews.objects.filter(entry__in=entry_ids)


def is_turning(
    entry: Entry, earlier: Mapping[int, EntryViews], *, is_told: bool, is_gone: bool
) -> bool:
    """Whether a video went just now, or is back."""
    kept = earlier.get(entry.pk)
    was_absent = kept is not None and kept.absent_since is not None
    if is_told:
        return was_absent or entry.available is False
    return is_gone and not was_absent
