"""The pages on which people let this site see their account at TikTok and Google.

A browser is led back at once with a code, as if its owner had agreed; `owner` says whose account
the browser is signed in with. Mounted on the fake server of `tests.fakes.platforms`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode

from tests.fakes.server import Call, Reply
from tests.fakes.shapes import Answer, youtube_channel, youtube_error, youtube_list

if TYPE_CHECKING:
    from tests.fakes.platforms import FakePlatforms

AUTHORISE = {"/v2/auth/authorize/": "tiktok", "/o/oauth2/v2/auth": "google"}


@dataclass
class FakeGoogleAccount:
    """Somebody at Google, with the channels that are theirs."""

    account_id: str
    email: str = ""
    channels: Sequence[str] = ()


@dataclass
class FakeSignIn:
    """Who is signed in at the platforms' own pages, and what they answer."""

    known: FakePlatforms
    # By provider: the token that a sign-in leads to, otherwise the newest; "" turns back.
    owner: dict[str, str] = field(default_factory=dict)
    google: dict[str, FakeGoogleAccount] = field(default_factory=dict)

    def add_google(self, token: str, account_id: str, **facts: object) -> str:
        self.google[token] = FakeGoogleAccount(account_id, **facts)  # type: ignore[arg-type]
        return token

    def answer(self, call: Call) -> Answer | Reply | None:
        """The answer, or None for what is none of these pages."""
        if call.path in AUTHORISE:
            call.source = f"{AUTHORISE[call.path]}_page"
            return self._lead_back(AUTHORISE[call.path], call)
        match call.path:
            case "/token":
                call.source = "google_oauth"
                return self._google_token(call)
            case "/oauth2/v2/userinfo":
                call.source = "google_oauth"
                return self._google_person(call)
            case "/youtube/v3/channels" if call.query.get("mine") == "true":
                call.source = "google_channels"
                return self._own_channels(call)
        return None

    def _lead_back(self, provider: str, call: Call) -> Reply:
        if provider == "tiktok" and self.known.hashtag and not self.known.tokens:
            self.known.add_token("act.trial", handle="aysel.math")
        newest = list(self.known.tokens if provider == "tiktok" else self.google)[-1:]
        token = self.owner.get(provider, "".join(newest))
        told = {"code": token} if token else {"error": "access_denied"}
        query = urlencode({**told, "state": call.query.get("state", "")})
        return Reply(302, headers={"Location": f"{call.query['redirect_uri']}?{query}"})

    def _google_token(self, call: Call) -> Answer:
        form = {name: values[0] for name, values in parse_qs(call.body.decode()).items()}
        if form.get("code") not in self.google or not form.get("code_verifier"):
            return 400, {"error": "invalid_grant", "error_description": "Bad Request"}
        return 200, {
            "access_token": form["code"],
            "expires_in": 3599,
            "scope": "openid https://www.googleapis.com/auth/userinfo.email "
            "https://www.googleapis.com/auth/youtube.readonly",
            "token_type": "Bearer",
        }

    def _person(self, call: Call) -> FakeGoogleAccount | None:
        name = call.headers.get("Authorization", "").removeprefix("Bearer ")
        return self.google.get(name)

    def _google_person(self, call: Call) -> Answer:
        person = self._person(call)
        if person is None:
            return 401, {"error": {"code": 401, "status": "UNAUTHENTICATED"}}
        return 200, {
            "id": person.account_id,
            "email": person.email,
            "verified_email": True,
            "picture": "https://lh3.googleusercontent.com/a/x",
        }

    def _own_channels(self, call: Call) -> Answer:
        person = self._person(call)
        if person is None:
            return youtube_error(401, "authError", "Invalid Credentials")
        channels = [youtube_channel(channel, channel[-6:], "") for channel in person.channels]
        return youtube_list("channel", channels)
