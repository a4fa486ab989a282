"""An import of videos as its page shows it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entries.admin.imports.shown import ShownFile, grouped
from entries.check_sentences import rule_name
from entries.importing.states import State
from entries.importing.videos import VIDEOS
from entries.models import Entry, VideoImport
from partners.models import Platform


class ShownVideos(ShownFile[VideoImport]):
    """One import of videos at one moment."""

    kind = VIDEOS
    details = "admin/entries/_import_proposals.html"
    links = "admin/entries/_import_links.html"

    @property
    def counts(self) -> list[tuple[str, int]]:
        row, told = self.row, self.row.preview
        counts = (row.count_new, row.count_known, row.count_doubled, row.count_refused)
        if self.state is State.PREVIEWED:
            counts = (told["new"], told["known"], told["doubled"], told["refused"])
        names = (_("new"), _("already there"), _("twice in the file"), _("refused"))
        return list(zip(names, counts, strict=True))

    @property
    def start_label(self) -> str:
        told = self.row.preview
        if not told.get("new") and not told.get("known"):
            return ""
        return ngettext(
            "Take %(count)s new video over", "Take %(count)s new videos over", told["new"]
        ) % {"count": grouped(told["new"])}

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
    def entries_url(self) -> str:
        """The entries that came by this import."""
        query = urlencode({"video_import__id__exact": self.row.pk})
        return f"{reverse('admin:entries_entry_changelist')}?{query}"

    @property
    def queue_url(self) -> str:
        """What waits for a decision in the campaign."""
        query = urlencode({"campaign": self.row.campaign_id})
        return f"{reverse('admin:entries_entry_queue')}?{query}"
