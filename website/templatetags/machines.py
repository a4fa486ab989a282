"""What the head of a page tells programs: its address in every language, and what it is about."""

from __future__ import annotations

import json
from typing import Any

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

from website.addresses import PageAddress, page_address
from website.structured import structured_data as structured_data_of

register = template.Library()

# As in Django's json_script: no text can end the element or begin another.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.simple_tag(name="page_address", takes_context=True)
def page_address_tag(context: Context) -> PageAddress | None:
    """The addresses of this page; None where it is not public."""
    request = context.get("request")
    return page_address(request) if request else None


@register.simple_tag(takes_context=True)
def structured_data(context: Context) -> SafeString:
    """What a public page is about, as JSON-LD: data, which the content policy does not judge."""
    if page_address_tag(context) is None:
        return SafeString("")
    return mark_safe("".join(_script(thing) for thing in structured_data_of(context.get("page"))))


def _script(thing: dict[str, Any]) -> str:
    text = json.dumps(thing, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return f'<script type="application/ld+json">{text}</script>'
