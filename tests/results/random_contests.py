"""Random contests, decided by the site's own pure code and written down as evidence.

No database: what the site computes is put into the format by hand, so that one seed is one file.
The way from the database into the file is tested in test_evidence_content.py.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from itertools import combinations, groupby
from random import Random
from types import SimpleNamespace
from typing import Any

from contests.competition_ranking import UNRANKED, Ranked
from judging.advancing import screened
from judging.bradley_terry import Strength, strengths_of
from judging.closing_preview import Where, _line, _sides
from judging.final_ranking import rank_final
from judging.round_ranks import candidates_of, heaviest_of, rank_reviews
from judging.scoring import (
    Aggregation,
    CriterionSpec,
    aggregate,
    heaviest_score,
    rubric_score,
)
from judging.screening import Votes, rank_votes, verdict
from judging.tally import ScoredReview, as_reviews
from metrics.view_ranking import ViewCandidate, rank_views
from metrics.window import ReadingFact, window_total
from metrics.window_totals import VideoFacts
from results.evidence import canonical_json, digest
from results.evidence_jury import NO_CLOSING, PARAMETERS
from results.figures import ViewFacts
from results.jury_standings import NOTHING, _figures, _pairs
from results.ranking import prize_boundary_ties
from results.view_standings import _figures_of_creators, _figures_of_video
from tests.builders import utc

OPENS, CLOSES = utc(2024, 4, 1), utc(2024, 5, 1, 18)
WEIGHTS = ("1", "1", "2", "0.5", "1.25", "3.33", "0.01", "40")


@dataclass
class Contest:
    """A category under way: its lines and what the evidence says of it."""

    random: Random
    judges: list[str] = field(default_factory=list)
    creators: dict[int, int] = field(default_factory=dict)
    content: dict[str, Any] = field(default_factory=dict)
    figures: dict[int, Mapping[str, Any]] = field(default_factory=dict)

    def maybe(self, chance: float) -> bool:
        return self.random.random() < chance


def random_evidence(seed: object, *, method: str = "", aggregation: str = "") -> bytes:
    """One announced contest with one category, as canonical bytes."""
    random = Random(f"sahna {seed}")
    contest = Contest(random)
    contest.judges = [f"J{number}" for number in range(1, random.randint(1, 7) + 1)]
    method = method or random.choice(("jury",) * 4 + ("most_viewed_video", "most_viewed_creator"))
    prior_posts_allowed = random.random() < 0.5
    ids = random.sample(range(1, 400), random.randint(1, 14))
    if method == "jury":
        contest.creators = {pk: random.randint(1, 50) for pk in ids}
        rank = _jury(contest, aggregation)
    else:
        rank = _views(contest, ids, method, prior_posts_allowed)
    category = {
        "slug": "the-best",
        "method": method,
        "platform": "" if method == "jury" else "tiktok",
        **_announced(contest, rank, creators_win=method == "most_viewed_creator"),
        **contest.content,
    }
    content = {
        "format": "sahna-evidence/2",
        "number": 1,
        "note": {},
        "campaign": {
            "slug": f"contest-{seed}",
            "opens_at": OPENS,
            "closes_at": CLOSES,
            "time_zone": "Asia/Almaty",
            "prior_posts_allowed": prior_posts_allowed,
        },
        "rules": {"version": 1, "sha256_of_text": {"en": "0" * 64}},
        "judges": contest.judges,
        "disqualified": [
            {"entry": 900 + one, "decided_at": CLOSES, "reason": "other", "texts": {}}
            for one in range(random.randint(0, 2))
        ],
        "categories": [category],
    }
    return canonical_json({**content, "seal": digest(content)})


def loaded(raw: bytes) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(raw)
    return content


# ------------------------------------------------------------------------------- juries


def _jury(contest: Contest, aggregation: str) -> Any:
    """The rounds of a jury; answers with the ranking that takes the chair's decisions."""
    random, members = contest.random, sorted(contest.creators)
    contest.content["other_rounds"] = others = []
    order = 1
    if contest.maybe(0.3):
        round_, members = _screening(contest, members)
        others.append({"order": order, **round_})
        order += 1
    if contest.maybe(0.15) and members:
        round_, _reviews, members = _scoring(contest, members, aggregation="", goes_on=True)
        others.append({"order": order, **round_})
        order += 1
    has_final = contest.maybe(0.3)
    reviews: list[ScoredReview] = []
    method = Aggregation(aggregation or random.choice(list(Aggregation)))
    # The last scoring round is the one that decides: only a screening can do without.
    if contest.maybe(0.92) or any(one["kind"] == "scoring" for one in others) or not others:
        round_, reviews, members = _scoring(contest, members, method, goes_on=has_final)
        contest.content["round"] = {"order": order, **round_}
    strengths = _final(contest, members, order + 1) if has_final and members else {}
    totals = aggregate(as_reviews(reviews), method=method)
    heaviest = heaviest_of(reviews)
    contest.figures = dict.fromkeys(contest.creators, NOTHING)
    contest.figures |= {pk: _figures(total, heaviest[pk]) for pk, total in totals.items()}
    contest.figures |= {pk: {**contest.figures[pk], **_pairs(one)} for pk, one in strengths.items()}
    values = {pk: one.value for pk, one in strengths.items()}
    candidates = candidates_of(reviews, totals, heaviest)
    return lambda decisions: rank_final(values, candidates, chair_decisions=decisions)


