"""The page of an institution."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from website.pages.partner import partner_page
from website.public_page import public_page, shows


@require_safe
@public_page()
def partner(request: HttpRequest, slug: str) -> HttpResponse:
    shows(request, everything=True, views=False)
    page = partner_page(slug=slug, user=request.user, at=timezone.now())
    return render(request, "website/partner.html", {"page": page, "partner": page.partner})
