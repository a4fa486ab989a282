"""What readings still owe before an announcement, and what is striking about views."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from contests.models import Category
from entries.models import Entry
from metrics.models import Case
from metrics.staleness import staleness_of
from results.blocker import Blocker
from results.figures import ViewFacts
from results.preview import CategoryPreview


def of_category(category: Category) -> Iterator[Blocker]:
    """Open cases: a person can decide them at any time. No rank depends on one."""
    if not category.by_views:
        return
    takes_part = Entry.objects.taking_part_in(category)
    cases = Case.objects.filter(decided_at__isnull=True, entry__in=takes_part).count()
    if cases:
        link, query = ("metrics_case_changelist", ()), {"campaign": category.campaign_id}
        yield Blocker("cases_open", False, link, category, {"count": cases}, query)


def of_standings(preview: CategoryPreview, at: datetime) -> Iterator[Blocker]:
    """Views that are not known, and readings that are too old to decide."""
    standings, category = preview.standings, preview.standings.category
    facts, campaign = standings.candidates.facts, category.campaign
    if isinstance(facts, ViewFacts):
        missing = sum(total.needs_attention for total in facts.totals.values())
        if missing:
            link, params = ("results_standings", (campaign.pk,)), {"count": missing}
            yield Blocker("views_missing", False, link, category, params)
    if category.by_views and campaign.closes_at is not None and at >= campaign.closes_at:
        staleness = staleness_of(category)
        if staleness.blocks:
            link, params = ("metrics_stale", (category.pk,)), {"count": staleness.count}
            yield Blocker("stale_readings", True, link, category, params)
    yield from of_category(category)
