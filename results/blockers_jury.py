"""What judges still owe before an announcement."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Q

from contests.models import Category
from judging.models import Round, expected_reviews
from results.blocker import Blocker
from results.figures import JuryFacts
from results.preview import CategoryPreview


def of_category(category: Category) -> Iterator[Blocker]:
    """What can be told before anybody has judged."""
    if category.by_views:
        return
    if not category.rounds.exclude(kind=Round.Kind.SCREENING).exists():
        link, query = ("judging_round_add", ()), {"category": category.pk}
        yield Blocker("no_round", False, link, category, {}, query)


def of_standings(preview: CategoryPreview, at: datetime) -> Iterator[Blocker]:
    """Rounds that are not over, reviews that never came, finalists whom nobody has compared."""
    category = preview.standings.category
    if category.by_views:
        return
    yield from of_category(category)
    yield from of_rounds(category, at)
    facts = preview.standings.candidates.facts
    if isinstance(facts, JuryFacts) and facts.final is not None:
        strengths = facts.final.strengths.values()
        alone = sum(strength.comparisons == 0 for strength in strengths)
        if alone:
            standings = ("results_standings", (category.campaign_id,))
            yield Blocker("never_compared", False, standings, category, {"count": alone})


def of_rounds(category: Category, at: datetime) -> Iterator[Blocker]:
    """Rounds in which judges can still score, and reviews that nobody finished in time."""
    missing = expected_reviews("assignments__") & Q(assignments__finished_at__isnull=True)
    unfinished = Count("assignments", filter=missing)
    rounds = Round.objects.filter(category=category).annotate(unfinished=unfinished)
    for round_ in rounds.order_by("order"):
        link = ("judging_round_change", (round_.pk,))
        if at < round_.closes_at and round_.closed_at is None:
            yield Blocker("round_open", True, link, category)
        elif round_.unfinished:
            yield Blocker("reviews_unfinished", False, link, category, {"count": round_.unfinished})
