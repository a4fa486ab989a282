"""What an entry must be: the part of a campaign that eligibility is judged by."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from contests.validators import validate_countries


class EntryTerms(models.Model):
    """The terms of taking part. `entries.eligibility` answers each of them for each entry."""

    class Lookalikes(models.TextChoices):
        REVIEW = "review", _("a person decides")
        HONOUR = "honour", _("count as the hashtag")

    platforms = models.JSONField(_("platforms"), default=list)
    min_seconds = models.PositiveIntegerField(_("shortest video, seconds"), null=True, blank=True)
    max_seconds = models.PositiveIntegerField(_("longest video, seconds"), null=True, blank=True)
    max_entries_per_creator = models.PositiveIntegerField(
        _("entries per creator"), null=True, blank=True
    )
    min_age = models.PositiveSmallIntegerField(
        _("youngest age"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(99)],
    )
    guardian_age = models.PositiveSmallIntegerField(
        _("a guardian agrees below the age of"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(99)],
        help_text=_("Younger entrants name a guardian, who has to agree before the entry counts."),
    )
    countries = models.JSONField(
        _("countries"),
        default=list,
        blank=True,
        validators=[validate_countries],
        help_text=_("Where entrants live. None chosen: anywhere."),
    )
    prior_posts_allowed = models.BooleanField(
        _("videos posted before the opening may take part"), default=False
    )
    ownership_required = models.BooleanField(
        _("entrants must show that the account is theirs"), default=False
    )
    participants_excluded = models.BooleanField(
        _("participating institutions may not win"),
        default=False,
        help_text=_("Organisers, sponsors and other partners, judges and staff never may."),
    )
    lookalikes = models.CharField(
        _("hashtags that only look like ours"),
        max_length=10,
        choices=Lookalikes.choices,
        default=Lookalikes.REVIEW,
    )
    accepts_automatically = models.BooleanField(
        _("accept entries that meet every rule at once"),
        default=False,
        help_text=_("Otherwise they are proposed, and a person accepts them."),
    )

    class Meta:
        abstract = True
