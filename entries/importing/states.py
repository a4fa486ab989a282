"""Where an import stands. It follows from what has happened; nothing here is stored."""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from entries.models import FileImport


class State(StrEnum):
    """The steps of an import, in the order in which they are taken."""

    UNMAPPED = "unmapped"  # somebody has to say which column holds what
    READING = "reading"
    UNREADABLE = "unreadable"
    PREVIEWED = "previewed"  # somebody has to say that it may begin
    RUNNING = "running"
    STOPPED = "stopped"
    FINISHED = "finished"


STATE_NAMES: dict[State, Promise] = {
    State.UNMAPPED: _("columns to be chosen"),
    State.READING: _("being read"),
    State.UNREADABLE: _("cannot be read"),
    State.PREVIEWED: _("to be looked at"),
    State.RUNNING: _("running"),
    State.STOPPED: _("stopped"),
    State.FINISHED: _("finished"),
}


def state_of(file_import: FileImport) -> State:
    """The state that the dates of an import tell."""
    if file_import.finished_at:
        return State.FINISHED
    if file_import.started_at:
        return State.STOPPED if file_import.stop_asked_at else State.RUNNING
    if file_import.failure:
        return State.UNREADABLE
    if file_import.mapped_at is None:
        return State.UNMAPPED
    return State.PREVIEWED if file_import.previewed_at else State.READING
