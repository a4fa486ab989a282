"""The cards of a campaign for its own pages: one query a page, whatever it shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext

from accounts.bidi import isolated
from contests.models import Campaign
from results.card_content import PIXELS
from results.cards import Slot, public_cards, slot_of
from results.claiming import won_key
from results.models import Award, Card
from results.reading import Winner


@dataclass(frozen=True)
class LinkPicture:
    """What others are asked to show beside a link to a page; `alt` tells what is on it."""

    url: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True)
class Shelf:
    """The current cards of a campaign in one language, by their places."""

    campaign: Campaign
    language: str
    cards: Mapping[Slot, Card]

    def card(self, kind: str, size: str, award: Award | None = None) -> Card | None:
        key = won_key(award) if award else None
        return self.cards.get((self.campaign.pk, kind, key, self.language, size))

    def of_winner(self, award: Award) -> list[tuple[Card, int, int]]:
        """The pictures of a winner with width and height, the wide one first."""
        found = ((self.card(Card.Kind.WINNER, size, award), *PIXELS[size]) for size in PIXELS)
        return [(card, width, height) for card, width, height in found if card]

    def link_picture(self, kind: str, award: Award | None = None) -> LinkPicture | None:
        """The wide card of that kind, else the campaign's own; None while there is neither."""
        size = Card.Size.WIDE.value
        card = self.card(kind, size, award)
        if card is None:
            card, award = self.card(Card.Kind.CAMPAIGN, size), None
        if card is None:
            return None
        width, height = PIXELS[size]
        url = f"{settings.SITE_URL}{address_of(card)}"
        return LinkPicture(url, width, height, self._told(card, award))

    def _told(self, card: Card, award: Award | None) -> str:
        hashtag = isolated(self.campaign.official_hashtag or self.campaign.title)
        if award:
            creators = Winner(award, shares_place=False).creators
            return gettext("%(hashtag)s: %(winners)s, winner in the category “%(category)s”") % {
                "hashtag": hashtag,
                "winners": ", ".join(isolated(creator) for creator in creators),
                "category": isolated(award.prize.category.title),
            }
        if card.kind == Card.Kind.SHORTLIST:
            return gettext("%(hashtag)s: the shortlist") % {"hashtag": hashtag}
        return gettext("%(hashtag)s: campaign “%(campaign)s”") % {
            "hashtag": hashtag,
            "campaign": isolated(self.campaign.title),
        }


def shelf_of(campaign: Campaign, *, language: str, at: datetime) -> Shelf:
    """The cards that the campaign's pages in a language may show now. One query."""
    cards: Iterable[Card] = (
        public_cards(at=at)
        .filter(campaign=campaign, language=language)
        .select_related("award")
        .order_by("made_at", "pk")
    )
    # The later ones of a place overwrite the earlier.
    return Shelf(campaign, language, {slot_of(card): card for card in cards})


def address_of(card: Card) -> str:
    """The path under which the card is served as long as it exists."""
    return reverse("card", args=[card.digest])
