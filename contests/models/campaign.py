"""The campaign: its texts, dates and decisions."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.reach import topics_where
from contests.models.entry_terms import EntryTerms
from contests.phases import Dates, Phase, phase_at, phase_under_lock
from contests.validators import validate_languages, validate_slug_free, validate_time_zone
from partners.images import ReencodedImageField
from partners.models import Partner, Quote


def _is_public(at: datetime) -> Q:
    return Q(published_at__lte=at)


class CampaignQuerySet(models.QuerySet["Campaign"]):
    """Visibility and phases as verbs."""

    def public(self, *, at: datetime) -> CampaignQuerySet:
        """What anybody may see: published, and never withdrawn from view."""
        return self.filter(_is_public(at))

    def visible_to(self, user: Any, *, at: datetime) -> CampaignQuerySet:
        """Public campaigns, and drafts for those who may see campaigns in the admin."""
        if not (user.is_authenticated and user.is_staff):
            return self.public(at=at)
        slugs = topics_where(user, "contests.view_campaign")
        return self.all() if slugs is None else self.filter(Q(slug__in=slugs) | _is_public(at))

    def announced(self, *, at: datetime) -> CampaignQuerySet:
        return self.public(at=at).filter(announced_at__lte=at, cancelled_at__isnull=True)


class Campaign(EntryTerms):
    """One hashtag project. Without categories it is a showcase: measured, not judged."""

    class Accent(models.TextChoices):
        SAFFRON = "saffron", _("saffron")
        POMEGRANATE = "pomegranate", _("pomegranate")
        TURQUOISE = "turquoise", _("turquoise")
        LAPIS = "lapis", _("lapis")
        EMERALD = "emerald", _("emerald")
        AMBER = "amber", _("amber")
        ROSE = "rose", _("rose")
        VIOLET = "violet", _("violet")
        INDIGO = "indigo", _("indigo")
        GRAPHITE = "graphite", _("graphite")

    slug = models.SlugField(
        _("address name"), max_length=60, unique=True, validators=[validate_slug_free]
    )
    title = models.CharField(_("title"), max_length=120)
    tagline = models.CharField(_("tagline"), max_length=200, blank=True)
    description = models.TextField(
        _("description"), blank=True, help_text=_("Markdown: **bold**, lists, links.")
    )
    languages = models.JSONField(
        _("languages of the campaign"), default=list, validators=[validate_languages]
    )
    time_zone = models.CharField(
        _("time zone"), max_length=60, default="Asia/Almaty", validators=[validate_time_zone]
    )
    accent = models.CharField(
        _("colour"), max_length=12, choices=Accent.choices, default=Accent.LAPIS
    )
    cover = ReencodedImageField(_("cover"), upload_to="campaigns/", blank=True)
    is_demo = models.BooleanField(
        _("demo"), default=False, help_text=_("People, entries and figures are invented.")
    )
    previous_edition = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="later_editions",
        verbose_name=_("earlier edition"),
    )

    # Dates that people promise. The phase follows from them; see contests.phases.
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    shortlist_by = models.DateTimeField(_("shortlist by"), null=True, blank=True)
    announce_by = models.DateTimeField(_("winners by"), null=True, blank=True)
    archives_at = models.DateTimeField(_("moves to the archive"), null=True, blank=True)
    # Decisions that people took; written by verbs only.
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    announced_at = models.DateTimeField(_("announced"), null=True, editable=False)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, editable=False)

    partners: models.ManyToManyField[Partner, Any] = models.ManyToManyField(
        Partner, through="Partnership", related_name="campaigns"
    )
    quotes: models.ManyToManyField[Quote, Any] = models.ManyToManyField(
        Quote, blank=True, related_name="campaigns", verbose_name=_("quotes")
    )

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["-opens_at", "slug"]
        permissions = [
            ("publish_campaign", _("Can publish campaigns")),
            ("cancel_campaign", _("Can cancel campaigns")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="contests_campaign_closes_after_opens",
                violation_error_message=_("The campaign must close after it opens."),
            ),
            models.CheckConstraint(
                condition=Q(shortlist_by__gte=F("closes_at")),
                name="contests_campaign_shortlist_after_close",
                violation_error_message=_("The shortlist cannot be promised before the close."),
            ),
            models.CheckConstraint(
                condition=Q(announce_by__gte=F("closes_at")),
                name="contests_campaign_announce_after_close",
                violation_error_message=_("The winners cannot be promised before the close."),
            ),
            models.CheckConstraint(
                condition=Q(announce_by__gte=F("shortlist_by")),
                name="contests_campaign_announce_after_shortlist",
                violation_error_message=_("The winners cannot be promised before the shortlist."),
            ),
            models.CheckConstraint(
                condition=Q(archives_at__gt=F("closes_at")),
                name="contests_campaign_archives_after_close",
                violation_error_message=_("The archive cannot begin before the close."),
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True)
                | Q(opens_at__isnull=False, closes_at__isnull=False),
                name="contests_campaign_published_has_dates",
                violation_error_message=_("A published campaign needs its opening and its close."),
            ),
            models.CheckConstraint(
                condition=Q(announced_at__isnull=True) | Q(published_at__isnull=False),
                name="contests_campaign_announced_is_published",
                violation_error_message=_("Only a published campaign can be announced."),
            ),
            models.CheckConstraint(
                condition=Q(max_seconds__gte=F("min_seconds")),
                name="contests_campaign_seconds_in_order",
                violation_error_message=_(
                    "The longest video must not be shorter than the shortest."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.slug

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def dates(self) -> Dates:
        return Dates(
            opens_at=self.opens_at,
            closes_at=self.closes_at,
            published_at=self.published_at,
            announced_at=self.announced_at,
            cancelled_at=self.cancelled_at,
            archives_at=self.archives_at,
        )

    def phase(self, *, at: datetime) -> Phase:
        """Where the campaign stands at a moment; see contests.phases."""
        return phase_at(self.dates, at=at)

    def phase_under_lock(self, *, at: datetime) -> Phase:
        """Where it stands for a verb that holds its lock; see contests.phases."""
        return phase_under_lock(self.dates, at=at)

    @cached_property
    def is_showcase(self) -> bool:
        """Whether nothing is awarded: the campaign is measured, not judged."""
        return not self.categories.all()

    @cached_property
    def official_hashtag(self) -> str:
        """The spelling to show, with its #; empty while none is set."""
        tags = sorted(self.hashtags.all(), key=lambda tag: (tag.kind != "official", tag.pk))
        return f"#{tags[0].text}" if tags else ""
