"""Reminding judges before a round closes: those with work left who have not said “finished”.

Three days and one day before the close, one mail for each judge, round and moment, in the judge's
language. What a mail says may stop being so while it waits for a person's nod: then it is taken
back, and written anew where a round's close has moved.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import override

from accounts.models import User
from contests.wording import day_and_time, zone_name
from judging.locks import lock_round
from judging.models import Assignment, Completion, Judge, Round
from judging.pairs import work_of
from judging.visibility import Stage, rounds_in_sight, stage_of
from outbox.drafting import draft_message
from outbox.models import Message
from outbox.release import EDITABLE, release_messages
from outbox.withdrawal import withdraw_draft

PURPOSE = "judging_reminder"
DAYS_BEFORE = (3, 1)


@dataclass(frozen=True)
class Reminder:
    """One mail to come: which judge, of which round, and how many days before its close."""

    round: Round
    judge_id: int
    days: int

    @property
    def key(self) -> str:
        """Names the close too, so that another close is announced by another mail."""
        close = f"{self.round.closes_at.timestamp():.0f}"
        return f"{PURPOSE}:{self.round.pk}:{self.judge_id}:{self.days}:{close}"


def remind_due(*, at: datetime) -> int:
    """Write the reminders that are due and take back those that are no longer so. A periodic job.

    Returns how many were written.
    """
    wanted = reminders_due(at=at)
    _withdraw_all_but({reminder.key for reminder in wanted})
    known = _known(wanted)
    rounds = dict.fromkeys(one.round.pk for one in wanted if one.key not in known)
    return sum(_write(round_id, at=at) for round_id in rounds)


def _known(reminders: Iterable[Reminder]) -> set[str]:
    """The keys of those that have been written."""
    keys = [reminder.key for reminder in reminders]
    return set(Message.objects.filter(key__in=keys).values_list("key", flat=True))


def reminders_due(*, at: datetime, round_: Round | None = None) -> list[Reminder]:
    """Whom to remind of which round now; of every round unless one is given.

    Three queries, and for rounds of pairs those of each judge's work.
    """
    rounds = [one for one in _rounds_near_their_close(at=at) if round_ in (None, one)]
    due = {one.pk: (one, days) for one in rounds if (days := moment_passed(one, at=at))}
    return [
        Reminder(round=due[round_id][0], judge_id=judge_id, days=due[round_id][1])
        for round_id, judge_id in judges_with_work_left([one for one, _days in due.values()], at=at)
    ]


def moment_passed(round_: Round, *, at: datetime) -> int | None:
    """How many days before the close the newest moment lies that has come; None before the first.

    A round that is shorter than that has no such moment: nobody is reminded of what just began.
    """
    passed = [
        days
        for days in DAYS_BEFORE
        if round_.opens_at < round_.closes_at - timedelta(days=days) <= at < round_.closes_at
    ]
    return min(passed, default=None)


def judges_with_work_left(rounds: Iterable[Round], *, at: datetime) -> list[tuple[int, int]]:
    """The ids of round and judge, of those who sit in the jury, have work left, and go on."""
    by_id = {one.pk: one for one in rounds}
    sitting = Judge.objects.sitting().filter(user__is_active=True)
    unfinished = Assignment.objects.unfinished().filter(round__in=by_id, judge__in=sitting)
    pairs = set(
        unfinished.exclude(round__kind=Round.Kind.PAIRWISE)
        .order_by()
        .values_list("round_id", "judge_id")
        .distinct()
    )
    for round_ in by_id.values():
        if round_.kind == Round.Kind.PAIRWISE:
            of_jury = sitting.filter(campaign=round_.category.campaign_id)
            works = [work_of(judge, round_, at=at) for judge in of_jury]
            pairs |= {(round_.pk, work.judge.pk) for work in works if work.left and work.is_open}
    declared = Completion.objects.filter(round__in=by_id).values_list("round_id", "judge_id")
    return sorted(pairs - set(declared))


def _rounds_near_their_close(*, at: datetime) -> list[Round]:
    near = Round.objects.filter(
        rounds_in_sight(at=at),
        ~Q(reminders=Round.Reminders.NONE),
        closes_at__gt=at,
        closes_at__lte=at + timedelta(days=max(DAYS_BEFORE)),
    ).select_related("category__campaign")
    return [one for one in near.order_by("pk") if stage_of(one, at=at) is Stage.OPEN]


def _withdraw_all_but(keys: set[str]) -> None:
    """Take back what nobody has released and nobody needs to read any more."""
    waiting = Message.objects.filter(purpose=PURPOSE, status__in=EDITABLE)
    for key in waiting.values_list("key", flat=True):
        if key not in keys:
            withdraw_draft(key=key)


@transaction.atomic
def _write(round_id: int, *, at: datetime) -> int:
    """Draft what is due in a round, and let it leave where the round says so; how many."""
    # Whoever saves, closes or reminds at the same moment waits here: each mail is written once,
    # and nobody who has just finished is reminded.
    round_ = lock_round(round_id)
    due = reminders_due(at=at, round_=round_)
    known = _known(due)
    judges = Judge.objects.select_related("user").in_bulk([one.judge_id for one in due])
    written = [
        _draft(reminder, judges[reminder.judge_id].user, at=at).pk
        for reminder in due
        if reminder.key not in known
    ]
    if written and round_.reminders == Round.Reminders.SENT:
        release_messages(message_ids=written, by=None, at=at)
    return len(written)


def _draft(reminder: Reminder, user: User, *, at: datetime) -> Message:
    round_ = reminder.round
    campaign = round_.category.campaign
    with override(user.preferred_language):
        close = {
            "closes": day_and_time(round_.closes_at, campaign.zone),
            "zone": zone_name(campaign.zone, round_.closes_at),
        }
    return draft_message(
        key=reminder.key,
        purpose=PURPOSE,
        topic=campaign.slug,
        recipient=user,
        template=PURPOSE,
        context={"campaign": campaign, "category": round_.category, "round": round_, **close},
        at=at,
    )
