"""Imports of videos in the admin; what they share with other imports is in `pages`."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from entries.admin.imports.pages import FileImportAdmin
from entries.admin.imports.shown_videos import ShownVideos
from entries.models import VideoImport


@admin.register(VideoImport)
class VideoImportAdmin(FileImportAdmin):
    """Files of videos."""

    shown_as = ShownVideos
    upload_title = _("Import videos")
    upload_template = "admin/entries/import_upload.html"
    list_display = ("name", "campaign", "state", "rows_total", "count_new", "uploaded")
