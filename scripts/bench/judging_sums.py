"""All scores of the round put together by each method, beside the plain mean in the database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from django.db import connection
from django.utils import timezone

from judging.models import Round, Score
from judging.scoring import Aggregation
from judging.sureness import how_sure
from judging.tally import aggregate_reviews, as_reviews, reviews_of_round
from scripts.bench.goals import Goal
from scripts.bench.judging_scene import Jury, tidy
from scripts.bench.stopwatch import seconds, usual_seconds

MOST_SECONDS = 20

Told = dict[str, int | datetime]

_FINISH = """
    UPDATE judging_assignment
    SET finished_at = %(now)s, saved_at = %(now)s, revision = revision + 1
    WHERE round_id = %(round)s AND finished_at IS NULL
"""
_FILL = """
    INSERT INTO judging_score (assignment_id, criterion_id, points, out_of, scored_at)
    SELECT assignment.id, criterion.id,
           (hashint8extended(assignment.id, criterion.id) & 65535) %% (criterion.max_points + 1),
           criterion.max_points, %(now)s
    FROM judging_assignment assignment JOIN judging_criterion criterion USING (round_id)
    WHERE round_id = %(round)s
    ON CONFLICT DO NOTHING
"""
_MEAN = """
    SELECT entry_id, avg(score)
    FROM (
        SELECT assignment.id, assignment.entry_id,
               sum(criterion.weight * score.points / criterion.max_points) / sum(criterion.weight)
                   AS score
        FROM judging_score score
        JOIN judging_assignment assignment ON assignment.id = score.assignment_id
        JOIN judging_criterion criterion ON criterion.id = score.criterion_id
        JOIN judging_judge judge ON judge.id = assignment.judge_id
        JOIN entries_entry entry ON entry.id = assignment.entry_id
        WHERE assignment.round_id = %(round)s AND assignment.finished_at IS NOT NULL
          AND assignment.recused_at IS NULL AND assignment.released_at IS NULL
          AND judge.work_counts AND entry.status = 'accepted'
        GROUP BY assignment.id
    ) review
    GROUP BY entry_id
"""


def put_together(jury: Jury) -> Iterator[Goal]:
    """Give every review its points, and work out what they come to."""
    round_ = score_everything(jury)
    count = Score.objects.filter(assignment__round=round_).count()
    by_sql = usual_seconds(lambda: means_by_sql(round_), times=3)
    print(f"\n{count:,} scores put together")
    print(f"  plain mean in hand-written SQL: {by_sql:.2f} s")
    reviews = reviews_of_round(round_)
    read = seconds(lambda: reviews_of_round(round_))
    print(f"  read, with the score of each of {len(reviews):,} reviews: {read:.2f} s")
    for method in Aggregation:
        round_.aggregation = method.value
        took = seconds(lambda: aggregate_reviews(reviews, round_))
        print(
            f"  {method:<13} all figures side by side: {took:.2f} s; with reading "
            f"{(read + took) / by_sql:.1f} times the SQL"
        )
        yield Goal(f"{method}-seconds".replace("_", "-"), read + took, MOST_SECONDS, at_least=False)
    sure = seconds(
        lambda: how_sure(as_reviews(reviews), method=Aggregation.ADJUSTED, line=100, seed="bench")
    )
    print(f"  how sure each place is: {sure:.2f} s")
    # The same figures by two ways, or one of them is wrong.
    ours = {pk: one.mean for pk, one in aggregate_reviews(reviews, round_).items()}
    theirs = means_by_sql(round_)
    differing = sum(
        abs(ours.get(pk, Decimal(-1)) - mean) > Decimal("2e-9") for pk, mean in theirs.items()
    )
    yield Goal("means-unlike-sql", differing + abs(len(ours) - len(theirs)), 0, at_least=False)
    yield Goal("scores-missing", jury.entries * 12 - count, 0, at_least=False)


def score_everything(jury: Jury) -> Round:
    """Give every review the points that it lacks, the same at each run, and finish it."""
    told: Told = {"round": jury.round.pk, "now": timezone.now()}
    with connection.cursor() as cursor:
        cursor.execute(_FINISH, told)
        cursor.execute(_FILL, told)
    tidy("judging_assignment", "judging_score")
    return Round.objects.get(pk=jury.round.pk)


def means_by_sql(round_: Round) -> dict[int, Decimal]:
    """The plain mean of every entry, by one hand-written statement."""
    with connection.cursor() as cursor:
        cursor.execute(_MEAN, {"round": round_.pk})
        return dict(cursor.fetchall())
