"""A pasted text with several links → each of them read on its own.

People paste one link a line, or whole captions with links between the words. Words that are no
links are passed over; every link is told about, those that name no video too. A link that a line
break may have cut, so that the next line's first word would make another video of it, is refused:
half an id must never pass for a whole one. Linear time.

Pure: no Django.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from entries.links import VideoLink, parse_video_link
from entries.pasted_text import LinkRefusal, LinkRefused, begins_with_scheme, unwrapped

MOST = 10
"""Links that are read of one text."""
MAX_LENGTH = 40_000
"""Characters that are read at most: ten links, each with the longest caption around it."""

# White space as people type it. Control characters stay in their words, which they spoil.
_SPACE = re.compile(r"[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t]+")
_LINE_BREAK = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True)
class PastedLink:
    """One link as it was written, and what it leads to.

    Either `video` or `refusal` is there; with the refusal SHORT_LINK, `short_link` is the address
    that is still to be resolved.
    """

    text: str
    video: VideoLink | None = None
    refusal: LinkRefusal | None = None
    short_link: str = ""


@dataclass(frozen=True)
class PastedLinks:
    """The first MOST links of a text, each video once, and those that were not read."""

    links: tuple[PastedLink, ...]
    left_over: tuple[str, ...] = ()


def read_links(text: str) -> PastedLinks:
    """Every link in a text. Raises ``LinkRefused``: NOT_A_LINK where there is none, TOO_LONG."""
    if len(text) > MAX_LENGTH:
        raise LinkRefused(LinkRefusal.TOO_LONG)
    read: dict[tuple[str, str], PastedLink] = {}
    left_over: dict[str, None] = {}
    for word, next_word in _links_in(text):
        link = _read(word, next_word)
        known = read.get(_key(link))
        if known is None and len(read) == MOST:
            left_over[word] = None
        elif known is None or _tells_more(link, known):
            read[_key(link)] = link
    if not read:
        raise LinkRefused(LinkRefusal.NOT_A_LINK)
    return PastedLinks(tuple(read.values()), tuple(left_over))


def _links_in(text: str) -> Iterator[tuple[str, str]]:
    """The words that are links, each with the word that follows it after a line break, if any."""
    lines = [_SPACE.split(line.strip(" \t")) for line in _LINE_BREAK.split(text)]
    for number, words in enumerate(lines):
        for place, word in enumerate(words, start=1):
            bare = unwrapped(word)
            if not _is_link(bare):
                continue
            is_last = place == len(words) and number + 1 < len(lines)
            next_word = lines[number + 1][0] if is_last else ""
            yield bare, "" if _is_link(unwrapped(next_word)) else next_word


def _is_link(word: str) -> bool:
    """Whether a word says that it is a web address, with its scheme or with a host and a path."""
    if begins_with_scheme(word):
        return True
    host, slash, _rest = word.partition("/")
    labels = host.split(".")
    return bool(slash) and len(labels) > 1 and all(labels) and labels[-1][:1].isalpha()


def _read(word: str, next_word: str) -> PastedLink:
    link = _read_alone(word)
    if next_word:
        mended = _read_alone(word + next_word).video
        if mended and (link.video is None or mended.video_id != link.video.video_id):
            return PastedLink(word, refusal=LinkRefusal.BROKEN_LINK)
    return link


def _read_alone(word: str) -> PastedLink:
    try:
        return PastedLink(word, video=parse_video_link(word))
    except LinkRefused as refused:
        return PastedLink(word, refusal=refused.code, short_link=refused.link or "")


def _key(link: PastedLink) -> tuple[str, str]:
    """What makes two links the same."""
    if link.video:
        return link.video.platform, link.video.video_id
    return "", link.short_link or link.text


def _tells_more(link: PastedLink, known: PastedLink) -> bool:
    """Whether the second link of a video names the account and the first did not."""
    return bool(
        link.video and known.video and link.video.claimed_handle and not known.video.claimed_handle
    )
