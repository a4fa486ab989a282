"""A rule set aside by a person, and let count again."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from contests.models import Campaign
from contests.phases import Phase
from entries.history import history_of
from entries.models import Check, Decision, Entry
from entries.overriding import override_check, restore_check
from entries.refusal import EntryRefused
from outbox.models import Message
from tests import personas
from tests.builders import build_campaign, build_entry
from tests.entries.test_checking import build_known_entry, check

pytestmark = pytest.mark.django_db


def override(entry: Entry, rule: str = "duration", **fields: Any) -> Entry:
    values = {"by": personas.moderator(), "at": timezone.now(), "reason": "A whole play."}
    return override_check(entry_id=entry.pk, rule=rule, **values | fields)


def restore(entry: Entry, rule: str = "duration", **fields: Any) -> Entry:
    values = {"by": personas.moderator(), "at": timezone.now(), "reason": "It is none."}
    return restore_check(entry_id=entry.pk, rule=rule, **values | fields)


def build_long_entry(campaign: Campaign | None = None, **fields: Any) -> Entry:
    """An entry that breaks one rule: it is too long."""
    entry = build_known_entry(campaign or build_campaign(max_seconds=30), **fields)
    check(entry)
    return entry


def refused_with(code: str) -> Any:
    return pytest.raises(EntryRefused, check=lambda refused: refused.code == code)


def test_overridden_rule_counts_as_met_and_keeps_what_it_found():
    entry, at = build_long_entry(), timezone.now()
    assert override(entry, at=at).proposal == "accept"
    duration = entry.checks.get(rule="duration")
    assert (duration.outcome, duration.found, duration.code) == ("overridden", "fail", "too_long")
    assert (duration.overridden_by, duration.overridden_at, duration.override_reason) == (
        personas.moderator(),
        at,
        "A whole play.",
    )
    decision = Decision.objects.get()
    assert (decision.verb, decision.from_status, decision.to_status, decision.by) == (
        "override",
        "received",
        "received",
        personas.moderator(),
    )
    assert decision.reason == "duration: A whole play."


def test_restored_rule_counts_as_it_stands_now():
    entry = build_long_entry()
    override(entry)
    assert restore(entry).proposal == "reject"
    duration = entry.checks.get(rule="duration")
    assert (duration.outcome, duration.found) == ("fail", "fail")
    assert (duration.overridden_by, duration.overridden_at, duration.override_reason) == (
        None,
        None,
        "",
    )
    verbs = Decision.objects.order_by("pk").values_list("verb", "reason")
    assert list(verbs) == [
        ("override", "duration: A whole play."),
        ("restore", "duration: It is none."),
    ]


def test_check_again_leaves_the_override_and_follows_the_facts():
    entry = build_long_entry()
    override(entry)
    Entry.objects.update(seconds=20)
    check(entry)
    duration = entry.checks.get(rule="duration")
    assert (duration.outcome, duration.found, duration.code) == (
        "overridden",
        "pass",
        "duration_fits",
    )
    assert duration.override_reason == "A whole play."
    assert restore(entry).proposal == "accept"
    assert entry.checks.get(rule="duration").outcome == "pass"


def test_override_outlives_a_rule_that_is_not_asked_for_a_while():
    entry = build_long_entry()
    override(entry)
    Campaign.objects.update(max_seconds=None)
    check(entry)
    duration = entry.checks.get(rule="duration")
    assert (duration.outcome, duration.found, duration.code) == ("overridden", "", "")
    Campaign.objects.update(max_seconds=30)
    check(entry)
    assert entry.checks.get(rule="duration").found == "fail"
    Campaign.objects.update(max_seconds=None)
    check(entry)
    restore(entry)
    assert not entry.checks.filter(rule="duration").exists()


def test_overriding_the_last_rule_accepts_where_the_campaign_does_so():
    campaign = build_campaign(max_seconds=30, accepts_automatically=True)
    entry = build_long_entry(campaign, submitted_by=personas.creator())
    assert override(entry).status == "accepted"
    assert list(Decision.objects.order_by("pk").values_list("verb", "by")) == [
        ("override", personas.moderator().pk),
        ("accept", None),
    ]
    assert Message.objects.count() == 1


def test_override_is_not_told_to_the_creator():
    entry = build_long_entry(submitted_by=personas.creator())
    before = history_of(entry)
    override(entry)
    restore(entry)
    assert history_of(entry) == before
    assert not Message.objects.exists()


def test_unknown_rule_can_be_overridden():
    entry = build_entry(build_campaign(), status="received")
    check(entry)
    override(entry, rule="public")
    public = entry.checks.get(rule="public")
    assert (public.outcome, public.found) == ("overridden", "unknown")


@pytest.mark.parametrize("verb", [override, restore])
def test_only_moderators_override(verb):
    entry = build_long_entry()
    for person in (personas.creator(), personas.judge(), personas.auditor(), personas.announcer()):
        with refused_with("not_a_moderator"):
            verb(entry, by=person)
    assert not Decision.objects.exists()


@pytest.mark.parametrize("verb", [override, restore])
def test_reason_is_needed(verb):
    entry = build_long_entry()
    with refused_with("override_reason_missing"):
        verb(entry, reason=" \n")


@pytest.mark.parametrize("verb", [override, restore])
@pytest.mark.parametrize("phase", [Phase.ANNOUNCED, Phase.CANCELLED, Phase.COMING])
def test_rules_are_overridden_while_entries_are_decided(verb, phase):
    entry = build_long_entry(build_campaign(max_seconds=30, phase=phase))
    with refused_with("not_in_this_phase"):
        verb(entry)


def test_what_cannot_be_overridden_or_restored_is_refused():
    entry = build_long_entry()
    with refused_with("rule_is_met"):
        override(entry, rule="hashtag")
    with refused_with("rule_not_asked"):
        override(entry, rule="age")
    with refused_with("not_overridden"):
        restore(entry)
    override(entry)
    with refused_with("overridden_already") as refusal:
        override(entry, at=timezone.now() + timedelta(minutes=1))
    assert str(refusal.value) == "Moderator has set this rule aside already."
    assert Check.objects.filter(outcome="overridden").count() == 1
    assert Decision.objects.count() == 1
