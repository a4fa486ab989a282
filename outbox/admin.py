"""Mails in the admin: look, correct the text, release or hold back. Nothing is added or deleted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import linebreaksbr
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from accounts.acting import acting_user
from accounts.clock import database_now
from outbox.confirmation import BUTTONS, DONE, EXPLANATIONS, PEOPLE, QUESTIONS
from outbox.delivery import ERRORS
from outbox.models import Message, MessageQuerySet
from outbox.purposes import purpose_label
from outbox.release import (
    EDITABLE,
    MailRefused,
    edit_message,
    hold_messages,
    release_messages,
    retry_messages,
)
from outbox.stop_page import standing_stop, stop_page

Status = Message.Status
# As many ids as one form can carry (DATA_UPLOAD_MAX_NUMBER_FIELDS).
MOST_AT_ONCE = 2000
HEAD = ("shown_address", "state")
DETAILS = (
    "shown_purpose",
    "shown_topic",
    "language",
    "created_at",
    "released_at",
    "released_by",
    "send_after",
    "started_at",
    "attempts",
    "sent_at",
)


class MessageForm(forms.ModelForm[Message]):
    """The text of a draft, running in the direction of its own letters."""

    class Meta:
        model = Message
        fields = ("subject", "body")
        widgets = {
            "subject": UnfoldAdminTextInputWidget(attrs={"dir": "auto"}),
            "body": UnfoldAdminTextareaWidget(attrs={"dir": "auto", "rows": 16}),
        }


class PurposeFilter(admin.SimpleListFilter):
    """Mails of one purpose, by its name."""

    title = _("purpose")
    parameter_name = "purpose"

    def lookups(
        self,
        request: HttpRequest,
        model_admin: admin.ModelAdmin[Message],  # noqa: ARG002 - Django's signature
    ) -> Iterable[tuple[str, str]]:
        known = Message.objects.order_by("purpose").values_list("purpose", flat=True).distinct()
        return [(purpose, purpose_label(purpose)) for purpose in known]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Message]) -> QuerySet[Message]:
        return queryset.filter(purpose=self.value()) if self.value() else queryset


@admin.register(Message)
class MessageAdmin(ModelAdmin):
    """The outbox."""

    form = MessageForm
    list_display = ("shown_subject", "shown_address", "shown_purpose", "shown_topic",
                    "language", "shown_status", "created_at")  # fmt: skip
    list_filter = ("status", PurposeFilter, "topic", "language")
    search_fields = ("subject", "to_email")
    list_per_page = 50
    actions = ("release", "hold", "retry")
    list_before_template = "admin/outbox/stop_notice.html"

    def get_urls(self) -> list[URLPattern]:
        stop = path("stop/", self.admin_site.admin_view(stop_page), name="outbox_stop")
        return [stop, *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        mails: MessageQuerySet = super().get_queryset(request)
        return mails.in_reach_of(acting_user(request), "outbox.view_message")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        stop = {"mail_stop": standing_stop(), "may_stop": self.has_release_permission(request)}
        return super().changelist_view(request, {**(extra_context or {}), **stop})

    def get_fieldsets(self, request: HttpRequest, obj: Message | None = None) -> Any:
        editable = self.has_change_permission(request, obj)
        text = ("subject", "body") if editable else ("shown_subject", "shown_body")
        return (
            (None, {"fields": (*HEAD, *text, "shown_error")}),
            (_("Details"), {"classes": ("tab",), "fields": DETAILS}),
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Message | None = None) -> list[str]:
        return [*HEAD, "shown_subject", "shown_body", "shown_error", *DETAILS]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Message | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Message | None = None) -> bool:
        editable = obj is None or obj.status in EDITABLE
        return editable and super().has_change_permission(request, obj)

    def has_release_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("outbox.release_message")

    def save_model(self, request: HttpRequest, obj: Model, form: forms.Form, change: bool) -> None:
        """Write the text alone, by the verb: the mail may have been released meanwhile."""
        try:
            edit_message(
                message_id=obj.pk,
                subject=form.cleaned_data["subject"],
                body=form.cleaned_data["body"],
                by=acting_user(request),
                at=database_now(),
            )
        except MailRefused as refused:
            messages.set_level(request, messages.ERROR)  # no "was changed successfully" beside it
            messages.error(request, refused.message)

    @admin.action(description=_("Release for sending"), permissions=["release"])
    def release(self, request: HttpRequest, queryset: QuerySet[Message]) -> HttpResponse | None:
        return self._ask_or_do(request, queryset, "release", release_messages)

    @admin.action(description=_("Hold back"), permissions=["release"])
    def hold(self, request: HttpRequest, queryset: QuerySet[Message]) -> HttpResponse | None:
        return self._ask_or_do(request, queryset, "hold", hold_messages)

    @admin.action(description=_("Send failed mails again"), permissions=["release"])
    def retry(self, request: HttpRequest, queryset: QuerySet[Message]) -> HttpResponse | None:
        return self._ask_or_do(request, queryset, "retry", retry_messages)

    def _ask_or_do(
        self,
        request: HttpRequest,
        queryset: QuerySet[Message],
        verb: str,
        do: Callable[..., int],
    ) -> HttpResponse | None:
        """First a page that names the number; after its button was pressed, the verb.

        The verb gets the very mails that were named: the list's filter may hide some by then.
        """
        ids = [int(pk) for pk in request.POST.getlist(ACTION_CHECKBOX_NAME) if pk.isdecimal()]
        mine = Message.objects.in_reach_of(acting_user(request), "outbox.release_message")
        if Message.objects.filter(pk__in=ids).exclude(pk__in=mine).exists():
            raise PermissionDenied
        if request.POST.get("confirmed") != verb:
            return self._question(request, queryset, verb)
        try:
            count = do(message_ids=ids, by=acting_user(request), at=database_now())
        except MailRefused as refused:
            messages.error(request, refused.message)
            return None
        messages.success(request, DONE[verb] % {"count": count})
        return None

    def _question(
        self, request: HttpRequest, queryset: QuerySet[Message], verb: str
    ) -> HttpResponse | None:
        chosen = list(queryset.order_by("pk")[: MOST_AT_ONCE + 1])
        if len(chosen) > MOST_AT_ONCE:
            text = _("Choose at most %(count)s mails at once.") % {"count": MOST_AT_ONCE}
            messages.error(request, text)
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": QUESTIONS[verb] % {"count": len(chosen)},
            "people": PEOPLE % {"count": len({one.to_email for one in chosen})},
            "explanation": EXPLANATIONS[verb],
            "verb": verb,
            "button": BUTTONS[verb],
            "chosen": chosen,
            "shown": chosen[:10],
            "more": max(len(chosen) - 10, 0),
            "opts": self.opts,
            "media": self.media,
            "checkbox_name": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/outbox/confirm.html", context)

    @admin.display(description=_("subject"), ordering="subject")
    def shown_subject(self, message: Message) -> str:
        return format_html('<bdi lang="{}">{}</bdi>', message.language, message.subject)

    @admin.display(description=_("address"), ordering="to_email")
    def shown_address(self, message: Message) -> str:
        return format_html("<bdi>{}</bdi>", message.to_email)

    @admin.display(description=_("purpose"), ordering="purpose")
    def shown_purpose(self, message: Message) -> str:
        return purpose_label(message.purpose)

    @admin.display(description=_("about"), ordering="topic")
    def shown_topic(self, message: Message) -> str:
        return format_html("<bdi>{}</bdi>", message.topic)

    @display(
        description=_("state"),
        ordering="status",
        label={
            Status.DRAFT: "",
            Status.HELD: "warning",
            Status.RELEASED: "info",
            Status.SENDING: "info",
            Status.SENT: "success",
            Status.FAILED: "danger",
        },
    )
    def shown_status(self, message: Message) -> tuple[str, str]:
        return message.status, message.get_status_display()

    @admin.display(description=_("state"))
    def state(self, message: Message) -> str:
        return message.get_status_display()

    @admin.display(description=_("text"))
    def shown_body(self, message: Message) -> str:
        lines = linebreaksbr(message.body)
        return format_html('<div dir="auto" lang="{}">{}</div>', message.language, lines)

    @admin.display(description=_("last error"))
    def shown_error(self, message: Message) -> str:
        return str(ERRORS.get(message.error, message.error)) or "–"
