"""What about a video's views a person should look at. Flags, never verdicts: no rank uses them.

Every function answers with a Flag or None, and with None where something is not known. Figures
are integers; `evidence` is plain JSON for those who decide. Many entries in step: metrics.in_step.
Pure: no Django.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from metrics.curves import Curve, Span, usual_per_day
from metrics.peers import FLOOR_PER_DAY, Peers

JUMP, NO_LIKES, IN_STEP = "jump", "no_likes", "in_step"
STALE, FELL, GONE = "stale", "fell", "gone"

HISTORY = 8
"""Earlier intervals that a jump is measured against: two days of readings every six hours, so
that every hour of the day is among them."""
JUMP_NEEDS = 3
"""Earlier intervals without which a curve has no "before": a new video may start as it likes."""
JUMP_OWN = 8
"""A video that catches on doubles or triples from one reading to the next; eight times the fastest
of two days is a repost by somebody famous, or bought."""
JUMP_ALONE = 20
"""The same where what peers did is not known: a surge of the whole campaign must not flag all."""
JUMP_SHARE = 5
"""The gain is at least this part (a fifth) of what the video had: less changes little."""
NO_LIKES_VIEWS = 5_000
"""Below this a missing like is chance."""
NO_LIKES_PER_10000 = 20
"""2 likes in 1,000 views. Organic short videos get 10 to 100; bought views bring none."""
NO_LIKES_ALONE = 10
"""1 in 1,000 where the peers' rate is not known."""
NO_LIKES_UNDER = 10
"""Ten times fewer than the middle of the peers."""
FELL_LEAST = 100
"""Platforms recount by a few views every day."""
FELL_SHARE = 100
"""A hundredth of the count; a smaller part only where the views are many by themselves."""
GONE_SURELY = timedelta(hours=12)
"""So long without a second answer; one missing answer may be the platform's mishap."""


@dataclass(frozen=True, slots=True)
class Flag:
    """Something to look at. `reading_id`: the newest reading behind it; 0 where none is."""

    entry_id: int
    kind: str
    evidence: dict[str, Any]
    reading_id: int = 0


def jump(curve: Curve, peers: Peers) -> Flag | None:
    """The largest growth between two readings far beyond the video's own and its peers'.

    Flagged: gain ≥ peers.least, gain ≥ views before / 5, at least 3 intervals before, and
    growth a day ≥ 8 × max(fastest of the 8 intervals before, 100) × max(1, S), where S is how
    many times faster than before the upper quartile of peers grew at that time. S not known:
    ≥ 20 × instead.
    """
    counts = [point.views for point in curve.points]
    # Most videos are small: nothing in them can be a jump, and nothing more is computed.
    if not counts or max(counts) - min(counts) < peers.least:
        return None
    spans = curve.spans()
    found = [
        (span.gain, _jump_evidence(curve, spans, place, peers))
        for place, span in enumerate(spans)
        if place >= JUMP_NEEDS and span.end.fresh and _is_large(span, peers)
    ]
    jumps = [(gain, flag) for gain, flag in found if flag]
    return max(jumps, key=lambda one: one[0])[1] if jumps else None


def _is_large(span: Span, peers: Peers) -> bool:
    return span.gain >= peers.least and span.gain * JUMP_SHARE >= span.start.views


def _jump_evidence(curve: Curve, spans: list[Span], place: int, peers: Peers) -> Flag | None:
    span = spans[place]
    usual = usual_per_day(spans[max(place - HISTORY, 0) : place])
    base = max(usual, FLOOR_PER_DAY)
    if span.per_day < JUMP_OWN * base:
        return None
    surge, asked = peers.surge(span.start.at, span.end.at, but=curve.entry_id)
    needed = JUMP_ALONE * 10 if surge is None else JUMP_OWN * max(surge, 10)
    if span.per_day * 10 < needed * base:
        return None
    evidence = _between(span) | {
        "gain": span.gain,
        "per_day": span.per_day,
        "usual_per_day": usual,
        "times": span.per_day // base,
        "peers": asked,
        "peers_tenths": surge,
    }
    return Flag(curve.entry_id, JUMP, evidence, span.end.reading_id)


