"""Ministries, platforms, libraries, museums, theatres, sponsors; their handles and quotes."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.images import ReencodedImageField


class Platform(models.TextChoices):
    """Where videos are posted."""

    TIKTOK = "tiktok", "TikTok"
    YOUTUBE = "youtube", "YouTube"
    INSTAGRAM = "instagram", "Instagram"


class Partner(models.Model):
    """An institution that takes part in campaigns."""

    class Kind(models.TextChoices):
        MINISTRY = "ministry", _("ministry")
        PLATFORM = "platform", _("video platform")
        LIBRARY = "library", _("library")
        MUSEUM = "museum", _("museum")
        THEATRE = "theatre", _("theatre")
        SPONSOR = "sponsor", _("sponsor")
        MEDIA = "media", _("media")
        OTHER = "other", _("other institution")

    slug = models.SlugField(_("address name"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    country = models.CharField(
        _("country"), max_length=2, blank=True, help_text=_("Two letters, e.g. KZ.")
    )
    # Regions are counted by their code; the name is for people.
    region_code = models.CharField(
        _("code of the region"),
        max_length=6,
        blank=True,
        help_text=_("By ISO 3166-2, e.g. KZ-63."),
        validators=[
            RegexValidator(r"^[A-Z]{2}-[A-Z0-9]{1,3}$", _("Write it like KZ-63 or AZ-BA."))
        ],
    )
    region = models.CharField(_("region"), max_length=120, blank=True)
    website = models.URLField(_("website"), blank=True)
    logo = ReencodedImageField(_("logo"), upload_to="partners/", blank=True)

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.name or self.slug


class PartnerAccount(models.Model):
    """A partner's account on a platform."""

    partner = models.ForeignKey(
        Partner, on_delete=models.CASCADE, related_name="accounts", verbose_name=_("partner")
    )
    platform = models.CharField(_("platform"), max_length=10, choices=Platform.choices)
    handle = models.CharField(_("handle"), max_length=80, help_text=_("Without the @ sign."))

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.UniqueConstraint(
                fields=["platform", "handle"],
                name="partners_account_unique",
                violation_error_message=_("This account belongs to a partner already."),
            )
        ]

    def __str__(self) -> str:
        return f"@{self.handle}"


class Quote(models.Model):
    """What somebody said about a campaign, on behalf of a partner."""

    partner = models.ForeignKey(
        Partner, on_delete=models.CASCADE, related_name="quotes", verbose_name=_("partner")
    )
    speaker = models.CharField(_("speaker"), max_length=150)
    post = models.CharField(_("post"), max_length=250, blank=True)
    text = models.TextField(_("quote"))

    class Meta:
        verbose_name = _("quote")
        verbose_name_plural = _("quotes")

    def __str__(self) -> str:
        return self.speaker
