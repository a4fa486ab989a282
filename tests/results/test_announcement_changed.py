"""Something changed between the preview and its confirmation: refused, and shown."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from accounts.bidi import isolated
from contests.models import Campaign, Prize
from entries.models import Entry
from judging.models import Score
from results.awarding import choose_winners
from results.differences import differences
from results.models import Award
from results.preview import Preview, preview_of
from tests.builders import (
    build_creator,
    build_entry,
    build_prize,
    build_reading,
)
from tests.results.announcing import refused
from tests.results.contests import Contest, build_contest

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest() -> Contest:
    contest = build_contest()
    contest.draft()
    return contest


def _score(contest: Contest) -> None:
    Score.objects.filter(assignment__entry=contest.entries[2]).update(points=1)


def _winning_score(contest: Contest) -> None:
    Score.objects.filter(assignment__entry=contest.entries[0]).update(points=0)


def _reading(contest: Contest) -> None:
    close = contest.campaign.closes_at
    assert close is not None
    build_reading(contest.entries[1], views=7, taken_at=close - timedelta(minutes=1))


def _citation(contest: Contest) -> None:
    Award.objects.filter(prize__category=contest.jury).update(citation_ar="Changed")


def _prize(contest: Contest) -> None:
    Prize.objects.filter(category=contest.jury).update(value=5)


def _withdrawal(contest: Contest) -> None:
    Entry.objects.filter(pk=contest.entries[0].pk).update(status="withdrawn")


def _other_winner(contest: Contest) -> None:
    prize = contest.prizes[contest.jury.title]
    choose_winners(
        category_id=contest.jury.pk,
        choices={(prize.pk, 1): contest.entries[1].pk},
        by=contest.staff,
        at=contest.at,
    )


def _second_place(contest: Contest) -> None:
    build_prize(contest.jury, place=2)
    contest.draft()


def _joint_creator(contest: Contest) -> None:
    contest.entries[0].joint_creators.add(build_creator(handle="duo"))


def _no_winner(contest: Contest) -> None:
    Award.objects.filter(prize__category=contest.jury).delete()


def _address(contest: Contest) -> None:
    Entry.objects.filter(pk=contest.entries[0].pk).update(submitted_by=contest.staff)


CHANGES: dict[Callable[[Contest], None], list[str]] = {
    _score: ["standings"],
    _winning_score: ["standings"],
    _reading: ["standings", "standings"],
    _citation: ["text"],
    _prize: ["text"],
    _withdrawal: ["standings", "text", "standings", "text", "standings"],
    _other_winner: ["winner", "alternates", "mails"],
    _second_place: ["added", "alternates", "mails", "prizes"],
    _joint_creator: ["winner", "winner"],
    _no_winner: ["removed", "mails"],
    _address: ["mails"],
}


@pytest.mark.parametrize("change", CHANGES)
def test_change_between_preview_and_confirmation_is_refused_and_shown(
    contest: Contest, change: Callable[[Contest], None]
):
    seen = preview_of(contest.campaign)
    digest, parts = seen.digest, json.loads(json.dumps(dict(seen.parts)))
    change(contest)
    assert refused(contest, digest) == "changed"
    found = differences(parts, preview_of(Campaign.objects.get(pk=contest.campaign.pk)))
    assert sorted(one.code for one in found) == sorted(CHANGES[change])
    assert all("%(" not in one.message for one in found)


def test_difference_names_who_was_and_who_is_the_winner(contest: Contest):
    seen = preview_of(contest.campaign).parts
    _other_winner(contest)
    messages = [one.message for one in differences(seen, preview_of(contest.campaign))]
    was, now = (isolated(entry.creator) for entry in contest.entries[:2])
    assert messages[0] == (
        f"{isolated(contest.jury)}, place 1: the winner is now {now}; it was {was}."
    )


def test_difference_of_a_category_that_came_is_shown(contest: Contest):
    seen = preview_of(contest.campaign).parts
    contest.jury.slug = "renamed"
    contest.jury.save()
    found = differences(seen, preview_of(Campaign.objects.get(pk=contest.campaign.pk)))
    assert {one.code for one in found} == {"category", "added"}


def test_same_facts_give_the_same_digest_at_any_time(contest: Contest):
    first: Preview = preview_of(contest.campaign)
    again = preview_of(Campaign.objects.get(pk=contest.campaign.pk))
    assert (first.digest, first.parts) == (again.digest, again.parts)


def test_entry_accepted_later_takes_no_part(contest: Contest):
    digest = contest.digest()
    build_entry(contest.campaign)
    assert refused(contest, digest) == "changed"
