"""What visitors chose to see of a gallery, and what they can choose."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contests.models import Campaign, Category
from entries.links import LinkRefused, parse_video_link
from entries.models import Entry
from entries.search_pattern import LONGEST, pattern_of, words_of
from partners.models import Partner, Platform
from results.models import Shortlist
from website.pages.campaign import Standpoint
from website.pages.winner_ids import winner_ids

PARAMS = ("category", "platform", "region", "partner", "shortlist", "winners", "sort", "q", "page")
MOST_VIEWED = "views"


@dataclass(frozen=True)
class Choice:
    """What the address of a gallery asks for; empty strings ask for nothing."""

    category: str = ""
    platform: str = ""
    region: str = ""
    partner: str = ""
    shortlist: str = ""
    winners: str = ""
    sort: str = ""
    q: str = ""

    @property
    def query(self) -> str:
        """The query string of it, without the page; ends in & where it is not empty."""
        asked = {name: value for name, value in vars(self).items() if value}
        return f"{urlencode(asked)}&" if asked else ""

    @property
    def narrows(self) -> bool:
        """Whether it leaves anything out."""
        return replace(self, sort="") != Choice()

    def without(self, name: str) -> str:
        """The address that asks for the rest."""
        return f"?{replace(self, **{name: ''}).query}".rstrip("&?") or "?"


@dataclass(frozen=True)
class Option:
    """One value that a filter can take."""

    value: str
    label: str | Promise
    of: object = None
    """Whose translated title the label is, if it is one."""


@dataclass(frozen=True)
class Filter:
    """A list to choose from; `name` is that of the parameter."""

    name: str
    label: Promise
    options: list[Option]


def choice_of(query: QueryDict) -> Choice:
    """What was asked for, cut to what anybody means."""
    asked = {name: query.get(name, "")[:LONGEST].strip() for name in PARAMS if name != "page"}
    return Choice(**asked)


def filters_of(view: Standpoint, partners: list[Partner]) -> list[Filter]:
    """The filters that leave something out: a single platform, say, is none. 1 query."""
    known = dict(Platform.choices)
    regions = {one.region_code: one.region or one.region_code for one in partners}
    public = Shortlist.objects.public(at=view.at)
    shortlisted = Category.objects.filter(campaign=view.campaign, shortlist__in=public)
    found = [
        Filter("category", _("Category"), _titles(partial_categories(view.campaign))),
        Filter("shortlist", _("Shortlist"), _titles(shortlisted if view.has_shortlist else [])),
        Filter(
            "platform",
            _("Platform"),
            [Option(one, known[one]) for one in view.campaign.platforms if one in known],
        ),
        Filter(
            "region",
            _("Region"),
            sorted(
                (Option(code, name) for code, name in regions.items() if code),
                key=lambda option: str(option.label),
            ),
        ),
        Filter("partner", _("Institution"), [Option(one.slug, one.name, one) for one in partners]),
    ]
    alone_is_none = ("platform", "region")
    return [one for one in found if len(one.options) > (one.name in alone_is_none)]


def partial_categories(campaign: Campaign) -> list[Category]:
    """The categories that not every video takes part in: chosen by creators, or of one platform."""
    return [
        one
        for one in campaign.categories.all()
        if one.is_chosen or (one.platform and len(campaign.platforms) > 1)
    ]


def partners_with_videos(view: Standpoint) -> list[Partner]:
    """The campaign's institutions of which videos can be seen. 1 query."""
    theirs = Entry.objects.public(at=view.at).filter(
        campaign=view.campaign, institution=OuterRef("pk")
    )
    partners = Partner.objects.filter(partnerships__campaign=view.campaign).filter(Exists(theirs))
    return list(partners.order_by("partnerships__order", "pk").distinct())


def chosen_entries(view: Standpoint, choice: Choice, filters: list[Filter]) -> QuerySet[Entry]:
    """The public entries that the choice leaves. 404 for values that no filter offers."""
    entries = Entry.objects.public(at=view.at).filter(campaign=view.campaign)
    offered = {one.name: {option.value for option in one.options} for one in filters}
    for name in ("category", "shortlist", *_WAYS):
        value = getattr(choice, name)
        if value and value not in offered.get(name, ()):
            raise Http404
    for name, way in _WAYS.items():
        if value := getattr(choice, name):
            entries = entries.filter(**{way: value})
    if choice.category:
        categories = partial_categories(view.campaign)
        entries = entries.taking_part_in(next(c for c in categories if c.slug == choice.category))
    if choice.shortlist:
        put_forward = Shortlist.objects.public(at=view.at).filter(
            category__campaign=view.campaign, category__slug=choice.shortlist
        )
        entries = entries.filter(shortlisted__shortlist__in=put_forward)
    if choice.winners:
        entries = entries.filter(pk__in=winner_ids(view))
    return entries.filter(_found_by(choice.q)) if choice.q else entries


# From an entry to what a filter names.
_WAYS = {
    "platform": "platform",
    "region": "institution__region_code",
    "partner": "institution__slug",
}


def _found_by(question: str) -> Q:
    """A video by its link; else every word, in the caption or in a name of those who made it."""
    try:
        link = parse_video_link(question)
    except LinkRefused:
        pass
    else:
        return Q(platform=link.platform, video_id=link.video_id)
    found = Q()
    words = words_of(question)
    for word in words:
        pattern = pattern_of(word)
        # Of joint creators the few that match are found first, not each video's own.
        joint = Entry.joint_creators.through.objects.filter(creator__handle__regex=pattern)
        found &= (
            Q(caption__regex=pattern)
            | Q(creator__handle__regex=pattern)
            | Q(pk__in=joint.values("entry"))
        )
    return found if words else Q(pk__in=[])


def _titles(categories: Iterable[Category]) -> list[Option]:
    return [Option(one.slug, one.title, one) for one in categories]
