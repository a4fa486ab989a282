"""Readings that are to be taken: rows that stay until the platform's answer is kept."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from entries.models import Entry, Pending


class PendingReading(Pending):
    """A video whose views are asked for; gone when the reading is kept. See entries.pending."""

    class Source(models.TextChoices):
        TIKTOK_DISPLAY = "tiktok_display", "TikTok Display API"
        YOUTUBE = "youtube", "YouTube Data API"

    entry = models.OneToOneField(
        Entry, on_delete=models.CASCADE, related_name="pending_reading", verbose_name=_("entry")
    )
    source = models.CharField(_("source"), max_length=20, choices=Source.choices)
    slot_at = models.DateTimeField(_("for the reading of"))

    class Meta:
        verbose_name = _("reading to be taken")
        verbose_name_plural = _("readings to be taken")
        ordering = ["due_at", "pk"]
        indexes = [models.Index(fields=["source", "due_at"], name="metrics_pendingreading_due")]

    def __str__(self) -> str:
        return f"{self.get_source_display()}: {self.entry_id}"
