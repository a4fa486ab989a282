"""Before an announcement: who confirmed what, and who else may look."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from contests.models import Campaign


class Confirmation(models.Model):
    """A person has looked at what would be announced and stands by it. Append-only.

    It holds for exactly what `digest` stands for; see results.preview.
    """

    campaign = models.ForeignKey(
        Campaign,
        on_delete=models.PROTECT,
        related_name="confirmations",
        verbose_name=_("campaign"),
    )
    number = models.PositiveSmallIntegerField(_("number of the announcement"))
    digest = models.CharField(_("digest of the results"), max_length=64)
    confirmed_at = models.DateTimeField(_("confirmed"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("confirmed by"),
    )

    class Meta:
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")
        ordering = ["confirmed_at", "pk"]
        # Written on the announcement's page by those who may announce; edited by nobody.
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "number", "digest", "confirmed_by"],
                name="results_confirmation_once_each",
                violation_error_message=_("You have confirmed this already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.campaign}: {self.digest[:8]}"


class PreviewLink(models.Model):
    """A private link to the preview, for somebody without an account here; see results.sharing."""

    campaign = models.ForeignKey(
        Campaign,
        on_delete=models.CASCADE,
        related_name="preview_links",
        verbose_name=_("campaign"),
    )
    label = models.CharField(_("for whom"), max_length=120)
    nonce = models.CharField(max_length=64, editable=False)
    created_at = models.DateTimeField(_("made"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("made by"),
    )
    expires_at = models.DateTimeField(_("works until"))
    revoked_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("withdrawn by"),
    )

    class Meta:
        verbose_name = _("private link to the preview")
        verbose_name_plural = _("private links to the preview")
        ordering = ["-created_at", "-pk"]
        default_permissions = ("add", "view")
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")),
                name="results_previewlink_expires",
                violation_error_message=_("The link must work for some time."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.campaign}: {self.label}"

    def works(self, *, at: datetime) -> bool:
        """Whether the link opens the preview at a moment."""
        return at < self.expires_at and (self.revoked_at is None or at < self.revoked_at)
