"""The clock announces what people have confirmed, and nothing else; otherwise it tells why not."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from contests.models import Campaign
from entries.models import Entry
from outbox.models import Message
from results import announcing_due
from results.announcing_due import EAGER, PURPOSE, announce_due, is_worth_looking
from results.confirming import confirm_announcement
from results.models import Announcement, AnnouncementPlan, Award, Confirmation
from tests import personas
from tests.builders import build_entry
from tests.races import Meeting, at_once, killed_at
from tests.results.contests import DAY, Contest, build_contest, give_score

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def contest() -> Contest:
    """Ready, and set for now; nobody has confirmed it."""
    contest = build_contest()
    contest.draft()
    AnnouncementPlan.objects.create(campaign=contest.campaign, announces_at=contest.at)
    personas.manager()
    return contest


def _confirm(contest: Contest, *people: User) -> None:
    for person in people or (personas.announcer(),):
        confirm_announcement(
            campaign_id=contest.campaign.pk, digest=contest.digest(), by=person, at=contest.at
        )


def _alerts() -> int:
    return Message.objects.filter(purpose=PURPOSE).values("key").distinct().count()


def test_confirmed_results_are_announced_at_the_set_time_and_once(contest: Contest):
    _confirm(contest)
    assert announce_due(at=contest.at - MINUTE) == []
    assert announce_due(at=contest.at) == [contest.campaign.pk]
    assert announce_due(at=contest.at + MINUTE) == []
    made = Announcement.objects.get()
    assert (made.announced_by, made.announced_at) == (personas.announcer(), contest.at)
    assert Award.objects.filter(announcement=made).count() == 3
    assert _alerts() == 0


def test_nothing_due_costs_one_query(contest: Contest):
    with CaptureQueriesContext(connection) as queries:
        announce_due(at=contest.at - MINUTE)
    assert len(queries) == 1


def _tie(contest: Contest) -> None:
    rival = build_entry(contest.campaign, platform="youtube", video_id="x")
    for judge in contest.judges:
        give_score(contest.round, rival, judge, 5, 4)


def _blocked(contest: Contest) -> None:
    Award.objects.filter(prize__category=contest.jury).update(citation_ar="")


def _change(contest: Contest) -> None:
    Award.objects.filter(prize__category=contest.jury).update(citation_ar="آخر")


def _disallow(contest: Contest) -> None:
    personas.announcer().groups.clear()


def _close_account(contest: Contest) -> None:
    User.objects.filter(pk=personas.announcer().pk).update(is_active=False)


def _ask_for_two(contest: Contest) -> None:
    AnnouncementPlan.objects.update(needs_two=True)


@pytest.mark.parametrize(
    "spoil", [_tie, _blocked, _change, _disallow, _close_account, _ask_for_two]
)
def test_what_is_not_ready_is_not_announced_but_told(contest: Contest, spoil: Any):
    _confirm(contest)
    spoil(contest)
    assert announce_due(at=contest.at) == []
    assert not Announcement.objects.exists()
    assert _alerts() == 1 + (spoil not in (_disallow, _close_account))
    alert = Message.objects.filter(purpose=PURPOSE).first()
    assert alert.status == "released"
    assert "the announcement could not be made at the set time" in alert.subject
    assert f"/admin/results/announcement/campaign/{contest.campaign.pk}/" in alert.body


def test_unconfirmed_results_are_not_announced(contest: Contest):
    assert announce_due(at=contest.at) == []
    assert "Nobody has confirmed what would be announced." in Message.objects.get().body
    _confirm(contest)
    assert announce_due(at=contest.at + MINUTE) == [contest.campaign.pk]


def test_two_who_confirmed_are_enough_where_two_are_needed(contest: Contest):
    _ask_for_two(contest)
    _confirm(contest, personas.announcer(), personas.administrator())
    assert announce_due(at=contest.at) == [contest.campaign.pk]
    assert Announcement.objects.get().announced_by == personas.administrator()


def test_alert_comes_again_only_for_other_reasons_and_on_another_day(contest: Contest):
    announce_due(at=contest.at)
    announce_due(at=contest.at + 2 * MINUTE)
    assert _alerts() == 1
    _blocked(contest)
    announce_due(at=contest.at + 3 * MINUTE)
    assert _alerts() == 1
    AnnouncementPlan.objects.update(announces_at=contest.at)
    hour = contest.at + 25 * timedelta(hours=1)
    announce_due(at=hour)
    assert _alerts() == 2
    announce_due(at=hour + DAY)
    assert _alerts() == 2


def test_other_set_time_is_told_about_anew(contest: Contest):
    announce_due(at=contest.at)
    AnnouncementPlan.objects.update(announces_at=contest.at + 5 * MINUTE)
    announce_due(at=contest.at + 5 * MINUTE)
    assert _alerts() == 2


@pytest.mark.parametrize("dates", [{"cancelled_at"}, {"published_at"}, {"announced_at"}])
def test_campaign_that_is_not_under_review_is_left_alone(contest: Contest, dates: set[str]):
    _confirm(contest)
    value = None if "published_at" in dates else contest.at
    Campaign.objects.filter(pk=contest.campaign.pk).update(**dict.fromkeys(dates, value))
    assert announce_due(at=contest.at) == []
    assert _alerts() == 0


def test_one_campaigns_trouble_keeps_no_other_waiting(contest: Contest, monkeypatch: Any):
    _confirm(contest)
    other = build_contest()
    AnnouncementPlan.objects.create(campaign=other.campaign, announces_at=contest.at - MINUTE)
    outlook_of = announcing_due.outlook_of

    def fail_for_other(campaign: Campaign, *args: Any, **options: Any) -> Any:
        if campaign == other.campaign:
            raise RuntimeError
        return outlook_of(campaign, *args, **options)

    monkeypatch.setattr(announcing_due, "outlook_of", fail_for_other)
    assert announce_due(at=contest.at) == [contest.campaign.pk]


def test_attempts_grow_rarer_and_wake_up_at_a_confirmation(contest: Contest):
    plan = AnnouncementPlan.objects.get()
    minutes = [
        minute
        for minute in range(2 * 24 * 60)
        if is_worth_looking(plan, at=contest.at + minute * MINUTE)
    ]
    eager = EAGER // MINUTE
    assert minutes[: eager + 2] == [*range(eager), 10, 15]
    assert [one for one in minutes if 120 <= one <= 180] == [120, 135, 150, 165, 180]
    assert [one for one in minutes if one >= 46 * 60] == [46 * 60, 47 * 60]
    _confirm(contest)
    Confirmation.objects.all()
    at = contest.at + 47 * timedelta(hours=1) + 13 * MINUTE
    assert not is_worth_looking(plan, at=at)
    confirm_announcement(
        campaign_id=contest.campaign.pk, digest=contest.digest(), by=contest.staff, at=at
    )
    assert is_worth_looking(plan, at=at + MINUTE)


def test_time_that_is_taken_back_while_a_tick_looks_announces_nothing(
    contest: Contest, monkeypatch: Any
):
    _confirm(contest)
    look = announcing_due.outlook_of

    def look_and_be_overtaken(*args: Any, **options: Any) -> Any:
        outlook = look(*args, **options)
        AnnouncementPlan.objects.update(announces_at=None)
        return outlook

    monkeypatch.setattr(announcing_due, "outlook_of", look_and_be_overtaken)
    assert announce_due(at=contest.at) == []
    assert not Announcement.objects.exists()


def test_video_that_leaves_after_the_confirmation_holds_it_up(contest: Contest):
    _confirm(contest)
    Entry.objects.filter(pk=contest.entries[0].pk).update(status="withdrawn")
    assert announce_due(at=contest.at) == []
    assert not Announcement.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_ticks_at_once_announce_once(contest: Contest, monkeypatch: Any):
    _confirm(contest)
    meeting, outlook_of = Meeting(2, patience=2), announcing_due.outlook_of

    def look_and_meet(*args: Any, **options: Any) -> Any:
        found = outlook_of(*args, **options)
        meeting.wait()
        return found

    monkeypatch.setattr(announcing_due, "outlook_of", look_and_meet)
    results = at_once(2, partial(announce_due, at=contest.at))
    assert sorted(results) == [[], [contest.campaign.pk]]
    assert Announcement.objects.count() == 1
    assert Message.objects.filter(purpose="winner").count() == 3


@pytest.mark.django_db(transaction=True)
def test_tick_killed_anywhere_leaves_all_or_nothing(contest: Contest):
    _confirm(contest)
    statement, outcomes = 0, set()
    while killed_at(statement, partial(announce_due, at=contest.at)):
        made = Announcement.objects.count()
        outcomes.add((made, Award.objects.exclude(announcement=None).count()))
        statement += 9
    assert outcomes <= {(0, 0), (1, 3)}
    assert (0, 0) in outcomes
    assert Announcement.objects.count() == 1
