"""An evidence file, read for people: who judged what, by which rule, and what the first ones got.

`read_evidence` reads the bytes that were frozen, so that the page which explains a result and the
file by which it is checked cannot differ. It keeps only what is shown: the first lines of each
category, and counts of the rest. It bears the older format (`sahna-evidence/1`), which says less.

Pure: no Django.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from judging.scoring import CriterionSpec, rubric_score
from results.evidence_pieces import (
    ByHand,
    CategoryRead,
    Disqualified,
    EvidenceRead,
    JudgeScore,
    Line,
    RoundRead,
    Tie,
    Weight,
)

FIRST = 10
"""How many lines of a category are kept in full."""


def read_evidence(body: str | bytes) -> EvidenceRead:
    """Read a file that results.evidence_content wrote, of any of its formats."""
    content = json.loads(body)
    campaign = content["campaign"]
    categories = [_category(one) for one in content["categories"]]
    rules = content.get("rules") or {"version": campaign.get("rules_version")}
    judges = {judge for one in categories for round_ in one.rounds for judge in round_.judges}
    return EvidenceRead(
        format=content["format"],
        number=content.get("number", 1),
        opens_at=_moment(campaign.get("opens_at")),
        closes_at=_moment(campaign.get("closes_at")),
        prior_posts_allowed=bool(campaign.get("prior_posts_allowed")),
        rules_version=rules["version"],
        judges=len(judges),
        entries=len(_entries(content["categories"])),
        disqualified=_disqualified(content.get("disqualified", ())),
        categories={one.slug: one for one in categories},
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _entries(categories: Iterable[Mapping[str, Any]]) -> set[int]:
    """Every entry that took part in any category."""
    found: set[int] = set()
    for one in categories:
        found |= {line["entry"] for line in one["standings"] if line["entry"] is not None}
        found |= {video["entry"] for video in one.get("videos", ())}
    return found


def _disqualified(entries: Iterable[Mapping[str, Any]]) -> list[Disqualified]:
    """By reason, in the order of the campaign's list; what is not on it comes last."""
    counts: dict[str, int] = {}
    texts: dict[str, Mapping[str, str]] = {}
    for one in entries:
        counts[one["reason"]] = counts.get(one["reason"], 0) + 1
        texts[one["reason"]] = one.get("texts") or {}
    order = sorted(counts, key=lambda reason: (not texts[reason], len(reason), reason))
    return [Disqualified(texts[reason], counts[reason]) for reason in order]


def _category(content: Mapping[str, Any]) -> CategoryRead:
    standings = content["standings"]
    ranked = [line for line in standings if line["rank"] is not None]
    shown = ranked[:FIRST]
    round_ = content.get("round")
    scores = _scores(round_, {line["entry"] for line in shown}) if round_ else {}
    prizes = [(one["place"], one["winners"]) for one in content["prizes"]]
    videos = content.get("videos", ())
    readings = [read["taken_at"] for video in videos for read in video["readings"]]
    return CategoryRead(
        slug=content["slug"],
        method=content["method"],
        platform=content.get("platform", ""),
        places=prizes,
        candidates=len(standings),
        ranked=len(ranked),
        first=[_line(line, scores.get(line["entry"], ())) for line in shown],
        awards={
            one["creator"] if one["entry"] is None else one["entry"]: one["place"]
            for one in content.get("awards", ())
        },
        rounds=_rounds(content),
        ties=_ties(content, until=max(FIRST, sum(winners for _place, winners in prizes))),
        videos=len(videos),
        unknown_videos=sum(video["views"] is None for video in videos),
        first_reading=_moment(min(readings, default=None)),
        last_reading=_moment(max(readings, default=None)),
        linked_creators=len(content.get("linked_accounts", ())),
    )


def _line(line: Mapping[str, Any], scores: Sequence[JudgeScore]) -> Line:
    return Line(
        rank=line["rank"],
        entry_id=line["entry"],
        creator_id=line["creator"],
        decided_by=line["decided_by"],
        figures=line["figures"],
        scores=scores,
    )


