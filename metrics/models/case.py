"""What about an entry's views a person should look at, and what the person decided."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contests.models import Category
from entries.models import Entry


class Case(models.Model):
    """A flag on an entry's views. It says "look here", never "guilty": no rank depends on it."""

    class Kind(models.TextChoices):
        JUMP = "jump", _("a sudden jump")
        NO_LIKES = "no_likes", _("many views, hardly any likes")
        IN_STEP = "in_step", _("many entries rise in step")
        STALE = "stale", _("the last reading is old")
        FELL = "fell", _("the count fell")
        GONE = "gone", _("the video cannot be seen")

    class Outcome(models.TextChoices):
        HARMLESS = "harmless", _("nothing is wrong")
        WATCHED = "watched", _("to be watched")
        DISQUALIFIED = "disqualified", _("entry disqualified")

    entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, related_name="cases", verbose_name=_("entry")
    )
    kind = models.CharField(_("what is striking"), max_length=10, choices=Kind.choices)
    # The figures behind it: see metrics.flags.
    evidence = models.JSONField(_("figures"), default=dict, blank=True)
    raised_at = models.DateTimeField(_("raised"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("case about views")
        verbose_name_plural = _("cases about views")
        ordering = ["-raised_at", "-pk"]
        permissions = [("decide_case", _("Can decide cases about views"))]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "kind"],
                condition=Q(decided_at__isnull=True),
                name="metrics_case_open_once",
                violation_error_message=_("There is an open case about this already."),
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, outcome="", reason="")
                | (
                    Q(decided_at__isnull=False, decided_by__isnull=False)
                    & ~Q(outcome="")
                    & ~Q(reason="")
                ),
                name="metrics_case_decided_whole",
                violation_error_message=_("A decision has its person, its outcome and its reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry}: {self.get_kind_display()}"


class StaleAcceptance(models.Model):
    """A person's word that old last readings may decide a category. Append-only: the newest counts.

    It covers what the person saw: at most `count` entries, none with an older reading than
    `oldest_at` (null: with no reading at all).
    """

    category = models.ForeignKey(
        Category,
        on_delete=models.PROTECT,
        related_name="stale_acceptances",
        verbose_name=_("category"),
    )
    count = models.PositiveIntegerField(_("entries with an old reading"))
    oldest_at = models.DateTimeField(_("oldest reading"), null=True, blank=True)
    reason = models.TextField(_("reason"))
    accepted_at = models.DateTimeField(_("accepted"))
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("accepted by"),
    )

    class Meta:
        verbose_name = _("acceptance of old readings")
        verbose_name_plural = _("acceptances of old readings")
        ordering = ["-accepted_at", "-pk"]
        default_permissions = ("add", "view")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="metrics_staleacceptance_has_reason",
                violation_error_message=_("Say why the old readings may count."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.category}: {self.count}"
