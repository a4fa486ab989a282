"""The ceremony for the stage: its page, what is shown on it, and what keeps it without a network.

The page holds no name. They come by a request of their own, and each is put on the page in its
turn. Nothing of it is kept by proxies or found by search engines; a browser keeps it only in the
store of the ceremony's own worker, which forgets it in time.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from results.refusal import ResultsRefused
from website.pages.campaign import standpoint
from website.pages.ceremony import CeremonyPage, Kind, Step, ceremony_page, version_of
from website.preview_views import untraced


@require_safe
def ceremony(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of the stage, which knows the categories but nobody who won."""
    try:
        page = _page(request, slug)
    except ResultsRefused as refused:
        status = 404 if refused.code == "preview_unknown" else 410
        why = {"why": refused}
        return untraced(render(request, "website/preview_closed.html", why, status=status))
    context = {"campaign": page.campaign, "view": page.standpoint, "page": page}
    return untraced(render(request, "website/ceremony.html", context))


@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """All steps of the ceremony, for its page alone."""
    try:
        page = _page(request, slug)
    except ResultsRefused as refused:
        answer = {"why": str(refused)}
        return untraced(JsonResponse(answer, status=410))
    steps = [_shown(step, page, request) for step in page.steps()]
    body = {
        "version": version_of(steps),
        "until": page.keep_until.isoformat() if page.keep_until else None,
        "steps": steps,
    }
    return untraced(JsonResponse(body, json_dumps_params={"ensure_ascii": False}))


@require_safe
def worker(request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG001 - its scope
    """The script that keeps the ceremony without a network; it may act below this address only."""
    response = HttpResponse(_worker_script(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


def _page(request: HttpRequest, slug: str) -> CeremonyPage:
    view = standpoint(slug=slug, user=request.user, at=timezone.now())
    return ceremony_page(view, user=request.user, key=request.GET.get("key", ""))


def _shown(step: Step, page: CeremonyPage, request: HttpRequest) -> dict[str, Any]:
    context: dict[str, Any] = {
        "step": step,
        "page": page,
        "campaign": page.campaign,
        "view": page.standpoint,
    }
    if step.kind is Kind.END:
        name = "website:winners" if page.is_announced else "website:campaign"
        context["address"] = f"{settings.SITE_URL}{reverse(name, args=[page.campaign.slug])}"
        context["shown_address"] = context["address"].split("://")[-1].rstrip("/")
        context["code"] = _qr_code(context["address"])
    template = f"website/ceremony/{step.kind}.html"
    return {
        "kind": step.kind,
        "category": step.category.slug if step.category else "",
        "html": render_to_string(template, context, request),
        "pictures": step.pictures,
    }


def _qr_code(text: str) -> SafeString:
    drawn = segno.make(text, error="m", micro=False).svg_inline(
        omitsize=True, border=2, light="#fff"
    )
    return mark_safe(drawn)


@cache
def _worker_script() -> str:
    found = finders.find("js/ceremony/worker.js")
    return Path(str(found)).read_text(encoding="utf-8")
