"""The end of a round: a person's decision about who goes on, kept as it was made."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from entries.models import Entry
from judging.models.round import Round


class RoundClosing(models.Model):
    """A round that was closed, and perhaps opened again before the next one began."""

    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, related_name="closings", verbose_name=_("round")
    )
    closed_at = models.DateTimeField(_("closed"))
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("closed by"),
    )
    # Of what the person saw and confirmed: see judging.closing.
    digest = models.CharField(_("digest"), max_length=64)
    note = models.TextField(_("note"), blank=True)
    reopened_at = models.DateTimeField(_("opened again"), null=True, blank=True)
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("opened again by"),
    )
    reopening_reason = models.TextField(_("why it was opened again"), blank=True)

    class Meta:
        verbose_name = _("closed round")
        verbose_name_plural = _("closed rounds")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(reopened_at__isnull=True),
                name="judging_round_closed_once",
                violation_error_message=_("This round is closed already."),
            ),
            models.CheckConstraint(
                condition=Q(reopened_at__isnull=True)
                | (Q(reopened_by__isnull=False) & ~Q(reopening_reason="")),
                name="judging_reopening_has_reason",
                violation_error_message=_("Say why the round is opened again."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.round)


class RoundOutcome(models.Model):
    """An entry that goes on from a closed round, or that a person kept back."""

    closing = models.ForeignKey(
        RoundClosing,
        on_delete=models.PROTECT,
        related_name="outcomes",
        verbose_name=_("closed round"),
    )
    entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, related_name="+", verbose_name=_("entry")
    )
    rank = models.PositiveIntegerField(_("rank"), null=True, blank=True)
    advances = models.BooleanField(_("advances"))
    by_hand = models.BooleanField(_("decided by hand"), default=False)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("outcome of a round")
        verbose_name_plural = _("outcomes of rounds")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["closing", "entry"],
                name="judging_outcome_once",
                violation_error_message=_("This entry has an outcome already."),
            ),
            models.CheckConstraint(
                condition=Q(by_hand=False) | ~Q(reason=""),
                name="judging_outcome_by_hand_has_reason",
                violation_error_message=_("Say why you decide otherwise than the result."),
            ),
            models.CheckConstraint(
                condition=Q(advances=True) | Q(by_hand=True),
                name="judging_outcome_says_something",
                violation_error_message=_("Only who goes on or is kept back is recorded."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.closing_id}: {self.entry_id}"
