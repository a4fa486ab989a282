"""The state of an entry as its creator reads it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from entries.models import Entry


@dataclass(frozen=True)
class State:
    """A badge, its colour (a class of the design system) and what it means."""

    badge: str | Promise
    colour: str
    meaning: str | Promise


UNCONFIRMED = State(
    _("to be confirmed"),
    "warn",
    _("The organisers will see this entry as soon as you confirm that it is yours."),
)
ASKED = State(
    _("a question for you"),
    "warn",
    _("The organisers have a question. They go on as soon as you have answered."),
)
STATES: dict[str, State] = {
    Entry.Status.RECEIVED: State(
        _("received"), "received", _("The organisers will look at your video soon.")
    ),
    Entry.Status.ACCEPTED: State(_("accepted"), "accepted", _("Your video takes part.")),
    Entry.Status.REJECTED: State(
        _("not accepted"), "rejected", _("Your video does not take part.")
    ),
    Entry.Status.DISQUALIFIED: State(
        _("disqualified"), "disqualified", _("Your video no longer takes part.")
    ),
    Entry.Status.WITHDRAWN: State(
        _("withdrawn"), "plain", _("This entry was taken back and does not take part.")
    ),
}


def state_of(entry: Entry) -> State:
    """What the creator is told about where the entry stands."""
    if entry.status == Entry.Status.RECEIVED and entry.confirmed_at is None:
        return UNCONFIRMED
    if entry.status == Entry.Status.RECEIVED and entry.asked_at is not None:
        return ASKED
    return STATES[entry.status]
