"""A video in a campaign."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.reach import topics_where
from contests.models import Campaign, Category, RulesVersion
from entries.models.creator import Creator
from partners.images import ReencodedImageField
from partners.models import Partner, Platform


class EntryQuerySet(models.QuerySet["Entry"]):
    """Who may see which entries."""

    def confirmed(self) -> EntryQuerySet:
        """Entries whose submitter proved the e-mail address, or that need no such proof."""
        return self.filter(confirmed_at__isnull=False)

    def accepted(self) -> EntryQuerySet:
        return self.filter(status=Entry.Status.ACCEPTED)

    def taking_part_in(self, category: Category) -> EntryQuerySet:
        """Accepted entries of a category's campaign: on its platform, and chosen where it asks."""
        entries = self.accepted().filter(campaign=category.campaign_id)
        if category.platform:
            entries = entries.filter(platform=category.platform)
        return entries.filter(chosen_categories=category) if category.is_chosen else entries

    def public(self, *, at: datetime) -> EntryQuerySet:
        """What anybody may see: accepted entries of published campaigns."""
        return self.accepted().filter(campaign__published_at__lte=at)

    def of_user(self, user: Any) -> EntryQuerySet:
        """The user's own entries, in whatever state."""
        return self.filter(submitted_by=user) if user.is_authenticated else self.none()

    def visible_to(self, user: Any, *, at: datetime) -> EntryQuerySet:
        """Public entries, one's own, and all for staff who may see entries."""
        public = Q(status=Entry.Status.ACCEPTED, campaign__published_at__lte=at)
        if not user.is_authenticated:
            return self.filter(public)
        if not user.is_staff:
            return self.filter(public | Q(submitted_by=user))
        slugs = topics_where(user, "entries.view_entry")
        if slugs is None:
            return self.all()
        return self.filter(public | Q(submitted_by=user) | Q(campaign__slug__in=slugs))

    def waiting(self) -> EntryQuerySet:
        """The moderators' queue, oldest first: received, and no question to the creator is open."""
        return (
            self.confirmed()
            .filter(status=Entry.Status.RECEIVED, asked_at__isnull=True)
            .order_by("received_at", "pk")
        )


class Entry(models.Model):
    """A video in a campaign; it takes part in every category that need not be chosen."""

    class Status(models.TextChoices):
        RECEIVED = "received", _("received")
        ACCEPTED = "accepted", _("accepted")
        REJECTED = "rejected", _("rejected")
        DISQUALIFIED = "disqualified", _("disqualified")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class CaptionState(models.TextChoices):
        UNKNOWN = "unknown", _("not known")
        WHOLE = "whole", _("known")
        CUT = "cut", _("only its beginning is known")

    class Proposal(models.TextChoices):
        ACCEPT = "accept", _("meets every rule")
        REJECT = "reject", _("breaks a rule")
        LOOK = "look", _("something is not known")

    class Source(models.TextChoices):
        FORM = "form", _("form")
        IMPORT = "import", _("import")
        STAFF = "staff", _("staff")

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="entries", verbose_name=_("campaign")
    )
    platform = models.CharField(_("platform"), max_length=10, choices=Platform.choices)
    video_id = models.CharField(_("video id"), max_length=40)
    url = models.URLField(_("link"), max_length=300)
    creator = models.ForeignKey(
        Creator, on_delete=models.PROTECT, related_name="entries", verbose_name=_("creator")
    )
    joint_creators: models.ManyToManyField[Creator, Any] = models.ManyToManyField(
        Creator, blank=True, related_name="joint_entries", verbose_name=_("joint creators")
    )
    institution = models.ForeignKey(
        Partner,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name=_("institution"),
    )
    # Only of categories that ask to be chosen; the others take every entry.
    chosen_categories: models.ManyToManyField[Category, Any] = models.ManyToManyField(
        Category, blank=True, related_name="chosen_by", verbose_name=_("chosen categories")
    )
    # What is known of the video. entries.facts writes it from what platforms and staff said;
    # an empty field means "not known", never "no".
    caption = models.TextField(_("caption"), blank=True)
    caption_state = models.CharField(
        _("caption is"),
        max_length=7,
        choices=CaptionState.choices,
        default=CaptionState.UNKNOWN,
    )
    language = models.CharField(_("language of the video"), max_length=5, blank=True)
    posted_at = models.DateTimeField(_("posted"), null=True, blank=True)
    seconds = models.PositiveIntegerField(_("duration, seconds"), null=True, blank=True)
    cover = ReencodedImageField(_("cover"), upload_to="covers/", blank=True)
    available = models.BooleanField(_("publicly available"), null=True, blank=True)
    facts_at = models.DateTimeField(_("last heard from the platform"), null=True, blank=True)
    # What the entrant declared about themselves.
    declared_age = models.PositiveSmallIntegerField(_("declared age"), null=True, blank=True)
    declared_country = models.CharField(_("declared country"), max_length=2, blank=True)

    source = models.CharField(
        _("came by"), max_length=10, choices=Source.choices, default=Source.FORM
    )
    video_import = models.ForeignKey(
        "entries.VideoImport",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="entries",
        verbose_name=_("import"),
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name=_("submitted by"),
    )
    received_at = models.DateTimeField(_("received"))
    confirmed_at = models.DateTimeField(_("e-mail address confirmed"), null=True, blank=True)
    rules_version = models.ForeignKey(
        RulesVersion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name=_("agreed rules"),
    )

    # What the checks propose; written by entries.checking only. Empty: not checked yet.
    proposal = models.CharField(
        _("rules say"), max_length=6, choices=Proposal.choices, blank=True, editable=False
    )
    # Set while a question to the creator is open; see entries.asking.
    asked_at = models.DateTimeField(_("asked"), null=True, blank=True, editable=False)

    # Written by entries.moderation only; each change leaves a Decision.
    status = models.CharField(
        _("state"), max_length=15, choices=Status.choices, default=Status.RECEIVED, editable=False
    )
    status_reason = models.TextField(_("reason told to the creator"), blank=True, editable=False)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        ordering = ["-received_at", "-pk"]
        permissions = [("moderate_entry", _("Can accept, reject and disqualify entries"))]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "platform", "video_id"],
                name="entries_entry_video_once",
                violation_error_message=_("This video takes part in the campaign already."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["rejected", "disqualified"]) | ~Q(status_reason=""),
                name="entries_entry_refusal_has_reason",
                violation_error_message=_("Tell the creator why."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["campaign", "status", "-received_at", "-id"], name="entries_entry_gallery"
            ),
            models.Index(fields=["platform", "video_id"], name="entries_entry_video"),
            # The queue reads what waits of a campaign, by proposal, oldest first.
            models.Index(
                fields=["campaign", "proposal", "received_at", "id"],
                condition=Q(status="received"),
                name="entries_entry_queue",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.creator} · {self.platform} {self.video_id}"
