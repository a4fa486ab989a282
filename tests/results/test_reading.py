"""What the public may read of the results."""

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contests.models import Campaign
from entries.models import Entry
from results.models import Announcement, Award
from results.reading import drafted_awards, published_awards
from tests.builders import build_creator, build_prize
from tests.results.announcing import announce
from tests.results.contests import Contest, build_contest

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest() -> Contest:
    contest = build_contest()
    contest.draft()
    return contest


def _handles(contest: Contest) -> list[list[str]]:
    groups = published_awards(contest.campaign, at=contest.at)
    return [[str(creator) for one in group.winners for creator in one.creators] for group in groups]


def test_drafts_are_read_by_staff_only(contest: Contest):
    assert published_awards(contest.campaign, at=contest.at) == []
    assert [group.category for group in drafted_awards(contest.campaign)] == contest.categories


def test_awards_of_the_newest_announcement_count(contest: Contest):
    announce(contest)
    correction = Announcement.objects.create(
        campaign=contest.campaign,
        number=2,
        announced_at=contest.at,
        announced_by=contest.staff,
        digest="0" * 64,
    )
    second = contest.entries[1]
    prize = contest.prizes[contest.jury.title]
    Award.objects.create(prize=prize, entry=second, creator=second.creator, announcement=correction)
    assert _handles(contest) == [[str(second.creator)], [], []]


def test_awards_of_a_cancelled_campaign_are_not_read(contest: Contest):
    announce(contest)
    Campaign.objects.filter(pk=contest.campaign.pk).update(cancelled_at=contest.at)
    assert _handles(contest) == []


def test_winner_names_joint_creators_once(contest: Contest):
    entry = contest.entries[0]
    entry.joint_creators.add(entry.creator, build_creator(handle="duo"))
    announce(contest)
    assert _handles(contest)[0] == [str(entry.creator), "@duo"]


def test_winners_of_equal_rank_know_that_they_share_the_place(contest: Contest):
    contest.jury.prizes.update(quantity=2)
    named = {f"title_{code}": "Book" for code, _name in settings.LANGUAGES}
    build_prize(contest.jury, place=2, **named)
    contest.draft()
    announce(contest)
    jury = published_awards(contest.campaign, at=contest.at)[0]
    assert [(one.prize.place, one.shares_place) for one in jury.winners] == [
        (1, True),
        (1, True),
        (2, False),
    ]


def test_video_that_was_taken_down_leaves_only_the_name(contest: Contest):
    announce(contest)
    Entry.objects.filter(pk=contest.entries[0].pk).update(status="withdrawn")
    winner = published_awards(contest.campaign, at=contest.at)[0].winners[0]
    assert (winner.public_entry, winner.creators) == (None, [contest.entries[0].creator])


def test_winners_are_read_by_the_same_queries_at_any_number():
    counts = []
    for size in (1, 3, 30):
        contest = build_contest(entries=size)
        contest.videos.prizes.update(quantity=size)
        contest.draft()
        announce(contest)
        with CaptureQueriesContext(connection) as queries:
            for group in published_awards(contest.campaign, at=contest.at):
                for winner in group.winners:
                    assert winner.creators
                    assert winner.prize.sponsor
                    assert list(winner.prize.sponsor.accounts.all()) == []
                    assert len(group.prizes) == 1
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2] == 7
