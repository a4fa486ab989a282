"""What points mean, read from the lines that staff write."""

import pytest

from judging.point_labels import LONGEST_LABEL, LineFault, faulty_lines, labels_of


def test_labels_come_by_points_whatever_the_order_of_the_lines():
    assert labels_of("5: outstanding\n0: not at all\n\n3: good", most=5) == {
        0: "not at all",
        3: "good",
        5: "outstanding",
    }


@pytest.mark.parametrize(
    "line",
    ["5:outstanding", " 5 : outstanding ", "5 – outstanding", "5. outstanding", "٥： outstanding"],
)
def test_label_is_read_however_it_is_written(line):
    assert labels_of(line, most=5) == {5: "outstanding"}
    assert faulty_lines(line, most=5) == []


def test_label_may_hold_colons_and_digits():
    assert labels_of("2: 2:1, so to speak", most=5) == {2: "2:1, so to speak"}


def test_labels_beyond_the_scale_and_second_ones_are_left_out():
    assert labels_of("6: too many\n1: first\n1: second\nwords", most=5) == {1: "first"}


def test_faults_name_each_line():
    long = "x" * (LONGEST_LABEL + 1)
    text = f"6: too many\n\n1: first\n1: second\nwords\n-1: below\n2:\n3: {long}"
    assert faulty_lines(text, most=5) == [
        LineFault(1, "6: too many", "out_of_range"),
        LineFault(4, "1: second", "twice"),
        LineFault(5, "words", "not_a_label"),
        LineFault(6, "-1: below", "not_a_label"),
        LineFault(7, "2:", "not_a_label"),
        LineFault(8, f"3: {long}", "too_long"),
    ]


def test_no_text_has_no_labels_and_no_faults():
    assert labels_of("", most=5) == {}
    assert faulty_lines(" \n", most=5) == []


@pytest.mark.parametrize(
    "line", ["\u200f5: ممتاز", "\u200e5\u200f: ممتاز", "\ufeff5: ممتاز", "٥\u061c: \u200fممتاز"]
)
def test_marks_of_direction_that_were_pasted_in_are_no_matter(line):
    assert labels_of(line, most=5) == {5: "ممتاز"}
    assert faulty_lines(line, most=5) == []


@pytest.mark.parametrize("line", ["0-3: weak", "0 – 3: weak", "4.5: good", "4—5 = good"])
def test_ranges_and_half_points_are_named_as_slips(line):
    assert labels_of(line, most=5) == {}
    assert [fault.code for fault in faulty_lines(line, most=5)] == ["not_a_label"]


def test_label_after_a_dash_may_begin_with_a_number():
    assert labels_of("5 – 10 of 10", most=5) == {5: "10 of 10"}
