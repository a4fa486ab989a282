"""Under-age entrants: the guardian is asked by mail and agrees on a page."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contests.phases import Phase
from entries.confirmation import confirm_entry
from entries.guardians import agree_as_guardian, ask_guardian, guardian_path, open_guardian_link
from entries.models import Check, Decision, Entry, GuardianConsent
from entries.refusal import EntryRefused
from outbox.models import Message
from tests import personas
from tests.builders import build_campaign, build_entry
from tests.entries.entering import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry():
    return build_young_entry()


def build_young_entry(**fields):
    campaign = build_campaign(guardian_age=18, phase=fields.pop("phase", Phase.OPEN))
    values = {
        "status": Entry.Status.RECEIVED,
        "submitted_by": personas.creator(),
        "declared_age": 14,
    }
    return build_entry(campaign, **values | fields)


def ask(entry, email="mother@example.org", language="kk"):
    return ask_guardian(
        entry_id=entry.pk, name="Aigul", email=email, language=language, at=timezone.now()
    )


def token_of(consent: GuardianConsent) -> str:
    return guardian_path(consent).rstrip("/").rsplit("/", 1)[-1]


def outcome(entry) -> str:
    return Check.objects.get(entry=entry, rule="guardian").outcome


def test_guardian_is_written_to_at_once_in_the_language_of_the_form(entry):
    consent = ask(entry)
    [message] = Message.objects.all()
    assert (message.to_email, message.language, message.status) == (
        "mother@example.org",
        "kk",
        "released",
    )
    assert re.search(r"http://testserver(/kk/\S+)", message.body)[1] == guardian_path(consent)


def test_guardian_is_written_to_only_when_the_entrant_has_proven_the_address():
    entry = build_young_entry(confirmed_at=None)
    entry.campaign.guardian_age = 18
    ask(entry)
    assert Message.objects.count() == 0
    Entry.objects.filter(pk=entry.pk).update(confirmed_at=None)
    confirm_entry(entry_id=entry.pk, by=personas.creator(), at=timezone.now())
    assert [message.to_email for message in Message.objects.all()] == ["mother@example.org"]


def test_entry_counts_from_the_guardians_consent_on(entry):
    consent = ask(entry)
    agree_as_guardian(consent_id=consent.pk, nonce=consent.nonce, at=timezone.now())
    consent.refresh_from_db()
    assert consent.rules_version == entry.campaign.rules.get()
    assert outcome(entry) == "pass"
    assert Decision.objects.filter(entry=entry, verb="guardian_agreed").count() == 1


def test_agreeing_twice_changes_nothing(entry):
    consent = ask(entry)
    first = agree_as_guardian(consent_id=consent.pk, nonce=consent.nonce, at=timezone.now())
    later = timezone.now() + timedelta(days=1)
    again = agree_as_guardian(consent_id=consent.pk, nonce=consent.nonce, at=later)
    assert again.confirmed_at == first.confirmed_at
    assert Decision.objects.filter(verb="guardian_agreed").count() == 1


def test_link_to_the_guardian_named_before_works_no_longer(entry):
    old = token_of(ask(entry, email="wrong@example.org"))
    new = token_of(ask(entry))
    with pytest.raises(EntryRefused, match="no longer"):
        open_guardian_link(old)
    assert open_guardian_link(new).email == "mother@example.org"


@pytest.mark.parametrize("token", ["", "x", "eyJhIjoxfQ:1:2", "ا" * 2000])
def test_link_that_nobody_made_is_refused(token):
    with pytest.raises(EntryRefused) as refusal:
        open_guardian_link(token)
    assert refusal.value.code == "guardian_link_unknown"


def test_guardian_cannot_be_the_entrant(entry):
    with pytest.raises(EntryRefused) as refusal:
        ask(entry, email=personas.creator().email.upper())
    assert refusal.value.code == "guardian_is_entrant"


def test_nobody_is_flooded_with_mails(entry):
    for number in range(5):
        ask(entry, email=f"guardian{number}@example.org")
    with pytest.raises(EntryRefused) as refusal:
        ask(entry)
    assert refusal.value.code == "guardian_asked_often"
    assert GuardianConsent.objects.get().email == "guardian4@example.org"


@pytest.mark.parametrize(
    ("phase", "status", "code"),
    [
        (Phase.ANNOUNCED, Entry.Status.RECEIVED, "guardian_too_late"),
        (Phase.OPEN, Entry.Status.WITHDRAWN, "withdrawn_already"),
    ],
)
def test_consent_that_comes_too_late_is_refused(phase, status, code):
    entry = build_young_entry(phase=phase)
    consent = ask(entry)
    Entry.objects.filter(pk=entry.pk).update(status=status)
    with pytest.raises(EntryRefused) as refusal:
        agree_as_guardian(consent_id=consent.pk, nonce=consent.nonce, at=timezone.now())
    assert refusal.value.code == code


def test_guardian_agrees_on_the_page_without_an_account(client: Client, entry):
    path = guardian_path(ask(entry, language="en"))
    assert entry.url in client.get(path).content.decode()
    without_tick = client.post(path)
    assert "Tick this box" in without_tick.content.decode()
    assert GuardianConsent.objects.get().confirmed_at is None
    done = client.post(path, {"agree": "on"}, follow=True)
    assert "Your consent is kept" in done.content.decode()
    assert GuardianConsent.objects.get().confirmed_at is not None


def test_entrant_may_name_another_guardian(client: Client, entry):
    ask(entry, email="wrong@example.org", language="en")
    sign_in(client, personas.creator())
    path = reverse("entries:name_guardian", args=[entry.pk])
    assert "wrong@example.org" in client.get(path).content.decode()
    client.post(path, {"name": "Aigul", "email": "mother@example.org"})
    assert GuardianConsent.objects.get().email == "mother@example.org"


def test_nobody_else_names_an_entrants_guardian(client: Client, entry):
    ask(entry)
    sign_in(client, personas.stranger())
    assert client.get(reverse("entries:name_guardian", args=[entry.pk])).status_code == 404


def test_entrant_reads_on_the_entrys_page_where_the_guardian_stands(client: Client, entry):
    consent = ask(entry, language="en")
    sign_in(client, personas.creator())
    path = reverse("entries:mine_entry", args=[entry.pk])
    waiting = client.get(path).content.decode()
    assert "has not agreed yet" in waiting
    assert reverse("entries:name_guardian", args=[entry.pk]) in waiting
    agree_as_guardian(consent_id=consent.pk, nonce=consent.nonce, at=timezone.now())
    agreed = client.get(path).content.decode()
    assert "has not agreed yet" not in agreed
    assert "<bdi>Aigul</bdi> agreed on" in agreed
