"""What is kept of every decision about a shortlist; set times; what the page showed."""

from datetime import timedelta
from typing import Any

import pytest

from entries.models import Entry
from judging.models import RoundClosing, RoundOutcome
from results.models import Shortlist, ShortlistDecision
from results.shortlist_basis import propose, seen_digest
from results.shortlist_proposal import Proposal
from results.shortlisting import keep_shortlist_internal, publish_shortlist, shortlist_entries
from results.standings import standings_of
from tests.results.announcing import announce
from tests.results.contests import Contest, build_contest
from tests.results.deeds import put_forward, refused, two_tied

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def contest() -> Contest:
    return build_contest()


def confirm(contest: Contest, *entry_ids: int, category: Any = None, **values: Any) -> Shortlist:
    return shortlist_entries(
        category_id=(category or contest.jury).pk,
        entry_ids=entry_ids,
        by=contest.staff,
        at=contest.at,
        **values,
    )


def publish(contest: Contest, **values: Any) -> Shortlist:
    at = values.pop("at", contest.at)
    return publish_shortlist(category_id=contest.jury.pk, by=contest.staff, at=at, **values)


def proposed(contest: Contest, basis: str, value: str = "", category: Any = None) -> Proposal:
    return propose(standings_of(category or contest.jury), basis=basis, value=value)


def test_confirmation_against_the_proposal_keeps_what_was_changed_and_why(contest: Contest):
    first, second, third = (entry.pk for entry in contest.entries)
    values = {"basis": "rank", "basis_value": " 2 "}
    confirm(contest, first, third, **values, reasons={second: " Too long. ", third: "It dares."})
    decision = ShortlistDecision.objects.get()
    assert (decision.verb, decision.basis, decision.basis_value) == ("confirm", "rank", "2")
    assert (decision.decided_by, decision.decided_at) == (contest.staff, contest.at)
    assert decision.entries == [first, third]
    assert decision.changes == [
        {"entry": third, "change": "added", "reason": "It dares."},
        {"entry": second, "change": "left_out", "reason": "Too long."},
    ]


def test_change_without_a_reason_is_refused(contest: Contest):
    first, second, third = (entry.pk for entry in contest.entries)
    values: dict[str, Any] = {"category_id": contest.jury.pk, "entry_ids": [first, third]}
    values |= {"basis": "rank", "basis_value": "2", "reasons": {second: "Too long.", third: "  "}}
    sentence = refused("shortlist_reasons_missing", shortlist_entries, contest, **values)
    assert sentence.endswith("Without a reason: 1.")
    assert not Shortlist.objects.exists()
    assert not ShortlistDecision.objects.exists()


def test_whoever_is_only_moved_needs_no_reason(contest: Contest):
    first, second, _third = (entry.pk for entry in contest.entries)
    confirm(contest, second, first, basis="rank", basis_value="2")
    assert [one["change"] for one in ShortlistDecision.objects.get().changes] == ["moved", "moved"]


def test_proposal_by_rank_tells_who_is_tied_on_the_line(contest: Contest):
    tied = two_tied(contest)
    found = proposed(contest, "rank", "1")
    assert (sorted(found.ids), sorted(found.on_line), found.places) == (tied, tied, 1)


def test_proposal_by_cutoff_counts_points_or_views(contest: Contest):
    first, second, third = (entry.pk for entry in contest.entries)
    assert proposed(contest, "cutoff", "90").ids == (first,)
    assert proposed(contest, "cutoff", "90,01").ids == ()
    assert proposed(contest, "cutoff", "99999", contest.videos).ids == (first, second)
    assert proposed(contest, "cutoff", "1", contest.videos).ids == (first, second, third)


def test_proposal_by_round_takes_who_came_through_and_still_takes_part(contest: Contest):
    closing = RoundClosing.objects.create(
        round=contest.round, closed_at=contest.at, closed_by=contest.staff, digest="0" * 64
    )
    for entry in contest.entries:
        RoundOutcome.objects.create(closing=closing, entry=entry, advances=True)
    first, second, third = contest.entries
    assert proposed(contest, "round").ids == (first.pk, second.pk, third.pk)
    Entry.objects.filter(pk=first.pk).update(status="withdrawn")
    assert proposed(contest, "round").ids == (second.pk, third.pk)
    closing.reopened_at, closing.reopened_by = contest.at, contest.staff
    closing.reopening_reason = "A mistake."
    closing.save()
    values: dict[str, Any] = {"category_id": contest.jury.pk, "entry_ids": [second.pk]}
    refused("no_closed_round", shortlist_entries, contest, **values, basis="round")


@pytest.mark.parametrize(
    "value", ["", "0", "-1", "x", "nan", "inf", "1e30", "2.5", "٣.٥", "9" * 400, "0" * 60 + "1"]
)
def test_limit_that_makes_no_sense_is_refused(contest: Contest, value: str):
    values: dict[str, Any] = {"category_id": contest.jury.pk, "entry_ids": [contest.entries[0].pk]}
    refused("basis_value", shortlist_entries, contest, **values, basis="rank", basis_value=value)


