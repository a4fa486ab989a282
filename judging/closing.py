"""Closing a round: a person says who goes on to the next one. And taking that back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from contests.phases import Phase
from judging.closing_preview import ClosingPreview, Decisions, preview_closing
from judging.entrants import previous_round
from judging.locks import lock_round
from judging.models import Assignment, Comparison, Round, RoundClosing, RoundOutcome
from judging.refusal import JudgingRefused
from judging.visibility import sits_in_jury


@transaction.atomic
def close_round(
    *, round_id: int, decisions: Decisions, digest: str, note: str = "", by: User, at: datetime
) -> RoundClosing:
    """Close a round and keep who goes on from it; saves that come later are refused.

    `decisions`: about every entry on the line, and about any other that shall go on or stay
    against the rule, each with its reason. `digest`: of the preview that `by` looked at, with
    these decisions. Raises JudgingRefused: closing_changed where anything is otherwise now, and
    the codes below.
    """
    round_ = lock_round(round_id)
    preview = preview_closing(round_)
    code, params = refusal_to_close(round_, preview, at=at)
    if code:
        raise JudgingRefused(code, **params)
    if preview.digest(decisions) != digest:
        raise JudgingRefused("closing_changed")
    _refuse_decisions(preview, decisions)
    closing = RoundClosing.objects.create(
        round=round_, closed_at=at, closed_by=by, digest=digest, note=note.strip()
    )
    _keep_outcomes(closing, preview, decisions)
    round_.closed_at = at
    round_.save(update_fields=["closed_at"])
    return closing


@transaction.atomic
def reopen_round(*, round_id: int, reason: str, by: User, at: datetime) -> RoundClosing:
    """Take a closing back, while the next round has nothing yet; what it decided is kept.

    Judges can go on only until the round's close, which may be moved afterwards. Raises
    JudgingRefused.
    """
    round_ = lock_round(round_id)
    code = refusal_to_reopen(round_, at=at)
    if not code and sits_in_jury(by, campaign=round_.category.campaign):
        code = "member_of_jury"
    if code:
        raise JudgingRefused(code)
    if not reason.strip():
        raise JudgingRefused("reopening_reason_missing")
    closing = RoundClosing.objects.get(round=round_, reopened_at__isnull=True)
    closing.reopened_at, closing.reopened_by = at, by
    closing.reopening_reason = reason.strip()
    closing.save(update_fields=["reopened_at", "reopened_by", "reopening_reason"])
    round_.closed_at = None
    round_.save(update_fields=["closed_at"])
    return closing


def refusal_to_close(
    round_: Round, preview: ClosingPreview, *, at: datetime
) -> tuple[str, dict[str, int]]:
    """Why the round cannot be closed at a moment: a code with its figures; "" where it can."""
    code = _refusal_of_the_campaign(round_, at=at)
    if code:
        return code, {}
    if round_.closed_at is not None:
        return "round_closed_already", {}
    before = previous_round(round_)
    if before is not None and before.closed_at is None:
        return "round_before_open", {}
    if at < round_.opens_at:
        return "round_not_open", {}
    if at < round_.closes_at:
        # Earlier only when there is nothing left to wait for.
        if preview.unfinished:
            return "reviews_missing", {"count": preview.unfinished}
        if round_.kind != Round.Kind.PAIRWISE and not preview.reviewed:
            return "nothing_reviewed", {}
    return "", {}


def refusal_to_reopen(round_: Round, *, at: datetime) -> str:
    """Why a closed round cannot be opened again at a moment: a code; "" where it can."""
    code = _refusal_of_the_campaign(round_, at=at)
    if code:
        return code
    if round_.closed_at is None:
        return "round_not_closed"
    later = Round.objects.filter(category=round_.category_id, order__gt=round_.order)
    begun = (
        Assignment.objects.filter(round__in=later).exists()
        or Comparison.objects.filter(round__in=later).exists()
        or later.filter(closed_at__isnull=False).exists()
    )
    return "next_round_begun" if begun else ""


def _refusal_of_the_campaign(round_: Round, *, at: datetime) -> str:
    campaign = round_.category.campaign
    # Whatever `at` says: the results follow from the rounds as they stood then.
    if campaign.announced_at is not None:
        return "announced"
    if campaign.phase_under_lock(at=at) not in (Phase.OPEN, Phase.REVIEW):
        return "campaign_not_judged"
    return ""


def _refuse_decisions(preview: ClosingPreview, decisions: Decisions) -> None:
    if not decisions.keys() <= preview.rows.keys():
        raise JudgingRefused("entry_not_in_round")
    if preview.undecided(decisions):
        raise JudgingRefused("line_undecided")
    if not all(one.reason.strip() for one in preview.by_hand(decisions).values()):
        raise JudgingRefused("decision_reason_missing")


def _keep_outcomes(closing: RoundClosing, preview: ClosingPreview, decisions: Decisions) -> None:
    by_hand = preview.by_hand(decisions)
    advancing = set(preview.advancing(decisions))
    RoundOutcome.objects.bulk_create(
        (
            RoundOutcome(
                closing=closing,
                entry_id=entry_id,
                rank=row.rank,
                advances=entry_id in advancing,
                by_hand=entry_id in by_hand,
                reason=by_hand[entry_id].reason.strip() if entry_id in by_hand else "",
            )
            for entry_id, row in preview.rows.items()
            if entry_id in advancing or entry_id in by_hand
        ),
        batch_size=1000,
    )
