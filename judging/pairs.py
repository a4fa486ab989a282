"""What a judge has to compare: rounds of pairs, and the two entries that come next."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from contests.models import Campaign
from judging.conflicts import find_bars
from judging.entrants import entries_in
from judging.models import Assignment, Comparison, Completion, Judge, Round
from judging.next_pair import Pair, comparisons_asked, drawn, next_pair, pairs_open_to
from judging.pair_tally import MOST_FINALISTS, counted_comparisons
from judging.visibility import judge_sight, rounds_in_sight


@dataclass(frozen=True)
class PairWork:
    """A judge's work in one round of pairs.

    `finalists`: all entries of the round, `allowed`: those that this judge may compare, both by id;
    `made`: the judge's comparisons of these, the last one first; `asked`: how many are asked for.
    """

    round: Round
    judge: Judge
    finalists: list[int]
    allowed: list[int]
    made: list[Comparison]
    asked: int
    is_open: bool
    is_declared: bool

    @property
    def campaign(self) -> Campaign:
        return self.round.category.campaign

    @property
    def total(self) -> int:
        """Never fewer than were made: what is asked for shrinks when a judge joins."""
        return max(self.asked, len(self.made))

    @property
    def finished(self) -> int:
        return len(self.made)

    @property
    def left(self) -> int:
        return max(self.asked - len(self.made), 0)

    @property
    def is_too_long(self) -> bool:
        """Whether there are more entries than can be put in order by pairs."""
        return len(self.finalists) > MOST_FINALISTS

    @property
    def last(self) -> Comparison | None:
        return self.made[0] if self.made else None

    @property
    def open_pairs(self) -> list[Pair]:
        """The pairs that the judge may still compare."""
        done = {(one.first_id, one.second_id) for one in self.made}
        return pairs_open_to(self.allowed, done=done)

    def number_of(self, entry_id: int) -> int:
        """What the video is called on the pages of the round: its place in the order of ids."""
        return self.finalists.index(entry_id) + 1


def pair_work_of(user: User, *, at: datetime) -> list[PairWork]:
    """A judge's rounds of pairs that have opened: open ones first, then by their close.

    Rounds in which there is nothing to compare for the judge, or not yet, are left out. The number
    of queries grows with such rounds only.
    """
    works = [work_of(judge, round_, at=at) for judge, round_ in _rounds_of(user, at=at)]
    return sorted(
        (work for work in works if len(work.allowed) > 1),
        key=lambda work: (not work.is_open, work.round.closes_at, work.round.pk),
    )


def work_in_pairs(user: User, *, round_id: int, at: datetime) -> PairWork | None:
    """A judge's work in one round of pairs; None where the judge has nothing to do with it."""
    for judge, round_ in _rounds_of(user, at=at, round_id=round_id):
        return work_of(judge, round_, at=at)
    return None


def work_of(judge: Judge, round_: Round, *, at: datetime) -> PairWork:
    """The same for a judge and a round with its category and campaign. Nine queries at most."""
    entries = entries_in(round_)
    bars = find_bars([judge], entries)
    finalists = sorted(bars.entry_ids)
    allowed = [
        entry_id for entry_id in finalists if bars.why(judge_id=judge.pk, entry_id=entry_id) is None
    ]
    made = Comparison.objects.counting().filter(
        round=round_, judge=judge, first__in=allowed, second__in=allowed
    )
    return PairWork(
        round=round_,
        judge=judge,
        finalists=finalists,
        allowed=allowed,
        made=list(made.order_by("-made_at", "-pk")),
        # Never more than the pairs that the judge may compare.
        asked=min(
            asked_of_each(round_, finalists=len(finalists)), len(allowed) * (len(allowed) - 1) // 2
        ),
        is_open=judge_sight(round_, at=at).takes_scores,
        is_declared=Completion.objects.filter(round=round_, judge=judge).exists(),
    )


def choose_pair(work: PairWork, *, not_yet: Collection[Pair] = ()) -> Pair | None:
    """The two entries to compare next, in the order in which they are shown; None for none.

    `not_yet`: pairs that the judge wants to leave for later; they come back when no other is left.
    Which of the two stands first is drawn, so that nobody profits from it.
    """
    if not work.left or not work.is_open or work.is_too_long:
        return None
    open_pairs = work.open_pairs
    wanted = [pair for pair in open_pairs if pair not in not_yet] or open_pairs
    answers = [one.answer for one in counted_comparisons(work.round, work.finalists)]
    return next_pair(work.finalists, answers, open_pairs=wanted, seed=_seed(work))


def as_shown(work: PairWork, pair: Pair) -> Pair:
    """The pair in the order in which this judge sees it."""
    turned = drawn(f"{_seed(work)} side", pair)[0] % 2
    return (pair[1], pair[0]) if turned else pair


def stepped_back_from(work: PairWork) -> list[int]:
    """Finalists that the judge stepped back from in this round, by their ids."""
    recused = Assignment.objects.filter(
        round=work.round, judge=work.judge, entry__in=work.finalists, recused_at__isnull=False
    )
    return sorted(recused.values_list("entry_id", flat=True))


def times_undone(work: PairWork, pair: Pair) -> int:
    """How often the judge has taken an answer about two entries back; see comparing."""
    low, high = sorted(pair)
    undone = Comparison.objects.filter(round=work.round, judge=work.judge, undone_at__isnull=False)
    return undone.filter(first=low, second=high).count()


def _seed(work: PairWork) -> str:
    """Each judge starts elsewhere."""
    return f"round {work.round.pk} judge {work.judge.pk}"


def asked_of_each(round_: Round, *, finalists: int) -> int:
    """How many comparisons a round asks of a judge who may compare all of them."""
    if round_.comparisons_per_judge is not None:
        return round_.comparisons_per_judge
    judges = Judge.objects.sitting().filter(campaign=round_.category.campaign_id).count()
    return comparisons_asked(entries=finalists, judges=judges)


def _rounds_of(
    user: User, *, at: datetime, round_id: int | None = None
) -> list[tuple[Judge, Round]]:
    judges = {
        judge.campaign_id: judge
        for judge in Judge.objects.sitting().filter(user=user).select_related("user")
    }
    rounds = Round.objects.filter(
        rounds_in_sight(at=at),
        kind=Round.Kind.PAIRWISE,
        category__campaign__in=judges.keys(),
    ).select_related("category__campaign")
    if round_id is not None:
        rounds = rounds.filter(pk=round_id)
    return [(judges[round_.category.campaign_id], round_) for round_ in rounds]
