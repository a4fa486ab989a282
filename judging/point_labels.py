"""What single points mean, as staff write it: one line for each, “5: outstanding”.

Pure. Reading is forgiving, so that a slip never keeps a judge from a page; `faulty_lines` names
every slip to whoever writes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

# The longest that still stands beside its number on a telephone, in characters.
LONGEST_LABEL = 60

# Any script's digits. People also write "5 – outstanding", "5 = outstanding", "5. outstanding".
# Not "4.5: good" or "10-15: good": half points and ranges mean nothing here.
_LINE = re.compile(
    r"(?P<points>\d{1,4})\s*(?:[:：=]|[.–—-](?!\s*\d{1,4}\s*[:：=]))\s*(?P<label>\S.*)"
)
# Marks of direction and the like, which come along unseen when a text is pasted in.
_UNSEEN = dict.fromkeys(map(ord, "\u061c\u200b\u200e\u200f\u2060\ufeff"))


@dataclass(frozen=True)
class LineFault:
    """A line that says nothing of any points, and why: its number counts from 1."""

    number: int
    line: str
    code: Literal["not_a_label", "out_of_range", "twice", "too_long"]


def labels_of(text: str, *, most: int) -> dict[int, str]:
    """The label of each of the points from 0 to `most` that have one, the first line of several.

    Lines that are no label are left out.
    """
    labels: dict[int, str] = {}
    for line in text.splitlines():
        found = _LINE.fullmatch(_seen(line))
        if found and int(found["points"]) <= most:
            labels.setdefault(int(found["points"]), found["label"])
    return dict(sorted(labels.items()))


def faulty_lines(text: str, *, most: int) -> list[LineFault]:
    """The lines that would not be shown as they were meant, in their order; empty ones are fine."""
    faults = []
    seen: set[int] = set()
    for number, written in enumerate(text.splitlines(), start=1):
        line = _seen(written)
        if not line:
            continue
        found = _LINE.fullmatch(line)
        if found is None:
            faults.append(LineFault(number, line, "not_a_label"))
            continue
        points = int(found["points"])
        if points > most:
            faults.append(LineFault(number, line, "out_of_range"))
        elif points in seen:
            faults.append(LineFault(number, line, "twice"))
        elif len(found["label"]) > LONGEST_LABEL:
            faults.append(LineFault(number, line, "too_long"))
        seen.add(points)
    return faults


def _seen(line: str) -> str:
    return line.translate(_UNSEEN).strip()
