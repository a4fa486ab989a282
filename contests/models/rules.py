"""The rules, version by version."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from contests.models.campaign import Campaign


class RulesVersion(models.Model):
    """The rules as they stood from a moment on. A change is a new version; none is rewritten."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="rules", verbose_name=_("campaign")
    )
    number = models.PositiveIntegerField(_("version"))
    text = models.TextField(_("rules"), help_text=_("Markdown: **bold**, lists, links."))
    terms = models.JSONField(
        _("conditions"),
        default=dict,
        blank=True,
        editable=False,
        help_text=_("The campaign’s settings as they stood; the page is generated from them."),
    )
    created_at = models.DateTimeField(_("written"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("written by"),
    )

    class Meta:
        verbose_name = _("version of the rules")
        verbose_name_plural = _("versions of the rules")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "number"],
                name="contests_rules_number_unique",
                violation_error_message=_("This version of the rules exists already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.campaign}: {self.number}"
