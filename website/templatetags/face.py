"""What the public face's templates need beyond Django's own tags."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.core.paginator import Page
from django.db.models import Model
from django.forms import BoundField, CheckboxInput
from django.forms.widgets import CheckboxSelectMultiple
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
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
HASHTAG_SIZES = ((9, "s"), (12, "m"), (16, "l"))


@register.simple_tag(takes_context=True)
def language_links(context: Context) -> list[languages.LanguageLink]:
    """This page in every language; the home pages where the request is not known."""
    request = context.get("request")
    return languages.language_links(request.get_full_path() if request else "/en/")


@register.simple_tag
def language_of(instance: Model, field: str) -> SafeString:
    """`lang` and `dir` for a translated text, where it fell back to another language."""
    code = languages.shown_language(instance, field)
    if code == get_language():
        return SafeString("")
    return format_html(' lang="{}" dir="{}"', code, languages.direction(code))


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
def initial(name: str) -> str:
    """The first letter of a name, for a mark where there is no logo."""
    return next((letter.upper() for letter in name if letter.isalnum()), "•")


@register.filter
def page_range(page: Page[Any]) -> Iterator[int | str]:
    """Page numbers around the current one, with gaps."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Whether a form field is one box to tick, whose label stands after it."""
    widget = field.field.widget
    return isinstance(widget, CheckboxInput) and not isinstance(widget, CheckboxSelectMultiple)
