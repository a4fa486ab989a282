"""Mail that waits for a person's nod."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.reach import topics_where


class MessageQuerySet(models.QuerySet["Message"]):
    """Verbs on mails."""

    def drafts(self) -> MessageQuerySet:
        return self.filter(status=Message.Status.DRAFT)

    def in_reach_of(self, user: User, permission: str) -> MessageQuerySet:
        """Those that a person may see or release: all, or those about some topics."""
        topics = topics_where(user, permission)
        return self if topics is None else self.filter(topic__in=topics)

    def due(self, *, at: datetime) -> MessageQuerySet:
        """Released mails whose time to be sent has come."""
        return self.filter(status=Message.Status.RELEASED, send_after__lte=at)


class Message(models.Model):
    """One mail to one person, in that person's language.

    draft → released (a person's nod) → sending → sent or failed; a draft may be held.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        HELD = "held", _("held back")
        RELEASED = "released", _("released")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")

    purpose = models.CharField(_("purpose"), max_length=40)
    topic = models.CharField(
        _("about"), max_length=120, blank=True, help_text=_("What it belongs to, e.g. a campaign.")
    )
    key = models.CharField(
        _("key"), max_length=120, help_text=_("Two mails with one key cannot exist.")
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="messages",
        verbose_name=_("recipient"),
    )
    to_email = models.EmailField(_("address"), max_length=254)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    status = models.CharField(
        _("state"), max_length=10, choices=Status.choices, default=Status.DRAFT
    )
    created_at = models.DateTimeField(_("written"))
    released_at = models.DateTimeField(_("released"), null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("released by"),
    )
    send_after = models.DateTimeField(_("not before"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    started_at = models.DateTimeField(_("last attempt"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.TextField(_("last error"), blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-created_at", "-pk"]
        permissions = [("release_message", _("Can release mails"))]
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                name="outbox_message_key_unique",
                violation_error_message=_("This mail exists already."),
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["draft", "held"])
                | models.Q(released_at__isnull=False, send_after__isnull=False),
                name="outbox_message_released_has_time",
                violation_error_message=_("A released mail needs the time of its release."),
            ),
            models.CheckConstraint(
                condition=~models.Q(status="sent") | models.Q(sent_at__isnull=False),
                name="outbox_message_sent_has_time",
                violation_error_message=_("A sent mail needs the time when it was sent."),
            ),
        ]
        indexes = [models.Index(fields=["status", "send_after"], name="outbox_message_due")]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to_email}"


class MailStop(models.Model):
    """A time in which no mail of the outbox leaves, from a person's word to another's."""

    stopped_at = models.DateTimeField(_("since"))
    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("stopped by"),
    )
    reason = models.TextField(_("reason"))
    lifted_at = models.DateTimeField(_("until"), null=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("lifted by"),
    )

    class Meta:
        verbose_name = _("stop of all mail")
        verbose_name_plural = _("stops of all mail")
        ordering = ["-stopped_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                models.ExpressionWrapper(
                    models.Q(lifted_at__isnull=True), output_field=models.BooleanField()
                ),
                condition=models.Q(lifted_at__isnull=True),
                name="outbox_mailstop_one_at_a_time",
                violation_error_message=_("All mail is stopped already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="outbox_mailstop_has_reason",
                violation_error_message=_("Say why all mail is stopped."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stopped_at:%Y-%m-%d %H:%M}"
