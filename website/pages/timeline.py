"""A campaign's dates as its public reads them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contests.models import Campaign
from contests.phases import Phase
from contests.wording import phase_name


@dataclass(frozen=True)
class PhaseBadge:
    """A phase and its name for the public."""

    value: str
    label: Promise


def phase_badge(campaign: Campaign, phase: Phase) -> PhaseBadge:
    """The badge of a campaign in a phase. Needs the categories prefetched to stay one query."""
    return PhaseBadge(value=phase.value, label=phase_name(campaign, phase))


@dataclass(frozen=True)
class Milestone:
    """A date of the campaign; `state` is done, now (the next to come) or later."""

    label: Promise
    moment: datetime
    state: str


def milestones(
    campaign: Campaign, *, at: datetime, shortlisted_at: datetime | None = None
) -> list[Milestone]:
    """The dates in order. What was promised gives way to what happened.

    shortlisted_at: when the first shortlist was published, if one is.
    """
    dates: list[tuple[Promise, datetime | None]] = [
        (
            _("The campaign begins") if campaign.is_showcase else _("Entries open"),
            campaign.opens_at,
        ),
        (
            _("The campaign ends") if campaign.is_showcase else _("Entries close"),
            campaign.closes_at,
        ),
    ]
    if not campaign.is_showcase:
        if shortlisted_at:
            dates.append((_("Shortlist published"), shortlisted_at))
        else:
            dates.append((_("Shortlist by"), campaign.shortlist_by))
        if campaign.announced_at:
            dates.append((_("Winners announced"), campaign.announced_at))
        else:
            dates.append((_("Winners announced by"), campaign.announce_by))
    if campaign.cancelled_at:
        dates = [
            (label, moment) for label, moment in dates if moment and moment <= campaign.cancelled_at
        ]
        dates.append((_("Cancelled"), campaign.cancelled_at))
    known = sorted(((moment, label) for label, moment in dates if moment), key=lambda pair: pair[0])
    upcoming = next((moment for moment, _label in known if moment > at), None)
    return [
        Milestone(label=label, moment=moment, state=_state(moment, upcoming, at))
        for moment, label in known
    ]


def _state(moment: datetime, upcoming: datetime | None, at: datetime) -> str:
    if moment <= at:
        return "done"
    return "now" if moment == upcoming else "later"


@dataclass(frozen=True)
class Deadline:
    """The one moment that matters now, and what it is."""

    label: Promise
    moment: datetime


def next_deadline(campaign: Campaign, phase: Phase, *, at: datetime) -> Deadline | None:
    """What to count down to in a phase; None when nothing is promised, or the promise is past."""
    showcase = campaign.is_showcase
    label, moment = {
        Phase.COMING: (_("Begins in") if showcase else _("Opens in"), campaign.opens_at),
        Phase.OPEN: (_("Ends in") if showcase else _("Closes in"), campaign.closes_at),
        Phase.REVIEW: (_("Winners announced in"), None if showcase else campaign.announce_by),
    }.get(phase, (_("Closes in"), None))
    return Deadline(label=label, moment=moment) if moment and moment > at else None
