"""Figures of a campaign as a whole: as its sources report them, and as its entries add up."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contests.models import Campaign, Category
from partners.models import Partner, Platform


class CampaignReading(models.Model):
    """What a source reports for the hashtag as a whole, beside what the entries add up to."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="readings", verbose_name=_("campaign")
    )
    taken_at = models.DateTimeField(_("taken"))
    views = models.PositiveBigIntegerField(_("views"), null=True, blank=True)
    videos = models.PositiveBigIntegerField(_("videos"), null=True, blank=True)
    creators = models.PositiveBigIntegerField(_("creators"), null=True, blank=True)
    institutions = models.PositiveBigIntegerField(_("institutions"), null=True, blank=True)
    regions = models.PositiveBigIntegerField(_("regions"), null=True, blank=True)
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
                | Q(institutions__isnull=False)
                | Q(regions__isnull=False)
                | Q(followers__isnull=False),
                name="metrics_campaignreading_says_something",
                violation_error_message=_("Enter at least one figure."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.campaign}: {self.views}"


class DailyViews(models.Model):
    """What the accepted entries of one platform had gathered by the end of a day.

    For the whole campaign, or for one category, or for one institution's entries. Computed by
    metrics.daily from the readings; the day is one of the campaign's time zone.
    """

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="daily_views", verbose_name=_("campaign")
    )
    platform = models.CharField(_("platform"), max_length=10, choices=Platform.choices)
    category = models.ForeignKey(
        Category,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="daily_views",
        verbose_name=_("category"),
    )
    partner = models.ForeignKey(
        Partner,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="daily_views",
        verbose_name=_("institution"),
    )
    day = models.DateField(_("day"))
    views = models.PositiveBigIntegerField(_("views"))
    videos = models.PositiveIntegerField(_("videos"))

    class Meta:
        verbose_name = _("views by the day")
        verbose_name_plural = _("views by the day")
        ordering = ["day", "platform"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "platform", "day"],
                condition=Q(category__isnull=True, partner__isnull=True),
                name="metrics_dailyviews_campaign_once",
                violation_error_message=_("This day is counted already."),
            ),
            models.UniqueConstraint(
                fields=["category", "platform", "day"],
                condition=Q(category__isnull=False),
                name="metrics_dailyviews_category_once",
                violation_error_message=_("This day is counted already."),
            ),
            models.UniqueConstraint(
                fields=["campaign", "partner", "platform", "day"],
                condition=Q(partner__isnull=False),
                name="metrics_dailyviews_partner_once",
                violation_error_message=_("This day is counted already."),
            ),
            models.CheckConstraint(
                condition=Q(category__isnull=True) | Q(partner__isnull=True),
                name="metrics_dailyviews_one_part",
                violation_error_message=_("A part is of a category or of an institution."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.platform} {self.day}: {self.views}"
