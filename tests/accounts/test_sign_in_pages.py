"""The sign-in page and what stands around it."""

import pytest
from allauth.account.models import EmailAddress
from axes.models import AccessAttempt
from django.core import mail
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from tests import personas
from tests.accounts.signing_in import PASSWORD, code_in_last_mail, is_signed_in

LOGIN = "/en/account/login/"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def manager(db: None) -> User:
    user = personas.manager()
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client: Client, password: str = PASSWORD, **more: str):
    return client.post(LOGIN, {"login": "manager@example.org", "password": password, **more})


def test_page_offers_the_code_first_and_the_password_folded(db: None, client: Client):
    page = client.get(f"{LOGIN}?next=/kk/my/").content.decode()
    assert page.index("Send me a code") < page.index("Sign in with a password")
    assert page.count('name="next" value="/kk/my/"') == 2
    assert '<details class="fold" >' in page


def test_page_unfolds_the_password_for_the_admin(db: None, client: Client):
    response = client.get("/admin/", follow=True)
    assert response.redirect_chain[-1][0] == f"{LOGIN}?next=%2Fadmin%2F"
    page = response.content.decode()
    assert '<details class="fold" open>' in page


def test_password_signs_in(manager: User, client: Client):
    assert sign_in(client).url == "/en/account/landing/"
    assert is_signed_in(client)


def test_password_signs_in_and_leads_on(manager: User, client: Client):
    assert sign_in(client, next="/admin/contests/").url == "/admin/contests/"


def test_no_foreign_address_is_led_to(manager: User, client: Client):
    assert sign_in(client, next="https://evil.example/").url == "/en/account/landing/"


def test_wrong_password_offers_the_code(manager: User, client: Client):
    page = sign_in(client, "wrong").content.decode()
    assert "You can also sign in with a code by mail." in page
    assert '<details class="fold" open>' in page
    assert 'value="manager@example.org"' in page


def test_password_of_an_unproven_address_asks_for_a_code(manager: User, client: Client):
    EmailAddress.objects.update(verified=False)
    answer = sign_in(client)
    assert answer.url == "/en/account/confirm-email/"
    assert not is_signed_in(client)
    assert "Type the code from the mail" in client.get(answer.url).content.decode()
    wrong = client.post(answer.url, {"code": "0000-0000"}).content.decode()
    assert "This is not the code that we sent." in wrong
    client.post(answer.url, {"code": code_in_last_mail()})
    assert is_signed_in(client)


def test_closed_account_is_told(manager: User, client: Client):
    User.objects.update(is_active=False)
    answer = client.post("/en/account/login/code/", {"email": manager.email})
    assert "There is no account with this address" in mail.outbox[0].body
    assert answer.status_code == 302
    assert client.get("/en/account/inactive/").status_code == 200


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("manager", "/admin/"),
        ("judge", "/judge/"),
        ("creator", "/kk/my/"),
        ("stranger", "/kk/my/"),
    ],
)
def test_landing_by_role(db: None, client: Client, name: str, address: str):
    client.force_login(getattr(personas, name)(), backend=BACKEND)
    assert client.get("/kk/account/landing/").url == address


def test_logout_asks_first(manager: User, client: Client):
    client.force_login(manager, backend=BACKEND)
    assert "Sign out?" in client.get("/en/account/logout/").content.decode()
    assert client.post("/en/account/logout/").url == "/en/"
    assert not is_signed_in(client)


def test_sign_up_says_how_an_account_opens(db: None, client: Client):
    page = client.get("/en/account/signup/")
    assert "Your account opens by itself when you enter a video." in page.content.decode()
    client.post("/en/account/signup/", {"email": "new@example.org", "password1": PASSWORD})
    assert not User.objects.exists()


def test_too_many_failures_lock_the_password_and_leave_the_code(
    manager: User, client: Client, settings
):
    settings.AXES_ENABLED = True
    settings.AXES_FAILURE_LIMIT = 3
    for _ in range(2):
        assert sign_in(client, "wrong").status_code == 200
    locked = sign_in(client, "wrong")
    assert locked.status_code == 429
    assert "Too many attempts" in locked.content.decode()
    assert sign_in(client).status_code == 429
    assert AccessAttempt.objects.get().username == "manager@example.org"
    client.post("/en/account/login/code/", {"email": manager.email})
    client.post("/en/account/login/code/confirm/", {"code": code_in_last_mail()})
    assert is_signed_in(client)


def test_failures_of_one_account_do_not_lock_another(manager: User, client: Client, settings):
    settings.AXES_ENABLED = True
    settings.AXES_FAILURE_LIMIT = 3
    for _ in range(3):
        client.post(LOGIN, {"login": "other@example.org", "password": "wrong"})
    cache.clear()
    assert sign_in(client).status_code == 302


def test_account_page_keeps_the_language(db: None, client: Client):
    user = personas.creator()
    client.force_login(user, backend=BACKEND)
    answer = client.post("/en/account/", {"preferred_language": "az"})
    user.refresh_from_db()
    assert user.preferred_language == "az"
    assert answer.url == "/az/account/"
    assert answer.cookies["django_language"].value == "az"


@pytest.mark.parametrize("wrong", ["", "xx"])
def test_account_page_refuses_a_language_that_is_none(db: None, client: Client, wrong: str):
    client.force_login(personas.creator(), backend=BACKEND)
    answer = client.post("/en/account/", {"preferred_language": wrong})
    assert answer.status_code == 200
    assert User.objects.get().preferred_language == "en"


def test_account_page_offers_a_password_to_staff_and_to_those_who_have_one(
    manager: User, client: Client
):
    client.force_login(manager, backend=BACKEND)
    assert "Change the password" in client.get("/en/account/").content.decode()
    manager.set_unusable_password()
    manager.save()
    client.force_login(manager, backend=BACKEND)
    assert "Set a password" in client.get("/en/account/").content.decode()
    client.force_login(personas.creator(), backend=BACKEND)
    assert "password" not in client.get("/en/account/").content.decode()


def test_password_is_changed_and_set(manager: User, client: Client):
    client.force_login(manager, backend=BACKEND)
    assert client.get("/en/account/password/change/").status_code == 200
    new = "another fine sentence"
    data = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post("/en/account/password/change/", data).status_code == 302
    manager.refresh_from_db()
    assert manager.check_password(new)
    manager.set_unusable_password()
    manager.save()
    client.force_login(manager, backend=BACKEND)
    assert client.get("/en/account/password/set/").status_code == 200
    client.post("/en/account/password/set/", {"password1": new, "password2": new})
    manager.refresh_from_db()
    assert manager.check_password(new)


@pytest.mark.parametrize("language", ["kk", "ru", "az", "en", "ar"])
@pytest.mark.parametrize(
    "page", ["login/", "login/code/", "signup/", "inactive/"], ids=lambda page: page.strip("/")
)
def test_pages_keep_the_strict_policy_in_every_language(
    db: None, client: Client, page: str, language: str
):
    answer = client.get(f"/{language}/account/{page}")
    assert answer.status_code == 200
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "<script>" not in answer.content.decode()
    assert "style=" not in answer.content.decode()


def test_too_many_requests_get_a_page_of_ours(manager: User, client: Client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    sign_in(client, "wrong")
    answer = sign_in(client, "wrong")
    assert answer.status_code == 429
    assert "Wait a minute, then try again." in answer.content.decode()
