"""What the public is told about the outcome of a category."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contests.models import Category
from results.models.announcement import Announcement


class CategoryRemark(models.Model):
    """Why nobody wins, or why others win than the standings name, for the public.

    Without an announcement it is the staff's draft; announcing fixes it.
    """

    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="remarks", verbose_name=_("category")
    )
    text = models.TextField(
        _("remark on the outcome"),
        blank=True,
        help_text=_("Why nobody wins, or why others win than the standings name."),
    )
    leaves_places_empty = models.BooleanField(
        _("prize places without a winner stay empty"), default=False
    )
    announcement = models.ForeignKey(
        Announcement,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="remarks",
        verbose_name=_("announcement"),
    )

    class Meta:
        verbose_name = _("remark on a category")
        verbose_name_plural = _("remarks on categories")
        ordering = ["category__order", "category", "pk"]
        # Written on the winners' page by those who may change awards.
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["category"],
                condition=Q(announcement__isnull=True),
                name="results_categoryremark_one_draft",
                violation_error_message=_("This category has its remark already."),
            ),
            models.UniqueConstraint(
                fields=["announcement", "category"],
                name="results_categoryremark_once",
                violation_error_message=_("This category has its remark already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category}: {self.text}"
