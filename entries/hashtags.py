"""Whether a caption carries one of a campaign's hashtags.

Hashtags are taken out of the caption before anything is normalised, as the platforms do: a number
sign in one of its three forms, then every character that may continue an identifier (letters,
marks, digits and the low line of any script). Keys are explained in ``contests.hashtag_keys``.

Pure: no Django.
"""

from collections.abc import Iterable
from enum import StrEnum

import regex

from contests.hashtag_keys import HASH_SIGNS, lookalike_key, strict_key

__all__ = ["Match", "extract_hashtags", "lookalike_key", "marked", "match", "strict_key"]

# Longer than any campaign's hashtag; bounds the work that a tag made of marks can cause.
_LONGEST = 1_000
# The standard library's \w misses marks such as U+064B and U+0307.
_HASHTAG = regex.compile(rf"[{HASH_SIGNS}](\p{{XID_Continue}}+)")


class Match(StrEnum):
    """How a caption answers the question for a campaign's hashtag."""

    EXACT = "exact"
    LOOKALIKE = "lookalike"  # people cannot tell it apart; the campaign's policy decides
    ABSENT = "absent"
    UNKNOWN = "unknown"  # no caption is known, or only its beginning


def extract_hashtags(text: str) -> list[str]:
    """The hashtags in a text as they are written, without their number sign, in order."""
    return [str(tag) for tag in _HASHTAG.findall(text)]


def match(caption: str | None, accepted: Iterable[str], *, truncated: bool = False) -> Match:
    """Compare a caption with the accepted hashtags of a campaign, which are alternatives.

    ``caption`` is ``None`` while nobody has told it. ``truncated`` says that the source may have
    cut the caption: a hashtag that is not found is then unknown, never absent.
    """
    if caption is None:
        return Match.UNKNOWN
    found = {tag for tag in extract_hashtags(caption) if len(tag) <= _LONGEST}
    wanted = [tag for tag in accepted if strict_key(tag)]
    if not {strict_key(tag) for tag in wanted}.isdisjoint(map(strict_key, found)):
        return Match.EXACT
    if not {lookalike_key(tag) for tag in wanted}.isdisjoint(map(lookalike_key, found)):
        return Match.LOOKALIKE
    return Match.UNKNOWN if truncated else Match.ABSENT


def marked(caption: str, accepted: Iterable[str]) -> list[tuple[str, Match | None]]:
    """The caption in pieces, as it stands, each with how it answers for a campaign's hashtag.

    The hashtags of the campaign are EXACT, those that only look like them LOOKALIKE; all the
    text around them is None.
    """
    wanted = [tag for tag in accepted if strict_key(tag)]
    strict = {strict_key(tag) for tag in wanted}
    similar = {lookalike_key(tag) for tag in wanted}
    pieces: list[tuple[str, Match | None]] = []
    end = 0
    for found in _HASHTAG.finditer(caption):
        tag = str(found[1])
        if len(tag) > _LONGEST:
            continue
        is_exact = strict_key(tag) in strict
        if not is_exact and lookalike_key(tag) not in similar:
            continue
        pieces.append((caption[end : found.start()], None))
        pieces.append((str(found[0]), Match.EXACT if is_exact else Match.LOOKALIKE))
        end = found.end()
    pieces.append((caption[end:], None))
    return [piece for piece in pieces if piece[0]]
