"""An import as its page shows it: where it stands, in figures, and what is to do next."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar, Generic, TypeVar
from urllib.parse import urlencode

from babel.numbers import format_decimal
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from contests.models import Campaign
from contests.wording import day_and_time, locale
from entries.importing.files import zone_of
from entries.importing.kinds import Kind, campaign_of
from entries.importing.report import refused_rows_of
from entries.importing.sentences import file_sentence
from entries.importing.states import STATE_NAMES, State, state_of
from entries.models import FileImport

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
Row = TypeVar("Row", bound=FileImport)


class ShownFile(Generic[Row]):
    """One import at one moment, whatever its kind.

    details, links: templates of what only this kind has on its page.
    """

    kind: ClassVar[Kind]
    details: ClassVar[str]
    links: ClassVar[str]

    def __init__(self, row: Row, at: datetime) -> None:
        self.row, self.at = row, at

    @property
    def counts(self) -> list[tuple[str, int]]:
        """What becomes of the rows: as told by the preview, then as done so far."""
        raise NotImplementedError

    @property
    def figures(self) -> list[tuple[str, str]]:
        return [(name, grouped(count)) for name, count in self.counts]

    @property
    def start_label(self) -> str:
        """What the button that starts it says; empty where there is nothing to take over."""
        raise NotImplementedError

    @property
    def campaign(self) -> Campaign:
        return campaign_of(self.row)

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
    def rows_total(self) -> str:
        return grouped(self.row.rows_total)

    @property
    def rows_done(self) -> str:
        return grouped(self.row.rows_done)

    @property
    def reason(self) -> str:
        """Why the file cannot be read or the import rests; empty if nothing is wrong."""
        if self.row.failure == "not_in_this_phase":
            return _("The campaign is no longer open or under review.")
        if not self.row.failure:
            return ""
        return file_sentence(self.row.failure, max_rows=self.kind.max_rows)

    @property
    def columns(self) -> list[tuple[str, str]]:
        """What is read from which column."""
        chosen = self.row.columns
        return [
            (str(name), chosen[field.value])
            for field, name in self.kind.field_names.items()
            if field.value in chosen
        ]

    @cached_property
    def refused(self) -> list[dict[str, Any]]:
        """The first of the refused rows."""
        rows = refused_rows_of(self.row).values("line", "code", "text")[:ROWS_SHOWN]
        return [row | {"reason": self.kind.row_sentence(row["code"])} for row in rows]

    @property
    def time_zone(self) -> str:
        """In which times are read that name none."""
        return zone_of(self.row).key.replace("_", " ")

    @property
    def here(self) -> str:
        return self._url("change")

    @property
    def columns_url(self) -> str:
        return self._url("columns")

    @property
    def refused_url(self) -> str:
        return self._url("refused")

    @property
    def start_url(self) -> str:
        return self._url("start")

    @property
    def stop_url(self) -> str:
        return self._url("stop")

    @property
    def resume_url(self) -> str:
        return self._url("resume")

    @property
    def another_url(self) -> str:
        """Where another file for the same campaign is uploaded."""
        return f"{reverse(url_name(self.kind, 'add'))}?{urlencode({'campaign': self.campaign.pk})}"

    def _url(self, name: str) -> str:
        return reverse(url_name(self.kind, name), args=[self.row.pk])

    def moment(self, moment: datetime | None) -> str:
        return day_and_time(moment, self.campaign.zone) if moment else ""

    @property
    def uploaded(self) -> str:
        return self.moment(self.row.uploaded_at)

    @property
    def started(self) -> str:
        return self.moment(self.row.started_at)

    @property
    def finished(self) -> str:
        return self.moment(self.row.finished_at)


def grouped(count: int) -> str:
    """A number of the size of files, with its thousands apart."""
    return str(format_decimal(count, locale=locale()))


def url_name(kind: Kind, name: str) -> str:
    """The name of a page of this kind's imports."""
    meta = kind.model._meta
    return f"admin:{meta.app_label}_{meta.model_name}_{name}"
