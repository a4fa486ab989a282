"""Standings that views decide: of videos, or of creators over all their videos."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from contests.competition_ranking import Ranked
from contests.models import Category
from entries.models import Entry
from metrics.linked_accounts import ranked_under
from metrics.view_ranking import ViewCandidate, rank_views
from metrics.window import WindowTotal
from metrics.window_totals import VideoFacts, deciding_facts, totals_from
from results.figures import Candidates, Figures, ViewFacts


def stand(
    category: Category, chair_decisions: Sequence[Sequence[int]]
) -> tuple[Candidates, list[Ranked]]:
    """Everybody on the category's platform, and their ranks; unknown views have none."""
    candidates = candidates_of(category)
    ranked = rank_views(
        [
            ViewCandidate(id=key, views=_count(figures), posted_at=_moment(figures))
            for key, figures in candidates.figures.items()
        ],
        chair_decisions=chair_decisions,
    )
    return candidates, ranked


def candidates_of(category: Category) -> Candidates:
    """Every accepted entry on the category's platform, or everybody who has one there.

    Linked accounts are one person's: see metrics.linked_accounts.
    """
    campaign, platform = category.campaign, category.platform
    owners = dict(Entry.objects.taking_part_in(category).values_list("pk", "creator_id"))
    if category.ranks_creators:
        persons = ranked_under(platform)
        owners = {pk: persons.get(creator_id, creator_id) for pk, creator_id in owners.items()}
    # An entry may have come between the two queries: only what both know is looked at.
    videos = {
        pk: video
        for pk, video in deciding_facts(campaign, platform=platform).items()
        if pk in owners
    }
    facts = ViewFacts(
        videos=videos,
        totals=totals_from(videos, campaign),
        creators={pk: owners[pk] for pk in videos},
    )
    if category.ranks_creators:
        figures = _figures_of_creators(facts)
        return Candidates({key: key for key in figures}, figures, facts)
    return Candidates(
        facts.creators,
        {key: _figures_of_video(facts.totals[key], facts.videos[key]) for key in videos},
        facts,
    )


def _figures_of_video(total: WindowTotal, video: VideoFacts) -> Figures:
    return {
        "views": total.views,
        "reason": total.reason.value,
        "read_at": total.reading_taken_at,
        "posted_at": video.posted_at,
    }


def _figures_of_creators(facts: ViewFacts) -> Mapping[int, Figures]:
    """Sums over each one's videos whose views count; who has none such is not known."""
    videos: defaultdict[int, list[int]] = defaultdict(list)
    for entry_id, creator_id in facts.creators.items():
        videos[creator_id].append(entry_id)
    return {creator_id: _sum(of_creator, facts) for creator_id, of_creator in videos.items()}


def _sum(entry_ids: Sequence[int], facts: ViewFacts) -> Figures:
    counted = [pk for pk in entry_ids if facts.totals[pk].views is not None]
    posts = [facts.videos[pk].posted_at for pk in counted]
    reads = [moment for pk in counted if (moment := facts.totals[pk].reading_taken_at)]
    return {
        "views": sum(facts.totals[pk].views or 0 for pk in counted) if counted else None,
        "videos": len(counted),
        "missing": sum(facts.totals[pk].needs_attention for pk in entry_ids),
        # The earliest post, if all are known; the oldest reading.
        "posted_at": None if None in posts else min(filter(None, posts), default=None),
        "read_at": min(reads, default=None),
    }


def _count(figures: Figures) -> int | None:
    views = figures["views"]
    return views if isinstance(views, int) else None


def _moment(figures: Figures) -> datetime | None:
    moment = figures["posted_at"]
    return moment if isinstance(moment, datetime) else None
