"""What becomes of a prize: offered, accepted, handed over, in the winner's hands."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from contests.models import Prize
from entries.models import Creator, Entry
from results.models.award import Award


class Claim(models.Model):
    """A prize that was awarded, and what its winner said to it.

    It outlives corrections in which the winner keeps the prize. Joint winners share one.
    """

    class Status(models.TextChoices):
        OFFERED = "offered", _("offered to the winner")
        ACCEPTED = "accepted", _("accepted by the winner")
        HANDED_OVER = "handed_over", _("with the sponsor")
        FULFILLED = "fulfilled", _("the winner has it")
        DECLINED = "declined", _("declined by the winner")
        REVOKED = "revoked", _("taken back")

    prize = models.ForeignKey(
        Prize, on_delete=models.PROTECT, related_name="claims", verbose_name=_("prize")
    )
    entry = models.ForeignKey(
        Entry,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="claims",
        verbose_name=_("entry"),
    )
    creator = models.ForeignKey(
        Creator, on_delete=models.PROTECT, related_name="claims", verbose_name=_("creator")
    )
    award = models.ForeignKey(
        Award, on_delete=models.PROTECT, related_name="claims", verbose_name=_("award")
    )
    status = models.CharField(
        _("state"), max_length=12, choices=Status.choices, default=Status.OFFERED
    )
    offered_at = models.DateTimeField(_("offered"))
    accept_by = models.DateTimeField(_("to be accepted by"))
    fulfilled_at = models.DateTimeField(_("the winner has it since"), null=True, blank=True)
    certificate_name = models.CharField(
        _("name on the certificate"),
        max_length=120,
        blank=True,
        help_text=_("As it is to be printed. Empty: the handle."),
    )

    class Meta:
        verbose_name = _("prize claim")
        verbose_name_plural = _("prize claims")
        ordering = ["prize__category__order", "prize__category", "prize__place", "pk"]
        default_permissions = ("change", "view")
        constraints = [
            models.UniqueConstraint(
                fields=["prize", "entry"],
                condition=Q(entry__isnull=False),
                name="results_claim_once_for_entry",
                violation_error_message=_("This prize is offered to this entry already."),
            ),
            models.UniqueConstraint(
                fields=["prize", "creator"],
                condition=Q(entry__isnull=True),
                name="results_claim_once_for_creator",
                violation_error_message=_("This prize is offered to this creator already."),
            ),
            models.CheckConstraint(
                condition=Q(accept_by__gt=F("offered_at")),
                name="results_claim_leaves_time",
                violation_error_message=_("The winner needs time to accept the prize."),
            ),
            models.CheckConstraint(
                condition=Q(status="fulfilled", fulfilled_at__isnull=False)
                | (~Q(status="fulfilled") & Q(fulfilled_at__isnull=True)),
                name="results_claim_fulfilled_has_time",
                violation_error_message=_("A prize that the winner has needs the time of it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prize}: {self.creator}"


class ClaimDecision(models.Model):
    """One step of a claim: who, when, from what to what and why. Append-only."""

    claim = models.ForeignKey(
        Claim, on_delete=models.PROTECT, related_name="decisions", verbose_name=_("prize claim")
    )
    verb = models.CharField(_("step"), max_length=20)
    from_status = models.CharField(_("from"), max_length=12, blank=True)
    to_status = models.CharField(_("to"), max_length=12)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("step of a prize claim")
        verbose_name_plural = _("steps of prize claims")
        ordering = ["at", "pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.claim}: {self.to_status}"


class DeliveryData(models.Model):
    """Where a prize is to go: kept apart, encrypted, and deleted after a time.

    `sealed` is a Fernet token; see results.delivery.
    """

    claim = models.OneToOneField(
        Claim, on_delete=models.CASCADE, related_name="delivery", verbose_name=_("prize claim")
    )
    sealed = models.TextField(editable=False)
    saved_at = models.DateTimeField(_("saved"))

    class Meta:
        verbose_name = _("delivery data")
        verbose_name_plural = _("delivery data")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return str(self.claim)
