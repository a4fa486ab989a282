"""How the views of a campaign are read and shown."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contests.models import Campaign


class ReadingPlan(models.Model):
    """What staff settled about reading and showing views; a campaign without one has the defaults.

    The moments at which videos are due follow from it: see metrics.schedule.
    """

    campaign = models.OneToOneField(
        Campaign, on_delete=models.CASCADE, related_name="reading_plan", verbose_name=_("campaign")
    )
    collects = models.BooleanField(
        _("ask the platforms for views"),
        default=True,
        help_text=_("Where this site has keys or the creator's permission."),
    )
    every_hours = models.PositiveSmallIntegerField(
        _("hours between readings"),
        default=6,
        validators=[MinValueValidator(1), MaxValueValidator(24)],
    )
    last_day_hours = models.PositiveSmallIntegerField(
        _("hours between readings on the last day"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(24)],
    )
    final_minutes = models.PositiveSmallIntegerField(
        _("minutes before the close at which the final reading begins"),
        default=30,
        validators=[MinValueValidator(5), MaxValueValidator(720)],
        help_text=_("Only what is read before the close counts. Large campaigns need longer."),
    )
    stale_hours = models.PositiveSmallIntegerField(
        _("hours before the close after which a last reading is too old"),
        default=24,
        validators=[MinValueValidator(1), MaxValueValidator(720)],
        help_text=_("Older ones stand in the way of the announcement until a person accepts them."),
    )
    board_freezes_at = models.DateTimeField(
        _("the public leaderboard stands still from"),
        null=True,
        blank=True,
        help_text=_("Staff go on seeing the live one."),
    )
    shows_numbers = models.BooleanField(_("show the charts to the public"), default=False)

    class Meta:
        verbose_name = _("reading plan")
        verbose_name_plural = _("reading plans")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    every_hours__gte=1,
                    every_hours__lte=24,
                    last_day_hours__gte=1,
                    last_day_hours__lte=24,
                    final_minutes__gte=5,
                    stale_hours__gte=1,
                ),
                name="metrics_readingplan_possible",
                violation_error_message=_("Hours and minutes must be within their limits."),
            )
        ]

    def __str__(self) -> str:
        return str(self.campaign)
