"""Which of two shortlisted entries a judge prefers."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from entries.models import Entry
from judging.models.judge import Judge
from judging.models.round import Round


class ComparisonQuerySet(models.QuerySet["Comparison"]):
    """What judges preferred."""

    def counting(self) -> ComparisonQuerySet:
        """Not undone, of entries in the contest, by judges whose work counts."""
        return self.filter(
            undone_at__isnull=True,
            judge__work_counts=True,
            first__status=Entry.Status.ACCEPTED,
            second__status=Entry.Status.ACCEPTED,
        )


class Comparison(models.Model):
    """One judge's preference. The entries stand in the order of their ids."""

    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, related_name="comparisons", verbose_name=_("round")
    )
    judge = models.ForeignKey(
        Judge, on_delete=models.PROTECT, related_name="comparisons", verbose_name=_("judge")
    )
    first = models.ForeignKey(
        Entry, on_delete=models.PROTECT, related_name="+", verbose_name=_("one entry")
    )
    second = models.ForeignKey(
        Entry, on_delete=models.PROTECT, related_name="+", verbose_name=_("the other entry")
    )
    preferred = models.ForeignKey(
        Entry, on_delete=models.PROTECT, related_name="+", verbose_name=_("preferred entry")
    )
    made_at = models.DateTimeField(_("compared"))
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    objects = ComparisonQuerySet.as_manager()

    class Meta:
        verbose_name = _("comparison")
        verbose_name_plural = _("comparisons")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first__lt=F("second")),
                name="judging_comparison_of_two",
                violation_error_message=_("Two different entries are compared."),
            ),
            models.CheckConstraint(
                condition=Q(preferred=F("first")) | Q(preferred=F("second")),
                name="judging_comparison_prefers_one_of_them",
                violation_error_message=_("Prefer one of the two entries."),
            ),
            models.UniqueConstraint(
                fields=["round", "judge", "first", "second"],
                condition=Q(undone_at__isnull=True),
                name="judging_comparison_once",
                violation_error_message=_("You have compared these two already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.judge_id}: {self.first_id} / {self.second_id}"
