"""What follows from the readings, kept so that no page has to go through their history.

Everything here can be computed anew from the readings: see metrics.keeping.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contests.models import Campaign
from entries.models import Entry


class ViewsProgress(models.Model):
    """The competition period for which a campaign's figures are kept, and how far jobs have read.

    Where the period is no longer the campaign's, the kept figures do not hold, and readers go to
    the readings themselves until metrics.keeping has computed them anew.
    """

    campaign = models.OneToOneField(
        Campaign, on_delete=models.CASCADE, related_name="views_progress", primary_key=True
    )
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    changes = models.PositiveBigIntegerField(default=0)  # grows with every change of a figure
    # The newest reading that the flags and the days have looked at.
    flagged_to = models.PositiveBigIntegerField(default=0)
    days_to = models.PositiveBigIntegerField(default=0)
    days_decisions_to = models.PositiveBigIntegerField(default=0)
    days_attested_to = models.PositiveBigIntegerField(default=0)
    days_changes = models.PositiveBigIntegerField(default=0)  # `changes` when the days were counted

    class Meta:
        verbose_name = _("kept views of a campaign")
        verbose_name_plural = _("kept views of campaigns")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.campaign_id)


class EntryViews(models.Model):
    """The readings of one entry that can decide something: the last, and those at both ends.

    `opening`: the last at or before the campaign's opening; `closing`: the last at or before its
    close. Only readings that count (Reading.objects.live()).
    """

    entry = models.OneToOneField(
        Entry, on_delete=models.CASCADE, related_name="kept_views", primary_key=True
    )
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    last_at = models.DateTimeField(_("last reading"), null=True)
    last_views = models.PositiveBigIntegerField(_("views"), null=True)
    last_likes = models.PositiveBigIntegerField(_("likes"), null=True)
    last_comments = models.PositiveBigIntegerField(_("comments"), null=True)
    last_shares = models.PositiveBigIntegerField(_("shares"), null=True)
    opening_at = models.DateTimeField(null=True)
    opening_views = models.PositiveBigIntegerField(null=True)
    closing_at = models.DateTimeField(null=True)
    closing_views = models.PositiveBigIntegerField(null=True)
    # What the platform last answered when this site asked: also that the video is not there.
    answered_at = models.DateTimeField(_("last answer of the platform"), null=True)
    absent_since = models.DateTimeField(_("not there since"), null=True)

    class Meta:
        verbose_name = _("kept views of an entry")
        verbose_name_plural = _("kept views of entries")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(last_at__isnull=True, last_views__isnull=True)
                | Q(last_at__isnull=False, last_views__isnull=False),
                name="metrics_entryviews_last_whole",
                violation_error_message=_("A reading has its moment and its views."),
            ),
            models.CheckConstraint(
                condition=Q(opening_at__isnull=True, opening_views__isnull=True)
                | Q(opening_at__isnull=False, opening_views__isnull=False),
                name="metrics_entryviews_opening_whole",
                violation_error_message=_("A reading has its moment and its views."),
            ),
            models.CheckConstraint(
                condition=Q(closing_at__isnull=True, closing_views__isnull=True)
                | Q(closing_at__isnull=False, closing_views__isnull=False),
                name="metrics_entryviews_closing_whole",
                violation_error_message=_("A reading has its moment and its views."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.last_views}"
