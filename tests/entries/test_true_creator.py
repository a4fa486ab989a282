"""Whose video it is, as the platform says it: claims corrected, handles followed, rows united."""

from typing import Any

import pytest
from django.utils import timezone

from contests.phases import Phase
from entries import true_creator as module
from entries.facts import apply_facts
from entries.models import Check, Creator, Decision, Entry, OwnershipProof
from entries.platforms.facts import VideoFacts
from entries.same_account import unite_with_namesake
from entries.true_creator import CORRECT_CREATOR, true_creator
from tests import personas
from tests.builders import build_campaign, build_creator, build_entry
from tests.entries.test_facts import apply_to, keep
from tests.races import Meeting, at_once

pytestmark = pytest.mark.django_db


def told(handle: str | None = None, author_id: str | None = None, **said: Any) -> VideoFacts:
    fields = {"platform": "tiktok", "video_id": "7340215487445339434"} | said
    return VideoFacts(author_handle=handle, author_id=author_id, **fields)


def test_entry_moves_to_the_account_that_the_platform_names():
    claimed = build_creator(handle="claimed")
    entry = build_entry(build_campaign(), creator=claimed, status="received")
    keep(entry, author_handle="true.owner", author_name="True Owner")
    apply_to(entry)
    assert (entry.creator.handle, entry.creator.display_name) == ("true.owner", "True Owner")
    assert entry.url == f"https://www.tiktok.com/@true.owner/video/{entry.video_id}"
    decision = Decision.objects.get()
    assert (decision.verb, decision.by) == (CORRECT_CREATOR, None)
    assert (decision.from_status, decision.to_status) == ("received", "received")
    assert decision.reason == "@claimed → @true.owner"


def test_right_claim_stays_and_leaves_no_decision():
    entry = build_entry(build_campaign(), creator=build_creator(handle="Aysel.Math"))
    keep(entry, author_handle="aysel.math")
    before = entry.creator
    apply_to(entry)
    apply_to(entry)
    assert entry.creator == before
    assert not Decision.objects.exists()


def test_facts_without_an_author_leave_the_claim():
    entry = build_entry(build_campaign())
    before = entry.creator
    keep(entry, caption="text")
    assert apply_to(entry).creator == before


def test_account_is_found_by_its_id_and_its_new_handle_is_kept():
    known = build_creator(handle="old.name", platform_user_id="7")
    assert true_creator(told("new.name", "7")) == known
    known.refresh_from_db()
    assert known.handle == "new.name"


def test_account_known_by_its_handle_learns_its_id():
    known = build_creator(handle="Aysel.Math")
    assert true_creator(told("aysel.math", "7")) == known
    known.refresh_from_db()
    assert known.platform_user_id == "7"


def test_account_without_a_told_handle_is_called_by_its_id():
    creator = true_creator(told(None, "UC123", author_name="Teatr"))
    assert (creator.handle, creator.platform_user_id, creator.display_name) == (
        "UC123",
        "UC123",
        "Teatr",
    )


def test_handle_that_changed_hands_leaves_the_account_that_had_it():
    before = build_creator(handle="name", platform_user_id="7")
    now = true_creator(told("name", "8"))
    before.refresh_from_db()
    assert now != before
    assert (now.handle, now.platform_user_id) == ("name", "8")
    assert (before.handle, before.platform_user_id) == ("7", "7")


def test_handle_of_another_platform_is_another_account():
    elsewhere = build_creator(platform="youtube", handle="name")
    assert true_creator(told("name")) != elsewhere


def test_name_that_staff_wrote_stays():
    known = build_creator(handle="name", display_name="Written by staff")
    true_creator(told("name", author_name="Shown there"))
    known.refresh_from_db()
    assert known.display_name == "Written by staff"


def test_others_of_both_accounts_are_counted_anew():
    campaign = build_campaign(max_entries_per_creator=1)
    owner = build_creator(handle="owner")
    user = personas.creator()
    early = build_entry(campaign, status="received", submitted_by=user)
    late = build_entry(campaign, status="received", creator=owner, submitted_by=user)
    apply_to(late)
    assert Check.objects.get(entry=late, rule="number").outcome == "pass"
    keep(early, author_handle="owner")
    apply_to(early)
    assert Check.objects.get(entry=late, rule="number").outcome != "pass"


