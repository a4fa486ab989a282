"""Who takes part in a campaign beside the entrants: partners and invited creators."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from contests.models.campaign import Campaign
from partners.models import Partner, Platform


class Partnership(models.Model):
    """A partner in a campaign, with its role and what it contributes."""

    class Role(models.TextChoices):
        ORGANISER = "organiser", _("organiser")
        SUPPORTER = "supporter", _("supporter")
        PARTICIPANT = "participant", _("participating institution")
        PRIZE_SPONSOR = "prize_sponsor", _("prize sponsor")
        MEDIA = "media", _("media partner")

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="partnerships", verbose_name=_("campaign")
    )
    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, related_name="partnerships", verbose_name=_("partner")
    )
    role = models.CharField(_("role"), max_length=15, choices=Role.choices)
    contribution = models.TextField(_("contribution"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("partnership")
        verbose_name_plural = _("partnerships")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "partner", "role"],
                name="contests_partnership_unique",
                violation_error_message=_("This partner has this role already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.partner}: {self.get_role_display()}"


class Ambassador(models.Model):
    """A creator whom the organisers invited; listed like a partner, not competing."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="ambassadors", verbose_name=_("campaign")
    )
    name = models.CharField(_("name"), max_length=150, blank=True)
    platform = models.CharField(
        _("platform"), max_length=10, choices=Platform.choices, default=Platform.TIKTOK
    )
    handle = models.CharField(_("handle"), max_length=80, help_text=_("Without the @ sign."))
    note = models.CharField(_("who it is"), max_length=250, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("invited creator")
        verbose_name_plural = _("invited creators")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "platform", "handle"],
                name="contests_ambassador_unique",
                violation_error_message=_("This creator is invited already."),
            )
        ]

    def __str__(self) -> str:
        return f"@{self.handle}"
