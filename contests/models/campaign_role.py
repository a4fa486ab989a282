"""A person's role in one campaign."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.roles import ANNOUNCER, AUDITOR, CAMPAIGN_MANAGER, MODERATOR
from contests.models.campaign import Campaign


class CampaignRole(models.Model):
    """What somebody may do in one campaign who has no such role on the whole site.

    What each role allows stands in accounts.roles. A role that is taken back is deleted; the
    audit log keeps that it was there.
    """

    class Role(models.TextChoices):
        MANAGER = CAMPAIGN_MANAGER, _("Campaign manager")
        MODERATOR = MODERATOR, _("Moderator")
        ANNOUNCER = ANNOUNCER, _("Announcer")
        AUDITOR = AUDITOR, _("Auditor")

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="roles", verbose_name=_("campaign")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="campaign_roles",
        verbose_name=_("person"),
    )
    role = models.CharField(_("role"), max_length=40, choices=Role.choices)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("given by"),
    )
    given_at = models.DateTimeField(_("given"))

    class Meta:
        verbose_name = _("role in a campaign")
        verbose_name_plural = _("roles in campaigns")
        ordering = ["campaign", "user", "role"]
        default_permissions = ("change", "view")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "user", "role"],
                name="contests_campaignrole_once",
                violation_error_message=_("This person has this role in this campaign already."),
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=[CAMPAIGN_MANAGER, MODERATOR, ANNOUNCER, AUDITOR]),
                name="contests_campaignrole_known",
                violation_error_message=_("Choose one of the roles."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"
