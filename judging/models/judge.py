"""The people of a jury, and to whom they are tied."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contests.models import Campaign
from entries.models import Creator
from partners.models import Partner


def no_languages() -> list[str]:
    """A judge of whom no languages are known judges videos in any."""
    return []


class JudgeQuerySet(models.QuerySet["Judge"]):
    """Who sits in a jury."""

    def sitting(self) -> JudgeQuerySet:
        """Judges who have not left: only they get reviews."""
        return self.filter(left_at__isnull=True)


class Judge(models.Model):
    """A user who judges in a campaign.

    Who falls ill leaves, and what they have finished counts; who must not have judged leaves with
    `work_counts` taken away, and nothing of theirs counts any more.
    """

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="judges", verbose_name=_("campaign")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="judgeships",
        verbose_name=_("user"),
    )
    organisation = models.ForeignKey(
        Partner,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="judges",
        verbose_name=_("organisation"),
        help_text=_("The judge never sees entries by creators of this organisation."),
    )
    is_chair = models.BooleanField(_("chairs the jury"), default=False)
    languages: models.JSONField[list[str], list[str]] = models.JSONField(
        _("languages"),
        default=no_languages,
        blank=True,
        help_text=_(
            "The judge gets videos in these languages, and those whose language is not known. "
            "None chosen: videos in any language."
        ),
    )
    left_at = models.DateTimeField(_("left the jury"), null=True, blank=True, editable=False)
    left_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    left_reason = models.TextField(_("why the judge left"), blank=True, editable=False)
    work_counts = models.BooleanField(_("finished reviews count"), default=True, editable=False)

    objects = JudgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("judge")
        verbose_name_plural = _("judges")
        ordering = ["pk"]
        permissions = [("score_entries", _("Can score entries"))]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "user"],
                name="judging_judge_once_per_campaign",
                violation_error_message=_("This person judges in the campaign already."),
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | ~Q(left_reason=""),
                name="judging_judge_leaves_with_reason",
                violation_error_message=_("Say why the judge leaves."),
            ),
            models.CheckConstraint(
                condition=Q(work_counts=True) | Q(left_at__isnull=False),
                name="judging_judge_counts_while_sitting",
                violation_error_message=_("Reviews stop counting only when the judge leaves."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)


class Relation(models.Model):
    """A declared relation: the judge must not judge what this creator or institution entered."""

    judge = models.ForeignKey(
        Judge, on_delete=models.CASCADE, related_name="relations", verbose_name=_("judge")
    )
    creator = models.ForeignKey(
        Creator,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("creator"),
    )
    partner = models.ForeignKey(
        Partner,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("institution"),
    )
    reason = models.TextField(_("reason"))
    declared_at = models.DateTimeField(_("declared"))
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("declared by"),
    )

    class Meta:
        verbose_name = _("declared relation")
        verbose_name_plural = _("declared relations")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(creator__isnull=True) ^ Q(partner__isnull=True),
                name="judging_relation_to_one",
                violation_error_message=_("Choose either a creator or an institution."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="judging_relation_has_reason",
                violation_error_message=_("Say how the judge is related."),
            ),
            models.UniqueConstraint(
                fields=["judge", "creator"],
                condition=Q(creator__isnull=False),
                name="judging_relation_creator_once",
                violation_error_message=_("This relation is declared already."),
            ),
            models.UniqueConstraint(
                fields=["judge", "partner"],
                condition=Q(partner__isnull=False),
                name="judging_relation_partner_once",
                violation_error_message=_("This relation is declared already."),
            ),
        ]

    def __str__(self) -> str:
        other: Any = self.creator if self.creator_id else self.partner
        return f"{self.judge} · {other}"
