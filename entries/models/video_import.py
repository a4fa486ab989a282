"""A file of videos from a platform's export, on its way into a campaign."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from contests.models import Campaign
from entries.models.file_import import FileImport, FileRefusal, private_storage

# A landed migration names the storage by this module.
__all__ = ["RefusedRow", "VideoImport", "private_storage"]


class VideoImport(FileImport):
    """One uploaded file of videos: see entries.importing."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="imports", verbose_name=_("campaign")
    )
    count_new = models.PositiveIntegerField(_("new"), default=0)
    count_known = models.PositiveIntegerField(_("already there"), default=0)
    count_doubled = models.PositiveIntegerField(_("twice in the file"), default=0)

    class Meta:
        verbose_name = _("import of videos")
        verbose_name_plural = _("imports of videos")
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "sha256"],
                name="entries_import_file_once",
                violation_error_message=_("This file was uploaded already."),
            ),
            models.CheckConstraint(
                condition=Q(rows_done__lte=F("rows_total")),
                name="entries_import_not_past_its_end",
                violation_error_message=_("More rows were done than the file has."),
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(started_at__isnull=False),
                name="entries_import_finished_was_started",
                violation_error_message=_("An import ends only after it began."),
            ),
        ]


class RefusedRow(FileRefusal):
    """A row of an import that gave no entry, and why."""

    video_import = models.ForeignKey(
        VideoImport,
        on_delete=models.CASCADE,
        related_name="refused_rows",
        verbose_name=_("import"),
    )

    class Meta:
        verbose_name = _("refused row")
        verbose_name_plural = _("refused rows")
        ordering = ["line"]
        constraints = [
            models.UniqueConstraint(
                fields=["video_import", "line"],
                name="entries_refusedrow_once",
                violation_error_message=_("This row is refused already."),
            )
        ]
