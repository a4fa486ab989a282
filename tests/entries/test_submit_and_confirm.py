"""From the form over the code in the mail to the confirmed entry."""

import time
from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import User
from entries.models import Entry
from tests import personas
from tests.accounts.signing_in import code_in_last_mail
from tests.entries.entering import (
    address,
    build_contest,
    enter,
    errors_of,
    filled_in,
    send,
    sign_in,
    tiktok_link,
)


def test_creator_enters_a_video_and_confirms_the_address(db: None, client: Client):
    campaign = build_contest()
    response = send(client, campaign)
    entry = Entry.objects.get()
    assert entry.confirmed_at is None
    assert not EmailAddress.objects.get(email="aysel@example.org").verified
    assert response.url == "/kk/account/login/code/confirm/?next=%2Fkk%2Fmy%2F"
    page = client.get(response.url)
    assert page.status_code == 200
    assert mail.outbox[0].to == ["aysel@example.org"]
    answer = client.post(response.url, {"code": code_in_last_mail(), "next": "/kk/my/"})
    assert answer.url == "/kk/my/"
    entry.refresh_from_db()
    assert entry.confirmed_at is not None
    assert EmailAddress.objects.get(email="aysel@example.org").verified
    mine = client.get("/kk/my/")
    assert mine.context["user"].email == "aysel@example.org"
    assert "@aysel.math" in mine.content.decode()


def test_account_is_opened_in_the_pages_language(db: None, client: Client):
    send(client, build_contest(), email="  New@Example.org ")
    user = User.objects.get()
    assert (user.email, user.preferred_language) == ("new@example.org", "kk")
    assert not user.has_usable_password()


def test_account_that_is_there_is_taken_whatever_the_case(db: None, client: Client):
    known = personas.creator()
    send(client, build_contest(), email="Creator@Example.ORG")
    assert Entry.objects.get().submitted_by == known
    assert User.objects.count() == 1


def test_somebody_elses_proven_address_confirms_nothing(db: None, client: Client):
    send(client, build_contest(), email=personas.creator().email)
    assert Entry.objects.get().confirmed_at is None


def test_sign_in_elsewhere_does_not_confirm_what_a_stranger_entered(db: None, client: Client):
    campaign = build_contest()
    send(client, campaign, email=personas.creator().email)
    owner = Client()
    owner.post("/en/account/login/code/", {"email": personas.creator().email})
    owner.post("/en/account/login/code/confirm/", {"code": code_in_last_mail()})
    entry = Entry.objects.get()
    page = owner.get(f"/en/my/{entry.pk}/")
    assert entry.confirmed_at is None
    assert "Is this entry yours?" in page.content.decode()
    owner.post(f"/en/my/{entry.pk}/confirm/")
    assert Entry.objects.get().confirmed_at is not None


def test_signed_in_creator_is_not_asked_for_the_address(db: None, client: Client):
    campaign = build_contest()
    sign_in(client, personas.creator())
    page = client.get(address(campaign))
    assert "email" not in page.context["form"].fields
    response = send(client, campaign, email=None)
    entry = Entry.objects.get()
    assert response.url == f"/kk/my/{entry.pk}/"
    assert (entry.submitted_by, entry.confirmed_at) == (personas.creator(), entry.received_at)
    assert mail.outbox == []


def test_lost_code_is_mended_by_entering_again(db: None, client: Client):
    campaign = build_contest()
    link = tiktok_link()
    send(client, campaign, links=link)
    other_browser = Client()
    response = other_browser.post(address(campaign), filled_in(campaign, links=link))
    other_browser.post(response.url, {"code": code_in_last_mail()})
    assert Entry.objects.get().confirmed_at is not None


def test_closed_account_is_told(db: None, client: Client):
    User.objects.create_user("aysel@example.org", is_active=False)
    response = send(client, build_contest())
    assert list(errors_of(response)) == ["email"]
    assert not Entry.objects.exists()


def test_codes_cannot_be_sent_without_end(db: None, client: Client):
    campaign = build_contest()
    for _ in range(3):
        send(client, campaign)
    response = send(client, campaign)
    assert list(errors_of(response)) == ["email"]
    assert (len(mail.outbox), Entry.objects.count()) == (3, 3)


def test_entry_outlives_a_mail_server_that_is_down(db: None, client: Client, monkeypatch):
    def refuse(self, messages):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    response = send(client, build_contest())
    assert response.url == "/kk/account/login/code/?next=/kk/my/"
    assert client.get(response.url).status_code == 200
    assert Entry.objects.count() == 1
    monkeypatch.undo()
    again = client.post(response.url, {"email": "aysel@example.org", "next": "/kk/my/"})
    client.post(again.url, {"code": code_in_last_mail()})
    assert Entry.objects.get().confirmed_at is not None


def test_entry_is_confirmed_at_sign_in_whatever_page_follows(db: None, client: Client):
    send(client, build_contest())
    answer = client.post("/kk/account/login/code/confirm/", {"code": code_in_last_mail()})
    assert answer.url == "/kk/account/landing/"
    assert Entry.objects.get().confirmed_at is not None


def test_entry_is_confirmed_after_the_second_factor(db: None, client: Client):
    user = personas.creator()
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    response = send(client, build_contest(), email=user.email)
    answer = client.post(response.url, {"code": code_in_last_mail()})
    assert answer.url == "/kk/account/mfa/authenticate/"
    assert Entry.objects.get().confirmed_at is None
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    client.post(answer.url, {"code": code})
    assert Entry.objects.get().confirmed_at is not None


def test_signing_in_as_somebody_else_confirms_nothing_and_loses_nothing(db: None, client: Client):
    send(client, build_contest())
    client.post("/en/account/logout/")
    response = client.post("/en/account/login/code/", {"email": personas.stranger().email})
    client.post(response.url, {"code": code_in_last_mail()})
    assert Entry.objects.get().confirmed_at is None
    response = client.post("/en/account/logout/")
    response = client.post("/en/account/login/code/", {"email": "aysel@example.org"})
    client.post(response.url, {"code": code_in_last_mail()})
    entry = Entry.objects.get()
    client.post(f"/en/my/{entry.pk}/confirm/")
    assert Entry.objects.get().confirmed_at is not None


def test_entry_that_was_handed_over_meanwhile_is_not_confirmed(db: None, client: Client):
    campaign, link = build_contest(), tiktok_link()
    send(client, campaign, links=link)
    Entry.objects.update(received_at=timezone.now() - timedelta(hours=2))
    enter(campaign, personas.stranger(), url=link)
    client.post("/en/account/login/code/confirm/", {"code": code_in_last_mail()})
    entry = Entry.objects.get()
    assert (entry.submitted_by, entry.confirmed_at) == (personas.stranger(), None)
