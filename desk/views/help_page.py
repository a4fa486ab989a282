"""The guide for staff, within the admin's frame."""

from __future__ import annotations

from pathlib import Path

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.guide_links import back_address
from accounts.guides import read_guide

GUIDE = Path(__file__).parent.parent / "guides" / "staff"


@require_safe
def staff_help(request: HttpRequest) -> HttpResponse:
    guide = read_guide(GUIDE, str(get_language()))
    context = {
        **admin.site.each_context(request),
        "title": guide.title,
        "guide": guide,
        "back": back_address(request),
    }
    return TemplateResponse(request, "desk/help.html", context)
