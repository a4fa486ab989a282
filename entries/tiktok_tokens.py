"""Tokens with which TikTok is asked in a creator's name: fresh ones, each refreshed once.

TikTok's refresh tokens rotate: the old one dies when it is used. Two workers that refresh the same
token at once would lose it, so the row is held while TikTok is asked. On SQLite that keeps other
writers waiting, for PLATFORM_TIMEOUT_SECONDS at most; they wait longer than that before they fail.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from allauth.socialaccount.models import SocialToken
from django.conf import settings
from django.db import transaction

from accounts.models import User
from entries.platforms.connection import Deadline
from entries.platforms.http import JSON_LIMIT, Reply, exchange, read_body, refuse_overload
from entries.platforms.source import PlatformAway

logger = logging.getLogger(__name__)

PROVIDER = "tiktok"
MARGIN = timedelta(minutes=2)
"""A token that ends sooner is refreshed, so that it lasts for the call that it is asked for."""


def token_for(user: User, *, at: datetime) -> str | None:
    """A token of the user's TikTok account that is good now; None if there is none (any more).

    A token that TikTok no longer accepts is deleted. Raises PlatformAway while TikTok does not
    answer: the token stays, and may be asked for again later.
    """
    tokens = SocialToken.objects.filter(account__user=user, account__provider=PROVIDER)
    token = tokens.order_by("-pk").first()
    if token is None or _is_good(token, at):
        return token.token if token else None
    return _refreshed(token.pk, at)


def _is_good(token: SocialToken, at: datetime) -> bool:
    return token.expires_at is None or token.expires_at - MARGIN > at


@transaction.atomic
def _refreshed(token_id: int, at: datetime) -> str | None:
    token = _locked(token_id)
    if token is None:  # disconnected, or found revoked by another worker
        return None
    if _is_good(token, at):  # another worker was faster
        return str(token.token)
    answer = _ask(token.token_secret) if token.token_secret else None
    if answer is None:
        token.delete()
        return None
    token.token = answer["access_token"]
    token.token_secret = answer.get("refresh_token") or token.token_secret
    token.expires_at = at + timedelta(seconds=int(answer["expires_in"]))
    token.save(update_fields=["token", "token_secret", "expires_at"])
    return str(token.token)


def _locked(token_id: int) -> SocialToken | None:
    token: SocialToken | None = SocialToken.objects.select_for_update().filter(pk=token_id).first()
    return token


def _ask(refresh_token: str) -> dict[str, Any] | None:
    """Trade a refresh token for new ones, by one call: a second try would use it twice.

    None: TikTok no longer accepts it. Raises PlatformAway.
    """
    form = {
        "client_key": settings.TIKTOK_CLIENT_KEY,
        "client_secret": settings.TIKTOK_CLIENT_SECRET,
        "grant_type": "refresh_token",
        "refresh_token": refresh_token,
    }
    url = f"{settings.TIKTOK_API_URL}/v2/oauth/token/"
    deadline = Deadline(settings.PLATFORM_TIMEOUT_SECONDS)
    with exchange("POST", url, deadline=deadline, data=form) as response:
        refuse_overload(response)
        body = read_body(response, limit=JSON_LIMIT)
    answer = Reply(response.status_code, response.headers, body).json()
    if not isinstance(answer, dict):
        raise PlatformAway("wrong_json")
    if answer.get("error") == "invalid_grant":
        return None
    if not _is_token(answer):
        logger.warning("TikTok does not refresh tokens: %s", answer.get("error"))
        raise PlatformAway(str(answer.get("error") or "wrong_json")[:100])
    return answer


def _is_token(answer: dict[str, Any]) -> bool:
    return isinstance(answer.get("access_token"), str) and str(answer.get("expires_in")).isdigit()
