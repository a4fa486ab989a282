"""News as an Atom feed (RFC 4287)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language

from website.pages.news import News

_BEFORE_ANY_NEWS = datetime(2026, 1, 1, tzinfo=UTC)


# What XML has no way to write down, and what people paste into titles all the same.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class StableFeed(Atom1Feed):
    """A feed without news was last changed once and for all, not just now."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else _BEFORE_ANY_NEWS


def feed_text(news: Sequence[News], *, title: str, page: str, path: str) -> str:
    """The feed in the active language. page, path: of what it is about, and its own."""
    language = get_language() or settings.LANGUAGE_CODE
    feed = StableFeed(
        title=_writable(title),
        link=f"{settings.SITE_URL}{page}",
        description="",
        language=language,
        author_name=settings.SITE_NAME,
        feed_url=f"{settings.SITE_URL}{path}",
        feed_guid=_tag(path.strip("/")),
    )
    for one in news:
        name, arguments = one.page
        feed.add_item(
            title=_writable(one.title),
            link=f"{settings.SITE_URL}{reverse(name, args=list(arguments))}",
            description=_writable(_summary(one)),
            unique_id=_tag(f"{language}/{one.key}"),
            pubdate=one.happened_at,
            updateddate=one.happened_at,
            categories=[one.campaign.slug],
        )
    return feed.writeString("utf-8")


def _writable(text: str) -> str:
    return _UNWRITABLE.sub("", text)


def _tag(specific: str) -> str:
    """A tag URI (RFC 4151): stays the same when titles, addresses or protocols change."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},2026:{specific}"


def _summary(news: News) -> str:
    """Atom's summary is HTML: what people wrote is escaped."""
    lines = ((line,) for line in news.lines if line)
    return format_html("{}", format_html_join("", "<p>{}</p>", lines))
