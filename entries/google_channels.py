"""Which channels of YouTube belong to somebody who has signed in with Google."""

from __future__ import annotations

from datetime import timedelta

from allauth.socialaccount.models import SocialToken
from django.conf import settings

from accounts.clock import database_now
from accounts.models import User
from entries.platforms import told
from entries.platforms.http import Caller
from entries.platforms.source import PlatformAway, TokenRefused
from entries.platforms.sources import within_budget
from entries.platforms.youtube import YouTube

AFTER_REFUSAL = timedelta(hours=1)
_PERMISSION = frozenset(
    {"insufficientPermissions", "forbidden", "authError", "youtubeSignupRequired"}
)


def own_channels(user: User) -> frozenset[str]:
    """The ids of the user's channels, which may be none.

    Google's tokens last an hour and are not kept for longer: raises TokenRefused without a good
    one, PlatformAway or BudgetSpent while YouTube does not answer.
    """
    tokens = SocialToken.objects.filter(
        account__user=user, account__provider="google", expires_at__gt=database_now()
    )
    token = tokens.order_by("-expires_at").first()
    if token is None:
        raise TokenRefused("There is no token that is still good")
    with within_budget(YouTube.name, database_now):
        reply = Caller().call(
            "GET",
            f"{settings.YOUTUBE_API_URL}/youtube/v3/channels",
            params={"part": "id", "mine": "true", "maxResults": "50"},
            headers={"Authorization": f"Bearer {token.token}"},
        )
    content = reply.json()
    if reply.status == 200:
        items = content.get("items", []) if isinstance(content, dict) else None
        if not isinstance(items, list):
            raise PlatformAway("wrong_json")
        return frozenset(
            item["id"]
            for item in items
            if isinstance(item, dict) and isinstance(item.get("id"), str)
        )
    errors = told.part(content, "error").get("errors")
    first = errors[0] if isinstance(errors, list) and errors else {}
    reason = told.text(first, "reason") if isinstance(first, dict) else None
    if reply.status == 401 or reason in _PERMISSION:
        raise TokenRefused(reason or str(reply.status))
    raise PlatformAway(reason or f"no answer, status {reply.status}", AFTER_REFUSAL)
