"""What is sent to newspapers and stations: press releases, and what was decided about each."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contests.models import Campaign
from results.models.announcement import Announcement


class PressReleaseQuerySet(models.QuerySet["PressRelease"]):
    """Who may read which releases."""

    def public(self, *, at: datetime) -> PressReleaseQuerySet:
        """Published and not withdrawn, of public campaigns; results only while they stand."""
        results_stand = Q(
            campaign__announced_at__lte=at,
            campaign__cancelled_at__isnull=True,
            announcement__announced_at__lte=at,
        )
        return self.filter(
            Q(kind=PressRelease.Kind.LAUNCH) | results_stand,
            published_at__lte=at,
            withdrawn_at__isnull=True,
            campaign__published_at__lte=at,
        )

    def drafts(self) -> PressReleaseQuerySet:
        """Those that are being written: neither published nor put away."""
        return self.filter(published_at__isnull=True, withdrawn_at__isnull=True)


class PressRelease(models.Model):
    """A press release of a campaign, with its text in each language. See results.press_writing.

    announcement: what a results release tells of; a draft that was begun earlier gets it when it
    is published. named: digest of the winners that its text was made of, empty for a launch.
    Once published, it never changes again: it can only be withdrawn.
    """

    class Kind(models.TextChoices):
        LAUNCH = "launch", _("launch")
        RESULTS = "results", _("results")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")
        PUT_AWAY = "put_away", _("put away")

    campaign = models.ForeignKey(
        Campaign,
        on_delete=models.PROTECT,
        related_name="press_releases",
        verbose_name=_("campaign"),
    )
    kind = models.CharField(_("occasion"), max_length=7, choices=Kind.choices)
    announcement = models.ForeignKey(
        Announcement,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="press_releases",
        verbose_name=_("announcement"),
    )
    title = models.CharField(_("headline"), max_length=250, blank=True)
    body = models.TextField(
        _("text"), blank=True, help_text=_("Markdown: **bold**, lists, links, ## headings.")
    )
    named = models.CharField(_("digest of the named winners"), max_length=64, blank=True)
    created_at = models.DateTimeField(_("begun"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("begun by"),
    )
    edited_at = models.DateTimeField(_("last written"))
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("last written by"),
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
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("withdrawn by"),
    )

    objects = PressReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("press release")
        verbose_name_plural = _("press releases")
        ordering = ["-published_at", "-pk"]
        default_permissions = ("change", "view")
        permissions = [("publish_pressrelease", _("Can publish press releases"))]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "kind"],
                condition=Q(published_at__isnull=True, withdrawn_at__isnull=True),
                name="results_pressrelease_one_draft",
                violation_error_message=_("A press release for this occasion is begun already."),
            ),
            models.UniqueConstraint(
                fields=["campaign"],
                condition=Q(kind="launch", published_at__isnull=False, withdrawn_at__isnull=True),
                name="results_pressrelease_one_launch",
                violation_error_message=_("The press release for the launch is published already."),
            ),
            models.UniqueConstraint(
                fields=["announcement"],
                condition=Q(published_at__isnull=False, withdrawn_at__isnull=True),
                name="results_pressrelease_one_for_results",
                violation_error_message=_(
                    "The press release for these results is published already."
                ),
            ),
            models.CheckConstraint(
                condition=Q(kind="launch", announcement__isnull=True)
                | Q(kind="results", published_at__isnull=True)
                | Q(kind="results", announcement__isnull=False),
                name="results_pressrelease_tells_of_results",
                violation_error_message=_(
                    "A press release for results tells of an announcement, no other does."
                ),
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="results_pressrelease_published_by",
                violation_error_message=_("What is published needs who published it."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="results_pressrelease_withdrawn_by",
                violation_error_message=_("What is withdrawn needs who withdrew it."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.campaign}: {self.get_kind_display()}"

    @property
    def state(self) -> State:
        """Where it stands, by what was decided."""
        if self.withdrawn_at is not None:
            return self.State.WITHDRAWN if self.published_at else self.State.PUT_AWAY
        return self.State.PUBLISHED if self.published_at else self.State.DRAFT


class PressDecision(models.Model):
    """One step of a press release: who, when, from what to what, why. Append-only.

    texts: what this step wrote, by language: {"kk": {"title": …, "body": …}}.
    """

    class Verb(models.TextChoices):
        BEGIN = "begin", _("begun from the facts")
        WRITE = "write", _("changed by hand")
        MAKE_ANEW = "make_anew", _("made anew from the facts")
        PUBLISH = "publish", _("published")
        WITHDRAW = "withdraw", _("withdrawn")
        PUT_AWAY = "put_away", _("put away")

    release = models.ForeignKey(
        PressRelease,
        on_delete=models.PROTECT,
        related_name="decisions",
        verbose_name=_("press release"),
    )
    verb = models.CharField(_("step"), max_length=9, choices=Verb.choices)
    from_state = models.CharField(_("from"), max_length=9, blank=True)
    to_state = models.CharField(_("to"), max_length=9)
    texts = models.JSONField(_("texts"), default=dict)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("step of a press release")
        verbose_name_plural = _("steps of press releases")
        ordering = ["at", "pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=~Q(verb="withdraw") | ~Q(reason=""),
                name="results_pressdecision_withdrawing_has_reason",
                violation_error_message=_("Say why the press release is withdrawn."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.release_id}: {self.verb}"
