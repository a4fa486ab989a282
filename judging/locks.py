"""Who waits for whom in judging, and what the first score fixes.

Rows are locked in one order everywhere: campaign, round, entry, assignment. The announcement
locks the campaign too, so no score can slip in between the computing and the publishing of ranks.
`no_key` leaves room for the foreign keys of others to the locked rows.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from contests.locking import lock_campaign
from judging.models import Assignment, Comparison, Round, Score


def lock_round(round_id: int) -> Round:
    """Lock the round and its campaign until the end of the transaction; return the fresh row.

    Raises Round.DoesNotExist.
    """
    campaign_id = Round.objects.values_list("category__campaign_id", flat=True).get(pk=round_id)
    campaign = lock_campaign(campaign_id)
    rounds = Round.objects.select_for_update(no_key=True, of=("self",))
    round_ = rounds.select_related("category").get(pk=round_id)
    round_.category.campaign = campaign
    return round_


def is_locked(round_: Round) -> bool:
    """Whether a score, a vote or a comparison is in, or the round is closed: then it is fixed.

    That is its criteria, weights, method and terms. Only the close may still move to a later
    moment, so that a jury that is late can finish. What was taken away or undone counts, too: it
    was given by these terms.
    """
    return (
        round_.closed_at is not None
        or Score.objects.filter(assignment__round=round_).exists()
        or Assignment.objects.filter(round=round_).exclude(vote="").exists()
        or Comparison.objects.filter(round=round_).exists()
    )


def locked_round_ids(*, campaign_id: int) -> set[int]:
    """The rounds of a campaign for which `is_locked` holds, in one query."""
    rounds = Round.objects.filter(category__campaign_id=campaign_id).filter(
        Q(closed_at__isnull=False)
        | Exists(Score.objects.filter(assignment__round=OuterRef("pk")))
        | Exists(Assignment.objects.filter(round=OuterRef("pk")).exclude(vote=""))
        | Exists(Comparison.objects.filter(round=OuterRef("pk")))
    )
    return set(rounds.values_list("pk", flat=True))
