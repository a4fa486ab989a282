"""Video ids: shape, the time hidden in them, and ids made up to fit a time."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entries.video_ids import (
    is_video_id,
    posted_at_hint,
    tiktok_id_for,
)

MOMENTS = st.datetimes(
    min_value=datetime(2015, 1, 1),  # noqa: DTZ001 hypothesis wants naive bounds
    max_value=datetime(2038, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


def test_tiktok_hint_of_a_known_video_precedes_its_post_by_seconds():
    # The documented answer of the Display API: create_time 1709027100.
    hint = posted_at_hint("tiktok", "7340215487445339434")
    assert hint == datetime(2024, 2, 27, 9, 44, 56, tzinfo=UTC)
    assert datetime.fromtimestamp(1709027100, UTC) - hint == timedelta(seconds=4)


def test_instagram_hint_counts_milliseconds_from_its_own_epoch():
    # 2**23 × 0 ms is the epoch; it is too early to tell anything. 10**11 ms later it is 2014.
    assert posted_at_hint("instagram", "AAAAAAAAAAA") is None
    pk = 10**11 << 23
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    shortcode = "".join(letters[(pk >> shift) & 63] for shift in range(60, -6, -6))
    expected = datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=1_414_220_021_721)
    assert posted_at_hint("instagram", shortcode) == expected


@pytest.mark.parametrize(
    ("platform", "video_id"),
    [
        ("youtube", "BGQWPY4IigY"),
        ("vimeo", "7340215487445339434"),
        ("tiktok", "1000000000000000000"),  # 1977
        ("tiktok", "734021548744533943"),
        ("tiktok", "٧340215487445339434"),
        ("tiktok", ""),
        ("instagram", "abc"),
        ("instagram", "C4e/x2Lsabc"),
    ],
)
def test_hint_is_none_when_the_id_does_not_tell(platform, video_id):
    assert posted_at_hint(platform, video_id) is None


@pytest.mark.parametrize(
    ("platform", "video_id", "expected"),
    [
        ("tiktok", "7340215487445339434", True),
        ("tiktok", "0340215487445339434", False),
        ("tiktok", "73402154874453394340", False),
        ("tiktok", "7340215487445339434\n", False),
        ("youtube", "BGQWPY4IigY", True),
        ("youtube", "BGQWPY4IigY1", False),
        ("youtube", "BGQWPY4Iig!", False),
        ("instagram", "C4e_x2L-abc", True),
        ("instagram", "C4e_x2L-abcd", False),
        ("vimeo", "BGQWPY4IigY", False),
    ],
)
def test_shape_of_video_ids(platform, video_id, expected):
    assert is_video_id(platform, video_id) is expected


@given(MOMENTS, st.integers(0, 2**28 - 1))
def test_made_up_tiktok_id_fits_its_post_time(at, salt):
    video_id = tiktok_id_for(at, salt=salt)
    assert is_video_id("tiktok", video_id)
    assert int(video_id) >> 8 & 15 == 13
    hint = posted_at_hint("tiktok", video_id)
    assert timedelta(seconds=1) <= at - hint < timedelta(seconds=12)


def test_made_up_ids_of_one_moment_differ():
    at = datetime(2024, 3, 1, tzinfo=UTC)
    assert len({tiktok_id_for(at, salt=salt) for salt in range(20_000)}) == 20_000
