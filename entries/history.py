"""What has happened to an entry, told to its creator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from entries.asking import ANSWER, TAKE_BACK
from entries.intake import RECEIVE
from entries.models import Decision, Entry
from entries.moderation import Verb
from entries.true_creator import CORRECT_CREATOR
from entries.undoing import standing

SENTENCES: dict[str, str | Promise] = {
    RECEIVE: _("You entered the video."),
    Verb.ACCEPT: _("The organisers accepted it."),
    Verb.REJECT: _("The organisers did not accept it."),
    Verb.ASK: _("The organisers asked you something."),
    ANSWER: _("You answered."),
    TAKE_BACK: _("The organisers no longer need an answer."),
    Verb.DISQUALIFY: _("The organisers disqualified it."),
    Verb.WITHDRAW: _("The organisers withdrew it."),
    CORRECT_CREATOR: _("The platform says that the video belongs to another account."),
}
WITHDREW_IT = _("You withdrew it.")
CONFIRMED_IT = _("You confirmed your address.")


@dataclass(frozen=True)
class Event:
    """One step: when, what, and the reason if one was given."""

    at: datetime
    sentence: str | Promise
    reason: str = ""


def history_of(entry: Entry) -> list[Event]:
    """The steps since the present submitter entered the video, oldest first.

    What came before belongs to somebody else; who decided is not told, nor what was undone.
    """
    decisions = standing(entry.decisions.order_by("pk"))
    starts = [number for number, step in enumerate(decisions) if step.verb == RECEIVE]
    told = decisions[starts[-1] :] if starts else decisions
    events = [_event(decision, entry) for decision in told]
    if entry.confirmed_at and entry.confirmed_at > entry.received_at:
        events.append(Event(entry.confirmed_at, CONFIRMED_IT))
    return sorted(events, key=lambda event: event.at)


def _event(decision: Decision, entry: Entry) -> Event:
    own = decision.verb == Verb.WITHDRAW and decision.by_id == entry.submitted_by_id
    told = SENTENCES.get(decision.verb, decision.get_to_status_display())
    sentence = WITHDREW_IT if own else told
    return Event(decision.at, sentence, decision.reason)
