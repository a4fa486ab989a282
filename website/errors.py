"""Pages for what went wrong, in the reader's language, each with a way on.

Only the one for an unknown address asks the database for more than the session: for the campaign
that may have been meant. The one for our own faults needs neither.
"""

from __future__ import annotations

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _

from contests.models import Campaign
from judging.access import wants_json
from judging.visibility import ScoresHidden
from website.api.operations import problem

API = "/api/"


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    if request.path.startswith(API):
        return problem(404, "not_found", "There is no such address. See /api/v1/openapi.json.")
    return render(request, "404.html", {"meant": _meant(request.path)}, status=404)


def _meant(path: str) -> Campaign | None:
    """The public campaign below whose address nothing was found."""
    _language, slug, *rest = [*path.strip("/").split("/"), ""][:3]
    if not rest:
        return None
    try:
        public = Campaign.objects.public(at=timezone.now()).filter(slug=slug)
        return public.prefetch_related("hashtags").first()
    except (DatabaseError, ValueError):
        # No way on is shorter than one that fails; the slug may hold what no database takes.
        return None


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
    if request.path.startswith(API):
        return problem(500, "our_fault", "The fault is ours. Please try again in a minute.")
    # It may have gone wrong before anybody looked for the language.
    with override(get_language_from_request(request, check_path=True)):
        try:
            page = render_to_string("500.html")
        except ValueError:
            # Static files that were never collected have no address.
            title = _("Something went wrong")
            return HttpResponse(title, status=500, content_type="text/plain; charset=utf-8")
    return HttpResponse(page, status=500)
