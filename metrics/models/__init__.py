"""Views and what follows from them."""

from metrics.models.board import Board, BoardLine
from metrics.models.case import Case, StaleAcceptance
from metrics.models.kept import EntryViews, ViewsProgress
from metrics.models.pending_reading import PendingReading
from metrics.models.plan import ReadingPlan
from metrics.models.pulse import CampaignReading, DailyViews
from metrics.models.reading import Attestation, Reading, ReadingBatch
from metrics.models.reading_import import ReadingImport, RefusedReading

__all__ = [
    "Attestation",
    "Board",
    "BoardLine",
    "CampaignReading",
    "Case",
    "DailyViews",
    "EntryViews",
    "PendingReading",
    "Reading",
    "ReadingBatch",
    "ReadingImport",
    "ReadingPlan",
    "RefusedReading",
    "StaleAcceptance",
    "ViewsProgress",
]
