"""What the public face's templates need beyond Django's own tags."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import regex
from django import template
from django.core.paginator import Page
from django.db.models import Model
from django.forms import BoundField, CheckboxInput
from django.forms.widgets import CheckboxSelectMultiple
from django.template.context import Context
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from contests import wording
from contests.money import money as money_in_words
from website import languages, localise
from website.countdown import Countdown
from website.markup import markdown_to_html, plain_to_html
from website.platform_links import player_url as player_url_of
from website.platform_links import profile_url as profile_url_of

register = template.Library()

# Up to how many characters a hashtag fits its line at each size; css/pages.css sets the sizes.
_DIGITS = re.compile(r"(\d[\d.,\s]*\d|\d)")
_WORD_BEGINS = regex.compile(r"(?<=\p{Ll}\p{M}*|\p{Nd})(?=\p{Lu})|(?<=_)(?=[^_])")
HASHTAG_SIZES = ((9, "s"), (12, "m"), (16, "l"))


@register.simple_tag(takes_context=True)
def language_links(context: Context) -> list[languages.LanguageLink]:
    """This page in every language; the home pages where the request is not known."""
    request = context.get("request")
    return languages.language_links(request.get_full_path() if request else "/en/")


@register.simple_tag
def language_of(instance: Model, field: str, marked: bool = True) -> SafeString:
    """`lang` and `dir` for a translated text, where it fell back to another language.

    `data-fallback` is that language's own name, which the style sheet shows beside the text;
    `marked=False` leaves it out where a list would repeat it row by row.
    """
    code = languages.shown_language(instance, field)
    if code == get_language() or not getattr(instance, f"{field}_{code}", ""):
        return SafeString("")
    if not marked:
        return format_html(' lang="{}" dir="{}"', code, languages.direction(code))
    return format_html(
        ' lang="{}" dir="{}" data-fallback="{}"',
        code,
        languages.direction(code),
        languages.NATIVE_NAMES.get(code, code),
    )


@register.filter
def markdown(text: str) -> SafeString:
    """A Markdown text as safe HTML."""
    return markdown_to_html(text)


@register.filter
def isolated(text: str) -> SafeString:
    """A plain text with its hashtags and handles isolated from the direction around them."""
    return plain_to_html(text)


@register.filter
def number(value: int | Decimal) -> str:
    """Grouped digits."""
    return localise.number(value)


@register.filter
def large_number(value: int) -> str:
    """A headline figure."""
    return localise.large_number(value)


@register.filter
def digits_large(text: str) -> SafeString:
    """The digits of a headline figure set apart, so that "28.3 million" fits a narrow column."""
    # Splitting by a group leaves the digits at the odd places.
    parts = enumerate(_DIGITS.split(text))
    return format_html_join(
        "",
        "{}",
        (
            (format_html('<span class="stat__digits">{}</span>', part) if place % 2 else part,)
            for place, part in parts
        ),
    )


@register.simple_tag
def money(value: Decimal, currency: str) -> str:
    """An amount of money in words."""
    return money_in_words(value, currency)


@register.simple_tag
def moment(value: datetime, zone: ZoneInfo) -> SafeString:
    """A `time` element: day and time in a zone."""
    return format_html(
        '<time datetime="{}">{}</time>', value.isoformat(), wording.day_and_time(value, zone)
    )


@register.simple_tag
def day(value: datetime, zone: ZoneInfo) -> SafeString:
    """A `time` element: the day alone, in a zone."""
    return format_html(
        '<time datetime="{}">{}</time>', value.isoformat(), localise.day(value, zone)
    )


@register.simple_tag
def calendar_day(value: date) -> str:
    """A day that has no time, in words."""
    return localise.calendar_day(value)


@register.simple_tag
def zone_name(zone: ZoneInfo, at: datetime) -> str:
    """The zone in words."""
    return wording.zone_name(zone, at)


@register.simple_tag
def countdown_to(deadline: datetime, at: datetime) -> Countdown:
    """What components/countdown.html shows."""
    return Countdown(deadline=deadline, at=at)


@register.simple_tag
def profile_url(platform: str, handle: str) -> str:
    """An account's page on its platform."""
    return profile_url_of(platform, handle)


@register.simple_tag
def player_url(platform: str, video_id: str) -> str:
    """What a click on the cover loads; empty where the platform may not be framed."""
    return player_url_of(platform, video_id)


@register.filter
def hashtag_size(text: str) -> str:
    """How large a hashtag can be set: s, m, l or xl, by its length."""
    return next((size for longest, size in HASHTAG_SIZES if len(text) <= longest), "xl")


@register.filter
def breaking_at_words(text: str) -> SafeString:
    """A hashtag too long for one line breaks where a word in it begins: #LongTag, #long_tag."""
    if len(text) <= HASHTAG_SIZES[-1][0]:
        return conditional_escape(text)
    words = ((word,) for word in _WORD_BEGINS.split(text))
    return format_html_join(mark_safe("<wbr>"), "{}", words)


@register.filter
def initial(name: str) -> str:
    """The first letter of a name, for a mark where there is no logo; not of an Arabic article,
    with which most names would look alike."""
    letters = "".join(letter for letter in name if letter.isalnum())
    return (letters.removeprefix("ال") or letters)[:1].upper() or "•"


@register.filter
def page_range(page: Page[Any]) -> Iterator[int | str]:
    """Page numbers around the current one, with gaps."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Whether a form field is one box to tick, whose label stands after it."""
    widget = field.field.widget
    return isinstance(widget, CheckboxInput) and not isinstance(widget, CheckboxSelectMultiple)
