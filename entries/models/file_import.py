"""An uploaded file of rows on its way into a campaign, whatever the rows are of."""

from __future__ import annotations

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils.translation import gettext_lazy as _


def private_storage() -> Storage:
    """Where files lie that no web address leads to."""
    return storages["private"]


class FileImport(models.Model):
    """One uploaded file. It is read (a preview), then taken over; both go on where they stopped.

    Concrete imports belong to a `campaign` and count what came of their rows. The state follows
    from what has happened: see entries.importing.states.
    """

    file = models.FileField(_("file"), upload_to="imports/", storage=private_storage)
    file_name = models.CharField(_("name of the file"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    # How its text is written, and where its times are told that name no zone of their own.
    encoding = models.CharField(_("encoding"), max_length=20, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, blank=True)
    # Which column holds what: {"link": "Video URL", "caption": "Description", …}.
    columns = models.JSONField(_("columns"), default=dict, blank=True)
    headers = models.JSONField(_("headings of the file"), default=list, blank=True)
    uploaded_at = models.DateTimeField(_("uploaded"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    # The preview.
    mapped_at = models.DateTimeField(_("columns chosen"), null=True, blank=True)
    previewed_at = models.DateTimeField(_("read"), null=True, blank=True)
    preview = models.JSONField(_("what it would do"), default=dict, blank=True)
    # Taking over.
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("started by"),
    )
    stop_asked_at = models.DateTimeField(_("asked to stop"), null=True, blank=True)
    progressed_at = models.DateTimeField(_("last progress"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    failure = models.CharField(_("why it cannot be read"), max_length=40, blank=True)
    rows_total = models.PositiveIntegerField(_("rows"), default=0)
    rows_done = models.PositiveIntegerField(_("rows done"), default=0)
    count_refused = models.PositiveIntegerField(_("refused"), default=0)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.file_name


class FileRefusal(models.Model):
    """A row of a file that gave nothing, and why."""

    line = models.PositiveIntegerField(_("line"))
    code = models.CharField(_("cause"), max_length=40)
    params = models.JSONField(default=dict, blank=True)
    text = models.CharField(_("what stood there"), max_length=300, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.line}: {self.code}"
