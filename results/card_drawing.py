"""Drawing the cards that are missing, by background jobs in batches; clearing old ones away."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

import django
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from accounts.clock import database_now
from contests.models import Campaign
from entries.tasks import enqueue_once
from results.card_content import png_of
from results.card_pictures import pictures
from results.cards import Slot, WantedCard, current_cards, slot_of, wanted_of
from results.models import Card
from results.typesetting import TypesettingError

if django.VERSION < (6, 0):
    from django_tasks import task
else:
    from django.tasks import task  # type: ignore[no-redef]  # the same decorator, moved

logger = logging.getLogger(__name__)

FOLDER = "cards"
BATCH = 20
"""So many cards a job draws before it lets others have their turn."""
KEPT_FOR = timedelta(days=180)
"""So long a card that was replaced is still served: its address may stand in many chats."""
_ORPHAN_AFTER = timedelta(days=1)
_SIZES = {"wide": 0, "square": 1, "story": 2}
_KINDS = {Card.Kind.WINNER: 0, Card.Kind.SHORTLIST: 1, Card.Kind.CAMPAIGN: 2}


def card_files() -> Storage:
    """Where the pictures are kept: no address of the web server leads there, only ours."""
    return storages["private"]


def enqueue_due_cards(*, at: datetime) -> int:
    """Enqueue the drawing for each campaign that lacks cards; return how many. A periodic job."""
    due = {card.campaign_id for card in _due(Campaign.objects.all(), at=at)}
    return sum(enqueue_once(draw_cards, campaign_id) for campaign_id in sorted(due))


@task()
def draw_cards(campaign_id: int) -> None:
    """Draw a batch of what a campaign lacks when the job's turn comes, and ask for the next."""
    if draw_missing(campaign_id=campaign_id, at=database_now()) == BATCH:
        enqueue_once(draw_cards, campaign_id)


def draw_missing(*, campaign_id: int, at: datetime) -> int:
    """Draw at most a batch of the missing cards of a campaign; return how many are there now.

    A card that cannot be drawn is logged and keeps no other from being drawn. Several workers at
    once leave one row and one file each.
    """
    made = 0
    for wanted in _due(Campaign.objects.filter(pk=campaign_id), at=at):
        if made == BATCH:
            break
        try:
            keep_card(wanted, at=at)
        except (TypesettingError, OSError):
            logger.exception("A card of campaign %s was not drawn", campaign_id)
        else:
            made += 1
    return made


def keep_card(wanted: WantedCard, *, at: datetime) -> Card:
    """The card with this content, drawn if nobody has; from now on the current one of its place."""
    digest = wanted.content.digest
    card = Card.objects.filter(digest=digest).first() or _draw(wanted, digest, at=at)
    if card.made_at < at:
        # It shows again what it showed once: it comes before those that were drawn in between.
        card.made_at = at
        card.save(update_fields=["made_at"])
    if wanted.replaces_at_once:
        _forget(
            old
            for old in Card.objects.filter(
                campaign=wanted.campaign_id,
                kind=wanted.kind,
                language=card.language,
                size=card.size,
            )
            .exclude(pk=card.pk)
            .select_related("award")
            if slot_of(old) == wanted.slot
        )
    return card


def _draw(wanted: WantedCard, digest: str, *, at: datetime) -> Card:
    content = wanted.content
    png = png_of(content, pictures(wanted.files, cover=content.cover))
    files = card_files()
    # A name that is taken (by another worker, or one that was killed) gets an ending of its own.
    name = files.save(f"{FOLDER}/{digest}.png", ContentFile(png))
    award = wanted.award
    try:
        with transaction.atomic():
            return Card.objects.create(
                campaign_id=wanted.campaign_id,
                kind=wanted.kind,
                category=award.prize.category if award else None,
                award=award,
                language=content.language,
                size=content.size,
                digest=digest,
                image=name,
                made_at=at,
            )
    except IntegrityError:
        files.delete(name)
        # Another worker was quicker with the same picture.
        return Card.objects.get(digest=digest)


def _due(campaigns: QuerySet[Campaign], *, at: datetime) -> list[WantedCard]:
    """What is wanted and not the current card of its place; link previews first."""
    wanted = wanted_of(campaigns, at=at)
    current = current_cards({card.campaign_id for card in wanted})
    due = [card for card in wanted if _digest_at(current, card.slot) != card.content.digest]
    return sorted(due, key=lambda card: (_SIZES[card.content.size], _KINDS[card.kind]))


def _digest_at(current: Mapping[Slot, Card], slot: Slot) -> str:
    return current[slot].digest if slot in current else ""


def forget_old_cards(*, at: datetime) -> int:
    """Delete cards that were replaced long ago and those of what is not public any more.

    A periodic job; returns how many cards. A card without its file goes too, and is drawn anew;
    so does a file without a card, of a worker that was killed.
    """
    wanted = {card.content.digest for card in wanted_of(Campaign.objects.all(), at=at)}
    stored = _stored_files()
    places: defaultdict[Slot, list[Card]] = defaultdict(list)
    for card in Card.objects.select_related("award").order_by("made_at", "pk"):
        places[slot_of(card)].append(card)
    old = [
        card
        for cards in places.values()
        for card, later in zip(cards, [*cards[1:], None], strict=True)
        if card.image.name not in stored
        or (card.digest not in wanted and (later or card).made_at < at - KEPT_FOR)
    ]
    _forget(old)
    kept = set(Card.objects.values_list("image", flat=True))
    for name in _stored_files() - kept:
        if card_files().get_modified_time(name) < at - _ORPHAN_AFTER:
            card_files().delete(name)
    return len(old)


def _stored_files() -> set[str]:
    try:
        _folders, names = card_files().listdir(FOLDER)
    except FileNotFoundError:
        return set()
    return {f"{FOLDER}/{name}" for name in names}


def _forget(cards: Iterable[Card]) -> None:
    for card in cards:
        name = card.image.name or ""
        card.delete()
        card_files().delete(name)
