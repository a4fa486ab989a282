"""What the evidence of a campaign's results says: everything that the standings follow from.

It holds no personal data: judges are J1, J2 … in an order that nobody outside can guess, entries
and creators are numbers. An entry's number is in the address of its public page, for as long as
it is public.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.crypto import salted_hmac

from contests.models import Campaign
from judging.bradley_terry import VIRTUAL
from judging.models import Judge, Round
from judging.pair_tally import PairTally
from judging.tally import ScoredReview, criteria_of
from results.figures import JuryFacts, ViewFacts
from results.models import Award
from results.standings import CategoryStandings

FORMAT = "sahna-evidence/1"


def evidence_of(
    campaign: Campaign, standings: Sequence[CategoryStandings], awards: Sequence[Award]
) -> dict[str, Any]:
    """The evidence as data for results.evidence.canonical_json; three queries and one a round."""
    rules = campaign.rules.order_by("-number").first()
    judges = pseudonyms(campaign)
    return {
        "format": FORMAT,
        "campaign": {
            "slug": campaign.slug,
            "opens_at": campaign.opens_at,
            "closes_at": campaign.closes_at,
            "time_zone": campaign.time_zone,
            "prior_posts_allowed": campaign.prior_posts_allowed,
            "rules_version": rules.number if rules else None,
        },
        "categories": [
            {
                **_category(of_category, judges),
                "awards": [
                    _award(award)
                    for award in awards
                    if award.prize.category_id == of_category.category.pk
                ],
            }
            for of_category in standings
        ],
    }


def pseudonyms(campaign: Campaign) -> dict[int, str]:
    """A name for each judge that is the same at every call and says nothing about the person."""
    judges = Judge.objects.filter(campaign=campaign).values_list("pk", flat=True)
    shuffled = sorted(judges, key=lambda pk: salted_hmac("results.evidence", f"{pk}").hexdigest())
    return {pk: f"J{number}" for number, pk in enumerate(shuffled, start=1)}


def _category(standings: CategoryStandings, judges: Mapping[int, str]) -> dict[str, Any]:
    category, facts = standings.category, standings.candidates.facts
    content: dict[str, Any] = {
        "slug": category.slug,
        "method": category.method,
        "platform": category.platform,
        "prizes": [{"place": one.place, "winners": one.quantity} for one in standings.prizes],
        "tie_decisions": [
            {"order": decision.order, "reason": decision.reason} for decision in standings.decisions
        ],
        "standings": [
            {
                "rank": row.rank,
                "entry": row.entry_id,
                "creator": row.creator_id,
                "figures": row.figures,
                "decided_by": row.decided_by,
            }
            for row in standings.rows
        ],
    }
    if isinstance(facts, JuryFacts):
        if facts.round is not None:
            content["round"] = _round(facts.round, facts.reviews, judges)
        if facts.final is not None:
            content["final"] = _final(facts.final, judges)
    elif isinstance(facts, ViewFacts):
        content["videos"] = _videos(facts)
    return content


def _round(
    round_: Round, reviews: Sequence[ScoredReview], judges: Mapping[int, str]
) -> dict[str, Any]:
    return {
        "aggregation": round_.aggregation,
        "criteria": [
            {"criterion": str(one.key), "weight": one.weight, "max_points": one.max_points}
            for one in criteria_of(round_)
        ],
        "reviews": [
            {
                "entry": review.entry_id,
                "judge": judges[review.judge_id],
                "points": {str(key): points for key, points in sorted(review.points.items())},
            }
            for review in sorted(reviews, key=lambda one: (one.entry_id, judges[one.judge_id]))
        ],
    }


def _final(final: PairTally, judges: Mapping[int, str]) -> dict[str, Any]:
    """All that judging.bradley_terry computes the finalists' strengths from.

    In an order that says nothing about who answered when.
    """
    return {
        "method": "bradley_terry",
        "virtual_wins_and_losses": VIRTUAL,
        "finalists": sorted(final.strengths),
        "comparisons": [
            {"entries": one.pair, "judge": judges[one.judge_id], "preferred": one.preferred_id}
            for one in sorted(final.comparisons, key=lambda one: (one.pair, judges[one.judge_id]))
        ],
    }


def _videos(facts: ViewFacts) -> list[dict[str, Any]]:
    return [
        {
            "entry": entry_id,
            "creator": facts.creators[entry_id],
            "posted_at": video.posted_at,
            "readings": [
                {"taken_at": reading.taken_at, "views": reading.views} for reading in video.readings
            ],
            "views": facts.totals[entry_id].views,
            "reason": facts.totals[entry_id].reason,
        }
        for entry_id, video in sorted(facts.videos.items())
    ]


def _award(award: Award) -> dict[str, Any]:
    return {
        "place": award.prize.place,
        "winner": award.slot,
        "entry": award.entry_id,
        "creator": award.creator_id,
    }
