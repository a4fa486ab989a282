"""Judges, rounds and criteria; who scores what, and the points given."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from contests.models import Campaign, Category
from entries.models import Entry
from partners.models import Partner


class Judge(models.Model):
    """A user who judges in a campaign."""

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
            )
        ]

    def __str__(self) -> str:
        return str(self.user)


class Round(models.Model):
    """A step of a jury category. Method, criteria and weights are locked by the first score."""

    class Kind(models.TextChoices):
        SCREENING = "screening", _("screening")
        SCORING = "scoring", _("scoring")

    class Aggregation(models.TextChoices):
        MEAN = "mean", _("mean")
        MEDIAN = "median", _("median")
        TRIMMED_MEAN = "trimmed_mean", _("mean without the best and the worst")
        ADJUSTED = "adjusted", _("adjusted for each judge's own scale")

    category = models.ForeignKey(
        Category, on_delete=models.CASCADE, related_name="rounds", verbose_name=_("category")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.SCORING)
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    reviews_per_entry = models.PositiveSmallIntegerField(
        _("reviews for each entry"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: every judge reviews every entry."),
    )
    is_blind = models.BooleanField(
        _("blind"), default=True, help_text=_("Judges do not see who submitted an entry.")
    )
    aggregation = models.CharField(
        _("how scores are put together"),
        max_length=15,
        choices=Aggregation.choices,
        default=Aggregation.TRIMMED_MEAN,
    )

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ["category", "order"]
        permissions = [("assign_judges", _("Can assign judges to entries"))]
        constraints = [
            models.UniqueConstraint(
                fields=["category", "order"],
                name="judging_round_order_unique",
                violation_error_message=_("The category has a round with this number already."),
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="judging_round_closes_after_opens",
                violation_error_message=_("The round must close after it opens."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category}: {self.get_kind_display()} {self.order}"

    def is_open(self, *, at: datetime) -> bool:
        """Whether scores are taken at a moment: from the opening, until just before the close."""
        return self.opens_at <= at < self.closes_at


class Criterion(models.Model):
    """One thing that judges score, with its weight."""

    round = models.ForeignKey(
        Round, on_delete=models.CASCADE, related_name="criteria", verbose_name=_("round")
    )
    title = models.CharField(_("title"), max_length=120)
    help = models.TextField(_("what to look at"), blank=True)
    weight = models.DecimalField(
        _("weight"),
        max_digits=6,
        decimal_places=2,
        default=Decimal("1.00"),
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    max_points = models.PositiveSmallIntegerField(
        _("most points"), default=5, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(weight__gt=0),
                name="judging_criterion_weight_positive",
                violation_error_message=_("A weight must be greater than zero."),
            ),
            models.CheckConstraint(
                condition=Q(max_points__gte=1, max_points__lte=100),
                name="judging_criterion_points_in_range",
                violation_error_message=_("The most points are between 1 and 100."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """What a judge has to do."""

    def of_user(self, user: Any) -> AssignmentQuerySet:
        """What the judge still has to do, or has done: expected reviews of their own."""
        return self.expected().filter(judge__user=user) if user.is_authenticated else self.none()

    def expected(self) -> AssignmentQuerySet:
        """Reviews that a round waits for or has: entries in the contest, judges not recused."""
        return self.filter(recused_at__isnull=True, entry__status=Entry.Status.ACCEPTED)

    def counting(self) -> AssignmentQuerySet:
        """Expected reviews that are finished: from these ranks follow."""
        return self.expected().filter(finished_at__isnull=False)

    def unfinished(self) -> AssignmentQuerySet:
        """Expected reviews that are still missing."""
        return self.expected().filter(finished_at__isnull=True)


class Assignment(models.Model):
    """A judge's duty to review one entry in one round."""

    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("round")
    )
    entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("entry")
    )
    judge = models.ForeignKey(
        Judge, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("judge")
    )
    assigned_at = models.DateTimeField(_("assigned"))
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("assigned by"),
    )
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    recused_at = models.DateTimeField(_("recused"), null=True, blank=True)
    recusal_reason = models.TextField(_("reason of the recusal"), blank=True)
    comment_for_staff = models.TextField(_("comment for the organisers"), blank=True)
    comment_for_creator = models.TextField(_("comment for the creator"), blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "entry", "judge"],
                name="judging_assignment_once",
                violation_error_message=_("This judge has this entry already."),
            ),
            models.CheckConstraint(
                condition=Q(recused_at__isnull=True) | ~Q(recusal_reason=""),
                name="judging_assignment_recusal_has_reason",
                violation_error_message=_("Say why you step back from this entry."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.judge_id} → {self.entry_id}"


class Score(models.Model):
    """The points of one judge for one entry by one criterion."""

    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, related_name="scores", verbose_name=_("assignment")
    )
    criterion = models.ForeignKey(
        Criterion, on_delete=models.PROTECT, related_name="scores", verbose_name=_("criterion")
    )
    points = models.PositiveSmallIntegerField(_("points"))
    # The criterion's maximum, repeated so that the database itself can refuse more.
    out_of = models.PositiveSmallIntegerField(_("out of"))
    scored_at = models.DateTimeField(_("scored"))

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "criterion"],
                name="judging_score_once",
                violation_error_message=_("This criterion is scored already."),
            ),
            models.CheckConstraint(
                condition=Q(points__gte=0, points__lte=F("out_of")),
                name="judging_score_points_in_range",
                violation_error_message=_("The points are out of range."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.points}/{self.out_of}"
