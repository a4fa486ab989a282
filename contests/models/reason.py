"""Why videos are turned down: sentences that moderators of a campaign pick from."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from contests.models.campaign import Campaign


class RejectionReason(models.Model):
    """One reason of the campaign's list, in its languages. The creator reads it as written."""

    campaign = models.ForeignKey(
        Campaign,
        on_delete=models.CASCADE,
        related_name="rejection_reasons",
        verbose_name=_("campaign"),
    )
    text = models.CharField(_("reason"), max_length=300)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("reason for turning down")
        verbose_name_plural = _("reasons for turning down")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text