def _scores(
    round_: Mapping[str, Any], entries: set[int | None]
) -> dict[int | None, list[JudgeScore]]:
    """What each judge gave the entries that are shown, J1 before J2 before J10."""
    criteria = [
        CriterionSpec(one["criterion"], Decimal(one["weight"]), one["max_points"])
        for one in round_["criteria"]
    ]
    found: dict[int | None, list[JudgeScore]] = {}
    for review in round_["reviews"]:
        if review["entry"] in entries:
            score = JudgeScore(review["judge"], rubric_score(review["points"], criteria))
            found.setdefault(review["entry"], []).append(score)
    return {entry: sorted(of, key=lambda one: by_number(one.judge)) for entry, of in found.items()}


def by_number(judge: str) -> tuple[int, str]:
    """To sort pseudonyms as people count: J2 before J10."""
    return len(judge), judge


def _rounds(content: Mapping[str, Any]) -> list[RoundRead]:
    """All steps in their order, the final last."""
    found = [_round(one) for one in content.get("other_rounds", ())]
    if content.get("round"):
        found.append(_round(content["round"], is_deciding=True))
    found.sort(key=lambda one: one.order)
    if content.get("final"):
        found.append(_final(content["final"]))
    return found


def _round(content: Mapping[str, Any], *, is_deciding: bool = False) -> RoundRead:
    outcome = content.get("outcome") or {}
    cutoff = content.get("advance_cutoff")
    screening = content.get("kind") == "screening"
    if screening:
        judges = {judge for one in content["entries"] for judge in one["votes"]}
        entries = len(content["entries"])
        answers = sum(len(one["votes"]) for one in content["entries"])
    else:
        judges = {one["judge"] for one in content["reviews"]}
        entries = len({one["entry"] for one in content["reviews"]})
        answers = len(content["reviews"])
    return RoundRead(
        kind="screening" if screening else "scoring",
        order=content.get("order", 1),
        entries=entries,
        judges=sorted(judges, key=by_number),
        answers=answers,
        aggregation=content.get("aggregation", ""),
        criteria=_weights(content.get("criteria", ())),
        quorum=content.get("quorum"),
        advance_count=content.get("advance_count"),
        advance_cutoff=None if cutoff is None else Decimal(cutoff),
        advanced=len(outcome["advanced"]) if outcome else None,
        by_hand=[
            ByHand(one["entry"], one["advances"], one["reason"])
            for one in outcome.get("by_hand", ())
        ],
        is_deciding=is_deciding,
    )


def _weights(criteria: Sequence[Mapping[str, Any]]) -> list[Weight]:
    total = sum(Decimal(one["weight"]) for one in criteria)
    return [
        Weight(int(one["criterion"]), one["max_points"], Decimal(one["weight"]) / total)
        for one in criteria
    ]


def _final(content: Mapping[str, Any]) -> RoundRead:
    comparisons = content["comparisons"]
    return RoundRead(
        kind="pairwise",
        order=content.get("order", 0),
        entries=len(content["finalists"]),
        judges=sorted({one["judge"] for one in comparisons}, key=by_number),
        answers=len(comparisons),
    )


def _ties(content: Mapping[str, Any], *, until: int) -> list[Tie]:
    """Those at the first ranks, which decide about prizes or are shown."""
    decisions = content.get("tie_decisions", ())
    return [
        Tie(
            rank=one["rank"],
            first=one["tied"][:FIRST],
            count=len(one["tied"]),
            parted_by=one["parted_by"],
            reason=_reason(one, decisions),
        )
        for one in content.get("ties", ())
        if one["rank"] <= until
    ]


def _reason(tie: Mapping[str, Any], decisions: Sequence[Mapping[str, Any]]) -> str:
    """What the chair gave as the reason for the order, where the chair decided about it."""
    if "chair" not in tie["parted_by"]:
        return ""
    tied = set(tie["tied"])
    about = [one["reason"] for one in decisions if len(tied.intersection(one["order"])) > 1]
    return about[-1] if about else ""
