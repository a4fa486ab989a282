"""What a change of terms would do to the entries that are there."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contests.models import Campaign, Partnership
from entries.eligibility import Rule
from entries.models import Check, Decision, Entry
from entries.terms_change import Effects, Standing, Turn, effects_of, fingerprint, has_entries
from tests.builders import build_campaign, build_creator, build_entry, build_partnership
from tests.personas import moderator

pytestmark = pytest.mark.django_db


def with_entries(**fields: object) -> Campaign:
    """A campaign that asks for 30 seconds, with entries of 20, 40 and 60 seconds."""
    campaign = build_campaign(min_seconds=30, **fields)
    for status in ("accepted", "received", "rejected"):
        for seconds in (20, 40, 60):
            build_entry(campaign, status=status, seconds=seconds, **known(campaign))
    return campaign


def known(campaign: Campaign) -> dict[str, object]:
    """A caption and an availability, so that only what a test cares about is unknown."""
    tag = campaign.hashtags.get().text
    return {"caption": f"Read! #{tag}", "caption_state": "whole", "available": True}


def change(campaign: Campaign, **fields: object) -> Effects:
    """What it would do to set the fields."""
    before = Standing.of(Campaign.objects.get(pk=campaign.pk))
    after = Campaign.objects.get(pk=campaign.pk)
    for name, value in fields.items():
        setattr(after, name, value)
    return effects_of(before, Standing.of(after))


def counts(effects: Effects) -> dict[tuple[str, str, str], int]:
    return {
        (turn.value, rule.value, status): effect.count
        for (turn, rule), effects in effects.by_rule.items()
        for status, effect in effects.items()
    }


def test_stricter_rule_counts_who_would_fail_and_was_good_before():
    effects = change(with_entries(), min_seconds=50)
    assert counts(effects) == {
        ("failing", "duration", "accepted"): 1,
        ("failing", "duration", "received"): 1,
    }
    (entry,) = effects.by_rule[Turn.FAILING, Rule.DURATION]["accepted"].examples
    assert (entry.seconds, entry.status, effects.looked_at) == (40, "accepted", 9)


def test_looser_rule_counts_who_would_no_longer_fail():
    assert counts(change(with_entries(), min_seconds=None)) == {
        ("relieved", "duration", "accepted"): 1,
        ("relieved", "duration", "received"): 1,
        ("relieved", "duration", "rejected"): 1,
    }


def test_rule_that_nobody_can_answer_counts_as_not_known():
    campaign = build_campaign()
    build_entry(campaign, seconds=None, **known(campaign))
    assert counts(change(campaign, min_seconds=30)) == {("unknown", "duration", "accepted"): 1}


def test_entry_that_fails_two_rules_is_counted_once_among_entries():
    campaign = with_entries()
    assert campaign.closes_at
    effects = change(campaign, min_seconds=50, platforms=["youtube"], closes_at=campaign.closes_at)
    assert effects.entries[Turn.FAILING, "accepted"] == 3
    assert counts(effects)["failing", "platform", "accepted"] == 3
    assert counts(effects)["failing", "duration", "accepted"] == 1


def test_dates_are_terms_too():
    campaign = with_entries()
    assert campaign.opens_at
    effects = change(campaign, opens_at=campaign.opens_at + timedelta(hours=2))
    assert effects.entries[Turn.FAILING, "accepted"] == 3


def test_what_staff_have_overridden_stays_met():
    campaign = with_entries()
    entry = campaign.entries.get(status="accepted", seconds=40)
    Check.objects.create(
        entry=entry,
        rule="duration",
        outcome="overridden",
        found="pass",
        checked_at=timezone.now(),
        overridden_at=timezone.now(),
        override_reason="A poem.",
    )
    assert ("failing", "duration", "accepted") not in counts(change(campaign, min_seconds=50))


def test_number_of_entries_is_counted_with_the_number_to_come():
    campaign = build_campaign()
    creator = build_creator()
    for _ in range(3):
        build_entry(campaign, creator=creator, **known(campaign))
    assert counts(change(campaign, max_entries_per_creator=1)) == {
        ("failing", "number", "accepted"): 2
    }


def test_participating_institutions_can_be_shut_out():
    campaign = build_campaign()
    library = build_partnership(campaign, role=Partnership.Role.PARTICIPANT).partner
    build_entry(campaign, creator=build_creator(organisation=library), **known(campaign))
    assert counts(change(campaign, participants_excluded=True)) == {
        ("failing", "excluded", "accepted"): 1
    }


def test_entries_that_take_no_part_are_left_out():
    campaign = build_campaign()
    build_entry(campaign, status="withdrawn", **known(campaign))
    build_entry(campaign, status="disqualified", **known(campaign))
    build_entry(campaign, confirmed_at=None, **known(campaign))
    assert change(campaign, platforms=["youtube"]).looked_at == 0
    assert not has_entries(campaign)


def test_examples_are_few_and_counts_are_whole(monkeypatch):
    monkeypatch.setattr("entries.terms_change.AT_ONCE", 4)
    campaign = build_campaign()
    for _ in range(9):
        build_entry(campaign, seconds=20, **known(campaign))
    effect = change(campaign, min_seconds=30).by_rule[Turn.FAILING, Rule.DURATION]["accepted"]
    assert (effect.count, len(effect.examples)) == (9, 5)


def test_accepting_automatically_names_who_would_be_accepted_at_once():
    campaign = with_entries()
    good = campaign.entries.filter(status="received", seconds__gte=30)
    for entry in good:
        Entry.objects.filter(pk=entry.pk).update(**known(campaign))
    assert change(campaign).accepted_at_once == 0
    assert change(campaign, accepts_automatically=True).accepted_at_once == 2
    taken_up = good.first()
    Decision.objects.create(
        entry=taken_up,
        verb="ask",
        to_status="received",
        from_status="received",
        by=moderator(),
        at=timezone.now(),
    )
    assert change(campaign, accepts_automatically=True).accepted_at_once == 1


@pytest.mark.parametrize(
    ("fields", "same"),
    [
        ({}, True),
        ({"title": "New", "accent": "rose"}, True),
        ({"min_seconds": 31}, False),
        ({"countries": ["KZ"]}, False),
        ({"participants_excluded": True}, False),
        ({"accepts_automatically": True}, False),
    ],
)
def test_only_terms_make_another_standing(fields, same):
    campaign = build_campaign(min_seconds=30)
    before, after = Campaign.objects.get(pk=campaign.pk), Campaign.objects.get(pk=campaign.pk)
    for name, value in fields.items():
        setattr(after, name, value)
    assert (Standing.of(before).key == Standing.of(after).key) is same


def test_fingerprint_tells_changes_apart():
    one, two, three = (Standing.of(build_campaign(min_seconds=s)) for s in (1, 2, 3))
    assert len({fingerprint(one, two), fingerprint(one, three), fingerprint(two, one)}) == 3
    assert fingerprint(one, two) == fingerprint(one, two)


@pytest.mark.parametrize("count", [1, 3, 30])
def test_queries_do_not_grow_with_entries(count, django_assert_num_queries):
    campaign = build_campaign()
    for _ in range(count):
        build_entry(campaign, **known(campaign))
    before = Standing.of(campaign)
    after = Standing.of(Campaign.objects.get(pk=campaign.pk))
    with django_assert_num_queries(11):
        effects_of(before, after)


@pytest.mark.parametrize(
    ("fields", "alike"),
    [
        ({"opens_at": None, "closes_at": None}, True),
        ({"prior_posts_allowed": True, "lookalikes": "honour"}, True),
        ({"min_seconds": 50, "max_seconds": 55, "platforms": ["youtube"]}, True),
        ({"min_age": 50, "guardian_age": 60, "countries": ["KZ"]}, True),
        ({"ownership_required": True, "accepts_automatically": True}, True),
        ({"max_entries_per_creator": 1}, False),
        ({"participants_excluded": True}, False),
    ],
)
def test_subjects_are_asked_for_anew_only_where_the_campaign_changes_them(fields, alike):
    campaign = build_campaign()
    library = build_partnership(campaign, role=Partnership.Role.PARTICIPANT).partner
    creator = build_creator(organisation=library)
    entries = [build_entry(campaign, creator=creator, **known(campaign)) for _ in range(3)]
    before, changed = Standing.of(campaign), Campaign.objects.get(pk=campaign.pk)
    for name, value in fields.items():
        setattr(changed, name, value)
    after = Standing.of(changed)
    assert before.sees_alike(after) is alike
    assert (before.subjects(entries) == after.subjects(entries)) is alike
