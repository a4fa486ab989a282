"""The life of a campaign as a line, and its dates with the time that is left."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from contests.models import Campaign
from contests.phases import Phase, phase_at
from contests.public_holidays import Holiday, holiday_on
from contests.wording import day_and_time, distance, weekday_and_time
from results.promise_clock import Kind, Promise
from results.promise_wording import state_in_words
from results.promises import promises_of

STAGES = (Phase.DRAFT, Phase.COMING, Phase.OPEN, Phase.REVIEW, Phase.ANNOUNCED, Phase.ARCHIVED)
STAGE_NAMES: dict[Phase, Lazy] = {
    Phase.DRAFT: _("Set-up"),
    Phase.COMING: _("Published"),
    Phase.OPEN: _("Open for entries"),
    Phase.REVIEW: _("Under review"),
    Phase.ANNOUNCED: _("Winners announced"),
    Phase.ARCHIVED: _("Archive"),
    Phase.CANCELLED: _("Cancelled"),
}

DATE_NAMES: dict[str, Lazy] = {
    "opens_at": _("Opens"),
    "closes_at": _("Closes"),
    "shortlist_by": _("Shortlist by"),
    "announce_by": _("Winners by"),
    "archives_at": _("Moves to the archive"),
}
_PROMISES = {"shortlist_by": Kind.SHORTLIST, "announce_by": Kind.WINNERS}

DECISION_NAMES: dict[str, Lazy] = {
    "publish": _("Published"),
    "cancel": _("Cancelled"),
    "announce": _("Winners announced"),
    "correct": _("Results corrected"),
    "clone": _("Prepared from the earlier edition"),
}


@dataclass(frozen=True)
class Stage:
    """One step of the line. `state` is done, now or later; `when` is in the campaign's zone."""

    name: Lazy | str
    state: str
    when: str


@dataclass(frozen=True)
class Deadline:
    """One date; `distance` says in words how far it is, `state` is past, ahead or missed.

    holiday: the public one that a date ahead falls on.
    """

    name: Lazy | str
    when: str
    distance: str
    state: str
    holiday: Holiday | None


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
    """Return the dates that are set, in the order of the contest. Two queries at most.

    What was promised tells what became of it; that it was missed stays said when it is kept late.
    """
    promised = {one.kind: one for one in promises_of(campaign, at=at)}
    rows: list[tuple[Lazy, datetime | None, Promise | None]] = [
        (
            name,
            getattr(campaign, field),
            promised.get(_PROMISES[field]) if field in _PROMISES else None,
        )
        for field, name in DATE_NAMES.items()
    ]
    return [
        Deadline(
            name=name,
            when=weekday_and_time(moment, campaign.zone),
            distance=state_in_words(promise) if promise else distance(moment, at=at),
            state=_state(moment, promise, at=at),
            holiday=holiday_on(moment, zone=campaign.zone) if moment > at else None,
        )
        for name, moment, promise in rows
        if moment
    ]


def _state(moment: datetime, promise: Promise | None, *, at: datetime) -> str:
    if promise is not None and promise.is_broken:
        return "missed"
    return "past" if moment <= at else "ahead"


@dataclass(frozen=True)
class Told:
    """A decision about the campaign as a whole, in words."""

    what: Lazy | str
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


def _when(campaign: Campaign, moment: datetime | None) -> str:
    return day_and_time(moment, campaign.zone) if moment else ""
