"""What platforms say about videos: what is still to be asked, and each answer as it came."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partners.models import Platform


class PlatformAnswer(models.Model):
    """One thing that a source said about one video at one moment. Append-only.

    `said` has the keys of `entries.platforms.VideoFacts` that the source told, and only those:
    what was not said is unknown.
    """

    class Source(models.TextChoices):
        TIKTOK_OEMBED = "tiktok_oembed", "TikTok oEmbed"
        TIKTOK_DISPLAY = "tiktok_display", "TikTok Display API"
        YOUTUBE = "youtube", "YouTube Data API"
        IMPORT = "import", _("import")
        STAFF = "staff", _("staff")

    platform = models.CharField(_("platform"), max_length=10, choices=Platform.choices)
    video_id = models.CharField(_("video id"), max_length=40)
    source = models.CharField(_("source"), max_length=20, choices=Source.choices)
    said_at = models.DateTimeField(_("said"))
    found = models.BooleanField(_("the video is there"))
    said = models.JSONField(_("what was said"), default=dict, blank=True)

    class Meta:
        verbose_name = _("answer of a platform")
        verbose_name_plural = _("answers of platforms")
        ordering = ["-said_at", "-pk"]
        indexes = [
            models.Index(fields=["platform", "video_id", "-said_at"], name="entries_answer_video")
        ]

    def __str__(self) -> str:
        return f"{self.platform} {self.video_id}: {self.get_source_display()}"


class Pending(models.Model):
    """Something to ask of the network. The row is there until the answer is kept.

    A worker takes a due row by setting `taken_at` (compare-and-set) and settles it in the same
    transaction as the answer, so that one killed in between loses and doubles nothing: after a
    while the row is taken anew.
    """

    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    taken_at = models.DateTimeField(_("taken by a worker"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.CharField(_("last error"), max_length=300, blank=True)
    asked_at = models.DateTimeField(_("asked for"))

    class Meta:
        abstract = True


class Lookup(Pending):
    """A question about one video to one source; gone when it is answered."""

    class Source(models.TextChoices):
        TIKTOK_OEMBED = "tiktok_oembed", "TikTok oEmbed"
        TIKTOK_DISPLAY = "tiktok_display", "TikTok Display API"
        YOUTUBE = "youtube", "YouTube Data API"
        COVER = "cover", _("cover")

    source = models.CharField(_("source"), max_length=20, choices=Source.choices)
    platform = models.CharField(_("platform"), max_length=10, choices=Platform.choices)
    video_id = models.CharField(_("video id"), max_length=40)
    # Only for a cover: the address that the platform gave, good for some hours.
    address = models.URLField(_("address"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("question to a platform")
        verbose_name_plural = _("questions to platforms")
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "platform", "video_id"],
                name="entries_lookup_once",
                violation_error_message=_("This is being asked already."),
            )
        ]
        indexes = [models.Index(fields=["source", "due_at"], name="entries_lookup_due")]

    def __str__(self) -> str:
        return f"{self.get_source_display()}: {self.platform} {self.video_id}"


class ShortLink(Pending):
    """A short link and the video it leads to: due_at is null once that is settled."""

    link = models.URLField(_("short link"), max_length=120, unique=True)
    platform = models.CharField(_("platform"), max_length=10, choices=Platform.choices, blank=True)
    video_id = models.CharField(_("video id"), max_length=40, blank=True)
    # Why it leads to no video: a code of entries.links.LinkRefusal.
    refusal = models.CharField(_("refusal"), max_length=30, blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    class Meta:
        verbose_name = _("short link")
        verbose_name_plural = _("short links")
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True) | ~Q(video_id="") | ~Q(refusal=""),
                name="entries_shortlink_settled_has_result",
                violation_error_message=_("A settled link leads to a video or is refused."),
            )
        ]
        indexes = [models.Index(fields=["due_at"], name="entries_shortlink_due")]

    def __str__(self) -> str:
        return self.link


class VideoCover(models.Model):
    """The cover of a video, fetched once, drawn anew and kept as ours."""

    platform = models.CharField(_("platform"), max_length=10, choices=Platform.choices)
    video_id = models.CharField(_("video id"), max_length=40)
    image = models.ImageField(_("cover"), upload_to="covers/")
    fetched_at = models.DateTimeField(_("fetched"))

    class Meta:
        verbose_name = _("cover")
        verbose_name_plural = _("covers")
        constraints = [
            models.UniqueConstraint(
                fields=["platform", "video_id"],
                name="entries_cover_once",
                violation_error_message=_("The cover of this video is here already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.platform} {self.video_id}"


class CallBudget(models.Model):
    """How many calls a source has had in a window of time (a minute, a day)."""

    name = models.CharField(_("source and length"), max_length=40)
    began_at = models.DateTimeField(_("began"))
    used = models.PositiveIntegerField(_("used"), default=0)

    class Meta:
        verbose_name = _("budget of calls")
        verbose_name_plural = _("budgets of calls")
        constraints = [
            models.UniqueConstraint(
                fields=["name", "began_at"],
                name="entries_callbudget_window_unique",
                violation_error_message=_("This window is counted already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.used}"
