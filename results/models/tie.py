"""How a tie was decided that the figures could not break."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contests.models import Category


class TieDecision(models.Model):
    """The order in which the chair put equals, with the reason. Append-only: the newest counts.

    `order` lists the ids of all that were tied, best first: entries, or creators in a category
    that ranks creators. It counts only while exactly these are tied.
    """

    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="tie_decisions", verbose_name=_("category")
    )
    order = models.JSONField(_("order"))
    reason = models.TextField(_("reason"))
    decided_at = models.DateTimeField(_("decided"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("recorded by"),
    )

    class Meta:
        verbose_name = _("decision about a tie")
        verbose_name_plural = _("decisions about ties")
        ordering = ["-decided_at", "-pk"]
        # Written with the standings' page by those who may change awards; edited by nobody.
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="results_tiedecision_has_reason",
                violation_error_message=_("Say why the tie was decided this way."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.category}: {self.order}"
