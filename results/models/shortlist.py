"""What is put forward in a category."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from contests.models import Category
from entries.models import Entry


class Shortlist(models.Model):
    """The entries put forward in a category: confirmed by a person, perhaps published."""

    category = models.OneToOneField(
        Category, on_delete=models.PROTECT, related_name="shortlist", verbose_name=_("category")
    )
    confirmed_at = models.DateTimeField(_("confirmed"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("published by"),
    )

    class Meta:
        verbose_name = _("shortlist")
        verbose_name_plural = _("shortlists")
        permissions = [("shortlist_entries", _("Can shortlist entries"))]

    def __str__(self) -> str:
        return str(self.category)


class ShortlistItem(models.Model):
    """One entry on a shortlist."""

    shortlist = models.ForeignKey(
        Shortlist, on_delete=models.CASCADE, related_name="items", verbose_name=_("shortlist")
    )
    entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, related_name="shortlisted", verbose_name=_("entry")
    )
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        verbose_name = _("shortlisted entry")
        verbose_name_plural = _("shortlisted entries")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["shortlist", "entry"],
                name="results_shortlistitem_once",
                violation_error_message=_("This entry is on the shortlist already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.entry_id}"
