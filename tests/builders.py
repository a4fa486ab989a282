"""Builders: each makes one thing with sensible values, and takes what a test cares about."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from accounts.models import User
from contests.models import Campaign, Category, Hashtag, Partnership, Prize, RulesVersion
from contests.phases import Phase
from entries.models import Creator, Entry
from entries.video_ids import tiktok_id_for
from judging.models import Assignment, Criterion, Judge, Round
from metrics.models import Reading
from partners.models import Partner

_numbers = count(1)


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def dates_in(phase: Phase, *, at: datetime) -> dict[str, datetime | None]:
    """Dates and decisions that put a campaign into `phase` at `at`."""
    day = timedelta(days=1)
    opens, closes = {
        Phase.DRAFT: (at + 5 * day, at + 30 * day),
        Phase.COMING: (at + 5 * day, at + 30 * day),
        Phase.OPEN: (at - 10 * day, at + 20 * day),
        Phase.CANCELLED: (at - 10 * day, at + 20 * day),
        Phase.REVIEW: (at - 30 * day, at - day),
        Phase.ANNOUNCED: (at - 30 * day, at - 5 * day),
        Phase.ARCHIVED: (at - 90 * day, at - 60 * day),
    }[phase]
    return {
        "opens_at": opens,
        "closes_at": closes,
        "shortlist_by": closes + 3 * day,
        "announce_by": closes + 7 * day,
        "archives_at": closes + 30 * day,
        "published_at": None if phase is Phase.DRAFT else opens - 4 * day - timedelta(days=10),
        "announced_at": closes + 3 * day if phase in (Phase.ANNOUNCED, Phase.ARCHIVED) else None,
        "cancelled_at": at - day if phase is Phase.CANCELLED else None,
    }


def build_campaign(
    *,
    phase: Phase = Phase.OPEN,
    at: datetime | None = None,
    hashtag: str = "кітапток",
    **fields: Any,
) -> Campaign:
    """A campaign with an official hashtag and rules, in the phase asked for."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "slug": f"campaign-{number}",
        "title": f"Campaign {number}",
        "languages": ["kk", "ru", "az", "en", "ar"],
        "time_zone": "Asia/Almaty",
        "platforms": ["tiktok", "youtube", "instagram"],
        **dates_in(phase, at=at or timezone.now()),
    }
    campaign = Campaign.objects.create(**values | fields)
    Hashtag.objects.create(campaign=campaign, text=hashtag, kind=Hashtag.Kind.OFFICIAL)
    RulesVersion.objects.create(
        campaign=campaign, number=1, text="Be kind.", created_at=timezone.now()
    )
    return campaign


def build_category(
    campaign: Campaign, *, method: Category.Method = Category.Method.JURY, **fields: Any
) -> Category:
    number = next(_numbers)
    values: dict[str, Any] = {"slug": f"category-{number}", "title": f"Category {number}"}
    if method != Category.Method.JURY:
        values["platform"] = "tiktok"
    return Category.objects.create(campaign=campaign, method=method, **values | fields)


def build_prize(category: Category, **fields: Any) -> Prize:
    values: dict[str, Any] = {"place": 1, "quantity": 1, "title": "Prize"}
    return Prize.objects.create(category=category, **values | fields)


def build_partner(**fields: Any) -> Partner:
    number = next(_numbers)
    values = {
        "slug": f"partner-{number}",
        "kind": Partner.Kind.LIBRARY,
        "name": f"Partner {number}",
    }
    return Partner.objects.create(**values | fields)


def build_partnership(campaign: Campaign, **fields: Any) -> Partnership:
    partner = fields.pop("partner", None) or build_partner()
    values: dict[str, Any] = {"role": Partnership.Role.PARTICIPANT}
    return Partnership.objects.create(campaign=campaign, partner=partner, **values | fields)


def build_creator(**fields: Any) -> Creator:
    values = {"platform": "tiktok", "handle": f"creator{next(_numbers)}"}
    return Creator.objects.create(**values | fields)


def build_entry(campaign: Campaign, *, status: str = Entry.Status.ACCEPTED, **fields: Any) -> Entry:
    """An entry whose video id carries its post time; confirmed unless said otherwise."""
    posted_at = fields.get("posted_at") or (campaign.opens_at or timezone.now()) + timedelta(
        hours=1
    )
    video_id = fields.get("video_id") or tiktok_id_for(posted_at, salt=next(_numbers))
    creator = fields.get("creator") or build_creator()
    values: dict[str, Any] = {
        "platform": "tiktok",
        "url": f"https://www.tiktok.com/@{creator.handle}/video/{video_id}",
        "received_at": posted_at,
        "confirmed_at": posted_at,
        "status_reason": "Off topic." if status in ("rejected", "disqualified") else "",
    }
    values |= fields | {"posted_at": posted_at, "video_id": video_id, "creator": creator}
    return Entry.objects.create(campaign=campaign, status=status, **values)


def build_reading(entry: Entry, *, views: int, taken_at: datetime, **fields: Any) -> Reading:
    values: dict[str, Any] = {"source": Reading.Source.IMPORT, "recorded_at": timezone.now()}
    return Reading.objects.create(entry=entry, views=views, taken_at=taken_at, **values | fields)


def build_judge(campaign: Campaign, user: User, **fields: Any) -> Judge:
    return Judge.objects.create(campaign=campaign, user=user, **fields)


def build_round(category: Category, *, criteria: int = 2, **fields: Any) -> Round:
    """A round that is open now: scoring, with equally heavy criteria of 5 points."""
    now = timezone.now()
    values: dict[str, Any] = {
        "opens_at": now - timedelta(days=1),
        "closes_at": now + timedelta(days=7),
        "aggregation": Round.Aggregation.MEAN,
    }
    if fields.get("kind") == Round.Kind.SCREENING:
        values["quorum"] = 1
    round_ = Round.objects.create(category=category, **values | fields)
    for number in range(1, criteria + 1):
        Criterion.objects.create(round=round_, title=f"Criterion {number}", order=number)
    return round_


def build_assignment(round_: Round, entry: Entry, judge: Judge, **fields: Any) -> Assignment:
    values: dict[str, Any] = {"assigned_at": timezone.now()}
    return Assignment.objects.create(round=round_, entry=entry, judge=judge, **values | fields)
