"""The form for entering a video, and the way from it to the confirmed entry."""

import time
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import escape

from accounts.models import User
from contests.models import RulesVersion
from contests.phases import Phase
from contests.wording import day_and_time
from entries.link_messages import LINK_MESSAGES
from entries.links import LinkRefusal
from entries.models import Consent, Creator, Entry
from entries.refusal import EntryRefused
from tests import personas
from tests.accounts.signing_in import code_in_last_mail
from tests.builders import build_campaign, build_entry
from tests.entries.entering import (
    build_contest,
    enter,
    filled_in,
    new_video_id,
    sign_in,
    tiktok_link,
)


def address(campaign, language="kk"):
    with translation.override(language):
        return reverse("entries:submit", args=[campaign.slug])


def send(client: Client, campaign, **fields: Any):
    return client.post(address(campaign), filled_in(campaign, **fields))


def errors_of(response) -> dict[str, list[str]]:
    return {name: list(errors) for name, errors in response.context["form"].errors.items()}


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


def test_form_asks_for_the_handle_only_when_the_link_has_none(db: None, client: Client):
    campaign = build_contest()
    link = f"https://www.tiktok.com/video/{new_video_id()}"
    assert 'name="handle"' not in client.get(address(campaign)).content.decode()
    response = send(client, campaign, link=link)
    assert list(errors_of(response)) == ["handle"]
    assert 'name="handle"' in response.content.decode()
    assert f'value="{link}"' in response.content.decode()
    send(client, campaign, link=link, handle="https://www.tiktok.com/@Aysel")
    assert Entry.objects.get().creator.handle == "Aysel"


def test_form_asks_for_the_handle_at_once_where_links_never_have_one(db: None, client: Client):
    campaign = build_contest(platforms=["youtube"])
    assert 'name="handle"' in client.get(address(campaign)).content.decode()


def test_handle_in_the_link_counts(db: None, client: Client):
    send(client, build_contest(), link=tiktok_link(handle="aysel"), handle="other")
    assert Creator.objects.get().handle == "aysel"


def test_handle_that_is_none(db: None, client: Client):
    link = f"https://youtu.be/{'a' * 11}"
    response = send(client, build_contest(), link=link, handle="two words")
    assert list(errors_of(response)) == ["handle"]
    assert 'value="two words"' in response.content.decode()


@pytest.mark.parametrize(
    ("link", "code"),
    [
        ("my video", LinkRefusal.NOT_A_LINK),
        ("https://tiktok.com.evil.com/@a/video/7340215487445339434", LinkRefusal.FOREIGN_HOST),
        ("https://vm.tiktok.com/ZMabc/", LinkRefusal.SHORT_LINK),
        ("https://www.tiktok.com/@aysel.math", LinkRefusal.PROFILE),
        ("https://www.tiktok.com/@a.b/photo/7340215487445339434", LinkRefusal.PHOTO),
        ("https://www.youtube.com/playlist?list=PL1", LinkRefusal.PLAYLIST),
    ],
)
def test_link_that_names_no_video(db: None, client: Client, link: str, code: LinkRefusal):
    response = send(client, build_contest(), link=link, email="typed@example.org")
    assert response.status_code == 200
    with translation.override("kk"):
        assert errors_of(response) == {"link": [str(LINK_MESSAGES[code])]}
    assert escape(link) in response.content.decode()
    assert 'value="typed@example.org"' in response.content.decode()
    assert not User.objects.exists()


@pytest.mark.parametrize("left_out", ["rules", "privacy", "publication", "age"])
def test_consent_left_out(db: None, client: Client, left_out: str):
    response = send(client, build_contest(min_age=16), **{f"agree_{left_out}": None})
    assert list(errors_of(response)) == [f"agree_{left_out}"]
    assert not Entry.objects.exists()


def test_consents_are_kept(db: None, client: Client):
    campaign = build_contest(min_age=16)
    send(client, campaign)
    kept = Consent.objects.values_list("kind", "language", "given_by__email")
    assert set(kept) == {
        (kind, "kk", "aysel@example.org") for kind in ("rules", "privacy", "publication", "age")
    }


