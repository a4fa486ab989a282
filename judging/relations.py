"""To whom judges are tied, and what follows when that comes to light.

Reviews in conflict are recused with the reason, comparisons undone, and the averages follow at
once; what was written is kept. `judging.conflicts` says what a conflict is.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q

from accounts.audit_trail import log_written
from accounts.models import User
from contests.locking import lock_campaign
from contests.models import Campaign
from contests.phases import Phase
from entries.models import Entry
from judging.conflicts import Bar, Bars, find_bars, reasons_of
from judging.handover import step_back
from judging.models import Assignment, Comparison, Judge, Relation
from judging.refusal import JudgingRefused


class Followed(NamedTuple):
    """How many reviews and comparisons stopped counting, or count again."""

    reviews: int
    comparisons: int


def declare_relation(
    *,
    judge_id: int,
    creator_id: int | None = None,
    partner_id: int | None = None,
    reason: str,
    by: User,
    at: datetime,
) -> tuple[Relation, Followed]:
    """Keep a judge from all that a creator or an institution entered.

    Reviews there are recused with this reason. Raises Judge.DoesNotExist, JudgingRefused.
    """
    with transaction.atomic():
        judge = lock_judge(judge_id, at=at)
        refuse_relation(judge, creator_id=creator_id, partner_id=partner_id, reason=reason, at=at)
        relation = Relation.objects.create(
            judge=judge,
            creator_id=creator_id,
            partner_id=partner_id,
            reason=reason.strip(),
            declared_at=at,
            declared_by=by,
        )
        followed = _follow(judge, reason=relation.reason, by=by, at=at)
    return relation, followed


def refuse_relation(
    judge: Judge, *, creator_id: int | None, partner_id: int | None, reason: str, at: datetime
) -> None:
    """Raise JudgingRefused where a relation would be refused now. Forms ask this too."""
    refuse_after_results(judge.campaign, at=at)
    if not reason.strip():
        raise JudgingRefused("relation_reason_missing")
    if (creator_id is None) is (partner_id is None):
        raise JudgingRefused("relation_to_one")
    known = Relation.objects.filter(judge=judge)
    if creator_id is not None:
        known = known.filter(creator=creator_id)
    if partner_id is not None:
        known = known.filter(partner=partner_id)
    if known.exists():
        raise JudgingRefused("relation_known")


def withdraw_relation(*, relation_id: int, by: User, at: datetime) -> Followed:
    """Take a declared relation back: what was recused because of it alone counts again.

    Raises JudgingRefused.
    """
    judge_id = Relation.objects.filter(pk=relation_id).values_list("judge_id", flat=True).first()
    with transaction.atomic():
        judge = lock_judge(judge_id, at=at) if judge_id else None
        relation = Relation.objects.filter(pk=relation_id).first()
        if judge is None or relation is None:
            raise JudgingRefused("relation_gone")
        moment = relation.declared_at
        relation.delete()
        bars = _bars_of(judge)
        reviews = _count_again(judge, moment, bars, by=by)
        comparisons = _compared_again(judge, moment, bars, by=by)
    return Followed(reviews, comparisons)


def follow_conflicts(*, judge_id: int, by: User, at: datetime) -> Followed:
    """Let a judge step back from what has become a conflict, as by a new organisation.

    Nothing is refused: after the announcement, nothing happens. Raises Judge.DoesNotExist.
    """
    with transaction.atomic():
        try:
            judge = lock_judge(judge_id, at=at)
        except JudgingRefused:
            return Followed(0, 0)
        return _follow(judge, reason="", by=by, at=at)


def lock_judge(judge_id: int, *, at: datetime) -> Judge:
    """Hold a judge and the campaign; refuse once its results are out or it is cancelled.

    The campaign's lock comes first: saves, closings and announcements wait for it, too.
    Raises Judge.DoesNotExist, JudgingRefused.
    """
    campaign_id = Judge.objects.values_list("campaign_id", flat=True).get(pk=judge_id)
    campaign = lock_campaign(campaign_id)
    refuse_after_results(campaign, at=at)
    judge = Judge.objects.select_for_update(no_key=True, of=("self",)).get(pk=judge_id)
    judge.campaign = campaign
    return judge


def refuse_after_results(campaign: Campaign, *, at: datetime) -> None:
    """Raise JudgingRefused where ranks were published from the reviews as they stand."""
    phase = campaign.phase_under_lock(at=at)
    if campaign.announced_at is not None or phase in (Phase.ANNOUNCED, Phase.ARCHIVED):
        raise JudgingRefused("results_out")
    if phase is Phase.CANCELLED:
        raise JudgingRefused("campaign_over")


def _bars_of(judge: Judge) -> Bars:
    """What bars a judge from the entries that they review or have compared."""
    reviewed = Assignment.objects.filter(judge=judge).values("entry")
    firsts = Comparison.objects.filter(judge=judge).values("first")
    seconds = Comparison.objects.filter(judge=judge).values("second")
    entries = Entry.objects.filter(Q(pk__in=reviewed) | Q(pk__in=firsts) | Q(pk__in=seconds))
    return find_bars([judge], entries)


def _follow(judge: Judge, *, reason: str, by: User, at: datetime) -> Followed:
    bars = _bars_of(judge)
    reviews = [
        review
        for review in Assignment.objects.filter(judge=judge, recused_at__isnull=True).order_by("pk")
        if _conflicts(bars, judge, review.entry_id)
    ]
    reasons = [reason] * len(reviews) if reason else reasons_of(reviews, bars)
    step_back(reviews, reasons=reasons, by=by, at=at)
    comparisons = [
        made
        for made in Comparison.objects.filter(judge=judge, undone_at__isnull=True).order_by("pk")
        if _conflicts(bars, judge, made.first_id) or _conflicts(bars, judge, made.second_id)
    ]
    for made in comparisons:
        made.undone_at = at
    Comparison.objects.bulk_update(comparisons, ["undone_at"], batch_size=500)
    log_written(((made, {"undone_at": ("", at)}) for made in comparisons), by=by)
    return Followed(len(reviews), len(comparisons))


def _conflicts(bars: Bars, judge: Judge, entry_id: int) -> bool:
    """Whether there is a conflict beside the judge's own stepping back."""
    return bars.conflict(judge_id=judge.pk, entry_id=entry_id) not in (None, Bar.RECUSED)


