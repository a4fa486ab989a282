"""What stands between today and the announcement, and what is worth a look before it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Q

from contests.models import Campaign, Category
from contests.readiness import languages_without
from entries.models import Entry
from judging.models import Assignment, Round
from metrics.models import Case
from metrics.staleness import staleness_of
from results.blocker import Blocker
from results.figures import JuryFacts, ViewFacts
from results.locking import refusal_at
from results.preview import CategoryPreview, Preview, preview_of, shown_names


def blockers_of(campaign: Campaign, *, at: datetime) -> list[Blocker]:
    """What stands between the campaign and its announcement; what blocks comes first."""
    return blockers_in(preview_of(campaign), at=at)


def blockers_in(preview: Preview, *, at: datetime) -> list[Blocker]:
    """The same for a preview that has been made already. A few queries for each category."""
    found = [*_campaign(preview, at)]
    for category in preview.categories:
        found += [*_work(category, at), *_places(category), *_winners(category, preview)]
    return sorted(found, key=lambda one: not one.blocks)


def _campaign(preview: Preview, at: datetime) -> Iterator[Blocker]:
    campaign = preview.campaign
    code = refusal_at(campaign, at=at)
    if code is not None:
        yield Blocker(code, True, ("contests_campaign_change", (campaign.pk,)))
    if preview.categories and not preview.awards:
        yield Blocker("nothing", True, ("results_winners", (campaign.pk,)))


def _work(preview: CategoryPreview, at: datetime) -> Iterator[Blocker]:
    """What judges and readings still owe."""
    standings, category = preview.standings, preview.standings.category
    campaign = (category.campaign_id,)
    facts = standings.candidates.facts
    if isinstance(facts, ViewFacts):
        missing = sum(total.needs_attention for total in facts.totals.values())
        if missing:
            link, params = ("results_standings", campaign), {"count": missing}
            yield Blocker("views_missing", False, link, category, params)
        yield from _readings(category, at)
    else:
        unfinished = Count("assignments", filter=Q(assignments__in=Assignment.objects.unfinished()))
        rounds = Round.objects.filter(category=category).annotate(unfinished=unfinished)
        for round_ in rounds.order_by("order"):
            link = ("judging_round_change", (round_.pk,))
            if at < round_.closes_at and round_.closed_at is None:
                yield Blocker("round_open", True, link, category)
            elif round_.unfinished:
                params = {"count": round_.unfinished}
                yield Blocker("reviews_unfinished", False, link, category, params)
    if isinstance(facts, JuryFacts) and facts.final is not None:
        strengths = facts.final.strengths.values()
        alone = sum(strength.comparisons == 0 for strength in strengths)
        if alone:
            link, params = ("results_standings", campaign), {"count": alone}
            yield Blocker("never_compared", False, link, category, params)
    if standings.ties:
        yield Blocker("tie", True, ("results_standings", campaign), category)


def _readings(category: Category, at: datetime) -> Iterator[Blocker]:
    """Readings that are too old to decide, and what is striking about views."""
    campaign = category.campaign
    if campaign.closes_at is not None and at >= campaign.closes_at:
        staleness = staleness_of(category)
        if staleness.blocks:
            params = {"count": staleness.count}
            yield Blocker(
                "stale_readings", True, ("metrics_stale", (category.pk,)), category, params
            )
    takes_part = Entry.objects.taking_part_in(category)
    cases = Case.objects.filter(decided_at__isnull=True, entry__in=takes_part).count()
    if cases:
        link, query = ("metrics_case_changelist", ()), {"campaign": campaign.pk}
        yield Blocker("cases_open", False, link, category, {"count": cases}, query)


def _places(preview: CategoryPreview) -> Iterator[Blocker]:
    """Prize places and whether somebody is drafted for each."""
    category = preview.standings.category
    link = ("results_winners", (category.campaign_id,))
    if not preview.places:
        yield Blocker("no_prize", True, ("contests_category_change", (category.pk,)), category)
    if preview.surplus:
        yield Blocker("surplus", True, link, category)
    empty = sum(place.winner is None for place in preview.places)
    waiting = len(preview.standings.rows) - len(preview.awards)
    if min(empty, waiting) > 0:
        yield Blocker("no_winner", True, link, category, {"count": min(empty, waiting)})
    elif empty:
        yield Blocker("place_empty", False, link, category, {"count": empty})
    if any(place.prize.sponsor_id is None for place in preview.places):
        prizes = ("contests_category_change", (category.pk,))
        yield Blocker("no_sponsor", False, prizes, category)


def _winners(category: CategoryPreview, preview: Preview) -> Iterator[Blocker]:
    """Each drafted winner: still there, in its rank, with a citation and an address."""
    standings, about = category.standings, category.standings.category
    link = ("results_winners", (about.campaign_id,))
    told = {notice.award.pk for notice in preview.notices}
    has_shortlist = any(row.shortlisted for row in standings.rows)
    for winner in (place.winner for place in category.places if place.winner):
        award, who = winner.award, {"who": shown_names(winner)}
        row = standings.by_key.get(award.entry_id or award.creator_id)
        if row is None:
            yield Blocker("winner_left", True, link, about, who)
            continue
        languages = languages_without(award, "citation", preview.campaign.languages)
        if languages:
            # Where views decide, the figures say why.
            blocks = not about.by_views
            yield Blocker("no_citation", blocks, link, about, who | {"languages": languages})
        if has_shortlist and not row.shortlisted:
            yield Blocker("not_shortlisted", False, link, about, who)
        if award.pk not in told:
            yield Blocker("no_address", False, link, about, who)
    if standings.ranked and _reordered(category):
        yield Blocker("other_than_standings", False, link, about)


def _reordered(category: CategoryPreview) -> bool:
    """Whether a prize goes to others than those whom the ranks give it to."""
    ranked = iter(category.standings.ranked)
    due: defaultdict[int, set[int]] = defaultdict(set)
    drafted: defaultdict[int, set[int]] = defaultdict(set)
    for place in category.places:
        row = next(ranked, None)
        if row is not None:
            due[place.prize.pk].add(row.key)
        if place.winner:
            award = place.winner.award
            drafted[place.prize.pk].add(award.entry_id or award.creator_id)
    return any(not drafted[prize] <= due[prize] for prize in drafted)