def _screening(contest: Contest, members: list[int]) -> tuple[dict[str, Any], list[int]]:
    random, panel = contest.random, contest.judges
    wanted = random.randint(1, len(panel))
    quorum = random.randint(1, wanted)
    count = random.randint(1, len(members)) if contest.maybe(0.4) else None
    cast = {
        pk: {
            judge: random.choice(("yes", "yes", "no", "unsure"))
            for judge in random.sample(panel, random.randint(0, wanted))
        }
        for pk in members
    }
    votes = {
        pk: Votes(*(list(one.values()).count(vote) for vote in ("yes", "no", "unsure")), wanted)
        for pk, one in cast.items()
    }
    verdicts = {pk: verdict(one, quorum=quorum) for pk, one in votes.items()}
    line = screened(rank_votes(votes, quorum=quorum), verdicts=verdicts, count=count)
    outcome, advanced = _outcome(contest, _sides(line), members)
    entries = [{"entry": pk, "wanted": wanted, "votes": cast[pk]} for pk in sorted(members)]
    return {
        "kind": "screening",
        "quorum": quorum,
        "entries": entries,
        "advance_count": count,
        "advance_cutoff": None,
        "outcome": outcome,
    }, advanced


def _scoring(
    contest: Contest, members: list[int], aggregation: str, *, goes_on: bool
) -> tuple[dict[str, Any], list[ScoredReview], list[int]]:
    random = contest.random
    aggregation = aggregation or random.choice(list(Aggregation))
    most = random.choice((1, 2, 3, 5, 10))
    criteria = [
        CriterionSpec(
            random.randint(1, 10) * 10 + one,
            Decimal(random.choice(WEIGHTS)),
            random.randint(1, most),
        )
        for one in range(random.randint(1, 4))
    ]
    reviews = []
    for entry_id, judge in _assigned(contest, members):
        points = {one.key: random.randint(0, one.max_points) for one in criteria}
        scores = rubric_score(points, criteria), heaviest_score(points, criteria)
        reviews.append(ScoredReview(entry_id, int(judge[1:]), points, *scores))
    round_: dict[str, Any] = {
        "kind": "scoring",
        "aggregation": str(aggregation),
        "parameters": PARAMETERS,
        "criteria": [
            {"criterion": str(one.key), "weight": one.weight, "max_points": one.max_points}
            for one in criteria
        ],
        "reviews": [
            {
                "entry": one.entry_id,
                "judge": f"J{one.judge_id}",
                "points": {str(key): given for key, given in one.points.items()},
            }
            for one in reviews
        ],
        **NO_CLOSING,
    }
    if not goes_on:
        return round_, reviews, []
    rule: dict[str, Any] = random.choice(
        (
            {"advance_count": None, "advance_cutoff": None},
            {"advance_count": random.randint(1, len(members) or 1), "advance_cutoff": None},
            {"advance_count": None, "advance_cutoff": Decimal(random.randint(0, 10000)) / 100},
        )
    )
    totals = aggregate(as_reviews(reviews), method=Aggregation(aggregation))
    ranked = rank_reviews(reviews, totals)
    line = _line(SimpleNamespace(**rule), ranked, {pk: one.value for pk, one in totals.items()})
    sides = {**dict.fromkeys(members, Where.UNREVIEWED), **_sides(line)}
    outcome, advanced = _outcome(contest, sides, members)
    return {**round_, **rule, "outcome": outcome}, reviews, advanced


