"""What plain-text mails need."""

from django import template

register = template.Library()

# First strong isolate … pop directional isolate: keeps "@name" whole inside right-to-left text.
_OPEN, _CLOSE = "\u2068", "\u2069"


@register.filter
def isolated(value: object) -> str:
    """Isolate a handle, a hashtag or a title from the direction of the text around it."""
    return f"{_OPEN}{value}{_CLOSE}" if str(value) else ""