def test_basis_that_does_not_exist_is_refused(contest: Contest):
    values: dict[str, Any] = {"category_id": contest.jury.pk, "entry_ids": [contest.entries[0].pk]}
    refused("no_such_basis", shortlist_entries, contest, **values, basis="taste")


def test_decision_about_what_has_changed_since_is_refused(contest: Contest):
    put_forward(contest, contest.entries[0])
    seen = seen_digest(contest.jury.pk, Proposal(()))
    put_forward(contest, contest.entries[1])
    values: dict[str, Any] = {"category_id": contest.jury.pk, "seen": seen}
    ids = {"entry_ids": [contest.entries[2].pk]}
    refused("shortlist_changed", shortlist_entries, contest, **values, **ids)
    refused("shortlist_changed", publish_shortlist, contest, **values)
    refused("shortlist_changed", keep_shortlist_internal, contest, **values)


def test_decision_about_a_proposal_that_has_changed_since_is_refused(contest: Contest):
    first, second, _third = (entry.pk for entry in contest.entries)
    seen = seen_digest(contest.jury.pk, proposed(contest, "rank", "1"))
    Entry.objects.filter(pk=first).update(status="withdrawn")
    values: dict[str, Any] = {"category_id": contest.jury.pk, "entry_ids": [second], "seen": seen}
    refused(
        "shortlist_changed", shortlist_entries, contest, **values, basis="rank", basis_value="1"
    )


def test_shortlist_is_public_from_its_set_time_on(contest: Contest):
    put_forward(contest, contest.entries[0])
    when = contest.at + HOUR
    publish(contest, publishes_at=when)
    for moment, expected in ((when - HOUR / 60, 0), (when, 1), (when + HOUR, 1)):
        assert Shortlist.objects.public(at=moment).count() == expected
    decision = ShortlistDecision.objects.first()
    assert (decision.verb, decision.publishes_at) == ("publish", when)
    assert decision.entries == [contest.entries[0].pk]


def test_set_time_can_be_changed_and_taken_back_until_it_comes(contest: Contest):
    put_forward(contest, contest.entries[0])
    publish(contest, publishes_at=contest.at + HOUR)
    publish(contest, publishes_at=contest.at + 2 * HOUR)
    put_forward(contest, contest.entries[1])  # the list, too
    assert Shortlist.objects.get().published_at == contest.at + 2 * HOUR
    keep_shortlist_internal(category_id=contest.jury.pk, by=contest.staff, at=contest.at)
    assert Shortlist.objects.get().published_at is None
    publish(contest, publishes_at=contest.at + HOUR)
    late = contest.at + HOUR
    for verb in (publish_shortlist, keep_shortlist_internal):
        contest.at = late
        refused("shortlist_published", verb, contest, category_id=contest.jury.pk)
    verbs = list(ShortlistDecision.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == [
        "confirm", "publish", "publish", "confirm", "keep_internal", "publish"
    ]  # fmt: skip


@pytest.mark.parametrize("ago", [timedelta(), HOUR])
def test_time_that_has_passed_is_refused(contest: Contest, ago: timedelta):
    put_forward(contest, contest.entries[0])
    values: dict[str, Any] = {"category_id": contest.jury.pk, "publishes_at": contest.at - ago}
    refused("publishes_in_past", publish_shortlist, contest, **values)


def test_whoever_waited_for_the_lock_finds_it_published(contest: Contest):
    """Their clock was read before the other one's publication."""
    put_forward(contest, contest.entries[0])
    publish(contest, at=contest.at + HOUR / 3600)
    ids = {"category_id": contest.jury.pk, "entry_ids": [contest.entries[1].pk]}
    refused("shortlist_published", shortlist_entries, contest, **ids)


def test_shortlist_with_somebody_who_left_is_not_published(contest: Contest):
    put_forward(contest, *contest.entries[:2])
    Entry.objects.filter(pk=contest.entries[1].pk).update(status="withdrawn")
    values = {"category_id": contest.jury.pk}
    sentence = refused("shortlisted_left", publish_shortlist, contest, **values)
    assert contest.entries[1].creator.handle in sentence
    assert contest.entries[0].creator.handle not in sentence
    assert Shortlist.objects.get().published_at is None


def test_keeping_internal_is_decided_once(contest: Contest):
    values = {"category_id": contest.jury.pk}
    refused("shortlist_missing", keep_shortlist_internal, contest, **values)
    put_forward(contest, contest.entries[0])
    keep_shortlist_internal(**values, by=contest.staff, at=contest.at)
    refused("shortlist_internal", keep_shortlist_internal, contest, **values)


def test_nothing_about_shortlists_is_decided_after_the_announcement(contest: Contest):
    put_forward(contest, contest.entries[0])
    contest.draft()
    announce(contest)
    values: dict[str, Any] = {"category_id": contest.jury.pk}
    refused("already_announced", publish_shortlist, contest, **values)
    refused("already_announced", keep_shortlist_internal, contest, **values)
    ids = [contest.entries[1].pk]
    refused("already_announced", shortlist_entries, contest, **values, entry_ids=ids)
