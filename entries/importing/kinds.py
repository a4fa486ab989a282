"""What one kind of import has of its own; everything else in this package serves all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, cast

from django.conf import settings
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from accounts.audit_trail import Changes
from contests.locking import lock_campaign
from contests.models import Campaign
from contests.phases import Phase
from entries.importing.headings import Headings
from entries.importing.sentences import ImportRefused
from entries.models import FileImport
from entries.tasks import enqueue_once

PHASES = frozenset({Phase.OPEN, Phase.REVIEW})
"""When files may be imported."""


def _nothing_more(_import: FileImport, _own: Mapping[str, Any]) -> Changes:
    return {}


@dataclass(frozen=True)
class Kind:
    """A kind of import: where it is kept, what its columns are and how it is told.

    asked: fields without which nothing can be read, each with the code of its refusal; enough:
    those with which a file is read without a person's word; time: the field whose heading may say
    that times are UTC. complete: takes what else people say about the columns, writes it into the
    import, unsaved, and returns what changed, or raises `refusal`.
    """

    model: type[FileImport]
    headings: Headings[Any]
    field_names: Mapping[Any, str | Promise]
    asked: Mapping[StrEnum, str]
    enough: frozenset[StrEnum]
    time: StrEnum
    refusal: type[ImportRefused]
    row_messages: Mapping[str, str | Promise]
    # Names of settings, and paths of jobs that take the import's id.
    rows_setting: str
    bytes_setting: str
    reads: str
    takes_over: str
    complete: Callable[..., Changes] = _nothing_more

    @property
    def max_rows(self) -> int:
        return int(getattr(settings, self.rows_setting))

    @property
    def max_bytes(self) -> int:
        return int(getattr(settings, self.bytes_setting))

    @property
    def all(self) -> QuerySet[Any]:
        return self.model._default_manager.all()

    def get(self, import_id: int) -> FileImport:
        """The import with its campaign."""
        file_import: FileImport = self.all.select_related("campaign").get(pk=import_id)
        return file_import

    def lock(self, import_id: int) -> FileImport:
        """The import with its campaign and itself locked, in this order."""
        campaign_id = self.all.values_list("campaign_id", flat=True).get(pk=import_id)
        campaign = lock_campaign(campaign_id)
        file_import: Any = self.all.select_for_update(no_key=True).get(pk=import_id)
        file_import.campaign = campaign
        return cast(FileImport, file_import)

    def row_sentence(self, code: str) -> str:
        """Why a row is refused; the code itself for one that is no longer in use."""
        return str(self.row_messages.get(code, code))

    def read_soon(self, import_id: int) -> None:
        """Let a worker count what the import would do."""
        enqueue_once(import_string(self.reads), import_id)

    def take_over_soon(self, import_id: int) -> None:
        """Let a worker take the import over."""
        enqueue_once(import_string(self.takes_over), import_id)


def campaign_of(file_import: FileImport) -> Campaign:
    """The campaign into which an import goes, whatever its kind."""
    return cast(Campaign, cast(Any, file_import).campaign)
