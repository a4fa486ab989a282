"""Addresses for whoever checks the results: the evidence file, its schema, and the program.

They carry no language and need nobody to sign in.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import condition, require_safe

from contests.models import Campaign
from results.models import Evidence

PROGRAM = Path(__file__).with_name("verify.py")
SCHEMA = settings.BASE_DIR / "docs" / "evidence.schema.json"
FOREVER = "public, max-age=31536000, immutable"
AN_HOUR = "public, max-age=3600"


def _public(slug: str, number: int) -> QuerySet[Evidence]:
    """The file of an announcement that the public may read now."""
    at = timezone.now()
    return Evidence.objects.filter(
        announcement__campaign__in=Campaign.objects.announced(at=at).filter(slug=slug),
        announcement__number=number,
        announcement__announced_at__lte=at,
    )


def _sha256(request: HttpRequest, slug: str, number: int) -> str | None:
    """The ETag: the digest that is printed on the results page."""
    found = _public(slug, number).values_list("sha256", flat=True).first()
    return f'"{found}"' if found else None


@require_safe
@condition(etag_func=_sha256)
def evidence_file(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The exact bytes whose SHA-256 was published; 404 before the announcement, or cancelled."""
    evidence = get_object_or_404(_public(slug, number))
    response = HttpResponse(evidence.body.encode(), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{slug}-{number}.json"'
    response["Cache-Control"] = FOREVER
    return response


@require_safe
def program(request: HttpRequest) -> HttpResponse:
    """results/verify.py itself, to be run beside the evidence."""
    response = _file(PROGRAM, "text/x-python; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="verify.py"'
    return response


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """The JSON Schema of the format."""
    return _file(SCHEMA, "application/schema+json")


def _file(path: Path, content_type: str) -> HttpResponse:
    content = path.read_bytes()
    response = HttpResponse(content, content_type=content_type)
    response["ETag"] = f'"{hashlib.sha256(content).hexdigest()}"'
    response["Cache-Control"] = AN_HOUR
    return response
