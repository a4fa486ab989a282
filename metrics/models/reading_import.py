"""A file of readings from a platform's export, on its way into a campaign."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from contests.models import Campaign
from entries.models import FileImport, FileRefusal
from entries.models.file_import import private_storage

__all__ = ["ReadingImport", "RefusedReading", "private_storage"]


class ReadingImport(FileImport):
    """One uploaded file of readings. Its state follows from what has happened."""

    campaign = models.ForeignKey(
        Campaign,
        on_delete=models.PROTECT,
        related_name="reading_imports",
        verbose_name=_("campaign"),
    )
    # When all figures of a file were read whose rows do not say it.
    taken_at = models.DateTimeField(_("read at"), null=True, blank=True)
    count_taken = models.PositiveIntegerField(_("readings"), default=0)
    count_falling = models.PositiveIntegerField(_("falling counts"), default=0)

    class Meta:
        verbose_name = _("import of readings")
        verbose_name_plural = _("imports of readings")
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "sha256"],
                name="metrics_readingimport_file_once",
                violation_error_message=_("This file was uploaded already."),
            ),
            models.CheckConstraint(
                condition=Q(rows_done__lte=F("rows_total")),
                name="metrics_readingimport_not_past_its_end",
                violation_error_message=_("More rows were done than the file has."),
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(started_at__isnull=False),
                name="metrics_readingimport_finished_was_started",
                violation_error_message=_("An import ends only after it began."),
            ),
        ]


class RefusedReading(FileRefusal):
    """A row of an import that gave no reading, and why."""

    reading_import = models.ForeignKey(
        ReadingImport,
        on_delete=models.CASCADE,
        related_name="refused_rows",
        verbose_name=_("import"),
    )

    class Meta:
        verbose_name = _("refused reading")
        verbose_name_plural = _("refused readings")
        ordering = ["line"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["reading_import", "line"],
                name="metrics_refusedreading_once",
                violation_error_message=_("This row is refused already."),
            )
        ]
