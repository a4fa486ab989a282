"""What a page is about, in the words of schema.org, for search engines (JSON-LD).

Only what the page itself shows; what is not known is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import singledispatch

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, gettext

from website.pages.campaign import Standpoint
from website.pages.campaign_page import CampaignPage
from website.pages.entry import EntryPage
from website.pages.gallery import GalleryPage
from website.pages.home import HomePage
from website.pages.how_chosen import HowPage
from website.pages.leaderboard import LeaderboardPage
from website.pages.partner import PartnerPage
from website.pages.press import PressPage, ReleasePage
from website.pages.pulse import NumbersPage
from website.pages.rules import RulesPage
from website.pages.shortlist import ShortlistPage
from website.pages.winners import WinnersPage
from website.platform_links import player_url, profile_url
from website.schema_org import Step, Thing, contest, crumbs, known, organisation, url_of


def structured_data(page: object) -> list[Thing]:
    """What there is to say of a page; nothing of one that is not known here."""
    return [{"@context": "https://schema.org", **thing} for thing in things_on(page)]


@singledispatch
def things_on(_page: object) -> Iterable[Thing]:
    return []


@things_on.register
def _home(_page: HomePage) -> Iterable[Thing]:
    return [
        {
            "@type": "WebSite",
            "name": settings.SITE_NAME,
            "url": url_of(reverse("website:home")),
            "inLanguage": get_language(),
        }
    ]


@things_on.register
def _campaign(page: CampaignPage) -> Iterable[Thing]:
    view = page.standpoint
    partnerships = [one for group in page.partner_groups for one in group.partnerships]
    return [
        contest(view.campaign, partnerships, is_cancelled=view.is_cancelled),
        crumbs(_here(view)),
    ]


@things_on.register
def _entry(page: EntryPage) -> Iterable[Thing]:
    gallery = (
        gettext("Gallery"),
        reverse("website:gallery", args=[page.standpoint.campaign.slug]),
    )
    path = f"{gallery[1]}{page.entry.pk}/"
    return [
        *_video(page, path),
        crumbs(_here(page.standpoint), gallery, (f"@{page.entry.creator.handle}", path)),
    ]


@things_on.register
def _partner(page: PartnerPage) -> Iterable[Thing]:
    path = reverse("website:partner", args=[page.partner.slug])
    accounts = [profile_url(one.platform, one.handle) for one in page.accounts]
    links = [link for link in (page.partner.website, *accounts) if link]
    details = {
        "description": str(page.partner.description),
        "logo": url_of(page.partner.logo.url) if page.partner.logo else "",
        "sameAs": links,
        "address": known(
            {
                "@type": "PostalAddress",
                "addressCountry": page.partner.country,
                "addressRegion": str(page.partner.region),
            }
        )
        if page.partner.country or page.partner.region
        else None,
    }
    return [
        known({**organisation(page.partner), **details}),
        crumbs((str(page.partner), path)),
    ]


@things_on.register
def _gallery(page: GalleryPage) -> Iterable[Thing]:
    return _part(page.standpoint, gettext("Gallery"), "gallery")


@things_on.register
def _shortlist(page: ShortlistPage) -> Iterable[Thing]:
    return _part(page.standpoint, gettext("Shortlist"), "shortlist")


@things_on.register
def _winners(page: WinnersPage) -> Iterable[Thing]:
    return _part(page.standpoint, gettext("Winners"), "winners")


@things_on.register
def _how(page: HowPage) -> Iterable[Thing]:
    view = page.standpoint
    winners = (gettext("Winners"), reverse("website:winners", args=[view.campaign.slug]))
    how = reverse("website:how_chosen", args=[view.campaign.slug])
    return [crumbs(_here(view), winners, (gettext("How the winners were chosen"), how))]


@things_on.register
def _leaderboard(page: LeaderboardPage) -> Iterable[Thing]:
    return _part(page.standpoint, str(page.category.title), "leaderboard", page.category.slug)


@things_on.register
def _numbers(page: NumbersPage) -> Iterable[Thing]:
    return _part(page.standpoint, gettext("In numbers"), "numbers")


@things_on.register
def _rules(page: RulesPage) -> Iterable[Thing]:
    return _part(page.standpoint, gettext("Rules"), "rules")


@things_on.register
def _press(page: PressPage) -> Iterable[Thing]:
    return _part(page.standpoint, gettext("Press"), "press")


@things_on.register
def _release(page: ReleasePage) -> Iterable[Thing]:
    view, release = page.standpoint, page.release
    press = (gettext("Press"), reverse("website:press", args=[view.campaign.slug]))
    path = reverse("website:press_release", args=[view.campaign.slug, release.pk])
    return [crumbs(_here(view), press, (str(release.title), path))]


def _part(view: Standpoint, name: str, page: str, *arguments: object) -> Iterable[Thing]:
    """A page that stands right behind the campaign's own."""
    path = reverse(f"website:{page}", args=[view.campaign.slug, *arguments])
    return [crumbs(_here(view), (name, path))]


def _video(page: EntryPage, path: str) -> Iterable[Thing]:
    """The entry's video. Nothing in a demo, which has none, nor of one that is gone."""
    entry = page.entry
    if page.standpoint.campaign.is_demo or page.is_gone or not (entry.cover and entry.posted_at):
        return []
    handle = f"@{entry.creator.handle}"
    return [
        known(
            {
                "@type": "VideoObject",
                "name": gettext("Video by @%(handle)s") % {"handle": entry.creator.handle},
                "description": entry.caption,
                "thumbnailUrl": [url_of(entry.cover.url)],
                "uploadDate": entry.posted_at.isoformat(),
                "duration": f"PT{entry.seconds}S" if entry.seconds else "",
                "embedUrl": player_url(entry.platform, entry.video_id),
                "url": url_of(path),
                "sameAs": entry.url,
                "inLanguage": entry.language,
                "author": {
                    "@type": "Person",
                    "name": handle,
                    "url": profile_url(entry.platform, entry.creator.handle),
                },
            }
        )
    ]


def _here(view: Standpoint) -> Step:
    campaign = view.campaign
    return (
        campaign.official_hashtag or str(campaign.title),
        reverse("website:campaign", args=[campaign.slug]),
    )
