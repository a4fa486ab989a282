"""Who wins: whether every place has somebody, by right, who can be told and may take the prize."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from contests.models import Campaign
from entries.eligibility import Rule
from entries.guardian_needed import AGREED
from entries.models import Check, Entry, GuardianConsent
from results.blocker import Blocker
from results.figures import ViewFacts
from results.models import Award, ShortlistItem
from results.plans import plan_of
from results.preview import CategoryPreview, Preview, shown_names
from results.reading import Winner
from results.who_can_win import Taker, gave_back


@dataclass(frozen=True)
class Facts:
    """What is known of all winners of a campaign, fetched at once. Queries do not grow with them.

    wants_alternates: whether the plan asks for any. returned: by category who gave a prize back, so
    that others win by right. told: awards of which somebody is told. entries: by award the videos
    that won it. outcomes: by video and rule. agreed: videos whose guardian has agreed. unclaimed:
    by category, shortlisted videos that came by an import and that nobody took over.
    """

    wants_alternates: bool
    returned: Mapping[int, Collection[Taker]]
    told: Collection[int]
    entries: Mapping[int, list[Entry]]
    outcomes: Mapping[tuple[int, str], str]
    agreed: Collection[int]
    unclaimed: Mapping[int, int]

    @classmethod
    def of(cls, preview: Preview) -> Facts:
        campaign = preview.campaign
        entries = _entries(preview)
        ids = {entry.pk for of_award in entries.values() for entry in of_award}
        checks = Check.objects.filter(entry__in=ids, rule__in=(Rule.GUARDIAN, Rule.OWNER))
        consents = GuardianConsent.objects.filter(entry__in=ids, confirmed_at__isnull=False)
        categories = [category.standings.category for category in preview.categories]
        # Before the first announcement nobody has been given anything.
        returned = {one.pk: gave_back(one) for one in categories if preview.correction}
        return cls(
            wants_alternates=plan_of(campaign).alternates > 0,
            returned=returned,
            told={notice.award.pk for notice in preview.notices},
            entries=entries,
            outcomes={(one.entry_id, one.rule): one.outcome for one in checks},
            agreed=set(consents.values_list("entry_id", flat=True)),
            unclaimed=_unclaimed(campaign, ids),
        )


def of_campaign(preview: Preview) -> Iterator[Blocker]:
    """Nobody wins at all, and nobody has said that it is to be so."""
    if preview.awards or all(_leaves_empty(category) for category in preview.categories):
        return
    yield Blocker("nothing", True, ("results_winners", (preview.campaign.pk,)))


def of_category(preview: CategoryPreview, facts: Facts) -> Iterator[Blocker]:
    """Ties, places, each winner, who comes next, and who was put forward."""
    standings, category = preview.standings, preview.standings.category
    if standings.ties:
        link = ("results_standings", (category.campaign_id,))
        yield Blocker("tie", True, link, category)
    yield from _places(preview)
    for winner in (place.winner for place in preview.places if place.winner):
        yield from _winner(preview, winner, facts)
    yield from _order(preview, facts)
    unclaimed = facts.unclaimed.get(category.pk)
    if unclaimed:
        links, query = _claim_links(category.campaign)
        params = {"count": unclaimed}
        yield Blocker("shortlisted_unclaimed", False, links, category, params, query)


def _leaves_empty(preview: CategoryPreview) -> bool:
    """Whether staff have said that places without a winner stay empty."""
    return preview.remark is not None and preview.remark.leaves_places_empty


def _places(preview: CategoryPreview) -> Iterator[Blocker]:
    """Prize places and whether somebody is drafted for each."""
    category = preview.standings.category
    link = ("results_winners", (category.campaign_id,))
    if preview.surplus:
        yield Blocker("surplus", True, link, category)
    empty = sum(place.winner is None for place in preview.places)
    if not empty or _leaves_empty(preview):
        return
    waiting = len(preview.standings.rows) - len(preview.awards)
    if waiting > 0:
        yield Blocker("no_winner", True, link, category, {"count": min(empty, waiting)})
    else:
        # A category in which nobody wins must say why.
        yield Blocker("place_empty", not preview.awards, link, category, {"count": empty})


def _winner(preview: CategoryPreview, winner: Winner, facts: Facts) -> Iterator[Blocker]:
    """One winner: still there, put forward, allowed to win, and to be reached."""
    standings, category = preview.standings, preview.standings.category
    award, who = winner.award, {"who": shown_names(winner)}
    link = ("results_winners", (category.campaign_id,))
    row = standings.by_key.get(award.entry_id or award.creator_id)
    if row is None:
        yield Blocker("winner_left", True, link, category, who)
        return
    if not row.shortlisted and any(one.shortlisted for one in standings.rows):
        yield Blocker("not_shortlisted", False, link, category, who)
    entries = facts.entries.get(award.pk, [])
    page = _page_of(award, entries)
    if any(_lacks_guardian(entry, category.campaign, facts) for entry in entries):
        yield Blocker("guardian_missing", True, page, category, who)
    proven = [facts.outcomes.get((entry.pk, Rule.OWNER)) in AGREED for entry in entries]
    if category.campaign.ownership_required and not any(proven):
        yield Blocker("owner_unproven", True, page, category, who)
    if award.pk not in facts.told:
        if any(_is_unclaimed(entry) for entry in entries):
            links, query = _claim_links(category.campaign)
            yield Blocker("unclaimed", False, links, category, who, query)
        else:
            yield Blocker("no_address", False, page, category, who)
    if any(entry.available is False for entry in entries if entry.pk == award.entry_id):
        yield Blocker("video_gone", False, page, category, who)


def _order(preview: CategoryPreview, facts: Facts) -> Iterator[Blocker]:
    """Whether those win whom the standings name, and who comes behind them."""
    standings, category = preview.standings, preview.standings.category
    link = ("results_winners", (category.campaign_id,))
    remark = preview.remark
    # Whether it says so in every language, blockers_wording looks at.
    is_explained = remark is not None and any(
        (getattr(remark, f"text_{code}") or "").strip() for code in category.campaign.languages
    )
    if standings.ranked and not is_explained and _reordered(preview, facts):
        yield Blocker("other_than_standings", True, link, category)
    others = len(standings.ranked) - len(preview.awards)
    has_none = facts.wants_alternates and not preview.alternates
    if has_none and preview.awards and others > 0:
        yield Blocker("no_alternates", False, link, category)


def _reordered(category: CategoryPreview, facts: Facts) -> bool:
    """Whether a prize goes to others than those whom the ranks give it to."""
    returned = facts.returned.get(category.standings.category.pk, ())
    rows = category.standings.ranked
    ranked = iter([row for row in rows if (row.entry_id, row.creator_id) not in returned])
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


def _entries(preview: Preview) -> dict[int, list[Entry]]:
    """By award the videos that won it: one, or all that count for a creator. One query."""
    wanted: dict[int, list[int]] = {}
    for category in preview.categories:
        facts = category.standings.candidates.facts
        owners = facts.creators if isinstance(facts, ViewFacts) else {}
        videos: defaultdict[int, list[int]] = defaultdict(list)
        for entry_id, creator_id in owners.items():
            videos[creator_id].append(entry_id)
        for award in category.awards:
            wanted[award.pk] = [award.entry_id] if award.entry_id else videos[award.creator_id]
    found = Entry.objects.in_bulk({pk for of_award in wanted.values() for pk in of_award})
    return {award: [found[pk] for pk in ids if pk in found] for award, ids in wanted.items()}


def _unclaimed(campaign: Campaign, winning: Collection[int]) -> Mapping[int, int]:
    """By category, how many shortlisted videos nobody has taken over; winners are told apart."""
    items = ShortlistItem.objects.filter(
        shortlist__category__campaign=campaign,
        entry__source=Entry.Source.IMPORT,
        entry__submitted_by__isnull=True,
        entry__status=Entry.Status.ACCEPTED,
    ).exclude(entry__in=winning)
    return Counter(items.order_by().values_list("shortlist__category_id", flat=True))


def _is_unclaimed(entry: Entry) -> bool:
    return entry.source == Entry.Source.IMPORT and entry.submitted_by_id is None


def _lacks_guardian(entry: Entry, campaign: Campaign, facts: Facts) -> bool:
    """As entries.guardian_needed answers for one entry, from what was fetched for all."""
    outcome = facts.outcomes.get((entry.pk, Rule.GUARDIAN))
    if outcome is not None and outcome in AGREED:
        return False
    limit, age = campaign.guardian_age, entry.declared_age
    if limit is None or age is None or age >= limit:
        return outcome == Check.Outcome.FAIL
    return entry.pk not in facts.agreed


def _page_of(award: Award, entries: list[Entry]) -> tuple[str, tuple[int, ...]]:
    """Where staff look after a winner: the entry, or the account."""
    if award.entry_id is not None:
        return ("entries_entry_change", (award.entry_id,))
    if len(entries) == 1:
        return ("entries_entry_change", (entries[0].pk,))
    return ("entries_creator_change", (award.creator_id,))


def _claim_links(campaign: Campaign) -> tuple[tuple[str, tuple[int, ...]], dict[str, int]]:
    return ("entries_claimlink_changelist", ()), {"campaign__id__exact": campaign.pk}
