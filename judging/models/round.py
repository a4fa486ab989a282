"""The steps of a jury category, and what judges look at."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from contests.models import Category


class Round(models.Model):
    """A step of a jury category. Method, criteria and weights are locked by the first score."""

    class Kind(models.TextChoices):
        SCREENING = "screening", _("screening")
        SCORING = "scoring", _("scoring")
        PAIRWISE = "pairwise", _("comparing pairs")

    class Aggregation(models.TextChoices):
        MEAN = "mean", _("mean")
        MEDIAN = "median", _("median")
        TRIMMED_MEAN = "trimmed_mean", _("mean without the best and the worst")
        ADJUSTED = "adjusted", _("adjusted for each judge's own scale")

    class Reminders(models.TextChoices):
        NONE = "none", _("none")
        DRAFTED = "drafted", _("wait in the outbox for a person’s nod")
        SENT = "sent", _("leave by themselves")

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
    quorum = models.PositiveSmallIntegerField(
        _("quorum"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Screening: an entry goes on when so many judges have said yes."),
    )
    comparisons_per_judge = models.PositiveSmallIntegerField(
        _("comparisons by each judge"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Comparing pairs. Empty: as many as the number of entries asks for."),
    )
    advance_count = models.PositiveIntegerField(
        _("how many advance"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("So many entries go on, the best first. Or choose a cut-off."),
    )
    advance_cutoff = models.DecimalField(
        _("cut-off"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
        help_text=_("Entries with at least this result, from 0 to 100, go on."),
    )
    reminders = models.CharField(
        _("reminders before the close"),
        max_length=10,
        choices=Reminders.choices,
        default=Reminders.DRAFTED,
        help_text=_("To judges with work left, three days and one day before the close."),
    )
    # A person's decision, kept in full as a RoundClosing; empty again where it was taken back.
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    shares_comments = models.BooleanField(
        _("creators read the comments for them"),
        default=False,
        help_text=_("After the announcement, without the judges’ names."),
    )

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ["category", "order"]
        permissions = [
            ("assign_judges", _("Can assign judges to entries")),
            ("close_round", _("Can close a round and say who advances")),
        ]
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
            models.CheckConstraint(
                condition=Q(kind="screening", quorum__isnull=False, quorum__gte=1)
                | (~Q(kind="screening") & Q(quorum__isnull=True)),
                name="judging_round_quorum_for_screening",
                violation_error_message=_("A screening needs a quorum, other rounds have none."),
            ),
            models.CheckConstraint(
                condition=Q(quorum__isnull=True)
                | Q(reviews_per_entry__isnull=True)
                | Q(quorum__lte=F("reviews_per_entry")),
                name="judging_round_quorum_within_reviews",
                violation_error_message=_("The quorum is more than the reviews for each entry."),
            ),
            models.CheckConstraint(
                condition=Q(advance_count__isnull=True) | Q(advance_cutoff__isnull=True),
                name="judging_round_one_way_to_advance",
                violation_error_message=_("Choose a number or a cut-off, not both."),
            ),
            models.CheckConstraint(
                condition=Q(advance_cutoff__isnull=True)
                | Q(kind="scoring", advance_cutoff__gte=0, advance_cutoff__lte=100),
                name="judging_round_cutoff_in_range",
                violation_error_message=_(
                    "A cut-off is between 0 and 100, and only for rounds that give points."
                ),
            ),
            models.CheckConstraint(
                condition=Q(comparisons_per_judge__isnull=True) | Q(kind="pairwise"),
                name="judging_round_comparisons_of_pairs",
                violation_error_message=_("Only a round of pairs has a number of comparisons."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category}: {self.get_kind_display()} {self.order}"

    def is_open(self, *, at: datetime) -> bool:
        """Whether scores are taken at a moment: from the opening, until just before the close.

        Never once a person has closed the round and said who goes on (judging.closing).
        """
        return self.closed_at is None and self.opens_at <= at < self.closes_at


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
    point_labels = models.TextField(
        _("what the points mean"),
        blank=True,
        help_text=_("One line for each, the points first: “5: outstanding”."),
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
