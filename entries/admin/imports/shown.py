"""An import as its page shows it: where it stands, in figures, and what is to do next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from contests.wording import day_and_time
from entries.check_sentences import rule_name
from entries.importing.columns import Field
from entries.importing.sentences import FIELD_NAMES, file_sentence, row_sentence
from entries.importing.states import STATE_NAMES, State, state_of
from entries.models import Entry, VideoImport
from partners.models import Platform

STATE_COLOURS = {
    State.UNMAPPED: "warning",
    State.READING: "info",
    State.UNREADABLE: "danger",
    State.PREVIEWED: "warning",
    State.RUNNING: "info",
    State.STOPPED: "warning",
    State.FINISHED: "success",
}
QUIET_AFTER = timedelta(seconds=30)
"""After so long without progress the page says that somebody has to run the worker."""
ROWS_SHOWN = 20


@dataclass(frozen=True)
class ShownImport:
    """One import at one moment."""

    row: VideoImport
    at: datetime

    @cached_property
    def state(self) -> State:
        return state_of(self.row)

    @property
    def state_name(self) -> str:
        return str(STATE_NAMES[self.state])

    @property
    def colour(self) -> str:
        return STATE_COLOURS[self.state]

    @property
    def is_moving(self) -> bool:
        return self.state in {State.READING, State.RUNNING}

    @property
    def is_quiet(self) -> bool:
        """Whether nothing has happened for a while although something should."""
        last = self.row.progressed_at or self.row.mapped_at
        return self.is_moving and last is not None and self.at - last > QUIET_AFTER

    @property
    def percent(self) -> int:
        if self.state is State.FINISHED or not self.row.rows_total:
            return 100
        return 100 * self.row.rows_done // self.row.rows_total

    @property
    def reason(self) -> str:
        """Why the file cannot be read or the import rests; empty if nothing is wrong."""
        if self.row.failure == "not_in_this_phase":
            return _("The campaign is no longer open or under review.")
        if not self.row.failure:
            return ""
        return file_sentence(self.row.failure, max_rows=settings.IMPORT_MAX_ROWS)

    @property
    def figures(self) -> list[tuple[str, int]]:
        """What becomes of the rows: as told by the preview, then as done so far."""
        row, told = self.row, self.row.preview
        counts = (row.count_new, row.count_known, row.count_doubled, row.count_refused)
        if self.state is State.PREVIEWED:
            counts = (told["new"], told["known"], told["doubled"], told["refused"])
        names = (_("new"), _("already there"), _("twice in the file"), _("refused"))
        return list(zip(names, counts, strict=True))

    @property
    def proposals(self) -> list[tuple[str, int]]:
        """What the rules propose about the new ones."""
        counts = self.row.preview.get("proposals", {})
        return [(str(label), counts.get(value, 0)) for value, label in Entry.Proposal.choices]

    @property
    def findings(self) -> list[tuple[str, int, int]]:
        """Rules with how many of the new break them, and of how many it is not known."""
        told = self.row.preview.get("findings", [])
        return [(rule_name(rule), fails, unknown) for rule, fails, unknown in told]

    @property
    def platforms(self) -> list[tuple[str, int]]:
        told = self.row.preview.get("platforms", {})
        return [(str(Platform(name).label), count) for name, count in told.items()]

    @property
    def columns(self) -> list[tuple[str, str]]:
        """What is read from which column."""
        chosen = self.row.columns
        return [
            (str(FIELD_NAMES[field]), chosen[field.value])
            for field in Field
            if field.value in chosen
        ]

    @cached_property
    def refused(self) -> list[dict[str, Any]]:
        """The first of the refused rows."""
        rows = self.row.refused_rows.values("line", "code", "text")[:ROWS_SHOWN]
        return [row | {"reason": row_sentence(row["code"])} for row in rows]

    @property
    def entries_url(self) -> str:
        """The entries that came by this import."""
        query = urlencode({"video_import__id__exact": self.row.pk})
        return f"{reverse('admin:entries_entry_changelist')}?{query}"

    @property
    def queue_url(self) -> str:
        """What waits for a decision in the campaign."""
        query = urlencode({"campaign": self.row.campaign_id})
        return f"{reverse('admin:entries_entry_queue')}?{query}"

    @property
    def time_zone(self) -> str:
        """In which times are read that name none."""
        return (self.row.time_zone or self.row.campaign.time_zone).replace("_", " ")

    def moment(self, moment: datetime | None) -> str:
        return day_and_time(moment, self.row.campaign.zone) if moment else ""

    @property
    def uploaded(self) -> str:
        return self.moment(self.row.uploaded_at)

    @property
    def started(self) -> str:
        return self.moment(self.row.started_at)

    @property
    def finished(self) -> str:
        return self.moment(self.row.finished_at)
