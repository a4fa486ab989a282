"""The guide for creators, which everybody may read."""

from __future__ import annotations

from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.guide_links import back_address
from accounts.guides import read_guide
from website.public_page import public_page, shows

GUIDE = Path(__file__).parent / "guides" / "creators"


@require_safe
@public_page(params=("back",))
def creators_help(request: HttpRequest) -> HttpResponse:
    if "back" not in request.GET:
        # With a way back it is one reader's page.
        shows(request, everything=True, views=False)
    context = {"guide": read_guide(GUIDE, str(get_language())), "back": back_address(request)}
    return render(request, "website/help.html", context)
