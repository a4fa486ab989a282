"""Who stands behind an entry: proofs of ownership, guardians, claim links."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contests.models import Campaign, RulesVersion
from entries.models.creator import Creator
from entries.models.entry import Entry


class OwnershipProof(models.Model):
    """How a person showed that an account on a platform is theirs. Append-only."""

    class Method(models.TextChoices):
        SIGNED_IN = "signed_in", _("signed in with the account")
        CODE = "code", _("put our code into the caption or the profile")
        ATTESTED = "attested", _("attested by staff")
        CLAIM_LINK = "claim_link", _("opened a claim link sent to the account")

    creator = models.ForeignKey(
        Creator, on_delete=models.PROTECT, related_name="proofs", verbose_name=_("creator")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="ownership_proofs",
        verbose_name=_("user"),
    )
    method = models.CharField(_("method"), max_length=12, choices=Method.choices)
    entry = models.ForeignKey(
        Entry,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="ownership_proofs",
        verbose_name=_("shown with the entry"),
    )
    proven_at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("attested by"),
    )
    reason = models.TextField(_("reason"), blank=True)
    evidence = models.JSONField(_("evidence"), default=dict, blank=True)

    class Meta:
        verbose_name = _("proof of ownership")
        verbose_name_plural = _("proofs of ownership")
        ordering = ["-proven_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(method="attested") | (Q(by__isnull=False) & ~Q(reason="")),
                name="entries_proof_attested_has_reason",
                violation_error_message=_("Say how you know whose account it is."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.creator}: {self.get_method_display()}"


class GuardianConsent(models.Model):
    """A guardian's agreement to an under-age entrant's entry: asked by mail, given on a page."""

    entry = models.OneToOneField(
        Entry, on_delete=models.PROTECT, related_name="guardian", verbose_name=_("entry")
    )
    name = models.CharField(_("guardian’s name"), max_length=150)
    email = models.EmailField(_("guardian’s e-mail address"), max_length=254)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    # Part of the signed link; a new one makes the links sent before worthless.
    nonce = models.CharField(max_length=32, editable=False)
    rules_version = models.ForeignKey(
        RulesVersion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("agreed rules"),
    )
    asked_at = models.DateTimeField(_("asked"))
    confirmed_at = models.DateTimeField(_("agreed"), null=True, blank=True)

    class Meta:
        verbose_name = _("guardian’s consent")
        verbose_name_plural = _("guardians’ consents")
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.name}"


class ClaimLink(models.Model):
    """With it the owner of an imported account takes over its entries: once, until it expires."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="claim_links", verbose_name=_("campaign")
    )
    creator = models.ForeignKey(
        Creator, on_delete=models.PROTECT, related_name="claim_links", verbose_name=_("creator")
    )
    # Part of the signed link; a new one makes the links made before worthless.
    nonce = models.CharField(max_length=32, editable=False)
    created_at = models.DateTimeField(_("made"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("made by"),
    )
    expires_at = models.DateTimeField(_("good until"))
    used_at = models.DateTimeField(_("used"), null=True, blank=True)
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="claim_links",
        verbose_name=_("used by"),
    )

    class Meta:
        verbose_name = _("claim link")
        verbose_name_plural = _("claim links")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "creator"],
                name="entries_claimlink_once",
                violation_error_message=_("This creator has a claim link already."),
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(used_by__isnull=False),
                name="entries_claimlink_used_by_somebody",
                violation_error_message=_("A used link was used by somebody."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.creator} · {self.campaign}"
