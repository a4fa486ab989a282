"""The life of a campaign as a line, and its dates with the time that is left."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contests.models import Campaign
from contests.phases import Phase, phase_at
from contests.wording import day_and_time, distance

STAGES = (Phase.DRAFT, Phase.COMING, Phase.OPEN, Phase.REVIEW, Phase.ANNOUNCED, Phase.ARCHIVED)
STAGE_NAMES: dict[Phase, Promise] = {
    Phase.DRAFT: _("Set-up"),
    Phase.COMING: _("Published"),
    Phase.OPEN: _("Open for entries"),
    Phase.REVIEW: _("Under review"),
    Phase.ANNOUNCED: _("Winners announced"),
    Phase.ARCHIVED: _("Archive"),
    Phase.CANCELLED: _("Cancelled"),
}

DECISION_NAMES: dict[str, Promise] = {
    "publish": _("Published"),
    "cancel": _("Cancelled"),
    "announce": _("Winners announced"),
}


@dataclass(frozen=True)
class Stage:
    """One step of the line. `state` is done, now or later; `when` is in the campaign's zone."""

    name: Promise | str
    state: str
    when: str


@dataclass(frozen=True)
class Deadline:
    """One date; `distance` says in words how far it is, `state` is past, ahead or missed."""

    name: Promise | str
    when: str
    distance: str
    state: str


def stages_of(campaign: Campaign, *, at: datetime) -> list[Stage]:
    """Return the steps of the campaign; a showcase, where nobody wins, ends with its close."""
    phase = campaign.phase(at=at)
    reached = phase
    if phase is Phase.CANCELLED:
        reached = phase_at(
            replace(campaign.dates, cancelled_at=None), at=campaign.cancelled_at or at
        )
    moments = {
        Phase.DRAFT: None,
        Phase.COMING: campaign.published_at,
        Phase.OPEN: campaign.opens_at,
        Phase.REVIEW: campaign.closes_at,
        Phase.ANNOUNCED: campaign.announced_at or campaign.announce_by,
        Phase.ARCHIVED: campaign.archives_at,
    }
    steps = STAGES[:4] if campaign.is_showcase else STAGES
    here = STAGES.index(reached)
    stages = []
    for number, step in enumerate(steps):
        state = "done" if number < here else "now" if number == here else "later"
        name = (
            _("Concluded") if step is Phase.REVIEW and campaign.is_showcase else STAGE_NAMES[step]
        )
        stages.append(Stage(name, state, _when(campaign, moments[step])))
    if phase is Phase.CANCELLED:
        stages = [replace(s, state="done" if s.state == "now" else s.state) for s in stages]
        called_off = Stage(STAGE_NAMES[phase], "cancelled", _when(campaign, campaign.cancelled_at))
        stages.insert(min(here + 1, len(stages)), called_off)
    return stages


def deadlines_of(campaign: Campaign, *, at: datetime) -> list[Deadline]:
    """Return the dates that are set, in the order of the contest."""
    rows: list[tuple[Promise, datetime | None, bool]] = [
        (_("Opens"), campaign.opens_at, False),
        (_("Closes"), campaign.closes_at, False),
        (_("Shortlist by"), campaign.shortlist_by, False),
        (_("Winners by"), campaign.announce_by, promise_is_missed(campaign, at=at)),
        (_("Moves to the archive"), campaign.archives_at, False),
    ]
    return [
        Deadline(
            name=name,
            when=_when(campaign, moment),
            distance=distance(moment, at=at),
            state="missed" if missed else "past" if moment <= at else "ahead",
        )
        for name, moment, missed in rows
        if moment
    ]


@dataclass(frozen=True)
class Told:
    """A decision about the campaign as a whole, in words."""

    what: Promise | str
    who: str
    when: str
    why: str


def decisions_of(campaign: Campaign) -> list[Told]:
    """Return who published or cancelled the campaign, when and why; the latest first."""
    return [
        Told(
            what=DECISION_NAMES.get(decision.verb, decision.verb),
            who=str(decision.by or ""),
            when=_when(campaign, decision.at),
            why=decision.reason,
        )
        for decision in campaign.decisions.select_related("by")
    ]


def promise_is_missed(campaign: Campaign, *, at: datetime) -> bool:
    """Whether the winners were promised by a moment that passed without an announcement."""
    if not campaign.announce_by or campaign.announced_at or campaign.cancelled_at:
        return False
    return bool(campaign.published_at) and campaign.announce_by <= at


def _when(campaign: Campaign, moment: datetime | None) -> str:
    return day_and_time(moment, campaign.zone) if moment else ""
