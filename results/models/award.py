"""Standings that got a prize place, and those that come next."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contests.models import Category, Prize
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


class Alternate(models.Model):
    """Who moves up if a winner declines or is disqualified: in order, behind the winners.

    Without an announcement it is the staff's draft; announcing fixes it.
    """

    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="alternates", verbose_name=_("category")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    entry = models.ForeignKey(
        Entry,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="alternates",
        verbose_name=_("entry"),
    )
    creator = models.ForeignKey(
        Creator, on_delete=models.PROTECT, related_name="alternates", verbose_name=_("creator")
    )
    announcement = models.ForeignKey(
        Announcement,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="alternates",
        verbose_name=_("announcement"),
    )

    class Meta:
        verbose_name = _("alternate")
        verbose_name_plural = _("alternates")
        ordering = ["category__order", "category", "position"]
        # Written on the winners' page by those who may change awards.
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["category", "position"],
                condition=Q(announcement__isnull=True),
                name="results_alternate_one_draft_each",
                violation_error_message=_("This position is taken already."),
            ),
            models.UniqueConstraint(
                fields=["announcement", "category", "position"],
                name="results_alternate_one_each",
                violation_error_message=_("This position is taken already."),
            ),
            models.CheckConstraint(
                condition=Q(position__gte=1),
                name="results_alternate_from_one",
                violation_error_message=_("Alternates are counted from one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.creator}"
