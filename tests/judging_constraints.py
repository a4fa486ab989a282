"""How each constraint on a jury's rounds and reviews is broken; see test_constraints."""

from collections.abc import Callable
from decimal import Decimal

from django.db import models
from django.utils import timezone

from judging.models import (
    Assignment,
    Comparison,
    Completion,
    Judge,
    Relation,
    Round,
    RoundClosing,
    RoundOutcome,
)
from tests import personas
from tests.builders import (
    build_assignment,
    build_campaign,
    build_category,
    build_creator,
    build_entry,
    build_judge,
    build_partner,
    build_round,
)


def _twice(make: Callable[[], object]) -> None:
    make()
    make()


def _round(**values: object) -> Round:
    return build_round(build_category(build_campaign()), **values)


def _change_judge(**values: object) -> None:
    judge = build_judge(build_campaign(), personas.judge())
    Judge.objects.filter(pk=judge.pk).update(**values)


def _change_assignment(**values: object) -> None:
    campaign = build_campaign()
    judge = build_judge(campaign, personas.judge())
    review = build_assignment(build_round(build_category(campaign)), build_entry(campaign), judge)
    Assignment.objects.filter(pk=review.pk).update(**values)


def build_relation(judge: Judge | None = None, **values: object) -> Relation:
    judge = judge or build_judge(build_campaign(), personas.judge())
    base = {"reason": "Cousins.", "declared_at": timezone.now(), "declared_by": judge.user}
    to = values if {"creator", "partner"} & values.keys() else {"creator": build_creator()}
    return Relation.objects.create(judge=judge, **base | values | to)


def _related_twice(**to: object) -> None:
    judge = build_judge(build_campaign(), personas.judge())
    _twice(lambda: build_relation(judge, **to))


def build_closing(round_: Round | None = None, **values: object) -> RoundClosing:
    base = {"closed_at": timezone.now(), "closed_by": personas.manager(), "digest": "0" * 64}
    return RoundClosing.objects.create(round=round_ or _round(), **base | values)


def _reopened() -> RoundClosing:
    closing = build_closing()
    closing.reopened_at, closing.reopened_by = timezone.now(), personas.manager()
    closing.reopening_reason = "Two reviews were missing."
    closing.save()
    return closing


def build_outcome(closing: RoundClosing | None = None, **values: object) -> RoundOutcome:
    closing = closing or build_closing()
    entry = build_entry(closing.round.category.campaign)
    return RoundOutcome.objects.create(
        closing=closing, **{"entry": entry, "rank": 1, "advances": True} | values
    )


def _same_outcome() -> None:
    outcome = build_outcome()
    build_outcome(outcome.closing, entry=outcome.entry)


def build_completion() -> Completion:
    round_ = _round()
    judge = build_judge(round_.category.campaign, personas.judge())
    return Completion.objects.create(round=round_, judge=judge, declared_at=timezone.now())


def _finished_twice() -> None:
    done = build_completion()
    Completion.objects.create(round=done.round, judge=done.judge, declared_at=timezone.now())


def build_comparison(*, turned: bool = False, preferred: int = 0) -> Comparison:
    campaign = build_campaign()
    entries = [build_entry(campaign) for _ in range(3)]
    first, second = entries[1::-1] if turned else entries[:2]
    return Comparison.objects.create(
        round=build_round(build_category(campaign), kind=Round.Kind.PAIRWISE, criteria=0),
        judge=build_judge(campaign, personas.judge()),
        first=first,
        second=second,
        preferred=entries[preferred],
        made_at=timezone.now(),
    )


def _compared_twice() -> None:
    made = build_comparison()
    made.pk = None
    made.save(force_insert=True)


def _undone() -> Comparison:
    made = build_comparison()
    made.undone_at = timezone.now()
    made.save()
    return made


BROKEN: dict[str, Callable[[], object]] = {
    "judging_judge_leaves_with_reason": lambda: _change_judge(left_at=timezone.now()),
    "judging_judge_counts_while_sitting": lambda: _change_judge(work_counts=False),
    "judging_relation_to_one": lambda: build_relation(
        creator=build_creator(), partner=build_partner()
    ),
    "judging_relation_has_reason": lambda: build_relation(reason=""),
    "judging_relation_creator_once": lambda: _related_twice(creator=build_creator()),
    "judging_relation_partner_once": lambda: _related_twice(partner=build_partner()),
    "judging_round_quorum_for_screening": lambda: _round(kind=Round.Kind.SCREENING, quorum=None),
    "judging_round_quorum_within_reviews": lambda: _round(
        kind=Round.Kind.SCREENING, quorum=3, reviews_per_entry=2
    ),
    "judging_round_one_way_to_advance": lambda: _round(advance_count=3, advance_cutoff=Decimal(50)),
    "judging_round_cutoff_in_range": lambda: _round(advance_cutoff=Decimal("100.5")),
    "judging_round_comparisons_of_pairs": lambda: _round(comparisons_per_judge=5),
    "judging_assignment_vote_known": lambda: _change_assignment(vote="maybe"),
    "judging_assignment_flag_has_reason": lambda: _change_assignment(flagged_at=timezone.now()),
    "judging_assignment_settled_flag_was_raised": lambda: _change_assignment(
        flag_settled_at=timezone.now()
    ),
    "judging_assignment_release_has_reason": lambda: _change_assignment(released_at=timezone.now()),
    "judging_round_closed_once": lambda: build_closing(build_closing().round),
    "judging_reopening_has_reason": lambda: build_closing(reopened_at=timezone.now()),
    "judging_outcome_once": _same_outcome,
    "judging_outcome_by_hand_has_reason": lambda: build_outcome(by_hand=True),
    "judging_outcome_says_something": lambda: build_outcome(advances=False),
    "judging_completion_once": _finished_twice,
    "judging_comparison_of_two": lambda: build_comparison(turned=True),
    "judging_comparison_prefers_one_of_them": lambda: build_comparison(preferred=2),
    "judging_comparison_once": _compared_twice,
}

WRITTEN_ONCE: dict[str, Callable[[], models.Model]] = {
    "outcome of a round": build_outcome,
    "closing that was taken back": _reopened,
    "comparison that was undone": _undone,
}
