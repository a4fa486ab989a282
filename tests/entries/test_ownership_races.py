"""One account proven twice at the same moment: one outcome. And what happens without the lock."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from entries import ownership
from entries.models import Creator, OwnershipProof
from entries.ownership import prove_by_sign_in
from tests.entries.owning import build_owned, signed_in
from tests.races import Meeting, at_once

pytestmark = pytest.mark.django_db(transaction=True)
NOW = timezone.now()


def prove_twice_at_once(monkeypatch: Any, *people: str) -> list[Any]:
    """Each has looked at the proofs that are there before the other adds one."""
    meeting = Meeting(2)
    first = QuerySet.first

    def look_and_wait(proofs: Any) -> Any:
        found = first(proofs)
        if proofs.model is OwnershipProof:
            meeting.wait()
        return found

    monkeypatch.setattr(QuerySet, "first", look_and_wait)
    users = [User.objects.create_user(f"{name}@example.org") for name in people]
    entry = build_owned(by=users[0])
    acts = iter([*users, users[-1]][:2])

    def prove() -> OwnershipProof:
        user = next(acts)
        return prove_by_sign_in(entry_id=entry.pk, user_id=user.pk, account=signed_in(), at=NOW)

    return at_once(2, prove)


def leave_unlocked(monkeypatch: Any) -> None:
    get: Callable[..., Creator] = Creator.objects.get
    monkeypatch.setattr(ownership, "_locked", lambda pk: get(pk=pk))


def test_one_person_at_once_has_one_proof(monkeypatch: Any):
    proofs = prove_twice_at_once(monkeypatch, "one")
    assert proofs == [OwnershipProof.objects.get()] * 2


def test_two_people_at_once_have_a_proof_each_and_the_last_one_counts(monkeypatch: Any):
    prove_twice_at_once(monkeypatch, "one", "two")
    proofs = list(OwnershipProof.objects.order_by("pk"))
    assert {proof.user.email for proof in proofs} == {"one@example.org", "two@example.org"}
    assert Creator.objects.get().user == proofs[-1].user


@pytest.mark.postgres
def test_one_person_at_once_would_have_two_proofs_without_the_lock(monkeypatch: Any):
    leave_unlocked(monkeypatch)
    first, second = prove_twice_at_once(monkeypatch, "one")
    assert first != second
