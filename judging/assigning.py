"""Giving the entries of a round to its judges; again whenever entries or judges have come."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from accounts.audit_trail import log_written
from accounts.models import User
from contests.phases import Phase
from entries.models import Entry
from judging.assignment import Pair, Plan, assign
from judging.locks import lock_round
from judging.models import Assignment, Judge, Round
from judging.refusal import JudgingRefused


class Tie(NamedTuple):
    """Somebody behind an entry; either may be unknown."""

    user_id: int | None
    organisation_id: int | None


@transaction.atomic
def assign_judges(*, round_id: int, by: User, at: datetime) -> Plan:
    """Assign what is missing and keep what is there; returns what was added and what falls short.

    Accepted entries only; nobody gets an entry that they have a conflict with or stepped back
    from. Two presses of the button assign once. Raises JudgingRefused.
    """
    round_ = lock_round(round_id)
    plan = plan_assignments(round_, at=at)
    pairs = list(plan.pairs)
    # Judges go through their entries in the order of these rows: each in another one, so that no
    # entry is always judged first.
    random.Random(_seed(round_)).shuffle(pairs)  # noqa: S311 - fairness must be repeatable
    made = Assignment.objects.bulk_create(
        Assignment(
            round=round_, judge_id=judge_id, entry_id=entry_id, assigned_at=at, assigned_by=by
        )
        for judge_id, entry_id in pairs
    )
    log_written(((row, {"judge": (None, row.judge_id)}) for row in made), by=by)
    return plan


def plan_assignments(round_: Round, *, at: datetime) -> Plan:
    """What assign_judges would do now. Five queries at any size. Raises JudgingRefused."""
    campaign = round_.category.campaign
    if campaign.phase_under_lock(at=at) not in (Phase.OPEN, Phase.REVIEW):
        raise JudgingRefused("campaign_not_judged")
    if at >= round_.closes_at:
        raise JudgingRefused("assigning_closed")
    if not round_.criteria.exists():
        raise JudgingRefused("criteria_missing")
    judges = list(Judge.objects.filter(campaign=campaign))
    if not judges:
        raise JudgingRefused("judges_missing")
    ties = ties_of(round_)
    if not ties:
        raise JudgingRefused("entries_missing")
    known = Assignment.objects.filter(round=round_)
    pairs = list(known.values_list("judge_id", "entry_id", "recused_at"))
    recused = {(judge, entry) for judge, entry, recused_at in pairs if recused_at}
    plan = assign(
        entry_ids=ties,
        judge_ids=[judge.pk for judge in judges],
        reviews_per_entry=round_.reviews_per_entry or len(judges),
        conflicts=conflicts_between(judges, ties) | recused,
        existing={(judge, entry) for judge, entry, recused_at in pairs if not recused_at},
        seed=_seed(round_),
    )
    if round_.reviews_per_entry is None:
        # Every judge was asked for: only who is left with nobody falls short.
        reviewed = {entry_id for _judge_id, entry_id in (*plan.pairs, *plan.kept)}
        short = {entry_id: 1 for entry_id in plan.short if entry_id not in reviewed}
        return Plan(pairs=plan.pairs, kept=plan.kept, short=short, loads=plan.loads)
    return plan


def ties_of(round_: Round) -> dict[int, list[Tie]]:
    """Whom each entry of a round is tied to: its creators, who submitted it, its institution.

    Two queries at any size.
    """
    entries = Entry.objects.taking_part_in(round_.category).order_by("pk")
    columns = ("submitted_by_id", "institution_id", "creator__user_id", "creator__organisation_id")
    ties = {
        entry_id: [Tie(submitter, institution), Tie(user, organisation)]
        for entry_id, submitter, institution, user, organisation in entries.values_list(
            "pk", *columns
        )
    }
    joint = Entry.joint_creators.through.objects.filter(entry__in=entries.order_by())
    for entry_id, user, organisation in joint.values_list(
        "entry_id", "creator__user_id", "creator__organisation_id"
    ):
        ties[entry_id].append(Tie(user, organisation))
    return ties


def conflicts_between(judges: Iterable[Judge], ties: Mapping[int, list[Tie]]) -> set[Pair]:
    """Who must not judge what: entries tied to the judge as a user or to their organisation."""
    by_user: defaultdict[int | None, list[int]] = defaultdict(list)
    by_organisation: defaultdict[int | None, list[int]] = defaultdict(list)
    for judge in judges:
        by_user[judge.user_id].append(judge.pk)
        if judge.organisation_id is not None:
            by_organisation[judge.organisation_id].append(judge.pk)
    return {
        (judge_id, entry_id)
        for entry_id, of_entry in ties.items()
        for tie in of_entry
        for judge_id in (
            *by_user.get(tie.user_id, ()),
            *by_organisation.get(tie.organisation_id, ()),
        )
    }


def _seed(round_: Round) -> str:
    return f"round {round_.pk}"
