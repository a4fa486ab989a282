"""What people ask about a campaign, and what its organisers answer."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from contests.models.campaign import Campaign


class CampaignQuestion(models.Model):
    """A question of the public with its answer, shown on the campaign's page."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="questions", verbose_name=_("campaign")
    )
    question = models.CharField(_("question"), max_length=200)
    answer = models.TextField(
        _("answer"), help_text=_("Markdown: **bold**, lists, links, ## headings.")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("question and answer")
        verbose_name_plural = _("questions and answers")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.question or str(self.pk)
