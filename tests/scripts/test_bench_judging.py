import pytest
from django.utils import timezone

from judging.models import Assignment, Score
from scripts.bench.judging_desk import look, same_queries
from scripts.bench.judging_load import Seen, counted
from scripts.bench.judging_plans import compare_plans, write_plan
from scripts.bench.judging_scene import make_jury
from scripts.bench.judging_sums import put_together


def test_plans_are_compared_by_what_they_give(capsys):
    goals = list(compare_plans(entries=200, judges=7))
    assert all(goal.met for goal in goals)
    assert "in turns, shuffled" in capsys.readouterr().out


def test_percentiles_are_those_of_the_requests_seen():
    seen = Seen()
    seen.taken["page"] = [float(n) for n in range(100, 0, -1)]
    assert (seen.percentile("page", 0.5), seen.percentile("page", 0.99)) == (51, 100)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_bench_of_a_small_jury_keeps_its_promises(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    few, jury = (
        make_jury(name, entries=entries, judges=5, now=timezone.now())
        for name, entries in (("few", 30), ("many", 60))
    )
    goals = [goal for one in (few, jury) for goal in write_plan(one, at=timezone.now())]
    goals += same_queries(look(few), look(jury), few=30, many=60)
    assert not Assignment.objects.exclude(revision=0).exists()
    goals += put_together(jury)
    assert [goal.name for goal in goals if not goal.met] == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_bench_notices_what_is_lost_and_what_is_doubled():
    now = timezone.now()
    jury = make_jury("many", entries=6, judges=3, now=now)
    write_plan(jury, at=now)
    done = list(Assignment.objects.filter(round=jury.round)[:3])
    sent = {one.pk: dict.fromkeys(jury.criteria, 2) for one in done}
    for one in done:
        Assignment.objects.filter(pk=one.pk).update(finished_at=now, revision=2)
        for criterion, most in jury.criteria.items():
            Score.objects.create(
                assignment=one, criterion_id=criterion, points=2, out_of=most, scored_at=now
            )
    assert counted(jury, sent) == (0, 0)
    Score.objects.filter(assignment=done[0]).update(points=1)
    assert counted(jury, sent) == (1, 0)
    Assignment.objects.filter(pk=done[1].pk).update(revision=3)
    assert counted(jury, sent) == (1, 1)
    Assignment.objects.filter(pk=done[2].pk).update(finished_at=None)
    assert counted(jury, sent) == (2, 1)
