"""The accepted spellings of a campaign's hashtag."""

from __future__ import annotations

import regex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contests.fields import HashtagKeyField
from contests.hashtag_keys import lookalike_key, strict_key
from contests.models.campaign import Campaign

# Letters with their marks, digits, the underscore, and the joiners that Persian and Urdu need.
WRITABLE = regex.compile(r"[\p{L}\p{M}\p{N}_\u200c\u200d]+")


class Hashtag(models.Model):
    """One accepted spelling of a campaign's hashtag."""

    class Kind(models.TextChoices):
        OFFICIAL = "official", _("official")
        ACCEPTED = "accepted", _("accepted")
        TOLERATED = "tolerated", _("tolerated")

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="hashtags", verbose_name=_("campaign")
    )
    text = models.CharField(
        _("hashtag"), max_length=100, help_text=_("With or without the # sign.")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.ACCEPTED)
    strict_key = HashtagKeyField(source="text", key=strict_key)
    lookalike_key = HashtagKeyField(source="text", key=lookalike_key)

    class Meta:
        verbose_name = _("hashtag")
        verbose_name_plural = _("hashtags")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "strict_key"],
                name="contests_hashtag_unique",
                violation_error_message=_("The campaign has this hashtag already."),
            ),
            models.UniqueConstraint(
                fields=["campaign"],
                condition=Q(kind="official"),
                name="contests_hashtag_one_official",
                violation_error_message=_("Only one spelling can be the official one."),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.text}"

    def clean(self) -> None:
        self.text = self.text.strip().lstrip("#﹟＃")
        keys = (strict_key(self.text), lookalike_key(self.text))
        # A few ligatures grow when they are folded; PostgreSQL refuses keys past 200 characters.
        fits = all(0 < len(key) <= 200 for key in keys)
        if not fits or not WRITABLE.fullmatch(self.text):
            raise ValidationError({"text": _("Write a hashtag of letters and digits.")})
