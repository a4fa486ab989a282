"""Accounts open with the first entry."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress

from accounts.account_opening import address_is_proven, ensure_address, open_account
from accounts.models import User
from tests import personas
from tests.races import Meeting, at_once


def test_open_account_makes_a_user_without_a_password(db: None):
    user = open_account(email=" Aysel@Example.org", language="az")
    assert (user.email, user.preferred_language) == ("aysel@example.org", "az")
    assert not user.has_usable_password()
    assert not user.is_staff
    address = EmailAddress.objects.get()
    assert (address.user, address.email) == (user, "aysel@example.org")
    assert (address.primary, address.verified) == (True, False)


def test_open_account_leaves_a_known_one_as_it_is(db: None):
    known = personas.make_person("aysel", language="ru")
    assert open_account(email="AYSEL@example.org", language="az") == known
    known.refresh_from_db()
    assert known.preferred_language == "ru"
    assert EmailAddress.objects.get().verified


def test_ensure_address_beside_a_former_one(db: None):
    user = personas.creator()
    User.objects.filter(pk=user.pk).update(email="new@example.org")
    user.refresh_from_db()
    address = ensure_address(user)
    assert (address.email, address.primary, address.verified) == ("new@example.org", False, False)


@pytest.mark.parametrize("verified", [True, False])
def test_address_is_proven(db: None, verified: bool):
    user = personas.creator()
    EmailAddress.objects.update(verified=verified)
    assert address_is_proven(user) is verified


def test_former_address_proves_nothing_about_the_present_one(db: None):
    user = personas.creator()
    user.email = "new@example.org"
    assert not address_is_proven(user)


@pytest.mark.django_db(transaction=True)
def test_open_account_by_two_at_once_is_one_account(monkeypatch: Any):
    meeting = Meeting(2)
    create = User.objects.create_user

    def wait_and_create(*args: Any, **fields: Any) -> User:
        meeting.wait()
        return create(*args, **fields)

    monkeypatch.setattr(User.objects, "create_user", wait_and_create)
    first, second = at_once(2, lambda: open_account(email="new@example.org", language="kk"))
    assert meeting.arrived == 2
    assert first == second == User.objects.get()
    assert EmailAddress.objects.get().user == first
