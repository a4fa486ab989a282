"""Whether a reading counts, and if not, why."""

from __future__ import annotations

from enum import StrEnum

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from metrics.models import Reading
from metrics.models.reading import ReadingQuerySet


class ReadingState(StrEnum):
    """The values appear in addresses of the admin."""

    COUNTS = "counts"
    WAITING = "waiting"
    REFUSED = "refused"
    REPLACED = "replaced"


STATE_NAMES: dict[ReadingState, Promise] = {
    ReadingState.COUNTS: _("counts"),
    ReadingState.WAITING: _("waits for a second person"),
    ReadingState.REFUSED: _("refused"),
    ReadingState.REPLACED: _("replaced"),
}
# What state_of reads beside the row itself.
STATE_RELATIONS = ("attestation", "replaced_by_agreed")


def state_of(reading: Reading) -> ReadingState:
    """The same answer as Reading.objects.live(), with the reason. Wants STATE_RELATIONS loaded."""
    if hasattr(reading, "replaced_by_agreed"):
        return ReadingState.REPLACED
    if reading.source != Reading.Source.MANUAL:
        return ReadingState.COUNTS
    if not hasattr(reading, "attestation"):
        return ReadingState.WAITING
    return ReadingState.COUNTS if reading.attestation.agrees else ReadingState.REFUSED


def in_state(readings: ReadingQuerySet, state: str) -> ReadingQuerySet:
    """Those of the readings that are in a state; all for what is none."""
    if state == ReadingState.COUNTS:
        return readings.live()
    if state == ReadingState.WAITING:
        return readings.unattested()
    if state == ReadingState.REFUSED:
        return readings.filter(attestation__agrees=False)
    if state == ReadingState.REPLACED:
        return readings.filter(replaced_by_agreed__isnull=False)
    return readings


def with_previous(readings: QuerySet[Reading]) -> QuerySet[Reading]:
    """Each reading with `previous_views`: of the last one before it that counts, None if none."""
    earlier = Reading.objects.filter(entry=OuterRef("entry_id"), taken_at__lt=OuterRef("taken_at"))
    previous = earlier.live().newest_first().values("views")[:1]
    return readings.annotate(previous_views=Subquery(previous))


def growth_of(reading: Reading) -> int | None:
    """Views since the reading before it; None where there is none. Wants with_previous."""
    before: int | None = getattr(reading, "previous_views", None)
    return None if before is None else reading.views - before
