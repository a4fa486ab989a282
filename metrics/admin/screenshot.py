"""The picture that a person attached to a reading, for those who may view readings."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import reverse

from metrics.models import Reading


def screenshot_url(reading: Reading) -> str:
    """Where the picture is seen; empty where there is none."""
    if not reading.screenshot:
        return ""
    return reverse("admin:metrics_reading_screenshot", args=[reading.pk])


def screenshot_response(reading: Reading) -> HttpResponse:
    """The picture itself. What is stored was drawn anew as WEBP, and is served as nothing else."""
    if not reading.screenshot:
        raise Http404
    try:
        with reading.screenshot.open("rb") as file:
            response = HttpResponse(file.read(), content_type="image/webp")
    except OSError as error:
        raise Http404 from error
    response["Content-Disposition"] = f'inline; filename="reading-{reading.pk}.webp"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
