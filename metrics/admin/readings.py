"""Readings of entries."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action

from accounts.acting import acting_user
from accounts.clock import database_now
from contests.admin.in_reach import InReachMixin
from entries.models import Entry
from metrics.admin.append_only import AppendOnlyAdmin
from metrics.admin.attest_page import attest_page, waiting_list_url
from metrics.admin.entry_curve import entry_curve_page
from metrics.admin.reading_columns import ReadingColumns, one_line
from metrics.admin.reading_filters import StateFilter, search_readings
from metrics.admin.reading_form import FIGURES, CorrectionForm, ReadingForm, replaced_by_form
from metrics.admin.screenshot import screenshot_response
from metrics.models import Reading
from metrics.reading_state import STATE_RELATIONS, with_previous
from metrics.recording import correct_reading, record_reading


@admin.register(Reading)
class ReadingAdmin(InReachMixin, ReadingColumns, AppendOnlyAdmin):
    """What was seen on each video, when, and who says so."""

    campaign_path = "entry__campaign"
    form = ReadingForm
    list_display = ("video", "seen", "taken", "shown_source", "recorded_by", "counts")
    list_select_related = (
        "entry__creator",
        "entry__campaign",
        "recorded_by",
        "batch__reading_import",
        *STATE_RELATIONS,
    )
    list_filter = ("entry__campaign", "source", StateFilter)
    # In the order in which they came, which needs no sorting however many there are.
    ordering = ("-pk",)
    show_full_result_count = False
    search_fields = ("entry__creator__handle",)
    search_help_text = _("Handle, video id or any link of the video")
    autocomplete_fields = ("entry",)
    actions_list = ("waiting",)
    actions_detail = ("attest", "correct", "curve")
    chosen_field, campaign_by_chosen = "entry", "entries"
    campaign_by_row = "entries__readings"

    class Media:
        css = {"all": ("css/readings.css",)}

    def get_fieldsets(self, request: HttpRequest, obj: Reading | None = None) -> Any:
        if obj is not None:
            record = ("shown_source", "recorded", "recorded_by", "counts_in_words", "picture")
            correction = ("shown_replaced", "reason") if obj.replaces_id else ()
            return [(None, {"fields": ("video_link", "taken", *FIGURES, *record, *correction)})]
        typed = ("taken_at", *FIGURES, "screenshot")
        told = _("Times are in the campaign’s time zone. It counts once a second person agrees.")
        wrong = replaced_by_form(request)
        if wrong is None:
            return [(None, {"fields": ("entry", *typed), "description": told})]
        return [
            (_corrects(wrong), {"fields": ("reason", "replaces", "entry"), "description": told}),
            (_("The right figures"), {"fields": typed}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Reading | None = None) -> Any:
        shown = ("counts_in_words", "taken", "recorded", "shown_source", "picture", "video_link")
        return () if obj is None else (*shown, "shown_replaced")

    def get_form(self, request: HttpRequest, obj: Reading | None = None, **kwargs: Any) -> Any:
        if obj is None and replaced_by_form(request):
            kwargs["form"] = CorrectionForm
        return super().get_form(request, obj, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A correction begins with what was typed or read before."""
        initial: dict[str, Any] = super().get_changeform_initial_data(request)
        wrong = replaced_by_form(request)
        if wrong is None:
            return initial
        kept = {name: getattr(wrong, name) for name in ("taken_at", *FIGURES)}
        return {**initial, **kept, "entry": wrong.entry_id}

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """What a correction replaces needs no list to choose from."""
        if db_field.name in ("entry", "replaces") and replaced_by_form(request):
            return db_field.formfield(widget=forms.HiddenInput)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Reading]:
        readings: QuerySet[Reading] = super().get_queryset(request)
        return with_previous(readings.select_related(*self.list_select_related))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Reading], search_term: str
    ) -> tuple[QuerySet[Reading], bool]:
        return (search_readings(queryset, search_term) if search_term.strip() else queryset), False

    def get_urls(self) -> list[URLPattern]:
        pages = (
            ("entry/<int:entry_id>/", self.entry_curve, "metrics_entry_curve"),
            ("<int:reading_id>/screenshot/", self.screenshot, "metrics_reading_screenshot"),
        )
        own = [
            path(route, self.admin_site.admin_view(view), name=name) for route, view, name in pages
        ]
        return [*own, *super().get_urls()]

    def save_model(
        self,
        request: HttpRequest,
        obj: Reading,
        form: forms.ModelForm[Reading],
        change: bool,
    ) -> None:
        if not isinstance(form, ReadingForm):
            raise TypeError("readings are typed into a ReadingForm")
        said: dict[str, Any] = {
            "taken_at": obj.taken_at,
            "figures": form.figures(),
            "screenshot": form.cleaned_data["screenshot"],
            "by": acting_user(request),
            "at": database_now(),
        }
        if obj.replaces_id:
            reading = correct_reading(reading_id=obj.replaces_id, reason=obj.reason, **said)
        else:
            reading = record_reading(entry_id=obj.entry_id, source=Reading.Source.MANUAL, **said)
        obj.pk = reading.pk

    def response_add(
        self, request: HttpRequest, obj: Reading, post_url_continue: str | None = None
    ) -> HttpResponse:
        messages.info(request, _("It counts once a second person has seen the same figures."))
        return super().response_add(request, obj, post_url_continue)

    @action(
        description=_("What waits for a second person"), permissions=["attest"], icon="how_to_reg"
    )
    def waiting(self, request: HttpRequest) -> HttpResponse:
        return redirect(waiting_list_url())

    @action(description=_("Attest"), url_path="attest", permissions=["attest"], icon="how_to_reg")
    def attest(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """A second person's look at what somebody typed."""
        reading = self._looked_at(request, object_id)
        context = {**self.admin_site.each_context(request), "opts": self.opts}
        return attest_page(request, reading, site_context=context)

    @action(description=_("Correct this reading"), permissions=["add_reading"], icon="edit_note")
    def correct(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Lead to the form of a new reading that replaces this one."""
        reading = self._looked_at(request, object_id)
        query = urlencode({"entry": reading.entry_id, "replaces": reading.pk})
        return redirect(f"{reverse('admin:metrics_reading_add')}?{query}")

    @action(description=_("All readings of this video"), icon="show_chart")
    def curve(self, request: HttpRequest, object_id: str) -> HttpResponse:
        reading = self._looked_at(request, object_id)
        return redirect("admin:metrics_entry_curve", reading.entry_id)

    def entry_curve(self, request: HttpRequest, entry_id: int) -> HttpResponse:
        """Everything that is known about the views of one entry."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        entries = Entry.objects.select_related("creator", "campaign")
        entry = get_object_or_404(entries, pk=entry_id)
        context = {**self.admin_site.each_context(request), "opts": self.opts}
        return entry_curve_page(request, entry, site_context=context)

    def screenshot(self, request: HttpRequest, reading_id: int) -> HttpResponse:
        """The picture that was attached to a reading."""
        return screenshot_response(self._looked_at(request, str(reading_id)))

    def _looked_at(self, request: HttpRequest, object_id: str) -> Reading:
        """The reading, for those who may view readings; 404 for what is none."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        reading: Reading | None = self.get_object(request, unquote(object_id))
        if reading is None:
            raise Http404
        return reading

    def has_attest_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whether the person may attest; of one reading, whether it is one that needs it."""
        if not request.user.has_perm("metrics.attest_reading"):
            return False
        if object_id is None:
            return True
        reading = self.get_object(request, unquote(str(object_id)))
        return reading is None or reading.source == Reading.Source.MANUAL

    def has_add_reading_permission(
        self,
        request: HttpRequest,
        object_id: str | None = None,  # noqa: ARG002 - Unfold's signature
    ) -> bool:
        return self.has_add_permission(request)


def _corrects(wrong: Reading) -> str:
    return _("Instead of: %(reading)s") % {"reading": one_line(wrong)}
