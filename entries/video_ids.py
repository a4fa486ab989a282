"""Video ids: their shape, the time hidden in them, and made-up ids that carry a wanted time.

- TikTok: 19 digits, whose upper 32 bits are Unix seconds; bits 11:8 hold the type of the thing, 13
  for a video. The id is drawn 1 to 11 seconds *before* the post appears (17 public posts measured).
- Instagram: a shortcode, which is an integer in base64url; its bits above 23 are milliseconds since
  2011-08-24T21:07:01.721Z, within about 90 seconds of the post. Codes grew from 5 letters to the 11
  that all have had since 2016; longer ones belong to private accounts.
- YouTube: 11 random letters.

A hint that lies after the end of the window (plus the tolerance) is certain, because an id cannot
be drawn after its post; a hint before the window is only advice: drafts and scheduled posts keep
the id of an earlier day.

Pure: no Django, no clock of its own.
"""

import re
from datetime import UTC, datetime, timedelta

TIKTOK = "tiktok"
YOUTUBE = "youtube"
INSTAGRAM = "instagram"

HINT_TOLERANCE = timedelta(seconds=90)
"""How far a hint may lie from the true post time of an ordinary post."""

_SHAPES = {
    TIKTOK: re.compile(r"[1-9][0-9]{18}"),
    YOUTUBE: re.compile(r"[A-Za-z0-9_-]{11}"),
    INSTAGRAM: re.compile(r"[A-Za-z0-9_-]{5,11}"),
}

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_SECOND = timedelta(seconds=1)
# TikTok's forerunner started in 2014: an id that tells an earlier time tells nothing.
_EARLIEST = datetime(2014, 1, 1, tzinfo=UTC)

_TIKTOK_VIDEO = 13
_INSTAGRAM_EPOCH_MS = 1_314_220_021_721
_BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_BASE64URL_VALUE = {letter: value for value, letter in enumerate(_BASE64URL)}
_SPREAD = 0x9E3779B1  # odd, so that multiplying modulo a power of two maps no two salts to one


def is_video_id(platform: str, video_id: str) -> bool:
    """Whether the text has the shape of a video id of "tiktok", "youtube" or "instagram"."""
    shape = _SHAPES.get(platform)
    return shape is not None and shape.fullmatch(video_id) is not None


def posted_at_hint(platform: str, video_id: str) -> datetime | None:
    """About when the video was posted, in UTC; ``None`` if the id does not tell."""
    if not is_video_id(platform, video_id):
        return None
    if platform == TIKTOK:
        hint = _EPOCH + (int(video_id) >> 32) * _SECOND
    elif platform == INSTAGRAM:
        milliseconds = (_pk_of_shortcode(video_id) >> 23) + _INSTAGRAM_EPOCH_MS
        hint = _EPOCH + milliseconds * _MILLISECOND
    else:
        return None
    return hint if hint >= _EARLIEST else None


def tiktok_id_for(at: datetime, *, salt: int) -> str:
    """A TikTok video id that fits a video posted at ``at`` (timezone-aware).

    Different salts below 2**28 give different ids for the same moment.
    """
    drawn_at = at - (1 + salt % 11) * _SECOND
    seconds = (drawn_at - _EPOCH) // _SECOND
    noise = salt * _SPREAD % 2**28
    high, low = divmod(noise, 2**8)
    return str((seconds << 32) | (high << 12) | (_TIKTOK_VIDEO << 8) | low)


def _pk_of_shortcode(shortcode: str) -> int:
    pk = 0
    for letter in shortcode:
        pk = (pk << 6) | _BASE64URL_VALUE[letter]
    return pk
