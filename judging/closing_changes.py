"""What is otherwise now than when a person looked at a round's closing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from judging.closing_preview import ClosingPreview, Decisions, Where, decisions_digest

Parts = Mapping[str, Any]
"""What was seen: the ids on each side of the line, work left, figures and decisions."""


@dataclass(frozen=True)
class Change:
    """One thing that is no longer as it was seen; `entry_ids` in the order of now.

    Codes: the sides of judging.closing_preview.Where for entries that are there now; "gone" for
    those no longer in the round; "unfinished" with the numbers; "figures" where points, votes
    or creators changed and nobody changed sides; "choice" where the person's own decisions did.
    """

    code: str
    entry_ids: tuple[int, ...] = ()
    was: int = 0
    now: int = 0


def parts_of(preview: ClosingPreview, decisions: Decisions) -> dict[str, Any]:
    """What a person sees of a closing, small enough to travel with the page."""
    return {
        "sides": {str(where): preview.ids(where) for where in Where},
        "unfinished": preview.unfinished,
        "figures": preview.figures,
        "choice": decisions_digest(preview.by_hand(decisions)),
    }


def changes_since(seen: Parts, preview: ClosingPreview, decisions: Decisions) -> list[Change]:
    """What a preview shows otherwise than the parts that were seen; empty when it is the same."""
    return list(_changes(seen, parts_of(preview, decisions)))


def _changes(seen: Parts, now: Parts) -> Iterator[Change]:
    before = {entry_id: side for side, ids in seen.get("sides", {}).items() for entry_id in ids}
    moved = False
    for side, ids in now["sides"].items():
        came = tuple(entry_id for entry_id in ids if before.get(entry_id) != side)
        if came:
            moved = True
            yield Change(side, came)
    here = {entry_id for ids in now["sides"].values() for entry_id in ids}
    gone = tuple(entry_id for entry_id in before if entry_id not in here)
    if gone:
        moved = True
        yield Change("gone", gone)
    was_unfinished = int(seen.get("unfinished", 0))
    if was_unfinished != now["unfinished"]:
        yield Change("unfinished", was=was_unfinished, now=now["unfinished"])
    if not moved and seen.get("figures") != now["figures"]:
        yield Change("figures")
    # What a person chose can come to agree with the rule only because somebody changed sides.
    if not moved and seen.get("choice") != now["choice"]:
        yield Change("choice")
