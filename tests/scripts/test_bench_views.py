import pytest

from scripts.bench.goals import Goal
from scripts.bench.views import chosen, refuse_full_disk
from scripts.bench.views_stages import Size, run
from scripts.refusal import Refusal


def test_goal_is_met_on_its_own_side_of_the_target_and_at_it():
    assert [Goal("speed", measured, 2).met for measured in (1, 2, 3)] == [False, True, True]
    assert [Goal("time", measured, 2, at_least=False).met for measured in (1, 2, 3)] == [
        True,
        True,
        False,
    ]


def test_goal_is_told_in_a_line():
    assert str(Goal("page-ms", 1.25, 5, at_least=False)) == "GOAL page-ms 1.25 5 met"
    assert str(Goal("import-over-copy", 0.1, 0.25)) == "GOAL import-over-copy 0.1 0.25 missed"


def test_size_is_the_full_one_unless_named(monkeypatch):
    monkeypatch.delenv("BENCH_ENTRIES", raising=False)
    assert chosen("BENCH_ENTRIES", usual=200, least=60) == 200
    monkeypatch.setenv("BENCH_ENTRIES", "60")
    assert chosen("BENCH_ENTRIES", usual=200, least=60) == 60


@pytest.mark.parametrize("text", ["59", "-100", "1e5", "many", "٦٠"])
def test_impossible_size_is_refused(monkeypatch, text):
    monkeypatch.setenv("BENCH_ENTRIES", text)
    with pytest.raises(Refusal, match="BENCH_ENTRIES"):
        chosen("BENCH_ENTRIES", usual=200, least=60)


def test_disk_too_small_for_the_readings_is_refused(tmp_path):
    refuse_full_disk(tmp_path, readings=1)
    with pytest.raises(Refusal, match="GB free"):
        refuse_full_disk(tmp_path, readings=10**15)


def test_a_tenth_is_looked_at_first_and_the_last_passes_are_imported():
    full = Size(entries=200_000, passes=60)
    assert (full.early, full.late) == (6, 55)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_bench_of_a_small_campaign_finds_the_same_lines_each_way(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    goals = {goal.name: goal for goal in run(Size(entries=300, passes=12), tmp_path)}
    assert goals["standings-most-viewed-video-same-lines"].met
    assert goals["standings-most-viewed-creator-same-lines"].met
    assert goals["page-queries-difference"].met
