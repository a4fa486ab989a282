"""Who reviews what, and the points and votes given."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from entries.models import Entry
from judging.models.judge import Judge
from judging.models.round import Criterion, Round


def expected_reviews(prefix: str = "") -> Q:
    """Reviews that a round waits for or has, as a condition: the one rule of what may ever count.

    Entries still in the contest, neither stepped back from nor taken away, judges whose work
    counts. `prefix` leads to the review, e.g. "assignments__" from a round or a judge.
    """
    return Q(
        **{
            f"{prefix}recused_at__isnull": True,
            f"{prefix}released_at__isnull": True,
            f"{prefix}judge__work_counts": True,
            f"{prefix}entry__status": Entry.Status.ACCEPTED,
        }
    )


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """What a judge has to do."""

    def of_user(self, user: Any) -> AssignmentQuerySet:
        """What the judge still has to do, or has done: expected reviews of their own."""
        return self.expected().filter(judge__user=user) if user.is_authenticated else self.none()

    def expected(self) -> AssignmentQuerySet:
        """Reviews that a round waits for or has; see expected_reviews."""
        return self.filter(expected_reviews())

    def counting(self) -> AssignmentQuerySet:
        """Expected reviews that are finished: from these ranks follow."""
        return self.expected().filter(finished_at__isnull=False)

    def unfinished(self) -> AssignmentQuerySet:
        """Expected reviews that are still missing."""
        return self.expected().filter(finished_at__isnull=True)


class Assignment(models.Model):
    """A judge's duty to review one entry in one round.

    `revision` counts the saves; who saves names the revision that they saw, so that two devices
    cannot overwrite each other (judging.reviewing).
    """

    class Vote(models.TextChoices):
        YES = "yes", _("yes")
        NO = "no", _("no")
        UNSURE = "unsure", _("unsure")

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
    vote = models.CharField(_("vote"), max_length=6, choices=Vote.choices, blank=True, default="")
    revision = models.PositiveIntegerField(_("saves"), default=0)
    saved_at = models.DateTimeField(_("saved"), null=True, blank=True)
    # What the last save called itself, so that the same save sent twice is taken once.
    saved_token = models.UUIDField(null=True, blank=True, editable=False)
    skipped_at = models.DateTimeField(_("skipped"), null=True, blank=True)
    is_favourite = models.BooleanField(_("favourite"), default=False)
    released_at = models.DateTimeField(_("taken away"), null=True, blank=True)
    released_reason = models.TextField(_("why it was taken away"), blank=True)
    flagged_at = models.DateTimeField(_("flagged for staff"), null=True, blank=True)
    flag_reason = models.TextField(_("what staff should look at"), blank=True)
    flag_settled_at = models.DateTimeField(_("looked at"), null=True, blank=True)
    flag_settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("looked at by"),
    )
    flag_answer = models.TextField(_("what was done"), blank=True)

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
            models.CheckConstraint(
                condition=Q(vote__in=["", "yes", "no", "unsure"]),
                name="judging_assignment_vote_known",
                violation_error_message=_("A vote is yes, no or unsure."),
            ),
            models.CheckConstraint(
                condition=Q(flagged_at__isnull=True) | ~Q(flag_reason=""),
                name="judging_assignment_flag_has_reason",
                violation_error_message=_("Say what the organisers should look at."),
            ),
            models.CheckConstraint(
                condition=Q(flag_settled_at__isnull=True)
                | Q(flagged_at__isnull=False, flag_settled_by__isnull=False),
                name="judging_assignment_settled_flag_was_raised",
                violation_error_message=_("Only a flag can be looked at, and by somebody."),
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) | ~Q(released_reason=""),
                name="judging_assignment_release_has_reason",
                violation_error_message=_("Say why the review is taken away."),
            ),
        ]
        indexes = [
            models.Index(fields=["judge", "round", "finished_at"], name="judging_of_judge"),
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
