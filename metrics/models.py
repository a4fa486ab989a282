"""Views, likes, comments and shares at a moment, with their source. Append-only."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contests.models import Campaign
from entries.models import Entry


class ReadingQuerySet(models.QuerySet["Reading"]):
    """Which readings count."""

    def live(self) -> ReadingQuerySet:
        """Readings that no correction replaces."""
        return self.filter(replaced_by__isnull=True)

    def newest_first(self) -> ReadingQuerySet:
        return self.order_by("-taken_at", "-pk")


class Reading(models.Model):
    """One entry's figures at one moment. A correction is a new reading that replaces another."""

    class Source(models.TextChoices):
        CREATOR_TOKEN = "creator_token", _("the creator's own account")
        PLATFORM_API = "platform_api", _("the platform")
        IMPORT = "import", _("import")
        MANUAL = "manual", _("entered by hand")

    entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, related_name="readings", verbose_name=_("entry")
    )
    taken_at = models.DateTimeField(_("taken"))
    views = models.PositiveBigIntegerField(_("views"))
    likes = models.PositiveBigIntegerField(_("likes"), null=True, blank=True)
    comments = models.PositiveBigIntegerField(_("comments"), null=True, blank=True)
    shares = models.PositiveBigIntegerField(_("shares"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=15, choices=Source.choices)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    replaces = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("replaces"),
    )
    reason = models.TextField(_("reason of the correction"), blank=True)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        ordering = ["-taken_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_at__lte=models.F("recorded_at")),
                name="metrics_reading_not_from_the_future",
                violation_error_message=_("A reading cannot come from the future."),
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(reason=""),
                name="metrics_reading_correction_has_reason",
                violation_error_message=_("A correction needs its reason."),
            ),
        ]
        indexes = [models.Index(fields=["entry", "taken_at"], name="metrics_reading_history")]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.views}"


class CampaignReading(models.Model):
    """What a source reports for the hashtag as a whole, beside what the entries add up to."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="readings", verbose_name=_("campaign")
    )
    taken_at = models.DateTimeField(_("taken"))
    views = models.PositiveBigIntegerField(_("views"), null=True, blank=True)
    videos = models.PositiveBigIntegerField(_("videos"), null=True, blank=True)
    creators = models.PositiveBigIntegerField(_("creators"), null=True, blank=True)
    followers = models.PositiveBigIntegerField(_("followers reached"), null=True, blank=True)
    at_least = models.BooleanField(
        _("at least"), default=False, help_text=_("The source says “more than”.")
    )
    source = models.CharField(_("source"), max_length=200)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )

    class Meta:
        verbose_name = _("figures under the hashtag")
        verbose_name_plural = _("figures under the hashtag")
        ordering = ["-taken_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(views__isnull=False)
                | Q(videos__isnull=False)
                | Q(creators__isnull=False)
                | Q(followers__isnull=False),
                name="metrics_campaignreading_says_something",
                violation_error_message=_("Enter at least one figure."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.campaign}: {self.views}"
