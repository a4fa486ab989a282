"""What is still to be asked of a platform to learn whose video an entry is."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from entries.models.entry import Entry
from entries.models.platform_facts import Pending


class OwnershipQuestion(Pending):
    """A person says that an entry's account is theirs, and a platform is asked whether it is so.

    One row for each person, entry and way; asking again starts it anew. While `due_at` is set the
    answer is awaited, afterwards `result` says what came of it. The proof itself is a row of
    OwnershipProof: this one only keeps the page and the workers informed.
    """

    class Way(models.TextChoices):
        SIGNED_IN = "signed_in", _("signed in with the account")
        CODE = "code", _("put our code into the caption or the profile")

    class Result(models.TextChoices):
        """What came of it, for programs: the pages have the sentences."""

        PROVEN = "proven"
        NO_CODE = "no_code"
        OTHER_ACCOUNT = "other_account"
        NOT_TOLD = "not_told"
        NOT_ALLOWED = "not_allowed"

    entry = models.ForeignKey(
        Entry,
        on_delete=models.CASCADE,
        related_name="ownership_questions",
        verbose_name=_("entry"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="ownership_questions",
        verbose_name=_("user"),
    )
    way = models.CharField(_("method"), max_length=12, choices=Way.choices)
    result = models.CharField(_("result"), max_length=15, choices=Result.choices, blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    class Meta:
        verbose_name = _("question of ownership")
        verbose_name_plural = _("questions of ownership")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "user", "way"],
                name="entries_ownershipquestion_once",
                violation_error_message=_("This is being asked already."),
            ),
            models.CheckConstraint(
                condition=Q(due_at__isnull=False, settled_at__isnull=True, result="")
                | (Q(due_at__isnull=True, settled_at__isnull=False) & ~Q(result="")),
                name="entries_ownershipquestion_due_or_settled",
                violation_error_message=_("A question is either due or answered."),
            ),
        ]
        indexes = [models.Index(fields=["way", "due_at"], name="entries_ownershipquestion_due")]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.get_way_display()}"