def _assigned(contest: Contest, members: list[int]) -> list[tuple[int, str]]:
    """Who reviews what: everybody all, some of them, or panels that share nothing."""
    random, judges = contest.random, contest.judges
    way = random.choice(("all", "some", "panels", "panels but one"))
    pairs = []
    for place, entry_id in enumerate(members):
        panel = list(judges)
        if way == "some":
            panel = random.sample(judges, random.randint(0, len(judges)))
        elif way != "all":
            half = len(judges) // 2 or 1
            panel = judges[:half] if place % 2 else (judges[half:] or judges)
            if way == "panels but one" and place == 0:
                panel = judges
        pairs += [(entry_id, judge) for judge in panel]
    return pairs


def _outcome(
    contest: Contest, sides: Mapping[int, Where], members: Sequence[int]
) -> tuple[dict[str, Any], list[int]]:
    """A person closes the round; afterwards some vote may have stopped counting."""
    random = contest.random
    by_hand = [pk for pk in members if sides[pk] is Where.ON_LINE or contest.maybe(0.05)]
    advances = {pk: sides[pk] is Where.THROUGH for pk in members}
    advances |= {pk: random.random() < 0.5 for pk in by_hand}
    otherwise = [pk for pk in members if pk not in by_hand and contest.maybe(0.03)]
    advances |= {pk: not advances[pk] for pk in otherwise}
    advanced = sorted(pk for pk, goes in advances.items() if goes)
    return {
        "advanced": advanced,
        "by_hand": [
            {"entry": pk, "advances": advances[pk], "reason": "Seen again."}
            for pk in sorted(by_hand)
        ],
        "otherwise": sorted(otherwise),
    }, advanced


def _final(contest: Contest, finalists: list[int], order: int) -> dict[int, Strength]:
    random = contest.random
    pairs = list(combinations(sorted(finalists), 2))
    comparisons = [
        {"entries": pair, "judge": judge, "preferred": random.choice(pair)}
        for judge in contest.judges
        for pair in random.sample(pairs, random.randint(0, min(len(pairs), 12)))
    ]
    if not comparisons:
        return {}
    answers = [(one["preferred"], sum(one["entries"]) - one["preferred"]) for one in comparisons]
    contest.content["final"] = {
        "order": order,
        "method": "bradley_terry",
        "virtual_wins_and_losses": 1,
        "finalists": sorted(finalists),
        "comparisons": comparisons,
    }
    return strengths_of(finalists, answers)


# ------------------------------------------------------------------------------- views


def _views(contest: Contest, ids: list[int], method: str, prior_posts_allowed: bool) -> Any:
    random = contest.random
    few = contest.maybe(0.6)  # few different numbers: many ties
    moments = [OPENS + timedelta(hours=hours) for hours in (-48, -1, 0, 1, 1, 300, 737, 738, 900)]
    facts, totals, accounts, owners = {}, {}, {}, {}
    linked = {account: account - account % 3 + 1 for account in range(1, 12)}
    for pk in sorted(ids):
        posted_at = random.choice([*moments, None])
        readings = []
        for taken_at in sorted(random.sample(moments[:-1], random.randint(0, 3))):
            counted = random.randint(0, 4) if few else random.randint(0, 10**9)
            readings.append(ReadingFact(taken_at, counted))
        deciding = _deciding(readings)
        facts[pk] = VideoFacts(posted_at, deciding)
        totals[pk] = window_total(
            readings=deciding,
            posted_at=posted_at,
            opens_at=OPENS,
            closes_at=CLOSES,
            prior_posts_allowed=prior_posts_allowed,
        )
        accounts[pk] = random.randint(1, 11)
        owners[pk] = linked[accounts[pk]] if method == "most_viewed_creator" else accounts[pk]
    known = ViewFacts(videos=facts, totals=totals, creators=owners)
    contest.content["videos"] = [
        {
            "entry": pk,
            "account": accounts[pk],
            "creator": owners[pk],
            "posted_at": video.posted_at,
            "readings": [{"taken_at": one.taken_at, "views": one.views} for one in video.readings],
            "views": totals[pk].views,
            "reason": totals[pk].reason,
        }
        for pk, video in facts.items()
    ]
    if method == "most_viewed_creator":
        contest.figures = dict(_figures_of_creators(known))
        contest.creators = {key: key for key in contest.figures}
        several: dict[int, set[int]] = {}
        for pk, owner in owners.items():
            several.setdefault(owner, set()).add(accounts[pk])
        contest.content["linked_accounts"] = [
            {"creator": owner, "accounts": sorted(of_owner)}
            for owner, of_owner in sorted(several.items())
            if of_owner != {owner}
        ]
    else:
        contest.figures = {pk: _figures_of_video(totals[pk], facts[pk]) for pk in facts}
        contest.creators = owners
    candidates = [
        ViewCandidate(key, one["views"], one["posted_at"]) for key, one in contest.figures.items()
    ]
    return lambda decisions: rank_views(candidates, chair_decisions=decisions)


