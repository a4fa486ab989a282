"""What counts as keeping a promise: read from the database."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contests.models import Campaign, Category
from contests.phases import Phase
from results.models import Shortlist, ShortlistDecision
from results.promise_clock import Kind, State
from results.promises import owed_shortlists, promises_of, promises_of_many
from tests.builders import build_campaign, build_category
from tests.results.contests import DAY, Contest, build_contest, build_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest() -> Contest:
    return build_contest()


def _fresh(contest: Contest) -> Campaign:
    return Campaign.objects.get(pk=contest.campaign.pk)


def _state(contest: Contest, at: datetime | None = None) -> State | None:
    promises = promises_of(_fresh(contest), at=at or contest.at)
    return next((one.state for one in promises if one.kind is Kind.SHORTLIST), None)


def _shortlist(category, *, published_at: datetime | None, by=None) -> Shortlist:
    person = by or build_person("staff")
    return Shortlist.objects.create(
        category=category,
        confirmed_at=published_at or category.campaign.closes_at,
        confirmed_by=person,
        published_at=published_at,
        published_by=person if published_at else None,
    )


def _keep_internal(contest: Contest, category) -> None:
    ShortlistDecision.objects.create(
        category=category,
        verb=ShortlistDecision.Verb.KEEP_INTERNAL,
        decided_at=contest.at,
        decided_by=contest.staff,
    )


def test_shortlist_is_promised_until_the_public_can_read_it(contest: Contest):
    assert _state(contest) is State.AHEAD
    assert owed_shortlists(contest.campaign, at=contest.at) == [contest.jury]
    shortlist = _shortlist(contest.jury, published_at=None)
    assert _state(contest) is State.AHEAD
    shortlist.published_at, shortlist.published_by = contest.at + DAY, contest.staff
    shortlist.save()
    assert _state(contest) is State.AHEAD
    assert _state(contest, contest.at + DAY) is State.KEPT
    assert owed_shortlists(contest.campaign, at=contest.at) == []


def test_every_jury_category_owes_a_shortlist_and_the_last_one_counts(contest: Contest):
    other = build_category(contest.campaign, title="Another jury")
    _shortlist(contest.jury, published_at=contest.at - DAY / 2)
    assert _state(contest) is State.AHEAD
    assert owed_shortlists(_fresh(contest), at=contest.at) == [other]
    late = contest.campaign.shortlist_by + 3 * DAY
    _shortlist(other, published_at=late)
    [promise, _winners] = promises_of(_fresh(contest), at=late + DAY)
    assert (promise.state, promise.days, promise.kept_at) == (State.KEPT_LATE, 3, late)


def test_category_whose_shortlist_is_kept_internal_owes_none(contest: Contest):
    other = build_category(contest.campaign, title="Another jury")
    _keep_internal(contest, other)
    assert _state(contest) is State.AHEAD
    _shortlist(contest.jury, published_at=contest.at)
    assert _state(contest) is State.KEPT


def test_nothing_published_at_all_keeps_nothing(contest: Contest):
    _keep_internal(contest, contest.jury)
    assert _state(contest) is State.AHEAD
    assert owed_shortlists(_fresh(contest), at=contest.at) == [contest.jury]


def test_without_a_jury_the_categories_of_videos_owe_one():
    campaign = build_campaign(phase=Phase.REVIEW)
    build_category(campaign, method=Category.Method.MOST_VIEWED_CREATOR)
    # Creators have no shortlist: nothing can be promised of them.
    assert Kind.SHORTLIST not in [one.kind for one in promises_of(campaign, at=campaign.closes_at)]
    videos = build_category(campaign, method=Category.Method.MOST_VIEWED_VIDEO)
    found = Campaign.objects.get(pk=campaign.pk)
    assert owed_shortlists(found, at=campaign.closes_at) == [videos]
    assert len(promises_of(found, at=campaign.closes_at)) == 2


def test_announcement_keeps_the_promise_of_winners_and_no_other(contest: Contest):
    announced = contest.campaign.announce_by + 2 * DAY
    Campaign.objects.filter(pk=contest.campaign.pk).update(announced_at=announced)
    found = promises_of(_fresh(contest), at=announced + DAY)
    assert [(one.kind, one.state, one.days) for one in found] == [
        (Kind.SHORTLIST, State.MISSED, 7),
        (Kind.WINNERS, State.KEPT_LATE, 2),
    ]


@pytest.mark.parametrize("phase", [Phase.DRAFT, Phase.CANCELLED])
def test_what_nobody_can_read_promises_nothing(phase: Phase):
    campaign = build_campaign(phase=phase)
    build_category(campaign)
    assert promises_of(campaign, at=campaign.closes_at) == []


def test_showcase_promises_nothing():
    campaign = build_campaign(phase=Phase.REVIEW)
    assert promises_of(campaign, at=campaign.announce_by + timedelta(days=9)) == []


def test_promises_take_the_same_queries_for_many():
    counts = []
    for number in (1, 5):
        for _one in range(number):
            build_category(build_campaign(phase=Phase.REVIEW))
        campaigns = list(Campaign.objects.prefetch_related("categories"))
        with CaptureQueriesContext(connection) as queries:
            promises_of_many(campaigns, at=campaigns[0].closes_at)
        counts.append(len(queries))
    assert counts == [2, 2]
