"""Which curves are flagged and which are not. The organic ones are the harder half."""

from dataclasses import replace
from datetime import timedelta

import pytest

from metrics.curves import curve_of
from metrics.flags import Flag, fell, gone, is_news, jump, no_likes, stale
from metrics.peers import Peers
from tests.metrics.curves import START, curve, grown, steady_peers

HOUR = timedelta(hours=1)

ORGANIC = {
    "steady": grown([2_000] * 12),
    "slow nights": grown([100, 9_000, 12_000, 4_000] * 3),
    "overnight growth": grown([2_000, 2_500, 2_200, 12_000, 9_000, 4_000, 3_000, 2_500]),
    "catching on, twice as fast each time": grown([100 * 2**place for place in range(12)]),
    "catching on, thrice as fast each time": grown([100 * 3**place for place in range(8)]),
    "fading after a fast first day": grown([40_000, 20_000, 9_000, 4_000, 2_000, 1_000, 500]),
    "weekend": grown([1_500] * 8 + [6_000] * 4 + [1_500] * 4),
    "small, all at once": grown([2, 0, 1, 3, 0, 900]),
    "large, a little more": grown([200] * 6 + [20_000], start=1_000_000),
    "new and at once loved": grown([50, 60, 200_000]),
    "standing still": grown([0] * 10, start=5_000),
}


@pytest.mark.parametrize("name", ORGANIC)
def test_jump_does_not_flag_organic_growth(name):
    assert jump(curve(ORGANIC[name]), Peers(steady_peers())) is None


def test_jump_flags_growth_far_beyond_its_own_and_its_peers():
    bought = curve(grown([500] * 8 + [60_000], start=1_000))
    flag = jump(bought, Peers(steady_peers()))
    assert flag == Flag(
        bought.entry_id,
        "jump",
        {
            "since": (START + 48 * HOUR).isoformat(),
            "until": (START + 54 * HOUR).isoformat(),
            "views_before": 5_000,
            "views_after": 65_000,
            "gain": 60_000,
            "per_day": 240_000,
            "usual_per_day": 2_000,
            "times": 120,
            "peers": 12,
            "peers_tenths": 8,
        },
        bought.points[-1].reading_id,
    )


def test_jump_flags_the_repost_that_peers_do_not_share():
    """A celebrity's repost is no wrong; a person sees the curve and says so."""
    assert jump(curve(grown([800] * 8 + [90_000])), Peers(steady_peers()))


def test_jump_flags_nobody_in_a_surge_of_the_whole_campaign():
    gains = [500] * 8 + [30_000]
    everybody = steady_peers(gains=gains)
    peers = Peers(everybody)
    assert [jump(one, peers) for one in everybody] == [None] * len(everybody)
    assert jump(curve(grown([500] * 8 + [2_500_000])), peers)


def test_jump_of_one_video_does_not_count_as_its_own_peer():
    bought = curve(grown([500] * 8 + [60_000]))
    assert jump(bought, Peers([*steady_peers(5), bought]))


def test_jump_without_peers_needs_more():
    nobody = Peers([])
    assert jump(curve(grown([500] * 8 + [8_000])), nobody) is None
    assert jump(curve(grown([500] * 8 + [10_500])), nobody)


def test_jump_ends_in_a_new_reading_only():
    bought = curve(grown([500] * 8 + [60_000, 500]))
    old = replace(bought, points=tuple(replace(one, fresh=False) for one in bought.points[:-1]))
    assert jump(bought, Peers([]))
    assert jump(replace(bought, points=(*old.points, bought.points[-1])), Peers([])) is None


def test_jump_over_a_gap_is_measured_by_the_day():
    """Nothing was read for ten days: what came meanwhile came in ten days."""
    points = curve(grown([500] * 8)).points
    late = replace(points[-1], at=points[-1].at + 240 * HOUR, views=points[-1].views + 30_000)
    assert jump(curve_of(1, 1, [*points, late]), Peers([])) is None


def test_jump_within_minutes_is_no_rate():
    points = curve(grown([500] * 8)).points
    soon = replace(points[-1], at=points[-1].at + HOUR / 6, views=points[-1].views + 1_500)
    assert jump(curve_of(1, 1, [*points, soon]), Peers([])) is None


