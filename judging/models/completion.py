"""A judge's word that they are finished with a round."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from judging.models.judge import Judge
from judging.models.round import Round


class Completion(models.Model):
    """“I am finished”: no reminders from now on; what is left may go to others."""

    round = models.ForeignKey(
        Round, on_delete=models.CASCADE, related_name="completions", verbose_name=_("round")
    )
    judge = models.ForeignKey(
        Judge, on_delete=models.CASCADE, related_name="completions", verbose_name=_("judge")
    )
    declared_at = models.DateTimeField(_("declared"))

    class Meta:
        verbose_name = _("“I am finished”")
        verbose_name_plural = _("“I am finished”")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "judge"],
                name="judging_completion_once",
                violation_error_message=_("The judge has said so already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.judge_id} ✓ {self.round_id}"
