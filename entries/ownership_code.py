"""The personal code that shows whose video it is: making it, and finding it in a text.

A code belongs to one person and one video. Somebody else's code proves nothing, and a code that
was copied with a caption into another video does not count there. It is derived, never stored: the
same person is shown the same code for the same video, for as long as the secret stays.

Pure: no Django.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata

PREFIX = "sahna-"
LENGTH = 8
# Neither look-alikes (0 o, 1 l i) nor vowels, so that no code is a word.
LETTERS = "23456789bcdfghjkmnpqrstvwxz"

_SALT = b"sahna.ownership"
# What keyboards and platforms make of a hyphen; signs that are not seen; marks of direction.
_PLAIN = {
    **dict.fromkeys(map(ord, "\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-"),
    **dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff")),
    **dict.fromkeys(map(ord, "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e"), " "),
    **dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"), " "),
}
_CODE = re.compile(rf"(?<![a-z0-9]){PREFIX}([{LETTERS}]{{{LENGTH}}})(?![a-z0-9])")


def code_for(*, secret: str, user_id: int, platform: str, video_id: str) -> str:
    """The code of this person for this video, such as "sahna-7k3f9d2m"."""
    text = f"{user_id}:{platform}:{video_id}".encode()
    digest = hmac.digest(hashlib.sha256(_SALT + secret.encode()).digest(), text, "sha256")
    number = int.from_bytes(digest)
    letters = []
    for _ in range(LENGTH):
        number, rest = divmod(number, len(LETTERS))
        letters.append(LETTERS[rest])
    return PREFIX + "".join(letters)


def codes_in(text: str) -> set[str]:
    """Every code that stands in a text, as `code_for` writes it.

    Capitals, full-width letters, invisible signs and other hyphens make no difference; a code
    that is part of a longer one is none.
    """
    return {PREFIX + letters for letters in _CODE.findall(plain(text))}


def plain(text: str) -> str:
    """The text as codes are looked for in it."""
    return unicodedata.normalize("NFKD", text.translate(_PLAIN)).translate(_PLAIN).lower()


def has_code(text: str | None, code: str) -> bool:
    """Whether exactly this code stands in the text."""
    return text is not None and code in codes_in(text)
