"""Entries past the number move up when an earlier one leaves, and back when it returns."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from contests.models import Campaign
from contests.phases import Phase
from entries.confirmation import confirm_entry
from entries.models import Check, Creator, Entry
from entries.moderation import Verb, decide
from entries.undoing import undo_decision
from tests import personas
from tests.builders import build_campaign, build_creator
from tests.entries.test_checking import build_known_entry, check

pytestmark = pytest.mark.django_db


def build_entries(campaign: Campaign, count: int, **fields: Any) -> list[Entry]:
    """Entries of one creator, a minute apart, checked."""
    creator: Creator = build_creator()
    at: datetime = timezone.now() - timedelta(hours=1)
    entries = [
        build_known_entry(
            campaign, creator=creator, received_at=at + timedelta(minutes=minute), **fields
        )
        for minute in range(count)
    ]
    check(*entries)
    return entries


def numbers(entries: list[Entry]) -> list[str]:
    found = dict(Check.objects.filter(rule="number").values_list("entry_id", "found"))
    return [found[entry.pk] for entry in entries]


def act(entry: Entry, verb: Verb) -> Entry:
    return decide(
        entry_id=entry.pk, verb=verb, by=personas.moderator(), at=timezone.now(), reason="No."
    )


@pytest.mark.parametrize("verb", [Verb.REJECT, Verb.WITHDRAW])
def test_next_entry_moves_up_when_one_leaves(verb):
    entries = build_entries(build_campaign(max_entries_per_creator=2), 4)
    assert numbers(entries) == ["pass", "pass", "fail", "fail"]
    act(entries[0], verb)
    assert numbers(entries)[1:] == ["pass", "pass", "fail"]


def test_next_entry_moves_up_when_one_is_disqualified():
    entries = build_entries(build_campaign(max_entries_per_creator=1), 2, status="accepted")
    act(entries[0], Verb.DISQUALIFY)
    assert numbers(entries)[1:] == ["pass"]


@pytest.mark.parametrize("phase", [Phase.ANNOUNCED, Phase.ARCHIVED])
def test_nobody_moves_up_when_one_is_disqualified_after_the_announcement(phase: Phase):
    campaign = build_campaign(max_entries_per_creator=1, accepts_automatically=True, phase=phase)
    winner, other = build_entries(campaign, 2)
    Entry.objects.filter(pk=winner.pk).update(status="accepted")
    before = numbers([winner, other])
    act(winner, Verb.DISQUALIFY)
    assert numbers([winner, other]) == before
    assert [Entry.objects.get(pk=one.pk).status for one in (winner, other)] == [
        "disqualified",
        "received",
    ]


def test_entry_that_moves_up_is_accepted_where_the_campaign_does_so():
    campaign = build_campaign(max_entries_per_creator=1, accepts_automatically=True)
    entries = build_entries(campaign, 2)
    act(entries[0], Verb.WITHDRAW)
    assert list(Entry.objects.order_by("received_at").values_list("status", flat=True)) == [
        "withdrawn",
        "accepted",
    ]


def test_entries_move_back_when_a_rejection_is_undone():
    entries = build_entries(build_campaign(max_entries_per_creator=1), 3)
    rejected = act(entries[0], Verb.REJECT)
    assert numbers(entries)[1:] == ["pass", "fail"]
    undo_decision(
        decision_id=rejected.decisions.get().pk, by=personas.moderator(), at=timezone.now()
    )
    assert numbers(entries) == ["pass", "fail", "fail"]


def test_entries_move_back_when_an_earlier_one_is_confirmed():
    campaign, me = build_campaign(max_entries_per_creator=1), personas.creator()
    entries = build_entries(campaign, 2, submitted_by=me, confirmed_at=None)
    Entry.objects.filter(pk=entries[1].pk).update(confirmed_at=timezone.now())
    check(*entries)
    assert numbers(entries) == ["pass", "pass"]
    confirm_entry(entry_id=entries[0].pk, by=me, at=timezone.now())
    assert numbers(entries) == ["pass", "fail"]


def test_accepting_moves_nobody(django_assert_max_num_queries):
    entries = build_entries(build_campaign(max_entries_per_creator=1), 30)
    by = personas.moderator()
    with django_assert_max_num_queries(22):
        decide(entry_id=entries[0].pk, verb=Verb.ACCEPT, by=by, at=timezone.now())
    assert numbers(entries) == ["pass", *["fail"] * 29]


def test_few_entries_are_looked_at_however_many_wait():
    entries = build_entries(build_campaign(max_entries_per_creator=1), 30)
    checked = dict(Check.objects.filter(rule="number").values_list("entry_id", "checked_at"))
    act(entries[0], Verb.REJECT)
    now = Check.objects.filter(rule="number").values_list("entry_id", "checked_at")
    assert [pk for pk, at in now if at != checked[pk]] == [entries[1].pk]
