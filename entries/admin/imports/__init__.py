"""Imports of videos: the list, uploading, one page per import, and what is pressed on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from unfold.decorators import display

from accounts.acting import acting_user
from accounts.admin import ReadOnlyAdmin
from accounts.clock import database_now
from contests.wording import day_and_time
from entries.admin.imports.columns_page import columns_page
from entries.admin.imports.forms import UploadForm, campaigns_taking_imports
from entries.admin.imports.shown import STATE_COLOURS, ShownImport
from entries.importing.report import refused_as_csv
from entries.importing.sentences import ImportRefused
from entries.importing.starting import resume_import, start_import, stop_import
from entries.importing.states import STATE_NAMES, state_of
from entries.importing.uploading import upload_import
from entries.models import VideoImport

VERBS: dict[str, Callable[..., VideoImport]] = {
    "start": start_import,
    "stop": stop_import,
    "resume": resume_import,
}


@admin.register(VideoImport)
class VideoImportAdmin(ReadOnlyAdmin):
    """Who may add imports may start and stop them, too; who may view them looks on."""

    list_display = ("name", "campaign", "state", "rows_total", "count_new", "uploaded")
    list_filter = ("campaign",)
    list_select_related = ("campaign",)
    list_per_page = 50
    search_fields = ("file_name",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("entries.add_videoimport")

    def get_queryset(self, request: HttpRequest) -> QuerySet[VideoImport]:
        imports: QuerySet[VideoImport] = super().get_queryset(request)
        return imports.select_related("campaign", "uploaded_by", "started_by")

    def get_urls(self) -> list[URLPattern]:
        pages = {"columns": self.columns, "refused": self.refused}
        acts = {name: require_POST(self._act(verb)) for name, verb in VERBS.items()}
        own = [
            path(f"<path:object_id>/{name}/", self.admin_site.admin_view(view), name=url_name)
            for name, view in (pages | acts).items()
            if (url_name := f"entries_videoimport_{name}")
        ]
        return [*own, *super().get_urls()]

    def add_view(self, request: HttpRequest, *_args: Any, **_options: Any) -> HttpResponse:
        """Take a file; the same file again leads to its import."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        campaigns = campaigns_taking_imports(at=timezone.now())
        form = UploadForm(
            request.POST or None,
            request.FILES or None,
            campaigns=campaigns,
            initial={"campaign": request.GET.get("campaign", "")},
        )
        if request.method == "POST" and form.is_valid():
            try:
                video_import = upload_import(
                    campaign_id=form.cleaned_data["campaign"].pk,
                    file=form.cleaned_data["file"],
                    file_name=form.cleaned_data["file"].name,
                    by=acting_user(request),
                    at=database_now(),
                )
            except ImportRefused as refused:
                form.add_error("file", refused.message)
            else:
                return redirect("admin:entries_videoimport_change", video_import.pk)
        context = {
            **self._context(request),
            "title": gettext("Import videos"),
            "form": form,
            "is_possible": campaigns.exists(),
            "limits": {
                "rows": settings.IMPORT_MAX_ROWS,
                "megabytes": settings.IMPORT_MAX_BYTES // (1024 * 1024),
            },
        }
        return TemplateResponse(request, "admin/entries/import_upload.html", context)

    def change_view(
        self, request: HttpRequest, object_id: str, *_args: Any, **_options: Any
    ) -> HttpResponse:
        """The page of one import; asked for by htmx, only the part that moves."""
        video_import = self._looked_at(request, object_id)
        if request.method not in ("GET", "HEAD"):
            raise PermissionDenied
        context = {
            **self._context(request),
            "title": video_import.file_name,
            "subtitle": str(video_import.campaign),
            "shown": ShownImport(video_import, timezone.now()),
            "may_act": self.has_add_permission(request),
        }
        name = "_import" if "HX-Request" in request.headers else "import"
        return TemplateResponse(request, f"admin/entries/{name}.html", context)

    def columns(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Say which column holds what."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        video_import = self._looked_at(request, object_id)
        return columns_page(request, video_import, site_context=self._context(request))

    def refused(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The refused rows, as a file for spreadsheets."""
        video_import = self._looked_at(request, object_id)
        response = HttpResponse(
            "".join(refused_as_csv(video_import)), content_type="text/csv; charset=utf-8"
        )
        response["Content-Disposition"] = (
            f'attachment; filename="refused-rows-{video_import.pk}.csv"'
        )
        return response

    def _act(self, verb: Callable[..., VideoImport]) -> Callable[..., HttpResponse]:
        def act(request: HttpRequest, object_id: str) -> HttpResponse:
            if not self.has_add_permission(request):
                raise PermissionDenied
            video_import = self._looked_at(request, object_id)
            try:
                verb(import_id=video_import.pk, by=acting_user(request), at=database_now())
            except ImportRefused as refused:
                messages.error(request, refused.message)
            return redirect("admin:entries_videoimport_change", video_import.pk)

        return act

    def _looked_at(self, request: HttpRequest, object_id: str) -> VideoImport:
        """The import, for those who may view imports; 404 for what is none."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        video_import: VideoImport | None = self.get_object(request, unquote(object_id))
        if video_import is None:
            raise Http404
        return video_import

    def _context(self, request: HttpRequest) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts}

    @display(description=_("file"), ordering="file_name")
    def name(self, video_import: VideoImport) -> str:
        return video_import.file_name

    @display(
        description=_("state"),
        label={state.value: colour for state, colour in STATE_COLOURS.items()},
    )
    def state(self, video_import: VideoImport) -> tuple[str, Any]:
        state = state_of(video_import)
        return state.value, STATE_NAMES[state]

    @display(description=_("uploaded"), ordering="uploaded_at")
    def uploaded(self, video_import: VideoImport) -> str:
        return day_and_time(video_import.uploaded_at, video_import.campaign.zone)
