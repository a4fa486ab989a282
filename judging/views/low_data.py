"""Low-data mode: pages without covers, for judges whose network is slow or dear."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from judging.access import JudgeRequest, for_judges

COOKIE = "low_data"
_A_YEAR = 365 * 24 * 60 * 60


def saves_data(request: HttpRequest) -> bool:
    """Whether to leave out what costs data: the judge's own choice, else what the browser says."""
    chosen = request.COOKIES.get(COOKIE)
    if chosen in ("0", "1"):
        return chosen == "1"
    return request.headers.get("Save-Data", "").lower() == "on"


@require_POST
@for_judges
def switch(request: JudgeRequest) -> HttpResponse:
    """Remember the choice in this browser, and go back to where it was made."""
    back = request.POST.get("back", "")
    ours = url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    if not (ours and back.startswith("/")):  # else it would be taken for the name of a page
        back = "judging:desk"
    response = redirect(back)
    response.set_cookie(
        COOKIE,
        "1" if request.POST.get("low_data") == "1" else "0",
        max_age=_A_YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
