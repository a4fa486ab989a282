"""A person with several verified accounts stands, wins and is told as one creator."""

import json
from datetime import timedelta

import pytest

from entries.models import Creator
from metrics.leaderboards import board_of
from results.awarding import choose_winners
from results.models import Award
from results.notices import notices_for
from results.preview import preview_of
from results.refusal import ResultsRefused
from results.standings import standings_of
from tests.builders import build_creator, build_entry, build_reading
from tests.results.contests import Contest, build_contest, build_person

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def contest() -> Contest:
    return build_contest()


def link(contest: Contest, *creators: Creator) -> Creator:
    """Tie verified accounts to one person; returns the first, without a video of its own."""
    person = build_person("maker")
    verified_at = contest.campaign.opens_at
    first = build_creator(user=person, verified_at=verified_at)
    pks = [creator.pk for creator in creators]
    Creator.objects.filter(pk__in=pks).update(user=person, verified_at=verified_at)
    # The lowest id is the one under which a person is ranked.
    lowest = min([first.pk, *pks])
    return Creator.objects.get(pk=lowest)


@pytest.fixture
def person(contest: Contest) -> Creator:
    """The second and the third of the contest, together ahead of the first."""
    second, third = contest.entries[1], contest.entries[2]
    close = contest.campaign.closes_at - HOUR
    build_reading(build_entry(contest.campaign, creator=third.creator), views=10**6, taken_at=close)
    return link(contest, second.creator, third.creator)


def test_linked_accounts_stand_as_one(contest: Contest, person: Creator):
    before = {row.creator_id: row for row in standings_of(contest.videos).rows}
    rows = standings_of(contest.creators).rows
    top = rows[0]
    assert (top.rank, top.key, top.figures["videos"]) == (1, person.pk, 3)
    theirs = [contest.entries[1].creator_id, contest.entries[2].creator_id]
    assert len(rows) == len(contest.entries) - 1
    # Videos stay whose they are.
    assert set(theirs) <= before.keys()
    board = [(place.rank, place.creator_id, place.views) for place in board_of(contest.creators)]
    assert board == [(row.rank, row.creator_id, row.figures["views"]) for row in rows]


def test_linked_accounts_win_and_are_told_as_one(contest: Contest, person: Creator):
    award = next(
        award for award in contest.draft() if award.prize.category_id == contest.creators.pk
    )
    assert award.creator == person
    assert [notice.user for notice in notices_for([award])] == [person.user]


def test_winner_is_chosen_under_the_first_account_only(contest: Contest, person: Creator):
    prize = contest.creators.prizes.get()

    def choose(creator_id: int) -> None:
        choose_winners(
            category_id=contest.creators.pk,
            choices={(prize.pk, 1): creator_id},
            by=contest.staff,
            at=contest.at,
        )

    choose(person.pk)
    assert Award.objects.get(prize=prize).creator == person
    other = max(contest.entries[1].creator_id, contest.entries[2].creator_id)
    with pytest.raises(ResultsRefused) as refused:
        choose(other)
    assert refused.value.code == "choose_creator"


def test_evidence_names_the_line_of_each_video(contest: Contest, person: Creator):
    evidence = json.loads(preview_of(contest.campaign).evidence)
    content = {one["slug"]: one for one in evidence["categories"]}
    by_creator = content[contest.creators.slug]
    views: dict[int, int] = {}
    for video in by_creator["videos"]:
        views[video["creator"]] = views.get(video["creator"], 0) + (video["views"] or 0)
    assert views == {line["creator"]: line["figures"]["views"] for line in by_creator["standings"]}
    owners = {video["entry"]: video["creator"] for video in content[contest.videos.slug]["videos"]}
    assert owners[contest.entries[2].pk] == contest.entries[2].creator_id
