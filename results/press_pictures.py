"""The pictures that a campaign hands to the press: the cards of all that is public."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.bidi import isolated
from contests.models import Campaign
from results.card_content import PIXELS
from results.card_shelf import address_of
from results.cards import public_cards, slot_of
from results.claiming import won_key
from results.models import Award, Card

Kind = Card.Kind


@dataclass(frozen=True)
class Picture:
    """One file. width, height: in pixels; name: of the file when it is downloaded."""

    card: Card
    size: str
    width: int
    height: int
    name: str

    @property
    def url(self) -> str:
        return address_of(self.card)


@dataclass(frozen=True)
class PictureGroup:
    """What one thing looks like in the shapes that media need, the wide one first."""

    title: str
    pictures: list[Picture]

    @property
    def shown(self) -> Picture:
        """The one that a page shows."""
        return self.pictures[0]


def picture_groups(campaign: Campaign, *, language: str, at: datetime) -> list[PictureGroup]:
    """The current cards in one language: the campaign's, the shortlist's, each winner's. 2 queries.

    The titles are in the active language.
    """
    cards = (
        public_cards(at=at)
        .filter(campaign=campaign, language=language)
        .select_related("award__creator", "award__prize__category", "award__entry")
        .prefetch_related("award__entry__joint_creators")
        .order_by("made_at", "pk")
    )
    # The later ones of a place overwrite the earlier.
    current = {slot_of(card): card for card in cards}
    return list(_groups(campaign, current.values()))


def _groups(campaign: Campaign, cards: Iterable[Card]) -> Iterator[PictureGroup]:
    by_subject: dict[tuple[object, ...], dict[str, Card]] = {}
    for card in cards:
        key = won_key(card.award) if card.award else None
        by_subject.setdefault((card.kind, key), {})[card.size] = card
    taken: set[str] = set()
    for (kind, _key), in_sizes in sorted(by_subject.items(), key=lambda one: _order(one[1])):
        pictures = [
            Picture(in_sizes[size], size, *PIXELS[size], _name(campaign, in_sizes[size], taken))
            for size in PIXELS
            if size in in_sizes
        ]
        first = next(iter(in_sizes.values()))
        yield PictureGroup(_title(str(kind), first.award), pictures)


def _order(in_sizes: dict[str, Card]) -> tuple[int, int, int, int, int]:
    """The campaign, the shortlist, the winners by category and place."""
    card = next(iter(in_sizes.values()))
    kinds = [Kind.CAMPAIGN.value, Kind.SHORTLIST.value, Kind.WINNER.value]
    award = card.award
    if award is None:
        return (kinds.index(card.kind), 0, 0, 0, 0)
    category = award.prize.category
    return (kinds.index(card.kind), category.order, category.pk, award.prize.place, award.slot)


def _title(kind: str, award: Award | None) -> str:
    if award is not None:
        joint = award.entry.joint_creators.all() if award.entry else []
        creators = [award.creator, *(one for one in joint if one != award.creator)]
        return _("Winner in “%(category)s”: %(winners)s") % {
            "category": isolated(award.prize.category),
            "winners": ", ".join(isolated(one) for one in creators),
        }
    return _("The shortlist") if kind == Kind.SHORTLIST else _("The campaign")


def _name(campaign: Campaign, card: Card, taken: set[str]) -> str:
    """What the file is called; never as another one that is taken already, in either case."""
    stem = _stem(campaign, card)
    if stem.casefold() in taken:
        stem = f"{stem}-{card.pk}"
    taken.add(stem.casefold())
    return f"{stem}.png"


def _stem(campaign: Campaign, card: Card) -> str:
    award, who = card.award, ""
    if award:
        # One creator may win in several categories, and each file needs its own name.
        prize = award.prize
        who = f"-{prize.category.slug}-{prize.place}-{award.slot}"
        # Of handles in other scripts old programs that unpack make signs nobody can read.
        handle = unicodedata.normalize("NFKD", award.creator.handle)
        readable = re.sub(r"[^A-Za-z0-9_.-]+", "", handle).strip(".-")
        who += f"-{readable}" if readable else ""
    return f"{campaign.slug}-{card.kind}{who}-{card.language}-{card.size}"
