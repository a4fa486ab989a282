"""Views, likes, comments and shares of a video at a moment, with their source. Append-only."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from entries.models import Entry
from metrics.models.reading_import import ReadingImport, private_storage
from partners.images import ReencodedImageField


class ReadingQuerySet(models.QuerySet["Reading"]):
    """Which readings count."""

    def live(self) -> ReadingQuerySet:
        """Readings that count: attested where a person typed them, and replaced by none such."""
        return self.filter(
            Q(attestation__agrees=True) | ~Q(source=Reading.Source.MANUAL),
            replaced_by_agreed__isnull=True,
        )

    def unattested(self) -> ReadingQuerySet:
        """Readings typed by a person that a second one has not looked at."""
        return self.filter(source=Reading.Source.MANUAL, attestation__isnull=True)

    def newest_first(self) -> ReadingQuerySet:
        return self.order_by("-taken_at", "-pk")


class ReadingBatch(models.Model):
    """What came in together: one file, or the answer to one call. Append-only."""

    came_at = models.DateTimeField(_("came"))
    reading_import = models.OneToOneField(
        ReadingImport,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="batch",
        verbose_name=_("import"),
    )

    class Meta:
        verbose_name = _("batch of readings")
        verbose_name_plural = _("batches of readings")
        ordering = ["-came_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.came_at:%Y-%m-%d %H:%M}"


class Reading(models.Model):
    """One entry's figures at one moment. A correction is a new reading that replaces another.

    A reading that a person typed counts once a second person attests it.
    """

    class Source(models.TextChoices):
        CREATOR_TOKEN = "creator_token", _("the creator's own account")
        PLATFORM_API = "platform_api", _("the platform")
        IMPORT = "import", _("import")
        MANUAL = "manual", _("entered by hand")

    # Its history's index serves this as well.
    entry = models.ForeignKey(
        Entry,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="readings",
        verbose_name=_("entry"),
    )
    taken_at = models.DateTimeField(_("taken"))
    views = models.PositiveBigIntegerField(_("views"))
    likes = models.PositiveBigIntegerField(_("likes"), null=True, blank=True)
    comments = models.PositiveBigIntegerField(_("comments"), null=True, blank=True)
    shares = models.PositiveBigIntegerField(_("shares"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=15, choices=Source.choices)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    # Written in one transaction with its batch, and neither is ever deleted: the database need not
    # look it up for each of a million rows.
    batch = models.ForeignKey(
        ReadingBatch,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        db_constraint=False,
        related_name="readings",
        verbose_name=_("batch"),
    )
    # A correction that a second person refuses leaves room for another one.
    replaces = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="corrections",
        verbose_name=_("replaces"),
    )
    reason = models.TextField(_("reason of the correction"), blank=True)
    screenshot = ReencodedImageField(
        _("screenshot"), upload_to="readings/", storage=private_storage, blank=True
    )

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        ordering = ["-taken_at", "-pk"]
        permissions = [("attest_reading", _("Can attest readings that another person typed"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_at__lte=models.F("recorded_at")),
                name="metrics_reading_not_from_the_future",
                violation_error_message=_("A reading cannot come from the future."),
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(reason=""),
                name="metrics_reading_correction_has_reason",
                violation_error_message=_("A correction needs its reason."),
            ),
        ]
        indexes = [
            models.Index(fields=["entry", "taken_at"], name="metrics_reading_history"),
            # Few of very many: what waits for a second person is counted on every first page.
            models.Index(
                fields=["entry"], condition=Q(source="manual"), name="metrics_reading_typed"
            ),
            models.Index(
                fields=["replaces"],
                condition=Q(replaces__isnull=False),
                name="metrics_reading_corrections",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.views}"


class Attestation(models.Model):
    """A second person's word on a reading that somebody typed. Append-only."""

    reading = models.OneToOneField(
        Reading, on_delete=models.PROTECT, related_name="attestation", verbose_name=_("reading")
    )
    agrees = models.BooleanField(_("agrees"))
    # Repeats the reading's, so that the database itself refuses one person in both parts.
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    attested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("attested by"),
    )
    attested_at = models.DateTimeField(_("attested"))
    reason = models.TextField(_("reason of the refusal"), blank=True)
    # Repeats the reading's where the second person agrees: one reading is replaced once.
    replaces = models.OneToOneField(
        Reading,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by_agreed",
        verbose_name=_("replaces"),
    )

    class Meta:
        verbose_name = _("attestation of a reading")
        verbose_name_plural = _("attestations of readings")
        ordering = ["-attested_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(attested_by=models.F("recorded_by")) | Q(recorded_by__isnull=True),
                name="metrics_attestation_by_another",
                violation_error_message=_("Another person must attest the reading."),
            ),
            models.CheckConstraint(
                condition=Q(agrees=True) | ~Q(reason=""),
                name="metrics_attestation_refusal_has_reason",
                violation_error_message=_("Say what is wrong with the reading."),
            ),
            models.CheckConstraint(
                condition=Q(agrees=True) | Q(replaces__isnull=True),
                name="metrics_attestation_refusal_replaces_nothing",
                violation_error_message=_("A refused correction replaces nothing."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reading}: {self.agrees}"