def no_likes(curve: Curve, peers: Peers) -> Flag | None:
    """Many views and hardly any likes in the newest reading, likes being known.

    Flagged: views ≥ max(5,000, peers.least) and likes / views below 2 in 1,000 and below a tenth
    of the peers' middle rate; where that is not known, below 1 in 1,000.
    """
    last = curve.last
    if last is None or not last.fresh or last.likes is None or last.likes < 0:
        return None
    usual = peers.likes_per_10000
    limit = NO_LIKES_ALONE if usual is None else min(NO_LIKES_PER_10000, usual // NO_LIKES_UNDER)
    many = last.views >= max(NO_LIKES_VIEWS, peers.least)
    if not many or last.likes * 10_000 >= limit * last.views:
        return None
    evidence = {
        "until": last.at.isoformat(),
        "views": last.views,
        "likes": last.likes,
        "peers_per_10000": usual,
    }
    return Flag(curve.entry_id, NO_LIKES, evidence, last.reading_id)


def fell(curve: Curve, peers: Peers) -> Flag | None:
    """The deepest fall between two readings.

    Flagged: fall ≥ 100 views, and ≥ a hundredth of the count or ≥ peers.least. Platforms take
    bought views back, so a fall tells of what was there before.
    """
    steps = [
        Span(start, end)
        for start, end in zip(curve.points, curve.points[1:], strict=False)
        if end.fresh and _is_fall(start.views, start.views - end.views, peers.least)
    ]
    if not steps:
        return None
    deepest = min(steps, key=lambda span: span.gain)
    evidence = _between(deepest) | {"fall": -deepest.gain}
    return Flag(curve.entry_id, FELL, evidence, deepest.end.reading_id)


def _is_fall(before: int, fall: int, least: int) -> bool:
    return fall >= FELL_LEAST and (fall * FELL_SHARE >= before or fall >= least)


def stale(
    *, entry_id: int, read_at: datetime | None, limit_at: datetime, views: int | None
) -> Flag | None:
    """The reading that decides is older than the campaign's limit, or there is none."""
    if read_at is not None and read_at >= limit_at:
        return None
    evidence = {
        "read_at": read_at and read_at.isoformat(),
        "limit_at": limit_at.isoformat(),
        "views": views,
    }
    return Flag(entry_id, STALE, evidence)


def gone(
    *, entry_id: int, absent_since: datetime, answered_at: datetime | None, at: datetime
) -> Flag | None:
    """The platform said that the video is not there: twice, or 12 hours ago."""
    said_again = answered_at is not None and answered_at > absent_since
    if not said_again and at - absent_since < GONE_SURELY:
        return None
    return Flag(entry_id, GONE, {"absent_since": absent_since.isoformat()})


def is_news(flag: Flag, decided: Mapping[str, Any], *, watched: bool) -> bool:
    """Whether a flag says more than the evidence that a person has decided about.

    Where it was found harmless: a jump or a fall that began after the one looked at; a march in
    step wholly after it; likes still missing at twice the views; a video gone once more; another
    deciding reading. Where the entry is watched, any newer evidence.
    """
    now = flag.evidence
    if flag.kind == GONE:
        return _later(now.get("absent_since"), decided.get("absent_since"))
    if flag.kind == STALE:
        same = ("read_at", "limit_at")
        return any(now.get(name) != decided.get(name) for name in same)
    if watched:
        return _later(now.get("until"), decided.get("until"))
    if flag.kind == NO_LIKES:
        return int(now["views"]) >= 2 * int(decided.get("views") or 0)
    return not _later(decided.get("until"), now.get("since"))


def _later(one: str | None, other: str | None) -> bool:
    """Whether a moment is after another; one that is not known is before all."""
    if not one or not other:
        return bool(one)
    return datetime.fromisoformat(one) > datetime.fromisoformat(other)


def _between(span: Span) -> dict[str, Any]:
    return {
        "since": span.start.at.isoformat(),
        "until": span.end.at.isoformat(),
        "views_before": span.start.views,
        "views_after": span.end.views,
    }
