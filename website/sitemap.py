"""Every public page with its address in each language, for search engines (sitemaps.org)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import Count, Max, Min
from django.urls import reverse
from django.utils.translation import override

from contests.models import Campaign, Partnership, Prize
from entries.models import Entry
from metrics.models import ReadingPlan
from partners.models import Partner
from results.models import Announcement, PressRelease, Shortlist

ENTRIES_PER_FILE = 1000
"""Each stands there five times, with five others: some 4 MB before compression."""
MOST_FILES = 50_000
"""More are not allowed in a sitemap (sitemaps.org), and a database counts no further than 2⁶³."""

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"


@dataclass(frozen=True)
class Place:
    """A page. path: without its language; changed_at: None where it is not known."""

    path: str
    changed_at: datetime | None = None


def index_xml(*, at: datetime) -> str:
    """The list of all files of the sitemap."""
    paths = [reverse("sitemap_pages")]
    counts = Entry.objects.public(at=at).order_by().values_list("campaign__slug")
    for slug, count in counts.annotate(Count("pk")).order_by("campaign__slug"):
        files = -(-count // ENTRIES_PER_FILE)
        paths += [reverse("sitemap_entries", args=[slug, number + 1]) for number in range(files)]
    listed = (f"<sitemap><loc>{escape(settings.SITE_URL + path)}</loc></sitemap>" for path in paths)
    return f'{_HEAD}<sitemapindex xmlns="{_SPACE}">{"".join(listed)}</sitemapindex>'


def places_xml(places: Iterable[Place]) -> str:
    """One file: each page in each language, and with each the others."""
    urls = (url for place in places for url in _urls(place))
    return f'{_HEAD}<urlset xmlns="{_SPACE}" xmlns:xhtml="{_XHTML}">{"".join(urls)}</urlset>'


def pages(*, at: datetime) -> Iterator[Place]:
    """All public pages but the entries'. A number of queries that does not grow."""
    yield Place("")
    yield Place(_path("website:help"))
    yield from _campaign_pages(at=at)
    partners = Partner.objects.filter(pk__in=_partners(at=at)).order_by("slug")
    for slug in partners.values_list("slug", flat=True):
        yield Place(_path("website:partner", slug))


def entries(slug: str, number: int, *, at: datetime) -> list[Place]:
    """The entries of a campaign in one file, counted from 1; none beyond the last."""
    if not 1 <= number <= MOST_FILES:
        return []
    found = Entry.objects.public(at=at).filter(campaign__slug=slug).order_by("pk")
    first = (number - 1) * ENTRIES_PER_FILE
    gallery = _path("website:gallery", slug)
    listed = found.values_list("pk", "received_at", "facts_at")[first : first + ENTRIES_PER_FILE]
    return [
        Place(f"{gallery}{pk}/", max(filter(None, (received_at, facts_at))))
        for pk, received_at, facts_at in listed
    ]


@dataclass(frozen=True)
class _Known:
    """What there is to read about campaigns besides them, by campaign."""

    shortlisted_at: dict[int, datetime | None]
    announced_at: dict[int, datetime]
    explained: set[int]
    with_numbers: set[int]
    releases: dict[int, list[tuple[int, datetime | None]]]


def _known(*, at: datetime) -> _Known:
    shortlists = Shortlist.objects.public(at=at).values_list("category__campaign")
    announced = Announcement.objects.filter(
        campaign__in=Campaign.objects.announced(at=at), announced_at__lte=at
    )
    evident = announced.filter(evidence__isnull=False)
    plans = ReadingPlan.objects.filter(shows_numbers=True)
    releases: defaultdict[int, list[tuple[int, datetime | None]]] = defaultdict(list)
    for release in PressRelease.objects.public(at=at).only("campaign", "published_at"):
        releases[release.campaign_id].append((release.pk, release.published_at))
    return _Known(
        shortlisted_at=dict(shortlists.annotate(Min("published_at")).order_by()),
        announced_at=dict(
            announced.values_list("campaign").annotate(Max("announced_at")).order_by()
        ),
        explained=set(evident.values_list("campaign", flat=True)),
        with_numbers=set(plans.values_list("campaign", flat=True)),
        releases=dict(releases),
    )


def _campaign_pages(*, at: datetime) -> Iterator[Place]:
    known = _known(at=at)
    public = Campaign.objects.public(at=at).prefetch_related("categories")
    for campaign in public.annotate(rules_at=Max("rules__created_at")).order_by("slug"):
        slug = campaign.slug
        yield Place(_path("website:campaign", slug), _turned_at(campaign, at=at))
        yield Place(_path("website:gallery", slug))
        if rules_at := getattr(campaign, "rules_at", None):
            yield Place(_path("website:rules", slug), rules_at)
        if campaign.pk in known.with_numbers:
            yield Place(_path("website:numbers", slug))
        if campaign.pk in known.shortlisted_at:
            yield Place(_path("website:shortlist", slug), known.shortlisted_at[campaign.pk])
        yield from _results(campaign, known)
        yield from _press(slug, known.releases.get(campaign.pk, []))


def _results(campaign: Campaign, known: _Known) -> Iterator[Place]:
    """The winners, or the leaderboards as long as they are not announced."""
    announced_at = known.announced_at.get(campaign.pk)
    if announced_at and campaign.categories.all():
        yield Place(_path("website:winners", campaign.slug), announced_at)
        if campaign.pk in known.explained:
            yield Place(_path("website:how_chosen", campaign.slug), announced_at)
        return
    for category in campaign.categories.all():
        if category.by_views:
            yield Place(_path("website:leaderboard", campaign.slug, category.slug))


def _press(slug: str, releases: list[tuple[int, datetime | None]]) -> Iterator[Place]:
    if releases:
        yield Place(_path("website:press", slug))
    for pk, published_at in releases:
        yield Place(_path("website:press_release", slug, pk), published_at)


def _partners(*, at: datetime) -> set[int]:
    """Partners with a page: with a role in a public campaign, or a prize."""
    public = Campaign.objects.public(at=at)
    parts = Partnership.objects.filter(campaign__in=public).values_list("partner", flat=True)
    prizes = Prize.objects.filter(category__campaign__in=public, sponsor__isnull=False)
    return {*parts, *prizes.values_list("sponsor", flat=True)}


def _turned_at(campaign: Campaign, *, at: datetime) -> datetime | None:
    """The last date or decision that changed what the campaign's page says."""
    moments = (
        campaign.published_at,
        campaign.opens_at,
        campaign.closes_at,
        campaign.announced_at,
        campaign.cancelled_at,
    )
    return max((one for one in moments if one and one <= at), default=None)


def _path(name: str, *arguments: object) -> str:
    with override(settings.LANGUAGE_CODE):
        return reverse(name, args=arguments).removeprefix(f"/{settings.LANGUAGE_CODE}/")


def _urls(place: Place) -> Iterator[str]:
    path = escape(place.path)
    addresses = {code: f"{settings.SITE_URL}/{code}/{path}" for code, _name in settings.LANGUAGES}
    fallback = addresses[settings.LANGUAGE_CODE] if path else f"{settings.SITE_URL}/"
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{address}"/>'
        for code, address in {**addresses, "x-default": fallback}.items()
    )
    changed = (
        f"<lastmod>{place.changed_at.replace(microsecond=0).isoformat()}</lastmod>"
        if place.changed_at
        else ""
    )
    for address in addresses.values():
        yield f"<url><loc>{address}</loc>{changed}{others}</url>"
