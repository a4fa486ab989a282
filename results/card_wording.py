"""The words on a card, in the active language. Whatever cannot be printed is left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils.translation import gettext, ngettext

from accounts.bidi import isolated
from contests.models import Campaign, Category
from contests.phases import Phase
from contests.wording import locale
from results.certificate_setting import account_of
from results.lettering import printable
from results.reading import Winner

# Longer taglines are read on the page.
_LONGEST = 140
# More joint creators than these are told of by their number.
_MOST_NAMES = 3


@dataclass(frozen=True)
class Words:
    """What stands where: see results.card_content."""

    names: tuple[str, ...]
    kicker: str = ""
    badge: str = ""
    strong: str = ""
    quiet: str = ""
    label: str = ""
    day: str = ""


def campaign_words(campaign: Campaign, *, at: datetime) -> Words:
    """The hashtag, what it is, and the date that matters at that moment."""
    hashtag, title = _hashtag(campaign), _title(campaign)
    label, day = _next_date(campaign, at=at)
    tagline = printable(campaign.tagline)
    return Words(
        names=(isolated(hashtag or title),),
        strong=title if hashtag else "",
        quiet=tagline if len(tagline) <= _LONGEST else "",
        label=label,
        day=day,
    )


def shortlist_words(
    campaign: Campaign, categories: list[Category], *, videos: int, published_at: datetime
) -> Words:
    """That there are shortlists, of which categories, and how many videos stand on them."""
    number = str(format_decimal(videos, locale=locale()))
    titles = " · ".join(_category(category) for category in categories)
    return Words(
        kicker=isolated(_hashtag(campaign) or _title(campaign)),
        names=(gettext("Shortlist"),),
        strong=ngettext("%(number)s video", "%(number)s videos", videos) % {"number": number}
        if videos
        else "",
        quiet=titles if len(titles) <= _LONGEST else _title(campaign),
        day=_day(published_at, campaign.zone),
    )


def winner_words(campaign: Campaign, winner: Winner, *, has_places: bool) -> Words:
    """Who won what: the accounts as they are written, the place where there are several."""
    creators = winner.creators
    accounts = [account_of(creator) for creator in creators[:_MOST_NAMES]]
    more = len(creators) - _MOST_NAMES
    if more > 0:
        accounts.append(
            ngettext("and %(count)s more", "and %(count)s more", more) % {"count": more}
        )
    badge = gettext("Winners") if len(creators) > 1 else gettext("Winner")
    if has_places:
        place = gettext("Place %(place)s") % {"place": winner.prize.place}
        badge = f"{badge} · {place}"
    hashtag, title = _hashtag(campaign), _title(campaign)
    return Words(
        kicker=isolated(hashtag or title),
        badge=badge,
        names=tuple(isolated(account) for account in accounts),
        strong=_category(winner.prize.category),
        quiet=title,
        label=gettext("Winners announced"),
        # A correction keeps the day on which the first winners became known.
        day=_day(campaign.announced_at, campaign.zone) if campaign.announced_at else "",
    )


def _next_date(campaign: Campaign, *, at: datetime) -> tuple[str, str]:
    """The one date that matters, in the words of the campaign's own page; empty without one."""
    phase = campaign.phase(at=at)
    showcase = campaign.is_showcase
    dates: dict[Phase, tuple[str, datetime | None]] = {
        Phase.COMING: (
            gettext("The campaign begins") if showcase else gettext("Entries open"),
            campaign.opens_at,
        ),
        Phase.OPEN: (
            gettext("The campaign ends") if showcase else gettext("Entries close"),
            # Midnight is the end of the day before.
            campaign.closes_at - timedelta(seconds=1) if campaign.closes_at else None,
        ),
    }
    if not showcase and campaign.announced_at is not None and campaign.announced_at <= at:
        dates[phase] = (gettext("Winners announced"), campaign.announced_at)
    elif not showcase and campaign.announce_by is not None and campaign.announce_by > at:
        dates.setdefault(phase, (gettext("Winners announced by"), campaign.announce_by))
    label, moment = dates.get(phase, ("", None))
    return (label, _day(moment, campaign.zone)) if moment else ("", "")


def _hashtag(campaign: Campaign) -> str:
    return printable(campaign.official_hashtag)


def _title(campaign: Campaign) -> str:
    return isolated(printable(campaign.title) or campaign.slug)


def _category(category: Category) -> str:
    return isolated(printable(category.title) or category.slug)


def _day(moment: datetime, zone: ZoneInfo) -> str:
    return str(format_date(moment.astimezone(zone), "long", locale=locale()))
