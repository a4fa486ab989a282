"""What both ways of deciding hand to the standings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from judging.jury_ranking import JuryCandidate
from judging.models import Round
from judging.pair_tally import PairTally
from judging.tally import ScoredReview
from metrics.window import WindowTotal
from metrics.window_totals import VideoFacts

Figures = Mapping[str, int | str | Decimal | datetime | None]
"""The figures of one line by their names, as exact values; what is not known is None."""


@dataclass(frozen=True)
class JuryFacts:
    """What the judges gave: the scoring round that decides, and every review that counts.

    round: None where the category has no scoring round; final: the pairs that put its finalists in
    order, None where nobody compared any; candidates: what the tie rules went by.
    """

    round: Round | None
    reviews: list[ScoredReview]
    final: PairTally | None = None
    candidates: Sequence[JuryCandidate] = ()


@dataclass(frozen=True)
class ViewFacts:
    """What was read: by entry its facts and its total, and whose entry it is.

    Where creators are ranked, the account under which the owner is: see metrics.linked_accounts.
    """

    videos: Mapping[int, VideoFacts]
    totals: Mapping[int, WindowTotal]
    creators: Mapping[int, int]


@dataclass(frozen=True)
class Candidates:
    """Everybody who takes part in a category, by key: an entry's id, or a creator's.

    creators: whose line it is; facts: what the figures were computed from, None while there is
    nothing (a jury category without a scoring round or a final of pairs).
    """

    creators: Mapping[int, int]
    figures: Mapping[int, Figures]
    facts: JuryFacts | ViewFacts | None
