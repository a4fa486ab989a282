"""What tests of ownership share: entries whose owner the platform has told."""

from typing import Any

from django.utils import timezone

from accounts.models import User
from contests.models import Campaign
from entries.models import Entry, PlatformAnswer
from entries.ownership import SignedIn
from tests import personas
from tests.builders import build_campaign, build_creator, build_entry

HANDLE = "aysel.math"
CHANNEL = "UCaaaaaaaaaaaaaaaaaaaaaa"


def build_owned(
    campaign: Campaign | None = None, *, by: User | None = None, told: str | None = HANDLE, **fields
) -> Entry:
    """A received TikTok entry of `by` under HANDLE; `told`: the owner that TikTok named, if any."""
    creator = fields.pop("creator", None) or build_creator(handle=HANDLE)
    values: dict[str, Any] = {"status": "received", "submitted_by": by or personas.creator()}
    entry = build_entry(
        campaign or build_campaign(ownership_required=True), creator=creator, **values | fields
    )
    if told:
        tell(entry, author_handle=told)
    return entry


def build_owned_on_youtube(*, told: str | None = CHANNEL, **fields) -> Entry:
    creator = build_creator(platform="youtube", handle="aysel", platform_user_id=CHANNEL)
    entry = build_owned(
        creator=creator, told=None, platform="youtube", video_id="BGQWPY4IigY", **fields
    )
    if told:
        tell(entry, source="youtube", author_id=told)
    return entry


def tell(entry: Entry, *, source: str = "tiktok_oembed", **said: Any) -> PlatformAnswer:
    return PlatformAnswer.objects.create(
        platform=entry.platform,
        video_id=entry.video_id,
        source=source,
        found=True,
        said=said,
        said_at=timezone.now(),
    )


def signed_in(**told: Any) -> SignedIn:
    values = {"platform": "tiktok", "account_id": "open-id-1", "handle": HANDLE}
    return SignedIn(**values | told)
