"""Imports of files: the list, uploading, one page per import, and what is pressed on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from unfold.decorators import display

from accounts.acting import acting_user
from accounts.admin import ReadOnlyAdmin
from accounts.clock import database_now
from contests.admin.in_reach import InReachMixin
from contests.campaign_roles import within_reach
from contests.wording import day_and_time
from entries.admin.imports.columns_page import columns_page
from entries.admin.imports.forms import ColumnsForm, UploadForm, campaigns_taking_imports
from entries.admin.imports.shown import STATE_COLOURS, ShownFile, grouped, url_name
from entries.importing.kinds import Kind, campaign_of
from entries.importing.report import refused_as_csv
from entries.importing.sentences import ImportRefused
from entries.importing.starting import resume_import, start_import, stop_import
from entries.importing.states import STATE_NAMES, state_of
from entries.importing.uploading import upload_import
from entries.models import FileImport

VERBS: dict[str, Callable[..., FileImport]] = {
    "start": start_import,
    "stop": stop_import,
    "resume": resume_import,
}


class FileImportAdmin(InReachMixin, ReadOnlyAdmin):
    """Who may add imports may start and stop them, too; who may view them looks on."""

    campaign_path = "campaign"
    # What each kind of import has of its own.
    shown_as: ClassVar[type[ShownFile[Any]]]
    columns_form: ClassVar[type[ColumnsForm]] = ColumnsForm
    upload_title: ClassVar[str | Promise]
    upload_template: ClassVar[str]

    list_filter = ("campaign",)
    list_select_related = ("campaign",)
    list_per_page = 50
    search_fields = ("file_name",)

    @property
    def kind(self) -> Kind:
        return self.shown_as.kind

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(
            f"{self.opts.app_label}.{get_permission_codename('add', self.opts)}"
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        imports: QuerySet[Any] = super().get_queryset(request)
        return imports.select_related("campaign", "uploaded_by", "started_by")

    def get_urls(self) -> list[URLPattern]:
        pages = {"columns": self.columns, "refused": self.refused}
        acts = {name: require_POST(self._act(verb)) for name, verb in VERBS.items()}
        own = [
            path(
                f"<path:object_id>/{name}/",
                self.admin_site.admin_view(view),
                name=url_name(self.kind, name).removeprefix("admin:"),
            )
            for name, view in (pages | acts).items()
        ]
        return [*own, *super().get_urls()]

    def add_view(self, request: HttpRequest, *_args: Any, **_options: Any) -> HttpResponse:
        """Take a file; the same file again leads to its import."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        campaigns = within_reach(
            campaigns_taking_imports(at=timezone.now()),
            user=request.user,
            permission=f"{self.opts.app_label}.{get_permission_codename('add', self.opts)}",
            path="pk",
        )
        form = UploadForm(
            request.POST or None,
            request.FILES or None,
            campaigns=campaigns,
            initial={"campaign": request.GET.get("campaign", "")},
        )
        if request.method == "POST" and form.is_valid():
            try:
                file_import = upload_import(
                    campaign_id=form.cleaned_data["campaign"].pk,
                    file=form.cleaned_data["file"],
                    file_name=form.cleaned_data["file"].name,
                    by=acting_user(request),
                    at=database_now(),
                    kind=self.kind,
                )
            except ImportRefused as refused:
                form.add_error("file", refused.message)
            else:
                return redirect(url_name(self.kind, "change"), file_import.pk)
        context = {
            **self._context(request),
            "title": str(self.upload_title),
            "form": form,
            "is_possible": campaigns.exists(),
            "limits": {
                "rows": grouped(self.kind.max_rows),
                "megabytes": self.kind.max_bytes // (1024 * 1024),
            },
            "back_url": reverse(url_name(self.kind, "changelist")),
        }
        return TemplateResponse(request, self.upload_template, context)

    def change_view(
        self, request: HttpRequest, object_id: str, *_args: Any, **_options: Any
    ) -> HttpResponse:
        """The page of one import; asked for by htmx, only the part that moves."""
        file_import = self._looked_at(request, object_id)
        if request.method not in ("GET", "HEAD"):
            raise PermissionDenied
        context = {
            **self._context(request),
            "title": file_import.file_name,
            "subtitle": str(campaign_of(file_import)),
            "shown": self.shown_as(file_import, timezone.now()),
            "may_act": self.has_add_permission(request),
        }
        name = "_import" if "HX-Request" in request.headers else "import"
        return TemplateResponse(request, f"admin/entries/{name}.html", context)

    def columns(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Say which column holds what."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        file_import = self._looked_at(request, object_id)
        return columns_page(
            request,
            file_import,
            kind=self.kind,
            form_class=self.columns_form,
            site_context=self._context(request),
        )

    def refused(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The refused rows, as a file for spreadsheets."""
        file_import = self._looked_at(request, object_id)
        response = HttpResponse(
            "".join(refused_as_csv(file_import, self.kind)),
            content_type="text/csv; charset=utf-8",
        )
        response["Content-Disposition"] = (
            f'attachment; filename="refused-rows-{file_import.pk}.csv"'
        )
        return response

    def _act(self, verb: Callable[..., FileImport]) -> Callable[..., HttpResponse]:
        def act(request: HttpRequest, object_id: str) -> HttpResponse:
            if not self.has_add_permission(request):
                raise PermissionDenied
            file_import = self._looked_at(request, object_id)
            try:
                verb(
                    import_id=file_import.pk,
                    by=acting_user(request),
                    at=database_now(),
                    kind=self.kind,
                )
            except ImportRefused as refused:
                messages.error(request, refused.message)
            return redirect(url_name(self.kind, "change"), file_import.pk)

        return act

    def _looked_at(self, request: HttpRequest, object_id: str) -> FileImport:
        """The import, for those who may view imports; 404 for what is none."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        file_import: FileImport | None = self.get_object(request, unquote(object_id))
        if file_import is None:
            raise Http404
        return file_import

    def _context(self, request: HttpRequest) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts}

    @display(description=_("file"), ordering="file_name")
    def name(self, file_import: FileImport) -> str:
        return file_import.file_name

    @display(
        description=_("state"),
        label={state.value: colour for state, colour in STATE_COLOURS.items()},
    )
    def state(self, file_import: FileImport) -> tuple[str, Any]:
        state = state_of(file_import)
        return state.value, STATE_NAMES[state]

    @display(description=_("uploaded"), ordering="uploaded_at")
    def uploaded(self, file_import: FileImport) -> str:
        return day_and_time(file_import.uploaded_at, campaign_of(file_import).zone)
