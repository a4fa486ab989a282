"""The videos that the fake platforms know, and plausible ones made up from an id."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from zlib import crc32

from PIL import Image, ImageDraw

from entries.video_ids import TIKTOK, YOUTUBE, is_video_id, posted_at_hint, tiktok_id_for

HANDLES = ("aysel.math", "dana_oqidy", "kitapkhan", "rza.teatr", "maryam.reads", "nurlan.kz")
TEXTS = ("A poem by heart", "Кітап туралы бір минут", "Teatrın arxasında", "كتاب في دقيقة")
COLOURS = ("#0f766e", "#7c2d12", "#4338ca", "#a16207", "#9d174d", "#166534")


@dataclass
class FakeVideo:
    """A video as its platform knows it; `caption` is a title and description in one.

    `views` are those at its post time; they grow by `views_an_hour`, and the other figures with
    them. A negative one lets them fall, to nothing at most.
    """

    platform: str
    video_id: str
    handle: str = "aysel.math"
    author_id: str = ""
    author_name: str = ""
    caption: str = ""
    create_time: datetime = field(default_factory=lambda: datetime.now(UTC))
    duration: int = 42
    views: int = 1532
    likes: int = 88
    comments: int = 4
    shares: int = 2
    views_an_hour: int = 0
    cover: bool = True
    privacy: str = "public"  # or "unlisted", "private"

    def __post_init__(self) -> None:
        self.author_name = self.author_name or self.handle.replace(".", " ").title()
        self.author_id = self.author_id or author_id_of(self.platform, self.handle)
        if isinstance(self.create_time, str):  # from the control endpoint
            self.create_time = datetime.fromisoformat(self.create_time)

    def at(self, moment: datetime) -> FakeVideo:
        """The video with its figures at a moment: the same each time for the same moment."""
        seconds = max(0, int((moment - self.create_time).total_seconds()))
        grown = self.views_an_hour * seconds // 3600
        return replace(
            self,
            views=max(0, self.views + grown),
            likes=max(0, self.likes + grown // 20),
            comments=max(0, self.comments + grown // 200),
            shares=max(0, self.shares + grown // 400),
        )


def author_id_of(platform: str, handle: str) -> str:
    """The platform's own id of an account: YouTube's look is UC and 22 letters."""
    number = f"{crc32(handle.encode()):010d}"
    return f"UC{number * 2}Qw" if platform == YOUTUBE else f"-000{number}"


def made_up(platform: str, video_id: str, *, hashtag: str, today: datetime) -> FakeVideo | None:
    """A plausible video for any id of the right shape: the same each time for the same id."""
    if platform not in {TIKTOK, YOUTUBE} or not is_video_id(platform, video_id):
        return None
    number = crc32(video_id.encode())
    hint = posted_at_hint(platform, video_id)
    posted = hint + timedelta(seconds=5) if hint else today - timedelta(hours=number % 72)
    return FakeVideo(
        platform,
        video_id,
        handle=HANDLES[number % len(HANDLES)],
        caption=f"{TEXTS[number // 7 % len(TEXTS)]} #{hashtag.removeprefix('#')}",
        create_time=posted,
        duration=15 + number % 45,
        views=number % 20_000,
        likes=number % 900,
        comments=number % 60,
        shares=number % 40,
        views_an_hour=number // 3 % 120,
    )


def video_behind(token: str, *, today: datetime) -> str:
    """The TikTok id that a made-up short link leads to."""
    return tiktok_id_for(today, salt=crc32(token.encode()) % 2**28)


def cover_picture(video_id: str) -> bytes:
    """An upright JPEG in the id's colour."""
    number = crc32(video_id.encode())
    picture = Image.new("RGB", (576, 1024), COLOURS[number % len(COLOURS)])
    light = COLOURS[number // 7 % len(COLOURS)]
    ImageDraw.Draw(picture).ellipse((88, 312, 488, 712), fill=light, outline="white", width=12)
    out = BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()
