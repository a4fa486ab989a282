"""What was decided and agreed about an entry: written once."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from contests.models import RulesVersion
from entries.models.entry import Entry


class Decision(models.Model):
    """One change of an entry's state: who, when, from what to what, and why. Append-only."""

    entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, related_name="decisions", verbose_name=_("entry")
    )
    verb = models.CharField(_("decision"), max_length=20)
    from_status = models.CharField(
        _("from"), max_length=15, choices=Entry.Status.choices, blank=True
    )
    to_status = models.CharField(_("to"), max_length=15, choices=Entry.Status.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("when"))
    reason = models.TextField(_("reason"), blank=True)
    # The same for all that was decided in one go, and can be undone in one go.
    batch = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(
                fields=["batch"],
                condition=models.Q(batch__isnull=False),
                name="entries_decision_batch",
            )
        ]

    def __str__(self) -> str:
        steps = (self.get_from_status_display(), self.get_to_status_display())
        return f"{self.entry_id}: {' → '.join(step for step in steps if step)}"


class Consent(models.Model):
    """What a person agreed to when entering, with the version of the text. Append-only."""

    class Kind(models.TextChoices):
        RULES = "rules", _("the rules")
        PRIVACY = "privacy", _("use of personal data")
        PUBLICATION = "publication", _("showing the video on this site")
        AGE = "age", _("the required age")

    entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, related_name="consents", verbose_name=_("entry")
    )
    kind = models.CharField(_("consent to"), max_length=12, choices=Kind.choices)
    rules_version = models.ForeignKey(
        RulesVersion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("agreed rules"),
    )
    language = models.CharField(_("language"), max_length=5)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="consents",
        verbose_name=_("given by"),
    )
    given_at = models.DateTimeField(_("given"))

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "kind", "given_by", "rules_version"],
                name="entries_consent_once",
                violation_error_message=_("This consent was given already."),
            ),
            # An empty version equals no other for the constraint above.
            models.UniqueConstraint(
                fields=["entry", "kind", "given_by"],
                condition=models.Q(rules_version__isnull=True),
                name="entries_consent_once_without_rules",
                violation_error_message=_("This consent was given already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.get_kind_display()}"
