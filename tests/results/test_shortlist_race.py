"""Two managers at one shortlist at once: one decision counts, and the other one is told so."""

from functools import partial
from typing import Any

import pytest

from results import shortlisting
from results.models import Shortlist, ShortlistDecision
from results.shortlist_basis import seen_digest
from results.shortlist_proposal import Proposal
from tests.races import at_once
from tests.results.contests import Contest, build_contest
from tests.results.deeds import put_forward
from tests.results.test_announcement_race import answers, bare, in_turn, meet_after, without_locks

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def contest() -> Contest:
    contest = build_contest()
    put_forward(contest, contest.entries[0])
    return contest


def deeds(contest: Contest, *, unlocked: bool = False) -> dict[str, Any]:
    """What two managers may do about the page that both have open."""
    seen = seen_digest(contest.jury.pk, Proposal(()))
    values = {"category_id": contest.jury.pk, "by": contest.staff, "at": contest.at, "seen": seen}
    confirm, publish = shortlisting.shortlist_entries, shortlisting.publish_shortlist
    if unlocked:
        confirm, publish = bare(confirm), bare(publish)
    second, third = contest.entries[1:3]
    return {
        "second": partial(confirm, entry_ids=[second.pk], **values),
        "third": partial(confirm, entry_ids=[third.pk], **values),
        "publish": partial(publish, **values),
    }


def listed() -> list[int]:
    return list(Shortlist.objects.get().items.values_list("entry", flat=True))


def test_of_two_confirmations_at_once_one_counts(monkeypatch: Any, contest: Contest):
    meet_after(monkeypatch, shortlisting, "seen_digest", 2)
    acts = deeds(contest)
    told = answers(at_once(2, in_turn(acts["second"], acts["third"])))
    assert told == {"Shortlist": 1, "shortlist_changed": 1}
    assert ShortlistDecision.objects.first().entries == listed()
    assert ShortlistDecision.objects.count() == 2  # the one before, and the one that counts
    assert listed() in ([contest.entries[1].pk], [contest.entries[2].pk])


def test_without_the_lock_both_confirm(monkeypatch: Any, contest: Contest):
    """The negative control."""
    without_locks(monkeypatch)
    meet_after(monkeypatch, shortlisting, "seen_digest", 2)
    acts = deeds(contest, unlocked=True)
    told = answers(at_once(2, in_turn(acts["second"], acts["third"])))
    assert "shortlist_changed" not in told


def test_what_is_published_is_what_the_publisher_saw(monkeypatch: Any, contest: Contest):
    meet_after(monkeypatch, shortlisting, "seen_digest", 2)
    acts = deeds(contest)
    told = answers(at_once(2, in_turn(acts["second"], acts["publish"])))
    if Shortlist.objects.get().published_at is not None:
        assert told == {"Shortlist": 1, "shortlist_published": 1}
        assert listed() == [contest.entries[0].pk]
    else:
        assert told == {"Shortlist": 1, "shortlist_changed": 1}
        assert listed() == [contest.entries[1].pk]


def test_without_the_lock_something_else_is_published(monkeypatch: Any, contest: Contest):
    """The negative control."""
    without_locks(monkeypatch)
    meet_after(monkeypatch, shortlisting, "seen_digest", 2)
    acts = deeds(contest, unlocked=True)
    told = answers(at_once(2, in_turn(acts["second"], acts["publish"])))
    assert not {"shortlist_published", "shortlist_changed"} & told.keys()