@pytest.mark.parametrize(
    ("views", "likes", "is_flagged"),
    [(60_000, 1, True), (60_000, 2, False), (4_000, 0, False), (60_000, None, False)],
)
def test_no_likes_needs_many_views_and_known_likes(views, likes, is_flagged):
    flag = no_likes(curve([views], likes=likes), Peers(steady_peers(gains=[2_000] * 12)))
    assert bool(flag) is is_flagged


def test_no_likes_is_held_against_peers_that_get_few_as_well():
    peers = [curve([50_000], likes=5) for _ in range(9)]
    assert no_likes(curve([60_000], likes=1), Peers(peers)) is None
    assert no_likes(curve([60_000], likes=0), Peers(peers))


def test_no_likes_without_peers_needs_still_fewer():
    assert no_likes(curve([1_001_000], likes=1), Peers([])) is None
    assert no_likes(curve([1_999], likes=0), Peers([])) is None
    assert no_likes(curve([60_000], likes=0), Peers([]))


@pytest.mark.parametrize(
    ("views", "fall"),
    [
        ([1_000, 1_500, 1_401], None),
        ([1_000, 1_500, 1_400], 100),
        ([50_000, 49_600], None),
        ([50_000, 49_500], 500),
        ([9_000_000, 8_989_999], 10_001),
        ([5_000, 4_000, 4_500, 2_000], 2_500),
        ([5_000], None),
        ([], None),
    ],
)
def test_fell_tells_how_much(views, fall):
    flag = fell(curve(views), Peers([curve([10_000_000])]))
    assert (flag and flag.evidence["fall"]) == fall


def test_stale_is_older_than_the_limit():
    facts = {"entry_id": 1, "limit_at": START, "views": 5}
    assert stale(read_at=START, **facts) is None
    assert stale(read_at=START - HOUR, **facts).evidence["read_at"] == (START - HOUR).isoformat()
    assert stale(read_at=None, **facts).evidence["read_at"] is None


def test_gone_is_said_twice_or_long_ago():
    def flag(answered_at, at):
        return gone(entry_id=1, absent_since=START, answered_at=answered_at, at=at)

    assert flag(START, START + 6 * HOUR) is None
    assert flag(START + 5 * HOUR, START + 6 * HOUR)
    assert flag(START, START + 12 * HOUR)


def test_peers_weigh_a_gain_by_the_places_it_could_win():
    assert Peers([]).least == 1_000
    assert Peers([curve([900])] * 20).least == 1_000
    assert Peers([curve([50_000])] * 20).least == 5_000
    assert Peers([curve([9_000_000])] * 20).least == 10_000


def _flag(kind, **evidence):
    return Flag(1, kind, {name: _text(value) for name, value in evidence.items()})


def _text(value):
    return value.isoformat() if hasattr(value, "isoformat") else value


@pytest.mark.parametrize(
    ("kind", "decided", "now", "harmless", "watched"),
    [
        ("jump", {"until": START}, {"since": START, "until": START + HOUR}, True, True),
        ("jump", {"until": START}, {"since": START - HOUR, "until": START + HOUR}, False, True),
        ("jump", {"until": START}, {"since": START - HOUR, "until": START}, False, False),
        ("fell", {"until": START}, {"since": START + HOUR, "until": START + 2 * HOUR}, True, True),
        ("in_step", {"until": START}, {"since": START - HOUR, "until": START + HOUR}, False, True),
        (
            "no_likes",
            {"views": 10, "until": START},
            {"views": 20, "until": START + HOUR},
            True,
            True,
        ),
        (
            "no_likes",
            {"views": 10, "until": START},
            {"views": 19, "until": START + HOUR},
            False,
            True,
        ),
        ("gone", {"absent_since": START}, {"absent_since": START + HOUR}, True, True),
        ("gone", {"absent_since": START}, {"absent_since": START}, False, False),
        (
            "stale",
            {"read_at": None, "limit_at": START},
            {"read_at": START, "limit_at": START},
            True,
            True,
        ),
        (
            "stale",
            {"read_at": None, "limit_at": START},
            {"read_at": None, "limit_at": START},
            False,
            False,
        ),
        ("jump", {}, {"since": START, "until": START}, True, True),
    ],
)
def test_news_is_what_a_person_has_not_decided_about(kind, decided, now, harmless, watched):
    earlier = _flag(kind, **decided).evidence
    flag = _flag(kind, **now)
    assert is_news(flag, earlier, watched=False) is harmless
    assert is_news(flag, earlier, watched=True) is watched
