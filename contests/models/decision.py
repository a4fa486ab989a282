"""What was decided about a campaign as a whole: written once."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from contests.models.campaign import Campaign
from contests.phases import Phase


class CampaignDecision(models.Model):
    """One decision on a campaign: who, when, from which phase to which, and why. Append-only."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="decisions", verbose_name=_("campaign")
    )
    verb = models.CharField(_("decision"), max_length=20)
    # Phases are no choices of the database: a new one needs no migration.
    from_phase = models.CharField(_("from"), max_length=10)
    to_phase = models.CharField(_("to"), max_length=10)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("when"))
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("decision on a campaign")
        verbose_name_plural = _("decisions on campaigns")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(to_phase=Phase.CANCELLED.value) | ~models.Q(reason=""),
                name="contests_campaigndecision_cancelling_has_reason",
                violation_error_message=_("Say why the campaign is cancelled."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id}: {self.from_phase} → {self.to_phase}"
