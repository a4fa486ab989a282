"""The second factor: set up, used, lost, turned off; demanded of staff where a setting says so."""

import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from tests import personas
from tests.accounts.signing_in import PASSWORD, code_in_last_mail, is_signed_in

INDEX = "/en/account/mfa/"
ACTIVATE = "/en/account/mfa/totp/activate/"
DEACTIVATE = "/en/account/mfa/totp/deactivate/"
CODES = "/en/account/mfa/recovery-codes/"
ASK_AGAIN = "/en/account/reauthenticate/"


@pytest.fixture
def manager(db: None, client: Client) -> User:
    """A manager with a password, signed in with it."""
    user = personas.manager()
    user.set_password(PASSWORD)
    user.save()
    sign_in(client)
    return user


def sign_in(client: Client) -> Any:
    return client.post("/en/account/login/", {"login": "manager@example.org", "password": PASSWORD})


def code_now(secret: str) -> str:
    """What the app shows. A code counts once: forgetting the used ones spares half a minute."""
    cache.clear()
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def set_up(client: Client) -> str:
    client.post(f"{ASK_AGAIN}?next={ACTIVATE}", {"password": PASSWORD})
    secret: str = client.get(ACTIVATE).context["form"].secret
    answer = client.post(ACTIVATE, {"code": code_now(secret)})
    assert answer.url == CODES
    return secret


def test_set_up_asks_for_the_password_again(manager: User, client: Client):
    assert (
        client.get(ACTIVATE).url == f"{ASK_AGAIN}?next=%2Fen%2Faccount%2Fmfa%2Ftotp%2Factivate%2F"
    )
    page = client.get(f"{ASK_AGAIN}?next={ACTIVATE}")
    assert "Is it you?" in page.content.decode()
    wrong = client.post(f"{ASK_AGAIN}?next={ACTIVATE}", {"password": "wrong"})
    assert "This is not your password." in wrong.content.decode()
    right = client.post(f"{ASK_AGAIN}?next={ACTIVATE}", {"password": PASSWORD})
    assert right.url == ACTIVATE


def test_set_up_shows_a_picture_and_the_key_under_the_strict_policy(manager: User, client: Client):
    client.post(f"{ASK_AGAIN}?next={ACTIVATE}", {"password": PASSWORD})
    page = client.get(ACTIVATE)
    assert 'src="data:image/svg+xml;base64,' in page.content.decode()
    assert page.context["form"].secret in page.content.decode()
    assert "unsafe" not in page["Content-Security-Policy"]


def test_set_up_refuses_a_wrong_code(manager: User, client: Client):
    client.post(f"{ASK_AGAIN}?next={ACTIVATE}", {"password": PASSWORD})
    client.get(ACTIVATE)
    answer = client.post(ACTIVATE, {"code": "000000"})
    assert "This code is not right, or no longer." in answer.content.decode()
    assert not Authenticator.objects.exists()


def test_second_factor_is_asked_after_the_password(manager: User, client: Client):
    secret = set_up(client)
    client.post("/en/account/logout/")
    answer = sign_in(client)
    assert answer.url == "/en/account/mfa/authenticate/"
    assert not is_signed_in(client)
    wrong = client.post(answer.url, {"code": "000000"})
    assert "This code is not right, or no longer." in wrong.content.decode()
    client.post(answer.url, {"code": code_now(secret)})
    assert is_signed_in(client)


def test_second_factor_is_asked_after_a_code_by_mail(manager: User, client: Client):
    secret = set_up(client)
    client.post("/en/account/logout/")
    client.post("/en/account/login/code/", {"email": manager.email})
    answer = client.post("/en/account/login/code/confirm/", {"code": code_in_last_mail()})
    assert answer.url == "/en/account/mfa/authenticate/"
    assert not is_signed_in(client)
    client.post(answer.url, {"code": code_now(secret)})
    assert is_signed_in(client)


def test_recovery_code_lets_in_once(manager: User, client: Client):
    set_up(client)
    code = client.get(CODES).context["unused_codes"][0]
    for works in (True, False):
        client.post("/en/account/logout/")
        cache.clear()
        answer = sign_in(client)
        client.post(answer.url, {"code": code})
        assert is_signed_in(client) == works


def test_recovery_codes_are_shown_saved_and_made_anew(manager: User, client: Client):
    set_up(client)
    page = client.get(CODES)
    codes = page.context["unused_codes"]
    assert all(code in page.content.decode() for code in codes)
    assert client.get(f"{CODES}download/").content.decode().split() == codes
    assert client.get(f"{CODES}generate/").status_code == 200
    assert client.post(f"{CODES}generate/").url == CODES
    assert not set(client.get(CODES).context["unused_codes"]) & set(codes)


def test_second_factor_is_turned_off(manager: User, client: Client):
    set_up(client)
    assert "It is on" in client.get(INDEX).content.decode()
    assert client.get(DEACTIVATE).status_code == 200
    assert client.post(DEACTIVATE).url == INDEX
    assert "It is off." in client.get(INDEX).content.decode()
    assert not Authenticator.objects.exists()


def test_second_factor_can_prove_oneself_instead_of_the_password(manager: User, client: Client):
    secret = set_up(client)
    client.post("/en/account/logout/")
    answer = sign_in(client)
    client.post(answer.url, {"code": code_now(secret)})
    assert client.get(DEACTIVATE).url.startswith(ASK_AGAIN)
    other = "/en/account/mfa/reauthenticate/"
    assert other in client.get(ASK_AGAIN).content.decode()
    assert client.get(other).status_code == 200
    client.post(f"{other}?next={DEACTIVATE}", {"code": code_now(secret)})
    assert client.get(DEACTIVATE).status_code == 200


def test_staff_without_it_are_led_to_it_where_it_is_demanded(
    manager: User, client: Client, settings: Any
):
    settings.STAFF_MFA_REQUIRED = True
    assert client.get("/admin/").url == ACTIVATE
    set_up(client)
    assert client.get("/admin/").status_code == 200


def test_creators_are_left_alone_where_it_is_demanded(db: None, client: Client, settings: Any):
    settings.STAFF_MFA_REQUIRED = True
    client.force_login(personas.creator(), backend=settings.AUTHENTICATION_BACKENDS[-1])
    assert client.get("/en/my/").status_code == 200
