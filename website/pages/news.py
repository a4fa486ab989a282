"""What happened in campaigns, for those who follow them by a feed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.bidi import isolated
from contests import wording
from contests.models import Campaign
from results.models import Announcement, Award, PressRelease, Shortlist
from results.reading import ORDER, Winner

NEWS_SHOWN = 50


@dataclass(frozen=True)
class News:
    """One thing that happened.

    key: names it for ever, in all languages alike; lines: what there is to say of it, plain text;
    page: name and arguments of the address where to read it.
    """

    key: str
    campaign: Campaign
    happened_at: datetime
    title: str
    lines: Sequence[str]
    page: tuple[str, Sequence[object]]


def news_of(campaigns: Iterable[Campaign], *, at: datetime) -> list[News]:
    """The newest of these public campaigns, newest first. Needs hashtags and categories prefetched.

    Six queries, however many campaigns there are.
    """
    by_id = {campaign.pk: campaign for campaign in campaigns}
    found = [
        *(news for campaign in by_id.values() for news in _of_dates(campaign, at=at)),
        *_of_shortlists(by_id, at=at),
        *_of_announcements(by_id, at=at),
        *_of_press(by_id, at=at),
    ]
    found.sort(key=lambda news: (news.happened_at, news.key), reverse=True)
    return found[:NEWS_SHOWN]


def _of_dates(campaign: Campaign, *, at: datetime) -> Iterator[News]:
    cancelled_at, opens_at = campaign.cancelled_at, campaign.opens_at
    page = ("website:campaign", [campaign.slug])
    published_at = campaign.published_at
    if (
        opens_at
        and published_at
        and opens_at <= at
        and not (cancelled_at and cancelled_at < opens_at)
    ):
        title = _("%(hashtag)s has begun") if campaign.is_showcase else _("%(hashtag)s is open")
        yield News(
            key=f"campaign/{campaign.pk}/opened",
            campaign=campaign,
            happened_at=max(opens_at, published_at),
            title=_titled(title, campaign),
            lines=[str(campaign.title), str(campaign.tagline), *_close(campaign)],
            page=page,
        )
    if cancelled_at and cancelled_at <= at:
        yield News(
            key=f"campaign/{campaign.pk}/cancelled",
            campaign=campaign,
            happened_at=cancelled_at,
            title=_titled(_("%(hashtag)s is cancelled"), campaign),
            lines=[str(campaign.title)],
            page=page,
        )


def _close(campaign: Campaign) -> Iterator[str]:
    if campaign.closes_at and not campaign.is_showcase:
        yield gettext("Entries close on %(moment)s, %(zone)s.") % {
            "moment": wording.day_and_time(campaign.closes_at, campaign.zone),
            "zone": wording.zone_name(campaign.zone, campaign.closes_at),
        }


def _of_shortlists(by_id: dict[int, Campaign], *, at: datetime) -> Iterator[News]:
    public = Shortlist.objects.public(at=at).filter(category__campaign__in=by_id)
    for shortlist in public.select_related("category").order_by("-published_at")[:NEWS_SHOWN]:
        campaign = by_id[shortlist.category.campaign_id]
        yield News(
            key=f"shortlist/{shortlist.category_id}",
            campaign=campaign,
            happened_at=shortlist.published_at or at,
            title=_titled(_("%(hashtag)s: the shortlist is published"), campaign),
            lines=[str(shortlist.category.title)],
            page=("website:shortlist", [campaign.slug]),
        )


def _of_announcements(by_id: dict[int, Campaign], *, at: datetime) -> Iterator[News]:
    """Only the newest of a campaign names its winners: earlier ones may have been wrong."""
    announced = Announcement.objects.filter(
        campaign__in=Campaign.objects.announced(at=at).filter(pk__in=by_id), announced_at__lte=at
    )
    newest_first = list(announced.order_by("-announced_at", "-number")[:NEWS_SHOWN])
    newest: dict[int, int] = {}
    for one in newest_first:
        newest.setdefault(one.campaign_id, one.pk)
    named = _named(newest.values())
    for one in newest_first:
        campaign = by_id[one.campaign_id]
        is_newest = newest[campaign.pk] == one.pk
        title = (
            _("%(hashtag)s: the winners are announced")
            if one.number == 1
            else _("%(hashtag)s: the results are corrected")
        )
        address: tuple[str, list[str | int]] = ("website:winners", [campaign.slug])
        if not is_newest:
            address = ("website:winners_version", [campaign.slug, one.number])
        yield News(
            key=f"announcement/{campaign.pk}/{one.number}",
            campaign=campaign,
            happened_at=one.announced_at,
            title=_titled(title, campaign),
            lines=[line for line in (one.note, *named.get(one.pk, ())) if line],
            page=address,
        )


def _named(announcements: Iterable[int]) -> dict[int, list[str]]:
    """By announcement a line for each award: the category and who won."""
    awards = (
        Award.objects.filter(announcement__in=list(announcements))
        .select_related("prize__category", "creator", "entry")
        .prefetch_related("entry__joint_creators")
        .order_by(*ORDER)
    )
    lines: dict[int, list[str]] = {}
    for award in awards:
        creators = Winner(award, shares_place=False).creators
        line = gettext("%(category)s: %(winners)s") % {
            "category": isolated(award.prize.category.title),
            "winners": ", ".join(isolated(creator) for creator in creators),
        }
        lines.setdefault(award.announcement_id or 0, []).append(line)
    return lines


def _of_press(by_id: dict[int, Campaign], *, at: datetime) -> Iterator[News]:
    public = PressRelease.objects.public(at=at).filter(campaign__in=by_id)
    for release in public.order_by("-published_at")[:NEWS_SHOWN]:
        campaign = by_id[release.campaign_id]
        yield News(
            key=f"press/{release.pk}",
            campaign=campaign,
            happened_at=release.published_at or at,
            title=str(release.title),
            lines=[gettext("Press release")],
            page=("website:press_release", [campaign.slug, release.pk]),
        )


def _titled(title: Promise, campaign: Campaign) -> str:
    name = isolated(campaign.official_hashtag or campaign.title)
    return str(title) % {"hashtag": name}
