"""Share cards on pages: the picture beside a link, and a winner's pictures to share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.conf import settings
from django.template.context import Context
from django.utils import timezone
from django.utils.translation import get_language

from contests.models import Campaign
from results.card_shelf import Shelf, address_of, shelf_of
from results.models import Award, Card
from results.reading import CategoryAwards

register = template.Library()

# As Open Graph wants them: with the country for which the language is written here.
LOCALES = {"kk": "kk_KZ", "ru": "ru_RU", "az": "az_AZ", "en": "en_GB", "ar": "ar_AR"}


@register.inclusion_tag("results/_locales.html")
def locales() -> dict[str, Any]:
    """The language of this page, and those in which it exists as well."""
    present = get_language() or settings.LANGUAGE_CODE
    others = [LOCALES[code] for code, _name in settings.LANGUAGES if code != present]
    return {"present": LOCALES[present], "others": others}


@register.inclusion_tag("results/_link_picture.html", takes_context=True)
def link_picture(
    context: Context,
    campaign: Campaign,
    kind: str = Card.Kind.CAMPAIGN,
    awards: Iterable[Award] = (),
) -> dict[str, Any]:
    """The picture that others show beside a link to this page: of the first award, if there is one.

    Else the card of that kind, else the campaign's; none while nothing is drawn.
    """
    award = next(iter(awards), None)
    shelf = _shelf(context, campaign)
    return {"picture": shelf.link_picture(Card.Kind.WINNER if award else kind, award)}


@register.inclusion_tag("results/_link_picture.html", takes_context=True)
def link_picture_of_winners(
    context: Context, campaign: Campaign, categories: Iterable[CategoryAwards]
) -> dict[str, Any]:
    """The card of the only winner; of several, the campaign's, which tells of the result."""
    awards = [winner.award for group in categories for winner in group.winners]
    return link_picture(context, campaign, awards=awards if len(awards) == 1 else ())


@register.inclusion_tag("results/_share_pictures.html", takes_context=True)
def share_pictures(context: Context, campaign: Campaign, award: Award) -> dict[str, Any]:
    """Links to a winner's pictures in the language of the page; nothing while none is drawn."""
    shelf = _shelf(context, campaign)
    return {
        "pictures": [
            {
                "url": address_of(card),
                "size": card.size,
                "width": width,
                "height": height,
                "file": f"{campaign.slug}-{award.creator.handle}-{card.language}-{card.size}.png",
            }
            for card, width, height in shelf.of_winner(award)
        ]
    }


def _shelf(context: Context, campaign: Campaign) -> Shelf:
    """Asked once a page: the campaign's object lives as long as the request."""
    language = get_language() or settings.LANGUAGE_CODE
    kept: dict[str, Shelf] = vars(campaign).setdefault("_shelves", {})
    if language not in kept:
        at = getattr(context.get("view"), "at", None) or timezone.now()
        kept[language] = shelf_of(campaign, language=language, at=at)
    return kept[language]
