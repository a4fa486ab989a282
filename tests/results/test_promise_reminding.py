"""Staff are written to about promises: whom, when, what, and each mail once."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from contests.models import Campaign, Prize
from contests.phases import Phase
from outbox.models import Message
from results import promise_reminding, staff_mail
from results.models import AnnouncementPlan
from results.promise_reminding import MISSED, REMINDER, remind_due
from tests import personas
from tests.builders import build_campaign, build_category, build_judge
from tests.races import Meeting, at_once
from tests.results.announcing import announce
from tests.results.contests import DAY, Contest, build_contest

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def contest() -> Contest:
    """Promised in five days, without a shortlist; an announcer, a manager and an administrator."""
    contest = build_contest(title="Books")
    contest.draft()
    due = timezone.now() + 5 * DAY
    _promise(contest, due)
    for person in (personas.announcer, personas.manager, personas.administrator):
        person()
    return contest


def _promise(contest: Contest, due: datetime) -> None:
    Campaign.objects.filter(pk=contest.campaign.pk).update(shortlist_by=None, announce_by=due)
    contest.campaign.refresh_from_db()


def _due(contest: Contest) -> datetime:
    return Campaign.objects.get(pk=contest.campaign.pk).announce_by


def _mails(purpose: str) -> list[str]:
    return sorted(Message.objects.filter(purpose=purpose).values_list("to_email", flat=True))


def _name(contest: Contest, *people: User) -> None:
    plan, _made = AnnouncementPlan.objects.get_or_create(campaign=contest.campaign)
    plan.responsible.set(people)


BOTH = ["announcer@example.org", "manager@example.org"]


def test_announcers_and_managers_are_reminded_once_for_each_moment(contest: Contest):
    at = _due(contest) - 5 * DAY
    assert remind_due(at=at) == 2
    assert remind_due(at=at + MINUTE) == 0
    assert _mails(REMINDER) == BOTH
    assert remind_due(at=_due(contest) - 3 * DAY + DAY / 2) == 2
    assert remind_due(at=_due(contest) - DAY / 2) + remind_due(at=_due(contest) - MINUTE) <= 4
    assert set(Message.objects.values_list("status", flat=True)) == {"released"}
    assert set(Message.objects.values_list("released_by", flat=True)) == {None}
    assert set(Message.objects.values_list("topic", flat=True)) == {contest.campaign.slug}


def test_whom_the_plan_names_is_reminded_alone(contest: Contest):
    gone = personas.make_person("gone", role="Announcer")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    _name(contest, personas.auditor(), gone)
    remind_due(at=_due(contest) - 5 * DAY)
    assert _mails(REMINDER) == ["auditor@example.org"]


def test_administrators_stand_in_where_nobody_else_is(contest: Contest):
    User.objects.filter(email__in=BOTH).update(is_active=False)
    remind_due(at=_due(contest) - 5 * DAY)
    assert _mails(REMINDER) == ["administrator@example.org"]


def test_missed_promise_goes_to_the_administrators_too_and_comes_again(contest: Contest):
    due = _due(contest)
    assert remind_due(at=due + MINUTE) == 3
    assert _mails(MISSED) == ["administrator@example.org", *BOTH]
    assert remind_due(at=due + 2 * DAY) == 0
    written = [remind_due(at=due + days * DAY + 1.5 * DAY) for days in range(1, 40)]
    assert sorted(written, reverse=True)[:5] == [3, 3, 3, 3, 0]
    assert Message.objects.filter(purpose=MISSED).count() == 15


def test_promise_that_moves_is_reminded_anew(contest: Contest):
    due = _due(contest)
    remind_due(at=due - 5 * DAY)
    _promise(contest, due + DAY)
    assert remind_due(at=due - 5 * DAY + MINUTE) == 2
    bodies = Message.objects.filter(to_email=BOTH[0]).values_list("subject", flat=True)
    assert (
        sorted(subject[-30:] for subject in bodies)
        == [
            "winners are promised in 5 days.",
            "winners are promised in 6 days.",
        ]
        or len(set(bodies)) == 2
    )


def test_held_mail_is_taken_back_when_it_is_no_longer_so(contest: Contest):
    remind_due(at=_due(contest) - 5 * DAY)
    Message.objects.update(status="held")
    _promise(contest, _due(contest) + 30 * DAY)
    remind_due(at=_due(contest) - 35 * DAY)
    assert not Message.objects.exists()


@pytest.mark.parametrize("what", ["announced", "cancelled", "draft", "showcase"])
def test_nobody_is_reminded_of_what_is_not_promised(contest: Contest, what: str):
    at, campaigns = _due(contest), Campaign.objects.filter(pk=contest.campaign.pk)
    if what == "announced":
        announce(contest)
    elif what == "cancelled":
        campaigns.update(cancelled_at=contest.at)
    elif what == "draft":
        campaigns.update(published_at=None)
    else:
        campaigns.update(announce_by=None)
        build_campaign(phase=Phase.REVIEW)
    assert remind_due(at=at) == 0


def test_shortlist_is_reminded_of_with_what_is_owed(contest: Contest):
    Campaign.objects.filter(pk=contest.campaign.pk).update(
        shortlist_by=contest.at + DAY, announce_by=contest.at + 30 * DAY
    )
    remind_due(at=contest.at + DAY / 2)
    mail = Message.objects.get(to_email=BOTH[0])
    assert "the shortlist is promised" in mail.subject
    assert "the shortlist is not confirmed yet." in mail.body
    page = f"/admin/results/announcement/campaign/{contest.campaign.pk}/standings/"
    assert f"{page}#category-{contest.jury.pk}" in mail.body


def test_mail_lists_what_is_in_the_way_in_the_readers_language(contest: Contest):
    Prize.objects.filter(category=contest.jury).update(sponsor=None, title_az="")
    User.objects.filter(email=BOTH[1]).update(preferred_language="ar")
    remind_due(at=_due(contest) - 5 * DAY)
    english, arabic = (Message.objects.get(to_email=address) for address in BOTH)
    assert "a prize has no sponsor" in english.body
    assert "name the prizes. Missing languages: Azerbaijani." in english.body
    assert "a prize has no sponsor" not in arabic.body
    link = f"/admin/contests/category/{contest.jury.pk}/change/"
    assert english.body.count(link) == arabic.body.count(link) == 2


def test_staff_who_judge_read_no_names_and_figures(contest: Contest):
    Prize.objects.filter(category=contest.jury).update(sponsor=None)
    contest.jury.rounds.update(closes_at=_due(contest))
    type(contest.entries[0]).objects.filter(pk=contest.entries[0].pk).update(available=False)
    build_judge(contest.campaign, personas.manager())
    remind_due(at=_due(contest) - 5 * DAY)
    announcer, manager = (Message.objects.get(to_email=address).body for address in BOTH)
    handle = contest.entries[0].creator.handle
    assert handle in announcer
    assert handle not in manager
    assert "a prize has no sponsor" in manager
    assert "You sit in the jury" in manager
    assert "You sit in the jury" not in announcer


def test_before_the_close_nobody_is_told_that_the_close_is_ahead():
    campaign = build_campaign(phase=Phase.OPEN, shortlist_by=None)
    build_category(campaign)
    personas.announcer()
    Campaign.objects.update(announce_by=campaign.closes_at)
    remind_due(at=campaign.closes_at - 2 * DAY)
    body = Message.objects.get().body
    assert "there is no prize" in body
    assert "still takes entries" not in body


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("locked", [True, False])
def test_two_ticks_at_once_write_each_mail_once(contest: Contest, monkeypatch: Any, locked: bool):
    """Without the campaign's lock, the negative control, one of the two fails on the other."""
    at, meeting = _due(contest) - 5 * DAY, Meeting(2, patience=1)
    if not locked:
        monkeypatch.setattr(
            promise_reminding, "lock_campaign", lambda pk: Campaign.objects.get(pk=pk)
        )
        monkeypatch.setattr(promise_reminding, "_write", promise_reminding._write.__wrapped__)
    unwritten, calls = staff_mail.unwritten, []

    def meet(mails: Any) -> Any:
        found = unwritten(mails)
        calls.append(1)
        meeting.wait()
        return found

    monkeypatch.setattr(staff_mail, "unwritten", meet)
    results = at_once(2, partial(remind_due, at=at))
    if locked:
        assert sorted(results) == [0, 2]
        assert _mails(REMINDER) == BOTH
    else:
        assert any(isinstance(one, Exception) for one in results)
