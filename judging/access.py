"""Who enters the judge's desk."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

if TYPE_CHECKING:
    from accounts.models import User


class JudgeRequest(HttpRequest):
    """A request that has passed `for_judges`: somebody is signed in."""

    user: User


View = Callable[..., HttpResponse]


def for_judges(view: View) -> View:
    """Let judges in, send strangers to sign in, answer everybody else 403.

    Nothing of a judge's pages is kept by browsers, so that going back shows what is saved.
    """
    return never_cache(
        login_required(permission_required("judging.score_entries", raise_exception=True)(view))
    )


def for_scripts(view: View) -> View:
    """Let judges' scripts in; everybody else reads as JSON why not.

    401 for who is no longer signed in, with where to sign in; 403 for who is no judge.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.has_perm("judging.score_entries"):
            return view(request, *args, **kwargs)
        if request.user.is_authenticated:
            message = _("Only judges can do this.")
            return JsonResponse({"code": "not_a_judge", "message": message}, status=403)
        return JsonResponse(
            {
                "code": "signed_out",
                "message": _("You are signed out. Sign in again; what you wrote is kept here."),
                "sign_in": reverse("account_login"),
            },
            status=401,
        )

    return never_cache(answer)


def for_judges_and_scripts(view: View) -> View:
    """`for_judges`, and `for_scripts` where a script asks."""
    page, script = for_judges(view), for_scripts(view)

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return (script if wants_json(request) else page)(request, *args, **kwargs)

    return answer


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks, rather than a person's browser for a page."""
    if request.content_type == "application/json":
        return True
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"
