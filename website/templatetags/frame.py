"""Parts of pages that many pages share, written once and kept.

Writing the head and the foot of a page takes longer than all that is between them. For anonymous
visitors they differ by language, and by where this page is in the other languages.
"""

from __future__ import annotations

from django import template
from django.conf import settings
from django.template.context import Context
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from website.known_campaigns import noted
from website.languages import language_links

register = template.Library()

# Stands in a kept part where the rest of the address goes; no address has such letters.
_REST = "\ue000rest\ue000"
_kept: dict[tuple[str, str, str], SafeString] = {}


@register.simple_tag(takes_context=True)
def frame(context: Context, name: str) -> SafeString:
    """A template that tells nothing of the page but its address in other languages."""
    languages = context.get("languages")
    if not _is_for_all(context) or not languages or not languages[0].prefixed:
        return _written(context, name)
    language = str(get_language())
    key = (name, language, settings.SITE_NAME)
    if key not in _kept:
        with context.push(languages=language_links(f"/{language}/{_REST}")):
            _kept[key] = _written(context, name)
    _language, _slash, rest = context["request"].get_full_path()[1:].partition("/")
    return SafeString(_kept[key].replace(_REST, escape(rest)))


@register.simple_tag(takes_context=True)
def campaign_nav(context: Context, here: str) -> SafeString:
    """The pages of a campaign. here: campaign, gallery, shortlist, numbers, rules, winners …"""
    name = "website/_campaign_nav.html"
    with context.push(here=here):
        if not _is_for_all(context) or context.get("previewing"):
            return _written(context, name)
        note = f"nav {get_language()} {here}"
        return noted(context["campaign"], note, lambda: _written(context, name))


def _is_for_all(context: Context) -> bool:
    """Whether the visitor is nobody in particular."""
    request, user = context.get("request"), context.get("user")
    return request is not None and user is not None and not user.is_authenticated


def _written(context: Context, name: str) -> SafeString:
    assert context.template is not None  # noqa: S101 - a tag is always part of a template
    found = context.template.engine.get_template(name)
    return found.render(context)
