"""Addresses of the interface; they carry no language."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from website.api import campaigns, partners, results  # noqa: F401 - importing declares them
from website.api.openapi import document
from website.api.operations import OPERATIONS, for_everybody, respond
from website.public_page import public_page, shows

app_name = "api"


@public_page()
def openapi(request: HttpRequest) -> HttpResponse:
    """The description of the interface itself."""
    # It hangs on the code alone; what moves on the site makes it anew, which costs little.
    shows(request, everything=True, views=False)
    return respond(document(OPERATIONS))


urlpatterns = [
    path("openapi.json", for_everybody(openapi), name="openapi"),
    *(path(one.route, one.view(), name=one.name) for one in OPERATIONS),
]
