"""A standing that got a prize place."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contests.models import Prize
from entries.models import Creator, Entry
from results.models.announcement import Announcement


class Award(models.Model):
    """Who wins a prize place, with the citation.

    Without an announcement it is the staff's draft; announcing fixes it. `slot` counts the
    winners who share one place: 1 … prize.quantity.
    """

    prize = models.ForeignKey(
        Prize, on_delete=models.PROTECT, related_name="awards", verbose_name=_("prize")
    )
    slot = models.PositiveSmallIntegerField(_("winner of this place"), default=1)
    entry = models.ForeignKey(
        Entry,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="awards",
        verbose_name=_("entry"),
    )
    creator = models.ForeignKey(
        Creator, on_delete=models.PROTECT, related_name="awards", verbose_name=_("creator")
    )
    citation = models.TextField(
        _("citation"), blank=True, help_text=_("Why it won, in a sentence for the public.")
    )
    announcement = models.ForeignKey(
        Announcement,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="awards",
        verbose_name=_("announcement"),
    )

    class Meta:
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        ordering = ["prize__category__order", "prize__category", "prize__place", "slot"]
        constraints = [
            models.UniqueConstraint(
                fields=["prize", "slot"],
                condition=Q(announcement__isnull=True),
                name="results_award_one_draft_per_place",
                violation_error_message=_("This place has a winner already."),
            ),
            models.UniqueConstraint(
                fields=["announcement", "prize", "slot"],
                name="results_award_one_per_place",
                violation_error_message=_("This place has a winner already."),
            ),
            models.CheckConstraint(
                condition=Q(slot__gte=1),
                name="results_award_slot_from_one",
                violation_error_message=_("Winners are counted from one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prize}: {self.creator}"
