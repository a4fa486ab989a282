"""Shortlists and decided ties: every refusal, and what is written."""

from collections.abc import Callable
from typing import Any

import pytest

from entries.models import Entry
from results.models import Shortlist, TieDecision
from results.shortlisting import publish_shortlist, shortlist_entries
from results.ties import decide_tie
from tests.builders import build_entry
from tests.results.contests import Contest, build_contest
from tests.results.deeds import put_forward, refused, two_tied

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest() -> Contest:
    return build_contest()


def test_shortlist_keeps_entries_in_their_order_with_who_and_when(contest: Contest):
    first, second, _third = contest.entries
    shortlist = put_forward(contest, second, first, second)
    assert (shortlist.confirmed_by, shortlist.confirmed_at) == (contest.staff, contest.at)
    assert [(one.position, one.entry) for one in shortlist.items.all()] == [(1, second), (2, first)]
    assert shortlist.published_at is None


def test_shortlist_confirmed_again_takes_the_place_of_the_one_before(contest: Contest):
    put_forward(contest, *contest.entries)
    put_forward(contest, contest.entries[2])
    [shortlist] = Shortlist.objects.all()
    assert [one.entry for one in shortlist.items.all()] == [contest.entries[2]]


def test_shortlist_of_nothing_is_refused(contest: Contest):
    refused(
        "shortlist_empty", shortlist_entries, contest, category_id=contest.jury.pk, entry_ids=[]
    )


@pytest.mark.parametrize("status", sorted(set(Entry.Status.values) - {"accepted"}))
def test_shortlist_takes_accepted_entries_only(contest: Contest, status: str):
    out = build_entry(contest.campaign, status=status)
    ids = [contest.entries[0].pk, out.pk]
    sentence = refused(
        "not_accepted", shortlist_entries, contest, category_id=contest.jury.pk, entry_ids=ids
    )
    assert sentence.endswith("(any more): 1.")
    assert not Shortlist.objects.exists()


def test_shortlist_takes_no_entries_of_other_campaigns(contest: Contest):
    ids = [build_contest().entries[0].pk]
    values = {"category_id": contest.jury.pk, "entry_ids": ids}
    refused("not_accepted", shortlist_entries, contest, **values)


@pytest.mark.parametrize("verb", [shortlist_entries, publish_shortlist])
def test_category_of_creators_has_no_shortlist(contest: Contest, verb: Callable[..., Any]):
    values: dict[str, Any] = {"category_id": contest.creators.pk}
    if verb is shortlist_entries:
        values["entry_ids"] = [contest.entries[0].pk]
    refused("ranks_creators", verb, contest, **values)


def test_shortlist_is_published_once_and_never_changed_again(contest: Contest):
    values = {"category_id": contest.jury.pk}
    refused("shortlist_missing", publish_shortlist, contest, **values)
    put_forward(contest, contest.entries[0])
    published = publish_shortlist(**values, by=contest.staff, at=contest.at)
    assert (published.published_at, published.published_by) == (contest.at, contest.staff)
    refused("shortlist_published", publish_shortlist, contest, **values)
    ids = [contest.entries[1].pk]
    refused("shortlist_published", shortlist_entries, contest, **values, entry_ids=ids)
    assert [one.entry for one in published.items.all()] == [contest.entries[0]]


def test_tie_decision_keeps_order_reason_who_and_when(contest: Contest):
    order = two_tied(contest)[::-1]
    decision = decide_tie(
        category_id=contest.jury.pk, order=order, reason=" Bold. ", by=contest.staff, at=contest.at
    )
    decision.refresh_from_db()
    assert (decision.order, decision.reason) == (order, "Bold.")
    assert (decision.decided_by, decision.decided_at) == (contest.staff, contest.at)


def test_tie_decision_needs_a_reason(contest: Contest):
    values = {"category_id": contest.jury.pk, "order": two_tied(contest)}
    refused("no_reason", decide_tie, contest, **values, reason=" \n")


@pytest.mark.parametrize("change", [lambda o: o[:1], lambda o: [*o, 0], lambda o: o * 2])
def test_tie_decision_names_exactly_those_who_are_tied(
    contest: Contest, change: Callable[[list[int]], list[int]]
):
    order = change(two_tied(contest))
    values = {"category_id": contest.jury.pk, "order": order, "reason": "Why."}
    refused("not_tied", decide_tie, contest, **values)
    assert not TieDecision.objects.exists()


def test_what_is_not_tied_cannot_be_decided(contest: Contest):
    order = [contest.entries[1].pk, contest.entries[0].pk]
    values = {"category_id": contest.jury.pk, "order": order, "reason": "Why."}
    refused("not_tied", decide_tie, contest, **values)