def test_two_rows_of_one_account_become_one():
    by_id = build_creator(handle="old.name", platform_user_id="7")
    by_handle = build_creator(handle="new.name", user=personas.creator())
    entry = build_entry(build_campaign(), creator=by_handle)
    joint = build_entry(build_campaign())
    joint.joint_creators.add(by_handle)
    assert unite_with_namesake(told("new.name", "7"), at=timezone.now())
    account = Creator.objects.get(platform_user_id="7")
    assert account == by_id
    assert (account.handle, account.user) == ("new.name", personas.creator())
    assert Entry.objects.get(pk=entry.pk).creator == account
    assert list(joint.joint_creators.all()) == [account]
    assert Decision.objects.get().verb == CORRECT_CREATOR
    assert not unite_with_namesake(told("new.name", "7"), at=timezone.now())


def test_row_that_somebody_proved_to_be_theirs_stays_for_people_to_decide():
    by_id = build_creator(handle="old.name", platform_user_id="7")
    by_handle = build_creator(handle="new.name")
    entry = build_entry(build_campaign(), creator=by_handle)
    OwnershipProof.objects.create(
        creator=by_handle, user=personas.creator(), method="code", proven_at=timezone.now()
    )
    assert not unite_with_namesake(told("new.name", "7"), at=timezone.now())
    assert Entry.objects.get(pk=entry.pk).creator == by_handle
    assert true_creator(told("new.name", "7")) == by_id
    by_id.refresh_from_db()
    assert by_id.handle == "old.name"


def test_other_ids_are_never_united():
    build_creator(handle="old.name", platform_user_id="7")
    build_creator(handle="new.name", platform_user_id="8")
    assert not unite_with_namesake(told("new.name", "7"), at=timezone.now())
    assert not unite_with_namesake(told("nobody", "7"), at=timezone.now())
    assert not unite_with_namesake(told("new.name"), at=timezone.now())


def test_correction_waits_for_no_phase_but_the_published_one():
    entry = build_entry(build_campaign(phase=Phase.REVIEW))
    keep(entry, author_handle="owner")
    assert apply_to(entry).creator.handle == "owner"


def two_entries_of_one_new_account(monkeypatch: Any) -> list[Any]:
    """Two workers hear of one new account; each has looked for it before the other writes."""
    meeting = Meeting(2)
    make = module._make

    def wait_and_make(facts: VideoFacts) -> Creator:
        meeting.wait()
        return make(facts)

    monkeypatch.setattr(module, "_make", wait_and_make)
    entries = [build_entry(build_campaign()), build_entry(build_campaign())]
    for entry in entries:
        keep(entry, author_handle="new.owner", author_id="7")
    waiting = iter(entries)

    def apply_the_next() -> None:
        entry = next(waiting)
        apply_facts(platform="tiktok", video_id=entry.video_id, at=timezone.now())

    return at_once(2, apply_the_next)


@pytest.mark.django_db(transaction=True)
def test_account_new_to_two_workers_at_once_is_one(monkeypatch: Any):
    assert two_entries_of_one_new_account(monkeypatch) == [None, None]
    owner = Creator.objects.get(handle="new.owner")
    assert set(Entry.objects.values_list("creator", flat=True)) == {owner.pk}
    assert Decision.objects.filter(verb=CORRECT_CREATOR).count() == 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_second_worker_would_crash_without_the_savepoint(monkeypatch: Any):
    def make_or_crash(facts: VideoFacts) -> Creator:
        return Creator.objects.create(
            platform="tiktok", handle=facts.author_handle, platform_user_id=facts.author_id
        )

    monkeypatch.setattr(module, "_make", make_or_crash)
    results = two_entries_of_one_new_account(monkeypatch)
    assert sorted(type(result).__name__ for result in results) == ["IntegrityError", "NoneType"]
