"""The address of a card: bytes that never change, while what they tell is public."""

from __future__ import annotations

import re

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from results.card_drawing import card_files
from results.cards import public_cards
from results.evidence_pages import FOREVER

_DIGEST = re.compile(r"[0-9a-f]{64}")


@require_safe
def card_file(request: HttpRequest, digest: str) -> HttpResponseBase:
    """The picture; 404 where there is none, and once nothing stands behind it any more."""
    if not _DIGEST.fullmatch(digest):
        raise Http404
    card = public_cards(at=timezone.now()).filter(digest=digest).first()
    if card is None:
        raise Http404
    etag = f'"{digest}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        try:
            file = card_files().open(card.image.name or "")
        except FileNotFoundError as gone:
            raise Http404 from gone
        name = f"{card.campaign.slug}-{card.kind}-{card.language}-{card.size}.png"
        response = FileResponse(file, content_type="image/png", filename=name)
    response["ETag"] = etag
    response["Cache-Control"] = FOREVER
    return response
