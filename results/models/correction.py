"""Correcting what was announced."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contests.models import Campaign


class Correction(models.Model):
    """Announced results that are being changed: until it is announced or withdrawn, it is open.

    `number`: of the announcement that it will become. Its drafts of awards, alternates and
    remarks begin as copies of what stands announced. See results.correcting.
    """

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="corrections", verbose_name=_("campaign")
    )
    number = models.PositiveSmallIntegerField(_("number of the announcement"))
    opened_at = models.DateTimeField(_("begun"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("begun by"),
    )
    reason = models.TextField(_("reason"))
    note = models.TextField(
        _("what changes and why"),
        blank=True,
        help_text=_("For the public. Please name nobody’s private circumstances."),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("withdrawn by"),
    )

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["campaign", "number", "pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "number"],
                condition=Q(withdrawn_at__isnull=True),
                name="results_correction_one_at_a_time",
                violation_error_message=_("A correction is open already."),
            ),
            models.CheckConstraint(
                condition=Q(number__gte=2),
                name="results_correction_of_something",
                violation_error_message=_("There is nothing to correct before an announcement."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="results_correction_has_reason",
                violation_error_message=_("Say why the results are corrected."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign}: {self.number}"
