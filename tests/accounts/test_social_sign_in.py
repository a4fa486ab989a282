"""Signing in with TikTok and Google: through the platforms' pages and back, to the end."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.contrib.messages import get_messages
from django.core import mail
from django.test import Client

from accounts.models import User
from tests import personas
from tests.accounts.signing_in import code_in_last_mail, go, is_signed_in
from tests.entries.entering import sign_in
from tests.fakes.fixture import platforms
from tests.fakes.platforms import FakePlatforms

__all__ = ["platforms"]

CONFIRM = "/kk/account/login/code/confirm/"


@pytest.fixture
def tiktok(db: None, platforms: FakePlatforms, settings: Any) -> FakePlatforms:
    """TikTok and Google with keys, and @aysel.math signed in there."""
    settings.TIKTOK_CLIENT_KEY, settings.TIKTOK_CLIENT_SECRET = "key", "secret"
    settings.GOOGLE_CLIENT_ID, settings.GOOGLE_CLIENT_SECRET = "id", "secret"
    platforms.add_token("act.1", handle="aysel.math", open_id="open-id-1")
    platforms.sign_in.add_google("ya29.1", "1001", email="aysel@example.org")
    return platforms


def told(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def connect(client: Client, user: User, **data: str) -> Any:
    sign_in(client, user)
    return go(client, "/en/account/tiktok/?process=connect", **data)


@pytest.mark.parametrize("page", ["tiktok", "google"])
def test_nothing_is_offered_without_keys(db: None, client: Client, page: str):
    assert page not in client.get("/en/account/login/").content.decode().lower()
    assert client.get(f"/en/account/{page}/").status_code == 404
    assert client.post(f"/en/account/{page}/").status_code == 404
    assert client.get(f"/sign-in/{page}/").status_code == 404
    sign_in(client, personas.creator())
    assert page not in client.get("/en/account/").content.decode().lower()


def test_tiktok_is_asked_for_what_is_needed_and_no_more(tiktok: FakePlatforms, client: Client):
    url = urlsplit(client.post("/kk/account/tiktok/").url)
    query = {name: values[0] for name, values in parse_qs(url.query).items()}
    assert url.path == "/v2/auth/authorize/"
    assert query["client_key"] == "key"
    assert query["redirect_uri"] == "http://testserver/sign-in/tiktok/"
    assert set(query["scope"].split(",")) == {
        "user.info.basic",
        "user.info.profile",
        "video.list",
    }


def test_reading_the_page_leads_nowhere_yet(tiktok: FakePlatforms, client: Client):
    page = client.get("/en/account/tiktok/")
    assert page.status_code == 200
    assert "Sign in with TikTok" in page.content.decode()


def test_creator_connects_tiktok(tiktok: FakePlatforms, client: Client):
    response = connect(client, personas.creator(), next="/en/my/")
    assert response.url == "/en/my/"
    assert told(response) == ["From now on you can sign in with TikTok."]
    account = SocialAccount.objects.get()
    assert (account.user, account.provider, account.uid) == (
        personas.creator(),
        "tiktok",
        "open-id-1",
    )
    assert account.extra_data == {
        "open_id": "open-id-1",
        "display_name": "aysel.math",
        "username": "aysel.math",
    }
    token = SocialToken.objects.get()
    assert (token.token, token.token_secret) == ("act.1", "refresh-act.1")
    assert token.expires_at is not None


def test_permissions_may_be_given_in_part(tiktok: FakePlatforms, client: Client):
    tiktok.tokens["act.1"].scopes = ("user.info.basic",)
    connect(client, personas.creator())
    assert SocialAccount.objects.get().extra_data == {
        "open_id": "open-id-1",
        "display_name": "aysel.math",
    }


def test_connected_account_signs_in(tiktok: FakePlatforms, client: Client):
    connect(client, personas.creator())
    client.logout()
    response = go(client, "/kk/account/tiktok/", next="/kk/my/")
    assert response.url == "/kk/my/"
    assert is_signed_in(client)
    assert mail.outbox == []


def test_google_connects_and_signs_in(tiktok: FakePlatforms, client: Client):
    sign_in(client, personas.creator())
    go(client, "/en/account/google/?process=connect")
    account = SocialAccount.objects.get()
    assert (account.uid, account.extra_data) == (
        "1001",
        {"id": "1001", "email": "aysel@example.org"},
    )
    client.logout()
    go(client, "/en/account/google/")
    assert is_signed_in(client)


def test_account_of_somebody_else_is_not_taken_away(tiktok: FakePlatforms, client: Client):
    connect(client, personas.creator())
    response = connect(client, personas.stranger())
    assert "belongs to another account on this site" in told(response)[-1]
    assert SocialAccount.objects.get().user == personas.creator()


def test_turning_back_changes_nothing(tiktok: FakePlatforms, client: Client):
    tiktok.sign_in.owner["tiktok"] = ""
    response = connect(client, personas.creator(), next="/kk/my/")
    assert response.url == "/kk/my/"
    assert told(response) == ["You turned back, so nothing has changed."]
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("source", ["tiktok_oauth", "tiktok_display"])
@pytest.mark.parametrize("fault", ["500", "timeout", "wrong_json", "drop"])
def test_platform_that_is_away_changes_nothing(
    tiktok: FakePlatforms, client: Client, source: str, fault: str
):
    tiktok.fail(source, fault)
    response = connect(client, personas.creator())
    assert response.status_code == 401
    assert "TikTok did not confirm who you are" in response.content.decode()
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("query", ["", "?code=act.1", "?code=act.1&state=forged"])
def test_forged_way_back_changes_nothing(tiktok: FakePlatforms, client: Client, query: str):
    sign_in(client, personas.creator())
    assert client.get(f"/sign-in/tiktok/{query}").status_code == 401
    assert not SocialAccount.objects.exists()


def test_way_back_speaks_the_language_of_the_way_out(tiktok: FakePlatforms, client: Client):
    sign_in(client, personas.creator())
    response = go(client, "/ar/account/tiktok/?process=connect")
    assert response.url == "/ar/account/"


def test_second_factor_is_asked_for_after_the_platform(tiktok: FakePlatforms, client: Client):
    TOTP.activate(personas.creator(), generate_totp_secret())
    SocialAccount.objects.create(user=personas.creator(), provider="tiktok", uid="open-id-1")
    assert go(client, "/en/account/tiktok/").url.startswith("/en/account/mfa/authenticate/")
    assert not is_signed_in(client)


def test_closed_account_is_not_entered_by_a_platform(tiktok: FakePlatforms, client: Client):
    user = User.objects.create_user("closed@example.org", is_active=False)
    SocialAccount.objects.create(user=user, provider="tiktok", uid="open-id-1")
    assert go(client, "/en/account/tiktok/").url == "/en/account/inactive/"
    assert not is_signed_in(client)


# -- Somebody new -----------------------------------------------------------------------------
def test_newcomer_is_asked_for_an_address_that_is_proven(tiktok: FakePlatforms, client: Client):
    response = go(client, "/kk/account/tiktok/", next="/kk/my/")
    assert response.url == "/kk/account/first-sign-in/"
    assert client.get(response.url).status_code == 200
    response = client.post(response.url, {"email": "New@Example.org"})
    assert response.url == f"{CONFIRM}?next=%2Fkk%2Fmy%2F"
    assert not SocialAccount.objects.exists()
    response = client.post(CONFIRM, {"code": code_in_last_mail(), "next": "/kk/my/"})
    assert response.url == "/kk/my/"
    account = SocialAccount.objects.get()
    assert (account.user.email, account.uid) == ("new@example.org", "open-id-1")
    assert account.user.preferred_language == "kk"
    assert EmailAddress.objects.get(user=account.user).verified
    assert SocialToken.objects.get().token == "act.1"


def test_newcomer_with_an_account_gets_it_connected(tiktok: FakePlatforms, client: Client):
    address = go(client, "/kk/account/tiktok/").url
    client.post(address, {"email": personas.creator().email})
    client.post(CONFIRM, {"code": code_in_last_mail()})
    assert SocialAccount.objects.get().user == personas.creator()
    assert User.objects.count() == 1


def test_address_from_google_is_suggested_and_proves_nothing(tiktok: FakePlatforms, client: Client):
    personas.make_person("aysel")
    address = go(client, "/kk/account/google/").url
    assert 'value="aysel@example.org"' in client.get(address).content.decode()
    assert not is_signed_in(client)
    assert not SocialAccount.objects.exists()


def test_address_of_somebody_else_lets_nobody_in(tiktok: FakePlatforms, client: Client):
    """Whoever owns the address later opens the account, without a stranger's TikTok tied to it."""
    address = go(client, "/kk/account/tiktok/").url
    client.post(address, {"email": "victim@example.org"})
    victim = Client()
    victim.post("/kk/account/login/code/", {"email": "victim@example.org"})
    victim.post(CONFIRM, {"code": code_in_last_mail()})
    assert is_signed_in(victim)
    assert not SocialAccount.objects.exists()


