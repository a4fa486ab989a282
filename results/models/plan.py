"""How the results of a campaign come out: when, by whom, and what winners are given."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from contests.models import Campaign


class AnnouncementPlan(models.Model):
    """What staff settled about announcing; a campaign without one has the defaults.

    See results.plans.
    """

    campaign = models.OneToOneField(
        Campaign,
        on_delete=models.CASCADE,
        related_name="announcement_plan",
        verbose_name=_("campaign"),
    )
    announces_at = models.DateTimeField(
        _("announces by itself at"),
        null=True,
        blank=True,
        help_text=_(
            "Only what a person has confirmed, and only if nothing stands in the way. "
            "Empty: a person presses the button."
        ),
    )
    needs_two = models.BooleanField(
        _("two people must confirm"),
        default=False,
        help_text=_("One confirms what will be announced, another one announces it."),
    )
    responsible: models.ManyToManyField[User, Any] = models.ManyToManyField(
        User,
        blank=True,
        related_name="+",
        verbose_name=_("responsible"),
        help_text=_(
            "Who is reminded of the promised dates. Nobody chosen: all announcers and managers."
        ),
    )
    alternates = models.PositiveSmallIntegerField(
        _("alternates in each category"),
        default=3,
        validators=[MaxValueValidator(20)],
        help_text=_("Who moves up, in this order, if a winner declines or is disqualified."),
    )
    claim_days = models.PositiveSmallIntegerField(
        _("days to accept a prize"),
        default=14,
        validators=[MinValueValidator(1), MaxValueValidator(180)],
    )
    delivery_data_days = models.PositiveSmallIntegerField(
        _("days until delivery data is deleted"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(730)],
        help_text=_("Counted from the day on which the winner has the prize."),
    )
    certificate_language = models.CharField(
        _("second language of certificates"),
        max_length=5,
        choices=settings.LANGUAGES,
        blank=True,
        help_text=_("Beside the winner's own. Empty: certificates have one language."),
    )
    signatory = models.CharField(
        _("who signs the certificates"),
        max_length=120,
        blank=True,
        help_text=_("First name and family name."),
    )
    signatory_role = models.CharField(_("office of the signatory"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("plan of the announcement")
        verbose_name_plural = _("plans of the announcement")
        default_permissions = ("change", "view")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    alternates__lte=20,
                    claim_days__gte=1,
                    claim_days__lte=180,
                    delivery_data_days__gte=1,
                    delivery_data_days__lte=730,
                ),
                name="results_announcementplan_possible",
                violation_error_message=_("Days and alternates must be within their limits."),
            )
        ]

    def __str__(self) -> str:
        return str(self.campaign)
