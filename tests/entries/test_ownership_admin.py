"""Staff attest whose account it is, and see what was proven."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from entries.models import Creator, Entry, OwnershipProof
from tests import personas
from tests.builders import build_creator
from tests.entries.entering import sign_in
from tests.entries.owning import build_owned

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.fixture
def staff(client: Client) -> Client:
    return sign_in(client, personas.moderator())


def page_of(entry: Entry, query: str = "") -> str:
    return f"/admin/entries/creator/{entry.creator_id}/attest/{query}"


def attest(client: Client, entry: Entry, query: str = "", **fields: Any) -> Any:
    values = {"email": personas.creator().email, "reason": "Met her at the fair."}
    return client.post(page_of(entry, query), values | fields)


def add_proof(entry: Entry, user: Any) -> OwnershipProof:
    return OwnershipProof.objects.create(
        creator=entry.creator, user=user, method="code", proven_at=NOW
    )


def test_staff_attest_from_the_entry_and_land_there(staff: Client):
    entry = build_owned(told=None)
    led = staff.get(f"/admin/entries/entry/{entry.pk}/owner/")
    assert led.url == page_of(entry, f"?entry={entry.pk}")
    assert f'value="{personas.creator().email}"' in staff.get(led.url).content.decode()
    response = attest(staff, entry, f"?entry={entry.pk}")
    assert response.url == f"/admin/entries/entry/{entry.pk}/change/"
    proof = OwnershipProof.objects.get()
    assert (proof.entry, proof.by, proof.reason) == (
        entry,
        personas.moderator(),
        "Met her at the fair.",
    )
    assert Creator.objects.get().user == personas.creator()


def test_staff_attest_from_the_account(staff: Client):
    entry = build_owned()
    response = attest(staff, entry, email=personas.creator().email.upper())
    assert response.url == f"/admin/entries/creator/{entry.creator_id}/change/"
    assert OwnershipProof.objects.get().entry is None


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"reason": " "}, "Say how you know whose account it is."),
        ({"email": "nobody@example.org"}, "Nobody has an account with this address."),
        ({"email": "moderator@example.org"}, "Somebody else has to attest"),
        ({"email": ""}, "This field is required."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_kept(staff: Client, fields: dict[str, str], told: str):
    response = attest(staff, build_owned(), **fields)
    assert told in response.content.decode()
    assert not OwnershipProof.objects.exists()


@pytest.mark.parametrize("query", ["?entry=x", "?entry=999999", "?entry=" + "9" * 30, "?entry=²"])
def test_entry_that_is_not_the_accounts_is_passed_over(staff: Client, query: str):
    entry = build_owned()
    assert staff.get(page_of(entry, query)).status_code == 200
    attest(staff, entry, query)
    assert OwnershipProof.objects.get().entry is None


def test_page_shows_who_has_proven_it(staff: Client):
    entry = build_owned()
    assert (
        "Nobody has shown that this account is theirs."
        in staff.get(page_of(entry)).content.decode()
    )
    add_proof(entry, personas.creator())
    page = staff.get(page_of(entry)).content.decode()
    assert personas.creator().name in page
    assert "Several people" not in page
    add_proof(entry, personas.stranger())
    assert "Several people have shown" in staff.get(page_of(entry)).content.decode()


def test_list_can_be_narrowed_to_what_several_have_proven(staff: Client):
    entry = build_owned()
    add_proof(entry, personas.creator())
    disputed = build_owned(entry.campaign, creator=build_creator(handle="disputed"))
    add_proof(disputed, personas.creator())
    add_proof(disputed, personas.stranger())
    rows = staff.get("/admin/entries/ownershipproof/?proven_by=several").context["cl"].result_list
    assert {proof.creator.handle for proof in rows} == {"disputed"}


@pytest.mark.parametrize("persona", ["auditor", "announcer"])
def test_only_moderators_attest(client: Client, persona: str):
    entry = build_owned()
    sign_in(client, getattr(personas, persona)())
    response = attest(client, entry)
    assert response.status_code in (302, 403)
    assert not OwnershipProof.objects.exists()