def _deciding(readings: Sequence[ReadingFact]) -> tuple[ReadingFact, ...]:
    opening = [one for one in readings if one.taken_at <= OPENS][-1:]
    closing = [one for one in readings if one.taken_at <= CLOSES][-1:]
    return tuple(closing if opening == closing else opening + closing)


# ------------------------------------------------------------------------------- results


def _announced(contest: Contest, rank: Any, *, creators_win: bool) -> dict[str, Any]:
    """The chair decides ties across prizes; then prizes go by rank, or a remark says why not."""
    random = contest.random
    prizes = [random.randint(1, 3) for _ in range(random.randint(1, 3))]
    decisions: list[list[int]] = []
    while ties := prize_boundary_ties(rank(decisions), prizes):
        for tie in ties:
            if contest.maybe(0.2):
                decisions.append(random.sample(tie.ids, len(tie.ids)))
            decisions.append(random.sample(tie.ids, len(tie.ids)))
    ranked: list[Ranked] = rank(decisions)
    unplaced = sorted(contest.figures.keys() - {one.id for one in ranked})
    lines = [(one.id, one.rank, one.decided_by) for one in ranked]
    lines += [(key, UNRANKED, "") for key in unplaced]
    winners = [key for key, place, _by in lines if place != UNRANKED]
    # The best one gives the prize back: unless those behind would then be equals at a boundary.
    gone: list[int] = []
    behind = [one._replace(rank=one.rank - 1) for one in ranked if one.rank > 1]
    alone = len(winners) > 1 and ranked[1].rank > 1
    if alone and contest.maybe(0.1) and not prize_boundary_ties(behind, prizes):
        gone.append(winners.pop(0))
    remark = None
    if contest.maybe(0.15) and winners:
        remark = {"texts": {"en": "One of them wished not to win."}, "leaves_places_empty": True}
        winners.remove(random.choice(winners))
    awards, rest = [], winners
    for place, quantity in enumerate(prizes, start=1):
        awards += [
            {"place": place, "winner": slot, **_who(contest, key, creators_win)}
            for slot, key in enumerate(rest[:quantity], start=1)
        ]
        rest = rest[quantity:]
    return {
        "prizes": [{"place": place, "winners": one} for place, one in enumerate(prizes, start=1)],
        "tie_decisions": [{"order": one, "reason": "The chair's word."} for one in decisions],
        "ties": _ties(contest, ranked),
        "standings": [
            {
                "rank": None if place == UNRANKED else place,
                **_who(contest, key, creators_win),
                "figures": contest.figures[key],
                "decided_by": decided_by,
            }
            for key, place, decided_by in lines
        ],
        "shortlist": None,
        "awards": awards,
        "passed_over": [_who(contest, key, creators_win) for key in gone],
        "alternates": [
            {"position": position, **_who(contest, key, creators_win)}
            for position, key in enumerate(rest[:3], start=1)
        ],
        "remark": remark,
    }


def _who(contest: Contest, key: int, creators_win: bool) -> dict[str, Any]:
    return {"entry": None if creators_win else key, "creator": contest.creators[key]}


def _ties(contest: Contest, ranked: Sequence[Ranked]) -> list[dict[str, Any]]:
    def first(one: Ranked) -> Any:
        figures = contest.figures[one.id]
        return next(
            (name, figures[name]) for name in ("views", "strength", "value") if name in figures
        )

    found = []
    for _figure, group in groupby((one for one in ranked if one.rank != UNRANKED), key=first):
        tied = list(group)
        if len(tied) > 1:
            found.append(
                {
                    "rank": tied[0].rank,
                    "tied": [one.id for one in tied],
                    "parted_by": list(dict.fromkeys(one.decided_by for one in tied)),
                }
            )
    return found
