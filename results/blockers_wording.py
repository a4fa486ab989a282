"""What the public will read of the results, and the languages in which it cannot yet."""

from __future__ import annotations

from collections.abc import Iterator

from contests.models import Campaign, Category
from contests.readiness import languages_without
from results.blocker import Blocker
from results.models import Correction
from results.preview import CategoryPreview, shown_names


def of_campaign(campaign: Campaign, correction: Correction | None = None) -> Iterator[Blocker]:
    """The title, and what a correction that is open tells the public."""
    languages = languages_without(campaign, "title", campaign.languages)
    if languages:
        link = ("contests_campaign_change", (campaign.pk,))
        # Publishing has asked for it before.
        yield Blocker("no_campaign_title", False, link, params={"languages": languages})
    if correction is None:
        return
    gaps = languages_without(correction, "note", campaign.languages)
    if gaps:
        link = ("results_correction", (campaign.pk,))
        yield Blocker("no_note", True, link, params={"languages": gaps})


def of_category(category: Category) -> Iterator[Blocker]:
    """The category and its prizes: there, named in every language, and given by somebody."""
    codes, link = category.campaign.languages, ("contests_category_change", (category.pk,))
    missing = languages_without(category, "title", codes)
    if missing:
        yield Blocker("no_category_title", True, link, category, {"languages": missing})
    prizes = list(category.prizes.all())
    if not prizes:
        yield Blocker("no_prize", True, link, category)
    unnamed = {code for prize in prizes for code in languages_without(prize, "title", codes)}
    if unnamed:
        params = {"languages": [code for code in codes if code in unnamed]}
        yield Blocker("no_prize_title", True, link, category, params)
    gaps = [languages_without(prize, "description", codes) for prize in prizes]
    # A prize need not be described; one that is should be so for everybody.
    half = {code for gap in gaps if len(gap) < len(codes) for code in gap}
    if half:
        params = {"languages": [code for code in codes if code in half]}
        yield Blocker("prize_half_described", False, link, category, params)
    if any(prize.sponsor_id is None for prize in prizes):
        yield Blocker("no_sponsor", False, link, category)


def of_winners(preview: CategoryPreview) -> Iterator[Blocker]:
    """Why each winner won, and the remark on the outcome where staff began one."""
    category = preview.standings.category
    codes, link = category.campaign.languages, ("results_winners", (category.campaign_id,))
    for winner in (place.winner for place in preview.places if place.winner):
        award = winner.award
        if (award.entry_id or award.creator_id) not in preview.standings.by_key:
            continue
        languages = languages_without(award, "citation", codes)
        if languages:
            params = {"who": shown_names(winner), "languages": languages}
            # Where views decide, the figures say why.
            yield Blocker("no_citation", not category.by_views, link, category, params)
    remark = preview.remark
    gaps = languages_without(remark, "text", codes)
    if remark is not None and gaps and (remark.leaves_places_empty or len(gaps) < len(codes)):
        yield Blocker("remark_languages", True, link, category, {"languages": gaps})