def test_note_in_the_browser_is_for_one_account_only(tiktok: FakePlatforms, client: Client):
    address = go(client, "/kk/account/tiktok/").url
    client.post(address, {"email": "new@example.org"})
    client.post("/kk/account/logout/")
    client.post("/kk/account/login/code/", {"email": personas.creator().email})
    client.post(CONFIRM, {"code": code_in_last_mail()})
    assert is_signed_in(client)
    assert not SocialAccount.objects.exists()


def test_code_that_comes_too_late_connects_nothing(
    tiktok: FakePlatforms, client: Client, settings: Any
):
    settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 0
    client.post(go(client, "/kk/account/tiktok/").url, {"email": "new@example.org"})
    settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900
    client.post("/kk/account/login/code/", {"email": "new@example.org"})
    client.post(CONFIRM, {"code": code_in_last_mail()})
    assert is_signed_in(client)
    assert not SocialAccount.objects.exists()


def test_closed_account_is_not_opened_by_a_platform(tiktok: FakePlatforms, client: Client):
    User.objects.create_user("closed@example.org", is_active=False)
    page = client.post(go(client, "/en/account/tiktok/").url, {"email": "closed@example.org"})
    assert "This account is closed." in page.content.decode()
    assert mail.outbox == []


def test_page_for_the_address_without_a_sign_in(db: None, client: Client):
    assert client.get("/en/account/first-sign-in/").url == "/en/account/login/"


# -- The account's page -----------------------------------------------------------------------
def test_account_lists_what_is_connected_and_disconnects_it(tiktok: FakePlatforms, client: Client):
    connect(client, personas.creator())
    page = client.get("/en/account/").content.decode()
    assert "@aysel.math" in page
    account = SocialAccount.objects.get()
    assert f"/en/account/disconnect/{account.pk}/" in page
    response = client.post(f"/en/account/disconnect/{account.pk}/", follow=True)
    assert "The account is no longer connected." in response.content.decode()
    assert not SocialAccount.objects.exists()
    assert not SocialToken.objects.exists()


def test_nobody_disconnects_what_is_somebody_elses(tiktok: FakePlatforms, client: Client):
    connect(client, personas.creator())
    account = SocialAccount.objects.get()
    sign_in(client, personas.stranger())
    assert client.post(f"/en/account/disconnect/{account.pk}/").status_code == 404
    assert SocialAccount.objects.exists()
