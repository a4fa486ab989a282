"""What the campaign's rules found about an entry, and what staff made of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contests.models import Campaign
from entries.models.entry import Entry


class Check(models.Model):
    """One eligibility rule's outcome for an entry, with the evidence.

    `outcome` is what counts; `found` is what the rule itself found. They differ only where a
    person has overridden the rule, with a reason.
    """

    class Outcome(models.TextChoices):
        PASS = "pass", _("met")
        FAIL = "fail", _("not met")
        UNKNOWN = "unknown", _("not known")
        OVERRIDDEN = "overridden", _("overridden")

    entry = models.ForeignKey(
        Entry, on_delete=models.CASCADE, related_name="checks", verbose_name=_("entry")
    )
    rule = models.CharField(_("rule"), max_length=30)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices)
    found = models.CharField(
        _("found by the rule"), max_length=10, choices=Outcome.choices[:3], blank=True
    )
    # Why, for programs; entries.check_sentences has the sentence.
    code = models.CharField(_("finding"), max_length=40, blank=True)
    evidence = models.JSONField(_("evidence"), default=dict, blank=True)
    checked_at = models.DateTimeField(_("checked"))
    overridden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("overridden by"),
    )
    overridden_at = models.DateTimeField(_("overridden"), null=True, blank=True)
    override_reason = models.TextField(_("reason for overriding"), blank=True)

    class Meta:
        verbose_name = _("check")
        verbose_name_plural = _("checks")
        ordering = ["rule"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "rule"],
                name="entries_check_once_per_rule",
                violation_error_message=_("This rule was checked for this entry already."),
            ),
            models.CheckConstraint(
                condition=~Q(outcome="overridden")
                | (Q(overridden_at__isnull=False) & ~Q(override_reason="")),
                name="entries_check_override_has_reason",
                violation_error_message=_("Say why the rule does not count here."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.outcome}"


class Recheck(models.Model):
    """One run over all entries of a campaign, after its terms changed. Goes on where it stopped."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="rechecks", verbose_name=_("campaign")
    )
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("started by"),
    )
    started_at = models.DateTimeField(_("started"))
    progressed_at = models.DateTimeField(_("last progress"))
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    total = models.PositiveIntegerField(_("entries"))
    done = models.PositiveIntegerField(_("checked"), default=0)
    last_entry_id = models.BigIntegerField(_("last entry checked"), default=0)
    # How many entries came to which proposal, and which changed: {"accept": 3, "changed": 1, …}.
    tally = models.JSONField(_("result"), default=dict, blank=True)

    class Meta:
        verbose_name = _("check of all entries")
        verbose_name_plural = _("checks of all entries")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign"],
                condition=Q(finished_at__isnull=True),
                name="entries_recheck_one_at_a_time",
                violation_error_message=_("The entries are being checked already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.campaign}: {self.done}/{self.total}"
