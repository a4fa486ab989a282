"""TikTok's rotating tokens: fresh when needed, refreshed once, gone when withdrawn."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.utils import timezone

from accounts.models import User
from entries import tiktok_tokens
from entries.platforms.source import PlatformAway
from entries.tiktok_tokens import token_for
from tests import personas
from tests.fakes.platforms import FakePlatforms
from tests.races import Meeting, at_once

NOW = timezone.now()
OVER = NOW - timedelta(hours=1)


def build_token(*, expires_at: Any = OVER, user: User | None = None, **fields: Any) -> SocialToken:
    account = SocialAccount.objects.create(
        user=user or personas.creator(), provider="tiktok", uid="open-id-1"
    )
    values = {"token": "act.1", "token_secret": "refresh-act.1", "expires_at": expires_at}
    return SocialToken.objects.create(account=account, **values | fields)


@pytest.fixture
def tiktok(platforms: FakePlatforms) -> FakePlatforms:
    platforms.add_token("act.1", handle="aysel.math", open_id="open-id-1", expired=True)
    return platforms


def test_user_without_tiktok_has_no_token(db: None):
    assert token_for(personas.creator(), at=NOW) is None


@pytest.mark.parametrize("expires_at", [NOW + timedelta(hours=1), None])
def test_good_token_is_given_without_asking(db: None, tiktok: FakePlatforms, expires_at: Any):
    build_token(expires_at=expires_at)
    assert token_for(personas.creator(), at=NOW) == "act.1"
    assert tiktok.calls == []


@pytest.mark.parametrize("expires_at", [OVER, NOW + timedelta(minutes=1)])
def test_token_that_ends_is_refreshed(db: None, tiktok: FakePlatforms, expires_at: Any):
    build_token(expires_at=expires_at)
    assert token_for(personas.creator(), at=NOW) == "act.1+"
    token = SocialToken.objects.get()
    assert (token.token, token.token_secret) == ("act.1+", "refresh-act.1+")
    assert token.expires_at == NOW + timedelta(hours=2)
    assert token_for(personas.creator(), at=NOW) == "act.1+"
    assert len(tiktok.calls_of("tiktok_oauth")) == 1


def test_somebody_elses_token_is_not_given(db: None, tiktok: FakePlatforms):
    build_token(user=personas.stranger())
    assert token_for(personas.creator(), at=NOW) is None


def test_withdrawn_token_is_deleted_and_the_account_stays(db: None, tiktok: FakePlatforms):
    tiktok.tokens.clear()
    build_token()
    assert token_for(personas.creator(), at=NOW) is None
    assert not SocialToken.objects.exists()
    assert SocialAccount.objects.exists()


def test_token_that_cannot_be_refreshed_is_deleted(db: None, tiktok: FakePlatforms):
    build_token(token_secret="")
    assert token_for(personas.creator(), at=NOW) is None
    assert not SocialToken.objects.exists()
    assert tiktok.calls == []


@pytest.mark.parametrize("fault", ["429", "500", "timeout", "half_body", "wrong_json", "drop"])
def test_token_stays_while_tiktok_is_away(db: None, tiktok: FakePlatforms, fault: str):
    # Failing before it rotates anything, as one hopes for.
    refresh_token, tiktok.tokens["act.1"].refresh_token = "refresh-act.1", "-"
    build_token()
    tiktok.fail("tiktok_oauth", fault)
    with pytest.raises(PlatformAway):
        token_for(personas.creator(), at=NOW)
    assert SocialToken.objects.get().token_secret == refresh_token
    tiktok.heal()
    tiktok.tokens["act.1"].refresh_token = refresh_token
    assert token_for(personas.creator(), at=NOW) == "act.1+"


def refresh_twice_at_once(monkeypatch: Any) -> list[Any]:
    """Two workers need the token; each has seen that it is over before the other refreshes it."""
    meeting = Meeting(2)
    ask = tiktok_tokens._ask

    def wait_and_ask(refresh_token: str) -> Any:
        meeting.wait()
        return ask(refresh_token)

    monkeypatch.setattr(tiktok_tokens, "_ask", wait_and_ask)
    user = personas.creator()
    build_token(user=user)
    return at_once(2, lambda: token_for(user, at=NOW))


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_refresh_once(tiktok: FakePlatforms, monkeypatch: Any):
    assert refresh_twice_at_once(monkeypatch) == ["act.1+", "act.1+"]
    assert len(tiktok.calls_of("tiktok_oauth")) == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_would_lose_the_token_without_the_lock(
    tiktok: FakePlatforms, monkeypatch: Any
):
    monkeypatch.setattr(
        tiktok_tokens, "_locked", lambda pk: SocialToken.objects.filter(pk=pk).first()
    )
    results = refresh_twice_at_once(monkeypatch)
    assert len(tiktok.calls_of("tiktok_oauth")) == 2
    assert None in results
