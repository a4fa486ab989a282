"""How much one network address has done, so that nobody fills the site by a program."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class AddressUse(models.Model):
    """What was done from one network address within one hour; see entries.limits.

    The address itself is not kept, only a keyed digest of it, and that for a day.
    """

    purpose = models.CharField(_("purpose"), max_length=20)
    digest = models.CharField(_("digest of the address"), max_length=40)
    began_at = models.DateTimeField(_("began"))
    used = models.PositiveIntegerField(_("used"), default=0)

    class Meta:
        verbose_name = _("use by a network address")
        verbose_name_plural = _("uses by network addresses")
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "digest", "began_at"],
                name="entries_addressuse_hour_unique",
                violation_error_message=_("This hour is counted already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose}: {self.used}"
