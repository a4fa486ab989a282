"""What a campaign adds up to, as figures that the press may print: each with its source and day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils.translation import gettext as _

from contests.models import Campaign
from contests.wording import locale
from metrics.plans import frozen_since, plan_of
from metrics.pulse import pulse_of
from metrics.reported import reported_figures


@dataclass(frozen=True)
class Figure:
    """One figure: what it counts, in the active language; `source` and `taken_at` where known.

    name: the same in every language, for tables that programs read; at_least: its source says that
    there were more.
    """

    name: str
    label: str
    value: int
    source: str = ""
    taken_at: datetime | None = None
    day: str = ""
    at_least: bool = False

    @property
    def number(self) -> str:
        """The value as a sentence has it."""
        number = self.grouped(self.value)
        return _("over %(number)s") % {"number": number} if self.at_least else number

    @staticmethod
    def grouped(value: int) -> str:
        """Digits as the language groups them."""
        return str(format_decimal(value, locale=locale()))


def figures_of(campaign: Campaign, *, at: datetime) -> list[Figure]:
    """What is reported for the hashtag, and what the entries add up to.

    Views of entries only where the campaign shows its numbers and nothing stands still.
    """
    pulse = pulse_of(campaign)
    plan = plan_of(campaign)
    figures = [
        Figure(
            name=f"reported_{one.name}",
            label=str(one.label),
            value=one.value,
            source=one.reading.source,
            taken_at=one.reading.taken_at,
            day=_day(one.reading.taken_at, campaign),
            at_least=one.reading.at_least,
        )
        for one in reported_figures(campaign, at=at)
    ]
    counted = [
        ("entries", _("videos on the campaign’s site"), pulse.videos),
        ("entry_creators", _("accounts that posted them"), pulse.creators),
    ]
    figures += [
        Figure(name, label, value, taken_at=at, day=_day(at, campaign))
        for name, label, value in counted
        if value
    ]
    if plan.shows_numbers and frozen_since(campaign, plan, at=at) is None:
        figures += [
            Figure(
                name=f"entry_views_{totals.platform}",
                label=_("views of these videos on %(platform)s") % {"platform": totals.name},
                value=totals.views,
                taken_at=totals.newest_at,
                day=_day(totals.newest_at, campaign) if totals.newest_at else "",
            )
            for totals in pulse.platforms
            if totals.views is not None
        ]
    return figures


def _day(moment: datetime, campaign: Campaign) -> str:
    return str(format_date(moment.astimezone(campaign.zone), "long", locale=locale()))
