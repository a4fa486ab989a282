"""The simulation that anybody can repeat."""

import random
import subprocess
import sys

import pytest

from judging.simulate import METHODS, SETTINGS, contest_of, hits, main


def test_simulation_bears_out_the_defaults():
    linked, differing, _random, sunk = (hits(one, contests=80, seed="a") for one in SETTINGS)
    assert linked["adjusted"] > linked["mean"]
    assert abs(differing["adjusted"] - differing["mean"]) < 8
    assert differing["z"] < differing["mean"] - 10
    assert sunk["trimmed_mean"] > sunk["mean"] + 30


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda one: one.title)
def test_contests_are_as_their_setting_says(setting):
    contest = contest_of(setting, random.Random(1))
    everybody = setting.judges * setting.entries
    assert len(contest.qualities) == setting.entries
    assert len(contest.reviews) == (everybody if setting.sunk else setting.entries * 3)
    loads = [
        sum(one.judge_id == judge for one in contest.reviews) for judge in range(setting.judges)
    ]
    assert max(loads) == min(loads)
    assert all(0 <= one.score <= 1 for one in contest.reviews)


def test_same_seed_same_figures():
    again = [hits(SETTINGS[0], contests=3, seed=seed) for seed in ("a", "a", "b")]
    assert again[0] == again[1]
    assert contest_of(SETTINGS[0], random.Random("a")) != contest_of(
        SETTINGS[0], random.Random("b")
    )


def test_command_prints_every_setting_and_method():
    done = subprocess.run(
        [sys.executable, "-m", "judging.simulate", "--contests", "2"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert all(one.title in done.stdout for one in SETTINGS)
    assert all(method in done.stdout for method in METHODS)
    assert "(47)" in done.stdout


def test_command_refuses_no_contests(capsys):
    with pytest.raises(SystemExit):
        main(["--contests", "0"])
    assert "begins at 1" in capsys.readouterr().err
