"""Whose video it is."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from partners.models import Partner, Platform


class Creator(models.Model):
    """An account on a platform, perhaps tied to a user of this site.

    A handle proves nothing until the account is verified; handles may change, the platform's own
    user id does not.
    """

    platform = models.CharField(_("platform"), max_length=10, choices=Platform.choices)
    handle = models.CharField(_("handle"), max_length=80)
    platform_user_id = models.CharField(_("id on the platform"), max_length=80, blank=True)
    display_name = models.CharField(_("shown name"), max_length=150, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="creators",
        verbose_name=_("user"),
    )
    organisation = models.ForeignKey(
        Partner,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="creators",
        verbose_name=_("organisation"),
        help_text=_("Judges of the same organisation never see this creator's entries."),
    )
    verified_at = models.DateTimeField(_("verified"), null=True, blank=True)

    class Meta:
        verbose_name = _("creator")
        verbose_name_plural = _("creators")
        ordering = ["platform", "handle"]
        constraints = [
            models.UniqueConstraint(
                "platform",
                Lower("handle"),
                name="entries_creator_handle_unique",
                violation_error_message=_("This account is known already."),
            ),
            models.UniqueConstraint(
                fields=["platform", "platform_user_id"],
                condition=~Q(platform_user_id=""),
                name="entries_creator_platform_id_unique",
                violation_error_message=_("This account is known already."),
            ),
        ]

    def __str__(self) -> str:
        return f"@{self.handle}"
