"""The moderators' queue: cards, filters, decisions in bulk, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from entries.admin.queue.bulk import bulk_page
from entries.admin.queue.page import queue_page
from entries.admin.queue.undo import undo_page


def queue_urls(admin: ModelAdmin[Any]) -> list[URLPattern]:
    """The queue's addresses, to stand before those of the entries themselves."""

    def within_site(page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        def view(request: HttpRequest) -> HttpResponse:
            context = {**admin.admin_site.each_context(request), "opts": admin.opts}
            return page(request, site_context=context)

        return admin.admin_site.admin_view(view)

    undo = admin.admin_site.admin_view(undo_page)
    return [
        path("queue/", within_site(queue_page), name="entries_entry_queue"),
        path("queue/bulk/", within_site(bulk_page), name="entries_entry_queue_bulk"),
        path("queue/undo/", undo, name="entries_entry_queue_undo"),
    ]
