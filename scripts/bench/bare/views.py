"""A constant, and a plain page of fifty rows from one query."""

import os

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from scripts.bench.bare import ROWS
from scripts.bench.bare.models import Entry


def constant(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Hello.")


def plain(request: HttpRequest) -> HttpResponse:
    entries = (
        Entry._default_manager.filter(
            campaign_id=int(os.environ["BENCH_CAMPAIGN"]), status="accepted"
        )
        .select_related("creator")
        .order_by("-received_at", "-pk")[:ROWS]
    )
    return render(
        request, "plain.html", {"entries": entries, "filler": "x" * int(os.environ["BENCH_FILLER"])}
    )


urlpatterns = [path("", constant), path("plain/", plain)]
