"""The rules about the video: when, how long, with which hashtag, where, and still there.

Pure: no Django.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from contests.hashtag_keys import HASH_SIGNS
from entries.eligibility.words import Code, Finding, Subject, Terms, find
from entries.hashtags import extract_hashtags, lookalike_key, strict_key
from entries.video_ids import HINT_TOLERANCE, INSTAGRAM, TIKTOK, posted_at_hint

# A post is never earlier than the time in its id, give or take this much.
_SLACK = {TIKTOK: timedelta(seconds=60), INSTAGRAM: HINT_TOLERANCE}
# Longer tags are nobody's hashtag; more of them are nobody's evidence.
_LONGEST_TAG = 200
_TAGS_SHOWN = 30


def window(terms: Terms, subject: Subject) -> Finding | None:
    """Posted from the opening on, before the close.

    The id of a video is drawn before its post. So an id from after the close is certain, whatever
    else is said; and a video that was here before the close, with an id from after the opening,
    was posted in between. Any other id is only advice: drafts keep the id of an earlier day.
    """
    opens_at = None if terms.prior_posts_allowed else terms.opens_at
    closes_at = terms.closes_at
    if opens_at is None and closes_at is None:
        return None
    id_time = posted_at_hint(subject.platform, subject.video_id)
    evidence: dict[str, Any] = {"opens_at": _iso(terms.opens_at), "closes_at": _iso(closes_at)}
    if id_time is not None:
        evidence["id_time"] = _iso(id_time)
    slack = _SLACK.get(subject.platform, timedelta())
    if id_time and closes_at and id_time - slack > closes_at:
        return find(Code.ID_DRAWN_AFTER_CLOSE, **evidence)
    if subject.posted_at is not None:
        code = _posted(subject.posted_at, terms)
        return find(code, **evidence, posted_at=_iso(subject.posted_at))
    if subject.received_at is not None:
        evidence["received_at"] = _iso(subject.received_at)
    if id_time and opens_at and id_time < opens_at:
        return find(Code.ID_DRAWN_BEFORE_OPENING, **evidence)
    if not _was_here_in_time(subject.received_at, id_time, slack, closes_at):
        return find(Code.POST_TIME_UNKNOWN, **evidence)
    if opens_at is None:
        return find(Code.RECEIVED_BEFORE_CLOSE, **evidence)
    drawn_since = id_time is not None and id_time - slack >= opens_at
    return find(Code.ID_DRAWN_IN_WINDOW if drawn_since else Code.POST_TIME_UNKNOWN, **evidence)


def _posted(posted_at: datetime, terms: Terms) -> Code:
    if terms.closes_at and posted_at >= terms.closes_at:
        return Code.POSTED_AFTER_CLOSE
    if terms.opens_at and posted_at < terms.opens_at:
        return Code.PRIOR_POST if terms.prior_posts_allowed else Code.POSTED_BEFORE_OPENING
    return Code.POSTED_IN_WINDOW


def _was_here_in_time(
    received_at: datetime | None,
    id_time: datetime | None,
    slack: timedelta,
    closes_at: datetime | None,
) -> bool:
    """Whether the video was here before the close; one with an id from later was made up."""
    if received_at is None or (id_time and id_time - slack > received_at):
        return False
    return closes_at is None or received_at < closes_at


def duration(terms: Terms, subject: Subject) -> Finding | None:
    """Neither too short nor too long; both limits are allowed lengths."""
    least, most, seconds = terms.min_seconds, terms.max_seconds, subject.seconds
    if least is None and most is None:
        return None
    evidence = {"seconds": seconds, "min_seconds": least, "max_seconds": most}
    if seconds is None:
        return find(Code.DURATION_UNKNOWN, **evidence)
    if least is not None and seconds < least:
        return find(Code.TOO_SHORT, **evidence)
    if most is not None and seconds > most:
        return find(Code.TOO_LONG, **evidence)
    return find(Code.DURATION_FITS, **evidence)


def hashtag(terms: Terms, subject: Subject) -> Finding | None:
    """One of the campaign's hashtags is in the caption."""
    accepted = _accepted(terms.hashtags)
    if not accepted:
        return None
    wanted = list(accepted.values())
    if subject.caption is None:
        return find(Code.CAPTION_UNKNOWN, wanted=wanted)
    tags = _tags(subject.caption, cut=subject.caption_cut)
    for tag in tags:
        if (meant := accepted.get(_strict(tag))) is not None:
            return find(Code.HASHTAG_FOUND, found=tag, meant=meant)
    alike = _accepted_lookalikes(terms.hashtags)
    for tag in tags:
        if (meant := alike.get(_alike(tag))) is not None:
            counts = terms.lookalikes_count
            code = Code.HASHTAG_LOOKALIKE_COUNTS if counts else Code.HASHTAG_LOOKALIKE
            return find(code, found=tag, meant=meant)
    code = Code.CAPTION_CUT if subject.caption_cut else Code.HASHTAG_MISSING
    return find(code, wanted=wanted, in_caption=tags[:_TAGS_SHOWN])


def platform(terms: Terms, subject: Subject) -> Finding | None:
    """On a platform of the campaign."""
    if not terms.platforms:
        return None
    allowed = subject.platform in terms.platforms
    code = Code.PLATFORM_ALLOWED if allowed else Code.PLATFORM_NOT_ALLOWED
    return find(code, platform=subject.platform, platforms=sorted(terms.platforms))


def public(_terms: Terms, subject: Subject) -> Finding:
    """Everybody can see it."""
    if subject.public is None:
        return find(Code.PUBLIC_UNKNOWN)
    return find(Code.IS_PUBLIC if subject.public else Code.NOT_PUBLIC)


def _tags(caption: str, *, cut: bool) -> list[str]:
    """The hashtags of a caption; where it may be cut, not the one at which it ends."""
    tags = extract_hashtags(caption)
    if cut and tags and caption.endswith(tags[-1]) and caption[-len(tags[-1]) - 1] in HASH_SIGNS:
        tags.pop()
    return [tag for tag in tags if len(tag) <= _LONGEST_TAG]


@lru_cache(maxsize=256)
def _accepted(hashtags: tuple[str, ...]) -> dict[str, str]:
    return _by_key(hashtags, strict_key)


@lru_cache(maxsize=256)
def _accepted_lookalikes(hashtags: tuple[str, ...]) -> dict[str, str]:
    return _by_key(hashtags, lookalike_key)


def _by_key(hashtags: tuple[str, ...], key_of: Callable[[str], str]) -> dict[str, str]:
    """The hashtags by their keys, in their order; the first of those that share one."""
    keys: dict[str, str] = {}
    for tag in hashtags:
        if key := key_of(tag):
            keys.setdefault(key, tag)
    return keys


# The same few hashtags stand in thousands of captions.
_strict = lru_cache(maxsize=8192)(strict_key)
_alike = lru_cache(maxsize=8192)(lookalike_key)


def _iso(moment: datetime | None) -> str | None:
    """A moment in UTC, to the second unless it has a fraction."""
    return None if moment is None else moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
