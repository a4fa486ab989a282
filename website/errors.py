"""Pages for what went wrong. None of them asks the database for anything but the session."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from judging.access import wants_json
from judging.visibility import ScoresHidden


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    return render(request, "404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say why, where it is not the account but the moment that forbids it."""
    why = str(exception) if isinstance(exception, ScoresHidden) else ""
    return render(request, "403.html", {"why": why}, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The form's token was missing or old, most often because cookies are off or a tab was old.

    Scripts read so much as JSON, to fetch a fresh token and try once more.
    """
    if wants_json(request):
        message = _("This page is too old to save from. Open it again.")
        return JsonResponse({"code": "csrf", "message": message}, status=403)
    return render(request, "403_csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Nothing may fail here: no context processor, no user, no database."""
    return HttpResponse(render_to_string("500.html"), status=500)
