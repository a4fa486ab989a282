"""The canonical bytes of evidence: equal content, equal bytes, equal digest."""

import hashlib
import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from results.evidence import canonical_json, digest


class Method(StrEnum):
    JURY = "jury"


def test_canonical_json_of_a_small_result():
    data = {
        "rank": 1,
        "campaign": "кітапток",
        "method": Method.JURY,
        "value": Decimal("0.750000000"),
        "at": datetime(2024, 4, 30, 23, 0, tzinfo=timezone(timedelta(hours=5))),
        "day": date(2024, 4, 30),
        "judges": (3, 1),
        "shared": False,
        "note": None,
    }
    assert canonical_json(data).decode() == (
        '{"at":"2024-04-30T18:00:00Z","campaign":"кітапток","day":"2024-04-30","judges":[3,1],'
        '"method":"jury","note":null,"rank":1,"shared":false,"value":"0.75"}'
    )


def test_digest_is_the_sha256_of_the_bytes():
    assert digest({"a": 1}) == hashlib.sha256(b'{"a":1}').hexdigest()
    assert digest({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("70000.00", "70000"),
        ("7E+4", "70000"),
        ("0.10", "0.1"),
        ("0.000000001", "0.000000001"),
        ("1E-9", "0.000000001"),
        ("100", "100"),
        ("0.00", "0"),
        ("-0.0", "0"),
        ("-1.50", "-1.5"),
    ],
)
def test_decimal_is_plain_text_without_trailing_zeros(number, text):
    assert json.loads(canonical_json([Decimal(number)])) == [text]


def test_moment_keeps_its_microseconds_when_it_has_some():
    moment = datetime(2024, 4, 30, 18, 0, 0, 1500, tzinfo=UTC)
    assert canonical_json(moment) == b'"2024-04-30T18:00:00.001500Z"'


def test_text_is_not_normalised():
    assert canonical_json("й") != canonical_json("и\u0306")
    assert canonical_json("#кiтапток <b> \u2028").decode() == '"#кiтапток <b> \u2028"'


@pytest.mark.parametrize(
    "data",
    [
        0.5,
        {"a": [0.5]},
        float("nan"),
        {1: "a"},
        {None: 1},
        {"a"},
        b"a",
        pytest.param(object(), id="object"),
        1j,
    ],
    ids=repr,
)
def test_what_has_no_canonical_form_is_refused(data):
    with pytest.raises(TypeError, match="evidence"):
        canonical_json(data)


@pytest.mark.parametrize(
    "data",
    [
        datetime(2024, 4, 30),  # noqa: DTZ001 naive on purpose
        Decimal("NaN"),
        Decimal("Infinity"),
        "\ud800",
    ],
    ids=repr,
)
def test_value_without_a_meaning_elsewhere_is_refused(data):
    with pytest.raises(ValueError, match=r"evidence|surrogates"):
        canonical_json(data)


LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30)
    | st.datetimes(timezones=st.just(UTC))
)
DATA = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(DATA)
def test_reading_canonical_json_and_writing_it_again_changes_nothing(data):
    written = canonical_json(data)
    assert canonical_json(json.loads(written)) == written


@given(st.dictionaries(st.text(), st.integers(), max_size=8), st.randoms())
def test_order_of_keys_does_not_matter(data, random):
    keys = list(data)
    random.shuffle(keys)
    assert digest({key: data[key] for key in keys}) == digest(data)


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=9, min_value=-(10**9), max_value=10**9
    ),
    st.integers(0, 6),
)
def test_equal_decimals_are_equal_bytes(number, zeros):
    longer = Decimal(f"{number:f}{'0' * zeros}")
    assert longer == number
    assert canonical_json(longer) == canonical_json(number)
