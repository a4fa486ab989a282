"""What winners can show, and what is shared of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contests.models import Campaign, Category
from entries.models import Creator
from results.models.award import Award
from results.models.claim import Claim


class Certificate(models.Model):
    """A winner's certificate. It holds while the newest announcement names the winner.

    The PDF is set anew from this row whenever it is asked for; see results.certificates.
    """

    claim = models.ForeignKey(
        Claim,
        on_delete=models.PROTECT,
        related_name="certificates",
        verbose_name=_("prize claim"),
    )
    creator = models.ForeignKey(
        Creator, on_delete=models.PROTECT, related_name="certificates", verbose_name=_("creator")
    )
    code = models.CharField(_("code"), max_length=20, unique=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    second_language = models.CharField(
        _("second language"), max_length=5, choices=settings.LANGUAGES, blank=True
    )
    issued_at = models.DateTimeField(_("issued"))

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["issued_at", "pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "creator"],
                name="results_certificate_once",
                violation_error_message=_("This winner has a certificate already."),
            )
        ]

    def __str__(self) -> str:
        return self.code


class Card(models.Model):
    """A picture to share, drawn once: what it shows never changes. See results.cards."""

    class Kind(models.TextChoices):
        CAMPAIGN = "campaign", _("campaign")
        SHORTLIST = "shortlist", _("shortlist")
        WINNER = "winner", _("winner")

    class Size(models.TextChoices):
        WIDE = "wide", _("1200 × 630")
        SQUARE = "square", _("1080 × 1080")
        STORY = "story", _("1080 × 1920")

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="cards", verbose_name=_("campaign")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    category = models.ForeignKey(
        Category,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="cards",
        verbose_name=_("category"),
    )
    award = models.ForeignKey(
        Award,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="cards",
        verbose_name=_("award"),
    )
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    size = models.CharField(_("size"), max_length=6, choices=Size.choices)
    digest = models.CharField(_("digest of what it shows"), max_length=64, unique=True)
    image = models.FileField(_("picture"), upload_to="cards/")
    made_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("share card")
        verbose_name_plural = _("share cards")
        ordering = ["-made_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="winner", award__isnull=False)
                | (~Q(kind="winner") & Q(award__isnull=True)),
                name="results_card_of_winner_has_award",
                violation_error_message=_("A winner’s card needs the award."),
            )
        ]

    def __str__(self) -> str:
        return self.digest
