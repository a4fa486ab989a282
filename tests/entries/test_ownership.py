"""Proving whose video it is: by sign-in, by code, by staff; and what follows from a proof."""

from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from entries.models import Creator, Entry, OwnershipProof
from entries.ownership import (
    OwnershipRefused,
    attest_ownership,
    check_again,
    personal_code,
    prove_by_code,
    prove_by_sign_in,
    record_claim_link,
)
from tests import personas
from tests.builders import build_campaign, build_entry
from tests.entries.owning import CHANNEL, build_owned, build_owned_on_youtube, signed_in, tell

NOW = timezone.now()

pytestmark = pytest.mark.django_db


def prove(entry: Entry, **told: Any) -> OwnershipProof:
    return prove_by_sign_in(
        entry_id=entry.pk, user_id=personas.creator().pk, account=signed_in(**told), at=NOW
    )


def code_of(entry: Entry, user: Any = None) -> str:
    return personal_code(entry, user_id=(user or personas.creator()).pk)


def show_code(entry: Entry, text: str | None, *, user: Any = None) -> OwnershipProof:
    user_id = (user or personas.creator()).pk
    return prove_by_code(entry_id=entry.pk, user_id=user_id, text=text, where="caption", at=NOW)


def refusal_of(act: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(OwnershipRefused) as refused:
        act(*args, **kwargs)
    assert not OwnershipProof.objects.exists()
    return refused.value.code


def run_waiting_checks() -> None:
    for job in DBTaskResult.objects.filter(task_path=check_again.module_path):
        check_again.call(*job.args_kwargs["args"])


def test_sign_in_proves_what_tiktok_lists_as_ones_own():
    entry = build_owned()
    proof = prove(entry, own_videos=frozenset({entry.video_id}))
    assert (proof.creator, proof.user) == (entry.creator, personas.creator())
    assert (proof.method, proof.entry, proof.by) == ("signed_in", entry, None)
    assert proof.evidence == {"account_id": "open-id-1", "handle": "aysel.math"}
    creator = Creator.objects.get()
    assert (creator.user, creator.verified_at) == (personas.creator(), NOW)


def test_sign_in_proves_the_handle_that_tiktok_told():
    assert prove(build_owned(), handle="Aysel.Math").method == "signed_in"


def test_sign_in_does_not_believe_a_handle_that_only_the_link_told():
    assert refusal_of(prove, build_owned(told=None)) == "owner_not_told"


@pytest.mark.parametrize("source", ["import", "staff"])
def test_sign_in_does_not_believe_a_handle_that_somebody_else_told(source: str):
    entry = build_owned(told=None)
    tell(entry, source=source, author_handle=entry.creator.handle)
    assert refusal_of(prove, entry) == "owner_not_told"


def test_sign_in_waits_until_the_entry_has_its_true_account():
    assert refusal_of(prove, build_owned(told="somebody.else")) == "owner_not_told"


@pytest.mark.parametrize(
    "told",
    [
        {"handle": "somebody.else"},
        {"handle": ""},
        {"own_videos": frozenset()},
        # The handle has changed hands: TikTok does not list the video as this account's.
        {"own_videos": frozenset({"7340215487445339434"})},
        {"platform": "youtube", "channels": frozenset({CHANNEL})},
    ],
)
def test_sign_in_with_another_account_proves_nothing(told: dict[str, Any]):
    assert refusal_of(prove, build_owned(), **told) == "other_account"


def test_sign_in_with_a_handle_that_another_account_had_proves_nothing():
    first, second = build_owned(), personas.stranger()
    prove(first)
    with pytest.raises(OwnershipRefused):
        prove_by_sign_in(
            entry_id=first.pk,
            user_id=second.pk,
            account=signed_in(account_id="open-id-2"),
            at=NOW,
        )
    assert OwnershipProof.objects.get().user == personas.creator()


def test_sign_in_with_google_proves_the_channel():
    entry = build_owned_on_youtube()
    account = {"platform": "youtube", "account_id": "1", "channels": frozenset({"UCx", CHANNEL})}
    assert prove(entry, **account).creator == entry.creator


@pytest.mark.parametrize("channels", [(), ("UCbbbbbbbbbbbbbbbbbbbbbb",)])
def test_sign_in_with_google_without_the_channel_proves_nothing(channels: tuple[str, ...]):
    account = {"platform": "youtube", "account_id": "1", "channels": frozenset(channels)}
    assert refusal_of(prove, build_owned_on_youtube(), **account) == "other_account"


def test_code_in_the_caption_proves():
    entry = build_owned()
    proof = show_code(entry, f"Кітап {code_of(entry).upper()}")
    assert (proof.method, proof.creator) == ("code", entry.creator)
    assert proof.evidence == {"code": code_of(entry), "where": "caption"}


def test_code_of_somebody_else_proves_nothing():
    entry = build_owned()
    text = code_of(entry, personas.stranger())
    assert refusal_of(show_code, entry, text) == "no_code"
    assert refusal_of(show_code, entry, None) == "no_code"


def test_code_of_another_video_proves_nothing():
    entry = build_owned()
    copied = build_owned(entry.campaign, creator=entry.creator)
    assert refusal_of(show_code, copied, code_of(entry)) == "no_code"


def test_code_waits_until_the_platform_told_whose_video_it_is():
    entry = build_owned(told=None)
    assert refusal_of(show_code, entry, code_of(entry)) == "owner_not_told"


def attest(entry: Entry, **values: Any) -> OwnershipProof:
    base = {"creator_id": entry.creator_id, "user_id": personas.creator().pk, "at": NOW}
    return attest_ownership(**base | {"by": personas.moderator(), "reason": "Met her."} | values)


def test_staff_attest_with_a_reason():
    entry = build_owned(told=None)
    proof = attest(entry, entry_id=entry.pk, reason=" Met her at the fair. ")
    assert (proof.method, proof.by) == ("attested", personas.moderator())
    assert (proof.entry, proof.reason) == (entry, "Met her at the fair.")


def test_staff_attest_for_each_entry_of_an_account_that_no_platform_tells_of():
    first = build_owned(told=None)
    second = build_owned(first.campaign, creator=first.creator, told=None)
    attest(first, entry_id=first.pk)
    run_waiting_checks()
    assert first.checks.get(rule="owner").outcome == "pass"
    assert second.checks.get(rule="owner").outcome == "unknown"
    attest(second, entry_id=second.pk)
    run_waiting_checks()
    assert second.checks.get(rule="owner").outcome == "pass"


def test_staff_do_not_attest_without_a_reason():
    assert refusal_of(attest, build_owned(), reason=" ") == "attest_reason_missing"


def test_staff_do_not_attest_for_themselves():
    staff = personas.moderator()
    assert refusal_of(attest, build_owned(), user_id=staff.pk) == "attest_for_oneself"


def test_claim_link_is_a_proof():
    entry = build_owned(told=None)
    proof = record_claim_link(
        creator=entry.creator, user=personas.creator(), campaign=entry.campaign, at=NOW
    )
    assert (proof.method, proof.evidence) == ("claim_link", {"campaign": entry.campaign.slug})
    assert Creator.objects.get().user == personas.creator()


def test_same_proof_twice_is_one():
    entry = build_owned()
    assert prove(entry) == prove(entry)
    assert attest(entry) == attest(entry)
    assert OwnershipProof.objects.count() == 2


def test_newest_proof_decides_and_the_older_one_is_kept():
    entry = build_owned()
    prove(entry)
    show_code(entry, code_of(entry, personas.stranger()), user=personas.stranger())
    assert [proof.user for proof in OwnershipProof.objects.order_by("pk")] == [
        personas.creator(),
        personas.stranger(),
    ]
    assert Creator.objects.get().user == personas.stranger()


def test_second_proof_of_the_same_person_leaves_the_first_moment():
    entry = build_owned()
    prove(entry)
    later = timezone.now()
    attest(entry, at=later)
    assert Creator.objects.get().verified_at == NOW


def test_proof_checks_the_entries_of_the_account_again():
    entry = build_owned()
    running = build_owned(creator=entry.creator)
    over = build_owned(build_campaign(phase="announced"), creator=entry.creator)
    other = build_entry(entry.campaign, status="received")
    prove(entry)
    run_waiting_checks()
    assert {check.entry_id for check in entry.checks.model.objects.all()} == {entry.pk, running.pk}
    assert entry.checks.get(rule="owner").outcome == "pass"
    assert not over.checks.exists()
    assert not other.checks.exists()


def test_proof_of_somebody_else_speaks_against_the_entry():
    entry = build_owned(by=personas.stranger())
    prove(entry)
    run_waiting_checks()
    assert entry.checks.get(rule="owner").outcome == "fail"