def _count_again(judge: Judge, moment: datetime, bars: Bars, *, by: User) -> int:
    recused = Assignment.objects.filter(judge=judge, recused_at__isnull=False).order_by("pk")
    # Who stepped back from the same entry themselves meant it.
    own = {review.entry_id for review in recused if review.recused_at != moment}
    reviews = [
        review
        for review in recused
        if review.recused_at == moment
        and review.entry_id not in own
        and not _conflicts(bars, judge, review.entry_id)
    ]
    for review in reviews:
        review.recused_at, review.recusal_reason = None, ""
    Assignment.objects.bulk_update(reviews, ["recused_at", "recusal_reason"], batch_size=500)
    log_written(((review, {"recused_at": (moment, None)}) for review in reviews), by=by)
    return len(reviews)


def _compared_again(judge: Judge, moment: datetime, bars: Bars, *, by: User) -> int:
    """What was undone is never undone itself: the same answers are given anew."""
    undone = Comparison.objects.filter(judge=judge, undone_at=moment).order_by("pk")
    made = Comparison.objects.bulk_create(
        Comparison(
            round_id=one.round_id,
            judge=judge,
            first_id=one.first_id,
            second_id=one.second_id,
            preferred_id=one.preferred_id,
            made_at=one.made_at,
        )
        for one in undone
        if not _conflicts(bars, judge, one.first_id) and not _conflicts(bars, judge, one.second_id)
    )
    log_written(((one, {"preferred": (None, one.preferred_id)}) for one in made), by=by)
    return len(made)
