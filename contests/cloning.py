"""The next edition of a campaign: what staff would type again is there, what happened is not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from django.core.files.base import ContentFile
from django.db import IntegrityError, models, transaction

from accounts.models import User
from contests.edition_dates import Move
from contests.locking import lock_campaign
from contests.models import Campaign, CampaignDecision, Category
from contests.refusals import CampaignRefused
from contests.rules import current_rules, texts_of, write_rules

M = TypeVar("M", bound=models.Model)
DATES = ("closes_at", "shortlist_by", "announce_by", "archives_at")


@dataclass(frozen=True)
class NextEdition:
    """The new draft, how its dates moved, and which category came of which (ids)."""

    campaign: Campaign
    move: Move
    categories: dict[int, Category]


@transaction.atomic
def clone_campaign(
    *, campaign_id: int, slug: str, opens_on: date, by: User | None, at: datetime
) -> NextEdition:
    """Make a draft of the next edition that opens on a day of the campaign's zone.

    Copied are texts, terms, hashtags, categories with their prizes, partners with what they
    contribute, questions, reasons for turning down and the rules' own text. Left behind are people
    (invited creators, quotes, entrants, judges), entries, views, results and every decision.

    Refused: `no_dates`, `opens_in_the_past`, `slug_taken`.
    """
    earlier = lock_campaign(campaign_id)
    if not (earlier.opens_at and earlier.closes_at):
        raise CampaignRefused("no_dates")
    move = Move(earlier.opens_at, earlier.closes_at, opens_on, earlier.zone)
    if move.opening() <= at:
        raise CampaignRefused("opens_in_the_past")
    campaign = _draft_like(earlier, slug=slug, move=move)
    for name in ("hashtags", "partnerships", "questions", "rejection_reasons"):
        _copies(getattr(earlier, name).all(), campaign=campaign)
    categories = {}
    for category in earlier.categories.all():
        [copied] = _copies([category], campaign=campaign)
        _copies(category.prizes.all(), category=copied)
        categories[category.pk] = copied
    rules = current_rules(earlier)
    if rules is not None:
        write_rules(campaign_id=campaign.pk, texts=texts_of(rules), by=by, at=at)
    phase = campaign.phase(at=at)
    CampaignDecision.objects.create(
        campaign=campaign, verb="clone", from_phase=phase, to_phase=phase, by=by, at=at
    )
    return NextEdition(campaign, move, categories)


def _draft_like(earlier: Campaign, *, slug: str, move: Move) -> Campaign:
    dates = ((name, getattr(earlier, name)) for name in DATES)
    changes = {
        "slug": slug,
        "previous_edition": earlier,
        "opens_at": move.opening(),
        **{name: moment and move.later(moment) for name, moment in dates},
        **dict.fromkeys(("published_at", "announced_at", "cancelled_at")),
    }
    campaign = _copy(earlier, **changes, cover="")
    try:
        with transaction.atomic():
            campaign.save()
    except IntegrityError as error:  # nothing else of a copy can collide
        raise CampaignRefused("slug_taken") from error
    if earlier.cover:
        # A file of its own: the earlier edition's may be replaced.
        with earlier.cover.open() as picture:
            campaign.cover.save(Path(str(picture.name)).name, ContentFile(picture.read()))
    return campaign


def _copies(rows: Iterable[M], **parent: models.Model) -> list[M]:
    copies = [_copy(row, **parent) for row in rows]
    for copy in copies:
        copy.save()
    return copies


def _copy(row: M, **changes: object) -> M:
    """An unsaved row with the same columns in every language, but for these."""
    values = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key and field.name not in changes
    }
    return type(row)(**values, **changes)
