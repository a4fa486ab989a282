"""Background tasks, for superusers who look for what went wrong."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult
from unfold.decorators import display

from accounts.admin import ReadOnlyAdmin

admin.site.unregister(DBTaskResult)


@admin.register(DBTaskResult)
class BackgroundTaskAdmin(ReadOnlyAdmin):
    list_display = ("task", "status", "enqueued_at", "started_at", "finished_at")
    list_filter = ("status", "queue_name")
    list_per_page = 50
    fields = ("task_path", "args_kwargs", "status", "enqueued_at", "finished_at", "traceback")
    readonly_fields = fields

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(request.user.is_superuser)

    @display(description=_("task"))
    def task(self, result: Any) -> str:
        return str(result.task_path)
