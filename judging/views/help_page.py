"""The guide for judges."""

from __future__ import annotations

from pathlib import Path

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.guide_links import back_address
from accounts.guides import read_guide
from judging.access import JudgeRequest, for_judges

GUIDE = Path(__file__).parent.parent / "guides" / "judges"


@require_safe
@for_judges
def judges_help(request: JudgeRequest) -> HttpResponse:
    context = {"guide": read_guide(GUIDE, str(get_language())), "back": back_address(request)}
    return render(request, "judging/help.html", context)
