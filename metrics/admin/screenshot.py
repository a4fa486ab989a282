"""The picture that a person attached to a reading, for those who may view readings."""

from __future__ import annotations

from django.http import FileResponse, Http404
from django.urls import reverse

from metrics.models import Reading


def screenshot_url(reading: Reading) -> str:
    """Where the picture is seen; empty where there is none."""
    if not reading.screenshot:
        return ""
    return reverse("admin:metrics_reading_screenshot", args=[reading.pk])


def screenshot_response(reading: Reading) -> FileResponse:
    """The picture itself. What is stored was drawn anew as WEBP, and is served as nothing else."""
    if not reading.screenshot:
        raise Http404
    try:
        file = reading.screenshot.open("rb")
    except OSError as error:
        raise Http404 from error
    response = FileResponse(file, content_type="image/webp")
    response["Content-Disposition"] = f'inline; filename="reading-{reading.pk}.webp"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
