"""Entries of different creators that rise as one, and campaigns in which all rise alike."""

import random
from datetime import timedelta

import pytest

from metrics.in_step import in_step
from tests.metrics.curves import START, curve, grown

ORDER = [4_000, 900, 7_000, 2_500, 5_500]


def organic(number, *, seed=1, scatter=0.4):
    """Videos with a common rhythm of the day and a life of their own."""
    chance = random.Random(seed)
    rhythm = (2_000, 6_000, 9_000, 4_000, 2_500, 5_000)
    return [
        curve(grown([int(part * chance.lognormvariate(0, scatter)) for part in rhythm]))
        for _ in range(number)
    ]


def bought(number, *, sizes=(1, 2, 3), late=timedelta(0)):
    return [
        curve(
            grown([part * sizes[one % len(sizes)] + one for part in ORDER]),
            start=START + 6 * timedelta(hours=1) + late * one,
        )
        for one in range(number)
    ]


def flagged(curves):
    return sorted(flag.entry_id for flag in in_step(curves, least=1_000))


def test_in_step_flags_five_creators_with_proportional_growth():
    five = bought(5, late=timedelta(minutes=7))
    found = in_step([*organic(60), *five], least=1_000)
    assert sorted(flag.entry_id for flag in found) == [one.entry_id for one in five]
    first = next(flag for flag in found if flag.entry_id == five[0].entry_id)
    assert first.evidence == {
        "since": (START + timedelta(hours=6)).isoformat(),
        "until": (START + timedelta(hours=36)).isoformat(),
        "gain": sum(ORDER),
        "gains": ORDER,
        "others": 4,
        "creators": 4,
        "entries": [one.entry_id for one in five[1:]],
        "usual": 0,
        "compared": 65,
    }


def test_in_step_does_not_flag_four_creators():
    assert flagged([*organic(60), *bought(4)]) == []


def test_in_step_does_not_flag_five_videos_of_one_creator():
    five = [curve(grown(ORDER), creator=7) for _ in range(5)]
    assert flagged([*organic(30), *five]) == []


@pytest.mark.parametrize("seed", range(5))
def test_in_step_does_not_flag_organic_videos(seed):
    assert flagged(organic(300, seed=seed)) == []


def test_in_step_does_not_flag_a_campaign_that_rises_as_one():
    """A television report lifts everybody at the same hours by the same part."""
    assert flagged(organic(200, scatter=0.005)) == []


def test_in_step_does_not_compare_what_was_read_at_other_times():
    five = bought(5, late=timedelta(hours=2))
    assert flagged([*organic(30), *five]) == []


@pytest.mark.parametrize("gains", [[9] * 5, [5_000, 0, 5_000, 5_000, 5_000], [5_000] * 4, []])
def test_in_step_needs_growth_in_each_of_five_intervals(gains):
    assert flagged([curve(grown(gains)) for _ in range(8)]) == []