def test_rules_that_changed_since_they_were_read(db: None, client: Client):
    campaign = build_contest()
    data = filled_in(campaign)
    RulesVersion.objects.create(campaign=campaign, number=2, text="New", created_at=timezone.now())
    response = client.post(address(campaign), data)
    assert list(errors_of(response)) == ["agree_rules"]
    assert 'name="rules_number" value="2"' in response.content.decode()
    client.post(address(campaign), data | {"rules_number": 2})
    assert Entry.objects.get().rules_version.number == 2


def test_campaign_without_written_rules(db: None, client: Client):
    campaign = build_contest()
    campaign.rules.all().delete()
    send(client, campaign)
    assert Entry.objects.get().rules_version is None


def test_same_video_twice_is_refused_in_a_sentence(db: None, client: Client):
    campaign, video_id = build_contest(), new_video_id()
    build_entry(campaign, video_id=video_id)
    response = send(client, campaign, link=tiktok_link(video_id))
    with translation.override("kk"):
        assert errors_of(response) == {"link": [EntryRefused("already_entered").message]}
    # The refused entry opened no account either.
    assert not User.objects.filter(email="aysel@example.org").exists()
    assert mail.outbox == []


def test_lost_code_is_mended_by_entering_again(db: None, client: Client):
    campaign = build_contest()
    link = tiktok_link()
    send(client, campaign, link=link)
    other_browser = Client()
    response = other_browser.post(address(campaign), filled_in(campaign, link=link))
    other_browser.post(response.url, {"code": code_in_last_mail()})
    assert Entry.objects.get().confirmed_at is not None


def test_refusal_that_belongs_to_no_field(db: None, client: Client):
    campaign = build_contest(max_entries_per_creator=1)
    sign_in(client, personas.creator())
    enter(campaign, personas.creator(), handle="aysel.math", address_proven=True)
    response = send(client, campaign, email=None)
    assert list(errors_of(response)) == ["__all__"]


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


@pytest.mark.parametrize("phase", [phase for phase in Phase if phase is not Phase.OPEN])
def test_page_while_no_entries_are_taken(db: None, client: Client, phase: Phase):
    campaign = build_contest(phase=phase)
    page = client.get(address(campaign))
    answer = send(client, campaign)
    draft = phase is Phase.DRAFT
    assert page.status_code == (404 if draft else 200)
    assert answer.status_code == (404 if draft else 403)
    assert not Entry.objects.exists()


def test_page_of_a_campaign_to_come_says_when(db: None, client: Client):
    campaign = build_contest(phase=Phase.COMING, time_zone="Asia/Almaty")
    page = client.get(address(campaign, "en")).content.decode()
    assert campaign.opens_at is not None
    assert day_and_time(campaign.opens_at, campaign.zone) in page
    assert "Almaty" in page


def test_page_of_a_showcase_says_that_nothing_is_entered(db: None, client: Client):
    campaign = build_campaign()
    assert client.get(address(campaign)).templates[0].name == "entries/not_open.html"
    assert send(client, campaign).status_code == 403


def test_deadline_is_decided_by_the_databases_clock(db: None, client: Client, monkeypatch):
    campaign = build_contest()
    assert campaign.closes_at is not None
    late = campaign.closes_at + timedelta(seconds=1)
    monkeypatch.setattr("entries.views.submit.database_now", lambda: late)
    assert send(client, campaign).status_code == 403


def test_page_keeps_the_strict_policy_and_is_not_cached(db: None, client: Client):
    page = client.get(address(build_contest()))
    assert "unsafe" not in page["Content-Security-Policy"]
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize("language", ["kk", "ru", "az", "en", "ar"])
def test_page_in_every_language(db: None, client: Client, language: str):
    page = client.get(address(build_contest(min_age=16), language))
    assert page.status_code == 200
    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in page.content.decode()


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
    send(client, campaign, link=link)
    Entry.objects.update(received_at=timezone.now() - timedelta(hours=2))
    enter(campaign, personas.stranger(), url=link)
    client.post("/en/account/login/code/confirm/", {"code": code_in_last_mail()})
    entry = Entry.objects.get()
    assert (entry.submitted_by, entry.confirmed_at) == (personas.stranger(), None)
