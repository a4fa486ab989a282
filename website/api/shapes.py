"""What the interface answers. The OpenAPI document is made from these (website.api.openapi).

Their names and fields are a promise to programs that we do not know: fields may be added, none
changes its meaning or goes before the next version of the interface.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

Texts = Annotated[
    dict[str, str],
    "The text by language (kk, ru, az, en, ar); languages in which it was not written are absent.",
]
Moment = Annotated[datetime, "With its distance from UTC, in the campaign’s own zone."]
Slug = Annotated[str, "Stable: it is part of the address of the page."]


@dataclass(frozen=True)
class Link:
    """Where people read it, by language."""

    kk: str
    ru: str
    az: str
    en: str
    ar: str


@dataclass(frozen=True)
class Hashtag:
    """A spelling that takes part. kind: official (the one to show) or accepted."""

    text: Annotated[str, "Without the # sign."]
    kind: str


@dataclass(frozen=True)
class Account:
    """An account on a platform."""

    platform: str
    handle: Annotated[str, "Without the @ sign."]


@dataclass(frozen=True)
class CampaignLine:
    """A campaign in a list."""

    slug: Slug
    title: Texts
    tagline: Texts
    hashtags: list[Hashtag]
    phase: Annotated[str, "coming, open, review, announced, archived or cancelled."]
    is_showcase: Annotated[bool, "Measured, not judged: it has no categories and no winners."]
    is_demo: Annotated[bool, "People, entries and figures are invented."]
    languages: list[str]
    time_zone: Annotated[str, "By its name in the IANA database."]
    opens_at: Moment | None
    closes_at: Moment | None
    shortlist_by: Annotated[Moment | None, "Promised."]
    announce_by: Annotated[Moment | None, "Promised."]
    announced_at: Moment | None
    cancelled_at: Moment | None
    cover: Annotated[str | None, "Address of the picture."]
    pages: Link


@dataclass(frozen=True)
class Prize:
    """What a place wins. quantity: so many winners of equal rank share it."""

    place: int
    quantity: int
    title: Texts
    description: Texts
    value: Annotated[str | None, "For each winner: a decimal number as text."]
    currency: Annotated[str | None, "By ISO 4217."]
    sponsor: Annotated[str | None, "Slug of the partner."]


@dataclass(frozen=True)
class Category:
    """What is awarded. method: jury, most_viewed_video or most_viewed_creator."""

    slug: Slug
    title: Texts
    description: Texts
    method: str
    platform: Annotated[str | None, "Where views are counted, or where it takes place."]
    is_chosen: Annotated[bool, "Whether entrants choose it; otherwise every entry takes part."]
    prizes: list[Prize]


@dataclass(frozen=True)
class Participant:
    """A partner’s part. role: organiser, supporter, participant, prize_sponsor or media."""

    partner: Annotated[str, "Slug of the partner."]
    name: Texts
    role: str
    contribution: Texts


@dataclass(frozen=True)
class Ambassador:
    """An invited creator."""

    account: Account
    name: Texts
    note: Texts


@dataclass(frozen=True)
class Quote:
    """What somebody said on behalf of a partner."""

    partner: Annotated[str, "Slug of the partner."]
    speaker: Texts
    post: Texts
    text: Texts


@dataclass(frozen=True)
class Campaign:
    """A campaign with what belongs to it."""

    about: CampaignLine
    description: Annotated[Texts, "Markdown."]
    platforms: list[str]
    categories: list[Category]
    partners: list[Participant]
    ambassadors: list[Ambassador]
    quotes: list[Quote]
    entries: Annotated[int, "Accepted videos."]
    earlier_edition: Annotated[str | None, "Slug of the campaign."]
    later_editions: Annotated[list[str], "Slugs of the campaigns."]


@dataclass(frozen=True)
class Part:
    """What a partner is in a campaign."""

    campaign: Annotated[str, "Slug of the campaign."]
    role: str
    contribution: Texts


@dataclass(frozen=True)
class PartnerLine:
    """An institution in a list."""

    slug: Slug
    kind: str
    name: Texts
    country: Annotated[str | None, "By ISO 3166-1."]
    region_code: Annotated[str | None, "By ISO 3166-2."]
    region: Texts
    website: str | None
    logo: Annotated[str | None, "Address of the picture."]
    pages: Link


@dataclass(frozen=True)
class Partner:
    """An institution and its part in every public campaign."""

    about: PartnerLine
    description: Texts
    accounts: list[Account]
    parts: list[Part]


@dataclass(frozen=True)
class Video:
    """An accepted entry. id: stable."""

    id: int
    platform: str
    video_id: Annotated[str, "The platform’s own."]
    url: Annotated[str, "On the platform."]
    cover: Annotated[str | None, "Address of the picture."]
    pages: Link


@dataclass(frozen=True)
class Winner:
    """Who won a place. shares_place: with others of equal rank."""

    place: int
    shares_place: bool
    prize: Texts
    creators: list[Account]
    citation: Texts
    video: Annotated[Video | None, "None for a creator’s award, or once the video has left."]


@dataclass(frozen=True)
class CategoryWinners:
    """A category’s winners, best place first. remark: why a place stayed empty, for example."""

    category: Annotated[str, "Slug of the category."]
    title: Texts
    winners: list[Winner]
    remark: Texts


@dataclass(frozen=True)
class Evidence:
    """The file from which the standings can be computed anew."""

    url: str
    sha256: str


@dataclass(frozen=True)
class Winners:
    """What one announcement said. number: 1 is the first; later ones correct it."""

    campaign: Annotated[str, "Slug of the campaign."]
    number: int
    announced_at: Moment
    is_replaced: Annotated[bool, "Whether a later announcement has corrected this one."]
    numbers: Annotated[list[int], "Of all announcements, the newest first."]
    note: Annotated[Texts, "What a correction changed, and why."]
    categories: list[CategoryWinners]
    evidence: Evidence | None
    pages: Link


@dataclass(frozen=True)
class LeaderboardLine:
    """A line of a leaderboard. Equal views share a rank."""

    rank: int
    creator: Account
    entry: Annotated[int | None, "Id of the video; None where creators are ranked."]
    views: Annotated[int, "Within the competition period."]
    videos: int
    read_at: Annotated[Moment, "When the oldest figure in it was read."]


@dataclass(frozen=True)
class Leaderboard:
    """A page of the leaderboard of a category that views decide, as the public page shows it."""

    campaign: Annotated[str, "Slug of the campaign."]
    category: Annotated[str, "Slug of the category."]
    as_of: Annotated[Moment | None, "None until the first board is built."]
    frozen_since: Annotated[Moment | None, "Since when it stands still until the announcement."]
    paging: Paging
    lines: list[LeaderboardLine]


@dataclass(frozen=True)
class Paging:
    """Which part of a list this is."""

    page: int
    pages: int
    count: Annotated[int, "Of everything in the list."]
    previous: Annotated[str | None, "Address of the page before."]
    next: Annotated[str | None, "Address of the next page."]


@dataclass(frozen=True)
class CampaignList:
    """Public campaigns, the newest first."""

    paging: Paging
    campaigns: list[CampaignLine]


@dataclass(frozen=True)
class CategoryList:
    """The categories of a campaign, in their order."""

    categories: list[Category]


@dataclass(frozen=True)
class PartnerList:
    """The partners of public campaigns, by slug."""

    paging: Paging
    partners: list[PartnerLine]


@dataclass(frozen=True)
class Problem:
    """Why there is no answer. code: not_found, bad_parameter or not_allowed."""

    code: str
    message: str
