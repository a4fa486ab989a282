"""What holds for any curve: order says nothing, scale little, and junk is no error."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from metrics.curves import Point, curve_of
from metrics.flags import fell, jump, no_likes
from metrics.in_step import in_step
from metrics.peers import Peers
from tests.metrics.curves import START, curve, grown

POINTS = st.lists(
    st.builds(
        Point,
        at=st.integers(0, 20_000).map(lambda minutes: START + timedelta(minutes=minutes)),
        views=st.integers(-5, 10**12),
        likes=st.none() | st.integers(-5, 10**12),
        reading_id=st.integers(0, 50),
        fresh=st.booleans(),
    ),
    max_size=14,
)
CURVES = st.lists(POINTS, max_size=12)
GROWTH = st.lists(st.integers(0, 10**6), min_size=1, max_size=12)


def curves_of(found):
    return [curve_of(place, place % 7, points) for place, points in enumerate(found)]


def flags_of(curves):
    peers = Peers(curves)
    alone = [judge(one, peers) for one in curves for judge in (jump, no_likes, fell)]
    together = in_step(curves, least=peers.least)
    return sorted(
        ((flag.entry_id, flag.kind, flag.evidence) for flag in [*alone, *together] if flag),
        key=lambda one: one[:2],
    )


@given(CURVES, st.randoms())
def test_flags_do_not_depend_on_order(found, chance):
    """Duplicates, gaps, unknown likes and negative counts raise nothing."""
    expected = flags_of(curves_of(found))
    curves = curves_of([chance.sample(points, len(points)) for points in found])
    chance.shuffle(curves)
    assert flags_of(curves) == expected


@given(GROWTH, st.integers(1, 1_000))
def test_jump_of_a_larger_video_of_the_same_shape_is_flagged_as_well(gains, times):
    def flagged(factor):
        views, points = 0, []
        for place, gain in enumerate(gains):
            views += gain * factor
            points.append(Point(START + timedelta(hours=6 * place), views))
        return jump(curve_of(1, 1, points), Peers([])) is not None

    assert flagged(times) >= flagged(1)


@given(
    st.lists(st.integers(1_000, 10**6), min_size=5, max_size=5),
    st.lists(st.integers(1, 10**4), min_size=5, max_size=9),
)
def test_in_step_flags_proportional_growth_of_any_size(gains, factors):
    organic = [
        curve(grown([40 * 2 ** (one % 5 * place) for place in range(5)])) for one in range(30)
    ]
    bought = [curve(grown([gain * factor for gain in gains])) for factor in factors]
    # The thirty stand for a campaign in which nobody has companions of another kind.
    others = [replace(one, creator_id=1) for one in organic]
    flagged = {flag.entry_id for flag in in_step([*others, *bought], least=1_000)}
    assert flagged >= {one.entry_id for one in bought}


@given(CURVES, st.integers(-10_000, 10_000))
def test_flags_do_not_depend_on_the_day(found, minutes):
    def moved(by):
        return curves_of([[replace(p, at=p.at + by) for p in points] for points in found])

    # A whole quarter of an hour: peers are asked by quarters.
    by = timedelta(minutes=minutes * 15)
    kinds = [(pk, kind) for pk, kind, _evidence in flags_of(moved(timedelta(0)))]
    assert [(pk, kind) for pk, kind, _evidence in flags_of(moved(by))] == kinds
