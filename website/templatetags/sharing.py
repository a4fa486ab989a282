"""The button that passes a page on."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings

from website.share_links import share_links

register = template.Library()


@register.inclusion_tag("components/share.html")
def share(path: str, text: str, label: str = "") -> dict[str, Any]:
    """A button for the page at a path of this site; it needs js/share.js and js/copy.js.

    text: the sentence that goes with the address; label: what is shared, for screen readers.
    """
    url = f"{settings.SITE_URL}{path}"
    links = list(share_links(url=url, text=text))
    return {"url": url, "text": text, "label": label, "links": links}
