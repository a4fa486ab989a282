"""The help link of a page: `{% guide_link %}`, once in each frame."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context

from accounts.guide_links import guide_address

register = template.Library()


@register.inclusion_tag("guides/_link.html", takes_context=True)
def guide_link(context: Context) -> dict[str, Any]:
    """A link to the section about this page, where there is one."""
    request = context.get("request")
    return {"address": guide_address(request) if request else ""}
