"""Which way languages are written, and names inside text that may run the other way."""

from typing import Literal

from django.conf import settings

# First strong isolate … pop directional isolate.
_OPEN, _CLOSE = "\u2068", "\u2069"


def isolated(value: object) -> str:
    """Text whose direction is its own: keeps "@name" whole inside a right-to-left sentence.

    For plain text: mails, messages, options. In HTML a `<bdi>` does the same.
    """
    text = str(value)
    return f"{_OPEN}{text}{_CLOSE}" if text else ""


def direction(code: str) -> Literal["rtl", "ltr"]:
    """The direction of a language, as HTML's dir attribute wants it.

    Not by get_language_info: Django calls Azerbaijani right-to-left, as it is written in Iran.
    """
    return "rtl" if code in settings.LANGUAGES_BIDI else "ltr"
