"""Covers on pages, in the right sizes."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.db.models.fields.files import FieldFile
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from website import pictures
from website.pages.gallery import Card

register = template.Library()

SHAPES = {
    "cover": pictures.COVER,
    "poster": pictures.POSTER,
    "player": pictures.PLAYER,
    "banner": pictures.BANNER,
}


@register.simple_tag
def cover_picture(
    cover: FieldFile, shape: str = "cover", sizes: str = pictures.IN_ROWS, is_first: bool = False
) -> SafeString:
    """An `img` in several widths; `shape`: cover, poster, player or banner."""
    return pictures.picture_tag(cover, SHAPES[shape], sizes=sizes, is_first=is_first)


@register.simple_tag
def cover_thumb(cover: FieldFile) -> SafeString:
    """A cover beside a line of a table, or the place where it would be."""
    name = cover.name if cover else ""
    if not name:
        return SafeString('<span class="thumb" aria-hidden="true"></span>')
    return format_html(
        '<img class="thumb" src="{}" alt="" width="48" height="85" loading="lazy">',
        pictures.address(name, min(pictures.WIDTHS)),
    )


# A card as components/entry_card.html writes it. The gallery has 48 of them, and a template would
# take five times as long for them as for all the rest of the page.
_CARD = (
    '<article class="cover"><div class="cover__frame">{}{}</div><div>'
    '<p class="cover__name"><a href="{}"><bdi>@{}</bdi></a></p>{}</div></article>\n'
)
_COVER = (
    '<img src="{1}" srcset="{0} 180w, {1} 360w, {2} 540w" sizes="{3}" width="360" height="640"'
    ' alt=""{4} decoding="async">'
)
_NO_COVER = (
    '<span class="cover__none"><svg class="mark" viewBox="0 0 26 26" aria-hidden="true">'
    '<use href="{}#mark" /></svg></span>'
)
_BADGE = '<span class="cover__badge badge badge--winner">{}</span>'
_PLATFORM = '<p class="cover__meta">{}</p>'
_NOTHING, _LAZY = SafeString(""), SafeString(' loading="lazy"')


@register.simple_tag
def gallery_cards(cards: Iterable[Card]) -> SafeString:
    """The videos of a page of the gallery."""
    nothing = format_html(_NO_COVER, static("img/icons.svg"))
    badge = format_html(_BADGE, gettext("Winner"))
    return SafeString(
        "".join(
            format_html(
                _CARD,
                format_html(
                    _COVER,
                    card.small,
                    card.medium,
                    card.large,
                    pictures.IN_ROWS,
                    _NOTHING if card.is_first else _LAZY,
                )
                if card.medium
                else nothing,
                badge if card.is_winner else _NOTHING,
                card.address,
                card.handle,
                format_html(_PLATFORM, card.platform) if card.platform else _NOTHING,
            )
            for card in cards
        )
    )
