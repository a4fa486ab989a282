"""What a person sees after too many failed attempts to sign in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def locked_out(
    request: HttpRequest, _response: HttpResponse | None, _credentials: dict[str, Any]
) -> HttpResponse:
    """Answer 429 with a page that says how long to wait."""
    return render(request, "account/locked_out.html", status=429)
