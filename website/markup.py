"""Texts that staff and creators wrote, as HTML that is safe and reads right in both directions."""

from __future__ import annotations

import re

import nh3
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_RENDERER = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")
_TAGS = {
    "p", "br", "hr", "h2", "h3", "h4", "strong", "em", "ul", "ol", "li", "blockquote",
    "a", "code", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_TAG = re.compile(r"(<[^>]*>)")
# Not the number of a character reference (&#39;), not the middle of a word or of an address.
_TAG_OR_HANDLE = re.compile(r"(?<![\w&/.])[#@]\w[\w.]*(?<!\.)")


def markdown_to_html(text: str) -> SafeString:
    """HTML of a Markdown text: no raw HTML, no pictures, no scripts, only web and mail links."""
    html = nh3.clean(
        # The page has its own first-level heading.
        _RENDERER.render(text).replace("<h1>", "<h2>").replace("</h1>", "</h2>"),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener nofollow",
    )
    return _isolate(html)


def plain_to_html(text: str) -> SafeString:
    """HTML of a plain text: escaped, hashtags and handles isolated."""
    return _isolate(conditional_escape(text))


def _isolate(html: str) -> SafeString:
    """Safe HTML with every #hashtag and @handle in a `bdi`: its sign stays in front in Arabic."""
    # Splitting by a group leaves the tags, which are not touched, at the odd places.
    parts = [
        part if place % 2 else _TAG_OR_HANDLE.sub(r"<bdi>\g<0></bdi>", part)
        for place, part in enumerate(_TAG.split(html))
    ]
    return mark_safe("".join(parts))  # the caller cleaned or escaped it
