"""Signing in with a code by mail: allauth's flow, to the end, started by us and by its own page.

`accounts/sign_in_code.py` starts an internal flow of allauth. These tests walk it through real
pages, so that an upgrade which changes it fails here.
"""

import time
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.messages import get_messages
from django.core import mail
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.utils import translation

from accounts.account_opening import open_account
from accounts.models import User
from accounts.sign_in_code import may_send_code, send_sign_in_code
from config import urls as site_urls
from tests import personas
from tests.accounts.signing_in import PASSWORD, code_in_last_mail, is_signed_in

ASK = "/en/account/login/code/"
CONFIRM = "/en/account/login/code/confirm/"


def start(request: HttpRequest) -> HttpResponse:
    """A page of ours that starts the flow for a new account, as the form for entering does."""
    user = open_account(email="new@example.org", language="kk")
    if not may_send_code(request, email=user.email):
        return HttpResponse("wait")
    return HttpResponse(send_sign_in_code(request, user=user, next_url="/kk/my/"))


urlpatterns = [path("start/", start), *site_urls.urlpatterns]


def told(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.fixture
def started(db: None, client: Client, settings: Any) -> str:
    settings.ROOT_URLCONF = __name__
    return client.post("/start/").content.decode()


def test_flow_started_by_us_signs_in_and_proves_the_address(started: str, client: Client):
    assert started == f"{CONFIRM}?next=%2Fkk%2Fmy%2F"
    page = client.get(started)
    assert "new@example.org" in page.content.decode()
    assert 'name="next" value="/kk/my/"' in page.content.decode()
    answer = client.post(CONFIRM, {"code": code_in_last_mail(), "next": "/kk/my/"})
    assert answer.url == "/kk/my/"
    assert is_signed_in(client)
    assert EmailAddress.objects.get().verified


@pytest.mark.parametrize("typed", ["{0}", "{0[0]}{0[1]}{0[2]}{0[3]} {0[5]}{0[6]}{0[7]}{0[8]}"])
def test_code_may_be_typed_without_its_dash(started: str, client: Client, typed: str):
    client.post(CONFIRM, {"code": typed.format(code_in_last_mail())})
    assert is_signed_in(client)


@pytest.mark.parametrize("zero", ["٠", "۰", "０"])
def test_code_may_be_typed_in_the_digits_of_ones_keyboard(started: str, client: Client, zero: str):
    code = code_in_last_mail()
    typed = "".join(chr(ord(zero) + int(sign)) if sign.isdecimal() else sign for sign in code)
    client.post(CONFIRM, {"code": typed})
    assert is_signed_in(client)


def test_wrong_code_says_what_to_do(started: str, client: Client):
    answer = client.post(CONFIRM, {"code": "0000-0000", "next": "/kk/my/"})
    assert "This is not the code that we sent." in answer.content.decode()
    assert 'name="next" value="/kk/my/"' in answer.content.decode()
    client.post(CONFIRM, {"code": code_in_last_mail()})
    assert is_signed_in(client)


def test_too_many_wrong_codes_end_the_attempt(started: str, client: Client):
    answer = None
    for _ in range(3):
        answer = client.post(CONFIRM, {"code": "0000-0000"})
    assert answer.url == ASK
    assert any("Too many attempts." in text for text in told(answer))
    client.post(CONFIRM, {"code": code_in_last_mail()})
    assert not is_signed_in(client)


def test_expired_code_says_so(started: str, client: Client, monkeypatch):
    late = time.time() + settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT + 1
    monkeypatch.setattr(time, "time", lambda: late)
    answer = client.post(CONFIRM, {"code": code_in_last_mail()})
    assert answer.url == ASK
    assert "The code is no longer good. Ask for a new one." in told(answer)
    assert not is_signed_in(client)


def test_page_for_the_code_without_a_code(db: None, client: Client):
    answer = client.get(CONFIRM)
    assert answer.url == ASK
    assert told(answer) == ["The code is no longer good. Ask for a new one."]


def test_page_for_the_code_after_signing_in(started: str, client: Client):
    client.post(CONFIRM, {"code": code_in_last_mail()})
    assert client.get(CONFIRM).url == "/en/account/landing/"


def test_new_code_replaces_the_old_one(started: str, client: Client):
    old = code_in_last_mail()
    assert client.post(CONFIRM, {"action": "resend", "next": "/kk/my/"}).status_code == 302
    assert len(mail.outbox) == 2
    assert old != code_in_last_mail()
    client.post(CONFIRM, {"code": old})
    assert not is_signed_in(client)
    client.post(CONFIRM, {"code": code_in_last_mail()})
    assert is_signed_in(client)


def test_codes_are_counted_for_each_address(started: str, client: Client):
    # The first was sent by the fixture.
    answers = [client.post("/start/").content.decode() for _ in range(3)]
    assert [answer == "wait" for answer in answers] == [False, False, True]
    assert len(mail.outbox) == 3


def test_staff_sign_in_by_code_and_land_in_the_admin(db: None, client: Client):
    answer = client.post(ASK, {"email": personas.manager().email, "next": "/admin/"})
    assert answer.url == f"{CONFIRM}?next=%2Fadmin%2F"
    answer = client.post(CONFIRM, {"code": code_in_last_mail(), "next": "/admin/"})
    assert answer.url == "/admin/"


def test_user_made_on_the_command_line_needs_one_code_only(db: None, client: Client):
    User.objects.create_superuser("chief@example.org", PASSWORD)
    client.post(ASK, {"email": "Chief@example.org"})
    client.post(CONFIRM, {"code": code_in_last_mail()})
    assert is_signed_in(client)
    assert len(mail.outbox) == 1


def test_unknown_address_is_not_given_away(db: None, client: Client):
    answer = client.post(ASK, {"email": "nobody@example.org"})
    assert answer.url == CONFIRM
    assert client.get(CONFIRM).status_code == 200
    assert "There is no account with this address" in mail.outbox[0].body
    assert "/en/" in mail.outbox[0].body


@pytest.mark.parametrize("language", ["kk", "ru", "az", "en", "ar"])
def test_mail_speaks_the_language_of_the_page(db: None, client: Client, language: str):
    client.post(f"/{language}/account/login/code/", {"email": personas.creator().email})
    message = mail.outbox[0]
    code = code_in_last_mail()
    with translation.override(language):
        expected = translation.gettext("Your code for %(site_name)s: %(code)s")
    assert message.subject == expected % {"site_name": "Sahna", "code": code}
    # Isolated: in right-to-left text the halves of a code would change places.
    assert f"\u2068{code}\u2069" in message.body
    assert not message.alternatives
