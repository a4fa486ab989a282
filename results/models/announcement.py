"""The atomic act that publishes all awards of a campaign, and what it froze. Append-only."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contests.models import Campaign, Category
from entries.models import Creator, Entry


class Announcement(models.Model):
    """One announcement of a campaign; number 1 is the first, later ones correct it."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="announcements", verbose_name=_("campaign")
    )
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    announced_at = models.DateTimeField(_("announced"))
    announced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("announced by"),
    )
    digest = models.CharField(_("digest of the results"), max_length=64)
    note = models.TextField(
        _("what changes and why"),
        blank=True,
        help_text=_("For the public. The first announcement has none."),
    )

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        ordering = ["campaign", "number"]
        permissions = [
            ("announce_campaign", _("Can announce winners")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "number"],
                name="results_announcement_once",
                violation_error_message=_("The winners are announced already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.campaign}: {self.number}"


class Standing(models.Model):
    """An entry's or a creator's rank in a category, as it was frozen by an announcement."""

    announcement = models.ForeignKey(
        Announcement,
        on_delete=models.PROTECT,
        related_name="standings",
        verbose_name=_("announcement"),
    )
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="standings", verbose_name=_("category")
    )
    entry = models.ForeignKey(
        Entry,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="standings",
        verbose_name=_("entry"),
    )
    creator = models.ForeignKey(
        Creator,
        on_delete=models.PROTECT,
        related_name="standings",
        verbose_name=_("creator"),
    )
    rank = models.PositiveIntegerField(_("rank"), null=True, blank=True)
    figures = models.JSONField(_("figures"), default=dict)

    class Meta:
        verbose_name = _("standing")
        verbose_name_plural = _("standings")
        ordering = ["category", models.F("rank").asc(nulls_last=True), "pk"]
        permissions = [("view_standings", _("Can see live standings"))]
        constraints = [
            models.UniqueConstraint(
                fields=["announcement", "category", "entry"],
                condition=Q(entry__isnull=False),
                name="results_standing_entry_once",
                violation_error_message=_("This entry has its rank already."),
            ),
            models.UniqueConstraint(
                fields=["announcement", "category", "creator"],
                condition=Q(entry__isnull=True),
                name="results_standing_creator_once",
                violation_error_message=_("This creator has a rank already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rank}. {self.creator}"


class Evidence(models.Model):
    """The file from which the standings can be recomputed, with its digest."""

    announcement = models.OneToOneField(
        Announcement,
        on_delete=models.PROTECT,
        related_name="evidence",
        verbose_name=_("announcement"),
    )
    body = models.TextField(_("canonical JSON"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")

    def __str__(self) -> str:
        return self.sha256
