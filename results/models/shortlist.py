"""What is put forward in a category."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contests.models import Category
from entries.models import Entry


class ShortlistQuerySet(models.QuerySet["Shortlist"]):
    """Who may see which shortlists."""

    def public(self, *, at: datetime) -> ShortlistQuerySet:
        """Those whose set time has come, of campaigns that are published and not cancelled."""
        return self.filter(
            published_at__lte=at,
            category__campaign__published_at__lte=at,
            category__campaign__cancelled_at__isnull=True,
        )


class Shortlist(models.Model):
    """The entries put forward in a category: confirmed by a person, perhaps published.

    `published_at` may lie ahead: from then on the public sees it. Without it the list is internal.
    """

    category = models.OneToOneField(
        Category, on_delete=models.PROTECT, related_name="shortlist", verbose_name=_("category")
    )
    confirmed_at = models.DateTimeField(_("confirmed"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("published by"),
    )

    objects = ShortlistQuerySet.as_manager()

    class Meta:
        verbose_name = _("shortlist")
        verbose_name_plural = _("shortlists")
        permissions = [("shortlist_entries", _("Can shortlist entries"))]

    def __str__(self) -> str:
        return str(self.category)


class ShortlistItem(models.Model):
    """One entry on a shortlist."""

    shortlist = models.ForeignKey(
        Shortlist, on_delete=models.CASCADE, related_name="items", verbose_name=_("shortlist")
    )
    entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, related_name="shortlisted", verbose_name=_("entry")
    )
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        verbose_name = _("shortlisted entry")
        verbose_name_plural = _("shortlisted entries")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["shortlist", "entry"],
                name="results_shortlistitem_once",
                violation_error_message=_("This entry is on the shortlist already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.entry_id}"


class ShortlistDecision(models.Model):
    """What was decided about a shortlist: the whole list each time. Append-only.

    `basis` and `basis_value` say what was proposed, `changes` what staff did otherwise and why:
    [{"entry": id, "change": "added" | "left_out" | "moved", "reason": text}].
    """

    class Verb(models.TextChoices):
        CONFIRM = "confirm", _("confirmed")
        PUBLISH = "publish", _("to be published")
        KEEP_INTERNAL = "keep_internal", _("kept internal")

    class Basis(models.TextChoices):
        RANK = "rank", _("the first ranks")
        CUTOFF = "cutoff", _("a cut-off")
        ROUND = "round", _("who came through the round")
        HAND = "hand", _("chosen by hand")

    category = models.ForeignKey(
        Category,
        on_delete=models.PROTECT,
        related_name="shortlist_decisions",
        verbose_name=_("category"),
    )
    verb = models.CharField(_("decision"), max_length=13, choices=Verb.choices)
    basis = models.CharField(_("proposed by"), max_length=6, choices=Basis.choices, blank=True)
    basis_value = models.CharField(_("limit"), max_length=40, blank=True)
    entries = models.JSONField(_("entries"), default=list)
    changes = models.JSONField(_("changes"), default=list)
    publishes_at = models.DateTimeField(_("public from"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("decided by"),
    )

    class Meta:
        verbose_name = _("decision about a shortlist")
        verbose_name_plural = _("decisions about shortlists")
        ordering = ["-decided_at", "-pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=~Q(verb="publish") | Q(publishes_at__isnull=False),
                name="results_shortlistdecision_publishes_at",
                violation_error_message=_("Say from when the public sees the shortlist."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.category}: {self.verb}"
