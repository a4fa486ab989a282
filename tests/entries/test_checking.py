"""Checks of entries: what is written, what is kept, what is accepted at once."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contests.models import Campaign, Partnership
from entries.checking import check_entries
from entries.models import Check, Decision, Entry, GuardianConsent, OwnershipProof
from outbox.models import Message
from partners.models import PartnerAccount
from tests import personas
from tests.builders import (
    build_campaign,
    build_creator,
    build_entry,
    build_judge,
    build_partner,
    build_partnership,
    utc,
)
from tests.entries.owning import tell

pytestmark = pytest.mark.django_db


def build_known_entry(campaign: Campaign, **fields: Any) -> Entry:
    """An entry that waits and of which everything is known and good."""
    values = {
        "status": "received",
        "caption": "Кітап оқимын! #кітапток",
        "caption_state": "whole",
        "seconds": 40,
        "available": True,
    }
    return build_entry(campaign, **values | fields)


def check(*entries: Entry) -> None:
    check_entries(
        campaign_id=entries[0].campaign_id,
        entry_ids=[entry.pk for entry in entries],
        at=timezone.now(),
    )


def outcomes(entry: Entry) -> dict[str, str]:
    return dict(entry.checks.values_list("rule", "outcome"))


def code(entry: Entry, rule: str) -> str:
    return entry.checks.get(rule=rule).code


def test_check_answers_what_the_campaign_asks():
    entry = build_known_entry(build_campaign(max_seconds=30))
    check(entry)
    entry.refresh_from_db()
    assert entry.proposal == "reject"
    assert outcomes(entry) == {
        "window": "pass",
        "duration": "fail",
        "hashtag": "pass",
        "platform": "pass",
        "public": "pass",
        "excluded": "pass",
    }
    duration = entry.checks.get(rule="duration")
    assert (duration.found, duration.code) == ("fail", "too_long")
    assert duration.evidence == {"seconds": 40, "min_seconds": None, "max_seconds": 30}


def test_unknown_facts_ask_for_a_look():
    entry = build_entry(build_campaign(), status="received")
    check(entry)
    entry.refresh_from_db()
    assert entry.proposal == "look"
    assert (code(entry, "hashtag"), code(entry, "public")) == ("caption_unknown", "public_unknown")


def test_check_again_follows_new_facts_and_terms():
    campaign = build_campaign(min_seconds=60, min_age=14)
    entry = build_known_entry(campaign)
    check(entry)
    assert outcomes(entry)["duration"] == "fail"
    assert outcomes(entry)["age"] == "unknown"
    Campaign.objects.update(min_age=None)
    Entry.objects.update(seconds=61)
    check(entry)
    entry.refresh_from_db()
    assert outcomes(entry)["duration"] == "pass"
    assert "age" not in outcomes(entry)
    assert entry.proposal == "accept"


def test_checking_again_writes_nothing_new():
    entry = build_known_entry(build_campaign(accepts_automatically=True))
    check(entry)
    before = list(entry.checks.values())
    with CaptureQueriesContext(connection) as queries:
        check(entry)
    written = [query["sql"] for query in queries if not query["sql"].startswith("SELECT")]
    assert [sql for sql in written if "SAVEPOINT" not in sql] == []
    assert list(entry.checks.values()) == before
    assert Decision.objects.count() == 1


def test_queries_do_not_grow_with_entries():
    campaign = build_campaign(max_entries_per_creator=2, accepts_automatically=True)
    build_partnership(campaign, role=Partnership.Role.ORGANISER)

    def queries_for(*entries: Entry) -> int:
        with CaptureQueriesContext(connection) as queries:
            check(*entries)
        return len(queries)

    one = queries_for(build_known_entry(campaign))
    assert queries_for(*[build_known_entry(campaign) for _ in range(7)]) == one
    assert Entry.objects.accepted().count() == 8
    assert one <= 22


def test_entries_of_another_campaign_are_left_alone():
    entry = build_known_entry(build_campaign())
    check_entries(campaign_id=build_campaign().pk, entry_ids=[entry.pk], at=timezone.now())
    assert not Check.objects.exists()


# Accepting at once


def test_entry_that_meets_every_rule_is_only_proposed():
    entry = build_known_entry(build_campaign())
    check(entry)
    entry.refresh_from_db()
    assert (entry.status, entry.proposal) == ("received", "accept")
    assert not Decision.objects.exists()


def test_entry_is_accepted_at_once_where_the_campaign_says_so():
    entry = build_known_entry(
        build_campaign(accepts_automatically=True), submitted_by=personas.creator()
    )
    check(entry)
    check(entry)
    entry.refresh_from_db()
    assert entry.status == "accepted"
    decision = Decision.objects.get()
    assert (decision.verb, decision.from_status, decision.to_status, decision.by) == (
        "accept",
        "received",
        "accepted",
        None,
    )
    assert Message.objects.get().recipient == personas.creator()


@pytest.mark.parametrize(
    "fields",
    [
        {"confirmed_at": None},
        {"asked_at": utc(2026, 11, 1)},
        {"status": "rejected"},
        {"status": "withdrawn"},
        {"caption_state": "unknown"},
        {"available": False},
    ],
    ids=str,
)
def test_entry_is_not_accepted_while_something_stands_against_it(fields):
    entry = build_known_entry(build_campaign(accepts_automatically=True), **fields)
    before = entry.status
    check(entry)
    entry.refresh_from_db()
    assert entry.status == before
    assert not Decision.objects.exists()


@pytest.mark.parametrize("verb", ["ask", "undo"])
def test_entry_that_a_person_took_up_is_left_to_people(verb):
    entry = build_known_entry(build_campaign(accepts_automatically=True))
    Decision.objects.create(
        entry=entry, verb=verb, to_status="received", by=personas.moderator(), at=timezone.now()
    )
    check(entry)
    entry.refresh_from_db()
    assert (entry.status, entry.proposal) == ("received", "accept")


@pytest.mark.parametrize("decided", ["announced_at", "cancelled_at"])
def test_nothing_is_accepted_when_the_campaign_is_over(decided):
    campaign = build_campaign(accepts_automatically=True)
    entry = build_known_entry(campaign)
    Campaign.objects.update(**{decided: timezone.now() - timedelta(hours=1)})
    check(entry)
    entry.refresh_from_db()
    assert (entry.status, entry.proposal) == ("received", "accept")


# What is known


def test_caption_counts_as_far_as_it_is_known():
    campaign = build_campaign()
    cut = build_known_entry(campaign, caption="Сәлем", caption_state="cut")
    whole = build_known_entry(campaign, caption="Сәлем", caption_state="whole")
    check(cut, whole)
    assert (code(cut, "hashtag"), code(whole, "hashtag")) == ("caption_cut", "hashtag_missing")


def test_lookalike_counts_where_the_campaign_honours_it():
    entry = build_known_entry(build_campaign(lookalikes="review"), caption="#кiтапток")
    check(entry)
    assert code(entry, "hashtag") == "hashtag_lookalike"
    Campaign.objects.update(lookalikes="honour")
    check(entry)
    assert code(entry, "hashtag") == "hashtag_lookalike_counts"


def test_owner_is_whoever_proved_the_account():
    campaign = build_campaign(ownership_required=True)
    entry = build_known_entry(campaign, submitted_by=personas.creator())
    tell(entry, author_handle=entry.creator.handle)
    check(entry)
    assert code(entry, "owner") == "owner_unknown"
    prove = {"creator": entry.creator, "method": "code", "proven_at": timezone.now()}
    OwnershipProof.objects.create(**prove, user=personas.stranger())
    check(entry)
    assert code(entry, "owner") == "owner_is_another"
    OwnershipProof.objects.create(**prove, user=personas.creator())
    check(entry)
    assert code(entry, "owner") == "owner_proven"


def test_proof_of_an_account_that_only_a_link_named_says_nothing_of_the_video():
    entry = build_known_entry(
        build_campaign(ownership_required=True), submitted_by=personas.creator()
    )
    prove = {"creator": entry.creator, "method": "code", "proven_at": timezone.now()}
    OwnershipProof.objects.create(**prove, user=personas.creator())
    OwnershipProof.objects.create(**prove, user=personas.stranger())
    tell(entry, source="tiktok_oembed", caption="#кітапток")
    check(entry)
    assert code(entry, "owner") == "owner_unknown"
    OwnershipProof.objects.create(**prove, user=personas.creator(), entry=entry)
    check(entry)
    assert code(entry, "owner") == "owner_proven"


def test_joint_creator_is_an_owner_too():
    entry = build_known_entry(
        build_campaign(ownership_required=True), submitted_by=personas.creator()
    )
    joint = build_creator()
    entry.joint_creators.add(joint)
    OwnershipProof.objects.create(
        creator=joint, user=personas.creator(), method="code", proven_at=timezone.now()
    )
    check(entry)
    assert code(entry, "owner") == "owner_proven"


def test_imported_entry_has_no_owner_to_compare():
    entry = build_known_entry(build_campaign())
    OwnershipProof.objects.create(
        creator=entry.creator, user=personas.stranger(), method="code", proven_at=timezone.now()
    )
    check(entry)
    assert "owner" not in outcomes(entry)


def test_entries_past_the_number_fail_in_the_order_in_which_they_came():
    campaign, creator, at = (
        build_campaign(max_entries_per_creator=2),
        build_creator(),
        timezone.now(),
    )
    entries = [
        build_known_entry(campaign, creator=creator, received_at=at + timedelta(minutes=minute))
        for minute in (2, 0, 1)
    ]
    check(*entries)
    assert [code(entry, "number") for entry in entries] == [
        "too_many",
        "number_fits",
        "number_fits",
    ]
    Entry.objects.filter(pk=entries[1].pk).update(status="withdrawn")
    check(*entries)
    assert code(entries[0], "number") == "number_fits"


def test_entries_by_strangers_do_not_use_up_the_number():
    campaign, creator = build_campaign(max_entries_per_creator=1), build_creator()
    at = timezone.now()
    build_known_entry(campaign, creator=creator, submitted_by=personas.stranger(), received_at=at)
    own = build_known_entry(
        campaign,
        creator=creator,
        submitted_by=personas.creator(),
        received_at=at + timedelta(hours=1),
    )
    check(own)
    assert code(own, "number") == "number_maybe"


def test_unconfirmed_entries_do_not_count():
    campaign, creator = build_campaign(max_entries_per_creator=1), build_creator()
    at = timezone.now()
    build_known_entry(campaign, creator=creator, received_at=at, confirmed_at=None)
    later = build_known_entry(campaign, creator=creator, received_at=at + timedelta(hours=1))
    check(later)
    assert code(later, "number") == "number_fits"


def test_guardian_is_waited_for():
    entry = build_known_entry(build_campaign(guardian_age=18), declared_age=15)
    check(entry)
    assert code(entry, "guardian") == "guardian_not_named"
    consent = GuardianConsent.objects.create(
        entry=entry,
        name="Ana",
        email="ana@example.org",
        language="az",
        nonce="x",
        asked_at=timezone.now(),
    )
    check(entry)
    assert code(entry, "guardian") == "guardian_waited_for"
    consent.confirmed_at = timezone.now()
    consent.save()
    check(entry)
    assert code(entry, "guardian") == "guardian_agreed"


def test_declared_age_and_country_are_compared():
    campaign = build_campaign(min_age=14, countries=["KZ", "UZ"])
    declared = build_known_entry(campaign, declared_age=13, declared_country="FR")
    silent = build_known_entry(campaign)
    check(declared, silent)
    assert (code(declared, "age"), code(declared, "country")) == (
        "too_young",
        "country_not_allowed",
    )
    assert (code(silent, "age"), code(silent, "country")) == ("age_unknown", "country_unknown")


# Who may not win: see test_excluded.py for each circle


def test_judge_staff_and_partner_are_excluded():
    campaign = build_campaign()
    build_judge(campaign, personas.judge())
    partner = build_partner()
    build_partnership(campaign, partner=partner, role=Partnership.Role.ORGANISER)
    PartnerAccount.objects.create(partner=partner, platform="tiktok", handle="Ministry")
    entries = [
        build_known_entry(campaign, submitted_by=personas.judge()),
        build_known_entry(campaign, submitted_by=personas.moderator()),
        build_known_entry(campaign, creator=build_creator(handle="ministry")),
        build_known_entry(campaign, submitted_by=personas.creator()),
    ]
    check(*entries)
    assert [code(entry, "excluded") for entry in entries] == [
        "excluded_judge",
        "excluded_staff",
        "excluded_partner",
        "not_excluded",
    ]
