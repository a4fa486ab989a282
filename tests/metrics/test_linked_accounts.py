"""Whose accounts are summed, and under which of them."""

from typing import Any

import pytest
from django.utils import timezone

from entries.models import Creator
from metrics.linked_accounts import ranked_under
from tests import personas
from tests.builders import build_creator

pytestmark = pytest.mark.django_db


def account(person: Any, *, verified: bool = True, platform: str = "tiktok") -> Creator:
    return build_creator(
        user=person, platform=platform, verified_at=timezone.now() if verified else None
    )


def test_verified_accounts_of_one_person_are_ranked_under_the_first():
    person, other = personas.make_person("maker"), personas.make_person("other maker")
    first, second, third = account(person), account(person), account(person)
    account(other)
    build_creator()
    assert ranked_under("tiktok") == {
        first.pk: first.pk,
        second.pk: first.pk,
        third.pk: first.pk,
    }


@pytest.mark.parametrize("fields", [{"verified": False}, {"platform": "youtube"}])
def test_accounts_not_verified_or_elsewhere_are_not_linked(fields):
    person = personas.make_person("maker")
    account(person)
    account(person, **fields)
    assert ranked_under("tiktok") == {}


def test_accounts_without_a_person_are_not_linked():
    account(None)
    account(None)
    assert ranked_under("tiktok") == {}


@pytest.mark.parametrize("people", [1, 3, 30])
def test_linked_accounts_are_one_query(people, django_assert_num_queries):
    for number in range(people):
        person = personas.make_person(f"maker {number}")
        account(person)
        account(person)
    with django_assert_num_queries(1):
        assert len(ranked_under("tiktok")) == 2 * people
