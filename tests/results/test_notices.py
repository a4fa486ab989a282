"""Whom the news of winning goes to, and in which words."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from entries.models import Entry
from outbox.models import Message
from results.models import Award, Claim
from results.notices import draft_notices, notices_for
from tests.builders import build_creator, build_entry
from tests.results.claims import announced
from tests.results.contests import Contest, build_contest, build_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest() -> Contest:
    contest = build_contest()
    contest.draft()
    return contest


def _awards() -> list[Award]:
    awards = Award.objects.select_related("prize__category__campaign", "prize__sponsor", "entry")
    return list(awards.order_by("prize__category__order", "slot"))


def _people(**filters: Any) -> list[str]:
    awards = [one for one in _awards() if all(getattr(one, k) == v for k, v in filters.items())]
    return [notice.user.name for notice in notices_for(awards)]


def test_news_goes_to_whoever_entered_the_video(contest: Contest):
    helper = build_person("helper")
    Entry.objects.filter(pk=contest.entries[0].pk).update(submitted_by=helper)
    assert _people(entry=contest.entries[0]) == ["Helper", "Helper"]


def test_news_goes_to_the_creator_where_staff_entered_the_video(contest: Contest):
    Entry.objects.filter(pk=contest.entries[0].pk).update(submitted_by=None)
    assert _people(entry=contest.entries[0]) == ["Creator0", "Creator0"]


def test_news_goes_to_joint_creators_too(contest: Contest):
    duo = build_creator(user=build_person("duo"))
    contest.entries[0].joint_creators.add(duo, build_creator())
    assert _people(entry=contest.entries[0]) == ["Creator0", "Duo"] * 2


def test_news_goes_once_to_one_person(contest: Contest):
    entry = contest.entries[0]
    entry.joint_creators.add(build_creator(user=entry.submitted_by))
    assert _people(entry=entry) == ["Creator0", "Creator0"]


def test_news_of_a_creators_award_goes_to_the_creator(contest: Contest):
    assert _people(entry=None) == ["Creator0"]


def _without_user(contest: Contest) -> Entry:
    entry = contest.entries[0]
    type(entry.creator).objects.filter(pk=entry.creator_id).update(user=None)
    return entry


def test_news_of_a_creators_award_goes_to_the_one_person_who_entered_the_videos(contest: Contest):
    _without_user(contest)
    assert _people(entry=None) == ["Creator0"]


def test_news_of_a_creators_award_goes_to_nobody_where_several_entered_the_videos(
    contest: Contest,
):
    entry = _without_user(contest)
    build_entry(contest.campaign, creator=entry.creator, submitted_by=build_person("other"))
    assert _people(entry=None) == []


def test_entries_of_other_campaigns_say_nothing_about_who_to_write_to(contest: Contest):
    entry = _without_user(contest)
    elsewhere = build_contest().campaign
    build_entry(elsewhere, creator=entry.creator, submitted_by=build_person("other"))
    assert _people(entry=None) == ["Creator0"]


def test_news_goes_to_nobody_whose_account_is_closed(contest: Contest):
    User.objects.update(is_active=False)
    assert _people() == []


@pytest.mark.parametrize(
    ("language", "winners"), [("kk", "/kk/"), ("ru", "/ru/"), ("az", "/az/"), ("ar", "/ar/")]
)
def test_news_is_written_in_the_readers_language(contest: Contest, language: str, winners: str):
    User.objects.update(preferred_language=language)
    announced(contest)
    jury = next(one for one in _awards() if one.prize.category == contest.jury)
    [message] = draft_notices(notices_for([jury]), at=contest.at)
    assert (message.language, message.purpose, message.status) == (language, "winner", "draft")
    assert message.topic == contest.campaign.slug
    assert f"http://testserver{winners}{contest.campaign.slug}/winners/" in message.body
    assert f"Warm ({language})" in message.body
    assert contest.entries[0].url in message.body
    assert "Meloman" in message.body
    claim = Claim.objects.get(award=jury)
    assert f"http://testserver/{language}/prizes/{claim.pk}/" in message.body


def test_news_names_the_value_of_the_prize(contest: Contest):
    User.objects.update(preferred_language="en")
    announced(contest)
    [message] = draft_notices(notices_for(_awards()[:1]), at=contest.at)
    accept_by = Claim.objects.earliest("pk").accept_by.astimezone(contest.campaign.zone)
    assert f"{accept_by:%B} {accept_by.day}, {accept_by.year}, 23:59" in message.body
    assert "70,000 KZT" in message.body
    assert message.subject.startswith("You are among the winners of")
    assert "\n\n\n" not in message.body


def test_news_is_drafted_once(contest: Contest):
    announced(contest)
    for _again in range(2):
        draft_notices(notices_for(_awards()), at=contest.at)
    assert Message.objects.count() == 3


def test_readers_are_found_by_the_same_queries_at_any_number():
    counts = []
    for size in (1, 3, 30):
        contest = build_contest(entries=size)
        contest.videos.prizes.update(quantity=size)
        contest.creators.prizes.update(quantity=size)
        contest.draft()
        awards = [one for one in _awards() if one.prize.category.campaign_id == contest.campaign.pk]
        assert len(awards) == 2 * size + 1
        with CaptureQueriesContext(connection) as queries:
            notices_for(awards)
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]
