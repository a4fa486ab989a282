"""Mails after the news of winning: corrections, winners found late, reminders."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import User
from config.tick import JOBS
from entries.models import Creator, Entry
from outbox.models import Message
from outbox.purposes import PURPOSES
from outbox.release import release_messages
from results.models import Announcement, Award, Claim
from results.notices import Notice, draft_notices, draft_withdrawals, notices_for, withdrawals_for
from results.reminding_winners import write_due
from tests.builders import build_prize
from tests.results.claims import announced_contest, claim_of, corrected, winner
from tests.results.contests import Contest
from tests.results.staff import client, told

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def contest() -> Contest:
    contest = announced_contest()
    User.objects.update(preferred_language="en")
    _news(contest)
    return contest


def _news(contest: Contest, at: Any = None) -> list[Message]:
    """Draft the winners' mails of the newest announcement, as announcing does."""
    newest = contest.campaign.announcements.latest("number")
    awards = newest.awards.select_related("prize__category__campaign", "prize__sponsor", "entry")
    return draft_notices(notices_for(list(awards)), at=at or contest.at)


def _correct(contest: Contest, *winners: tuple[str, int]) -> list[Message]:
    at = contest.at + DAY
    corrected(contest, *winners, at=at)
    _news(contest, at)
    return draft_withdrawals(announcement=Announcement.objects.latest("number"), at=at)


def _release() -> None:
    waiting = [one.pk for one in Message.objects.filter(status="draft")]
    release_messages(message_ids=waiting, by=None, at=Claim.objects.earliest("pk").offered_at)


def _mails(purpose: str) -> list[str]:
    mails = Message.objects.filter(purpose=purpose).order_by("pk")
    return [one.to_email for one in mails]


FIRST, SECOND = "creator0@example.org", "creator1@example.org"
ALL = ("The most creative video", "The best", "Discover")


def test_who_stays_gets_no_second_mail_and_who_comes_gets_one(contest: Contest):
    _release()
    drafted = _correct(contest, ("The most creative video", 1), ("The best", 0), ("Discover", 0))
    assert _mails("winner") == [FIRST] * 3 + [SECOND]
    assert [one.to_email for one in drafted] == [FIRST]
    assert drafted[0].status == "draft"
    assert drafted[0].subject.startswith("The results of ")
    assert f"/en/{contest.campaign.slug}/winners/" in drafted[0].body


def test_a_preview_tells_who_would_lose_an_award(contest: Contest):
    staying = list(Award.objects.select_related("prize").filter(prize__category=contest.videos))
    losing = withdrawals_for(staying, campaign_id=contest.campaign.pk)
    assert [(one.user.email, one.award.prize.category) for one in losing] == [
        (FIRST, contest.jury),
        (FIRST, contest.creators),
    ]


def test_news_that_never_left_is_taken_back_and_nobody_is_told_of_its_end(contest: Contest):
    assert _correct(contest, ("The best", 0)) == []
    assert _mails("winner") == [FIRST]
    assert claim_of(contest).status == "revoked"


def test_who_answered_before_the_news_left_is_told(contest: Contest):
    Claim.objects.filter(pk=claim_of(contest).pk).update(status="accepted")
    assert [one.to_email for one in _correct(contest)] == [FIRST]


def test_who_has_another_prize_in_the_category_hears_of_that_one(contest: Contest):
    _release()
    contest.prizes["second"] = build_prize(contest.jury, place=2, title="Second")
    at = contest.at + DAY
    entry = contest.entries[0]
    Award.objects.create(prize=contest.prizes["second"], entry=entry, creator=entry.creator)
    drafted = _correct(contest, ("The best", 0), ("Discover", 0))
    assert drafted == []
    assert _mails("winner") == [FIRST] * 4
    assert at


def test_who_comes_back_is_written_to_again(contest: Contest):
    _release()
    _correct(contest, ("The best", 0), ("Discover", 0))
    corrected(contest, *((title, 0) for title in ALL), at=contest.at + 2 * DAY)
    _news(contest, contest.at + 2 * DAY)
    assert _mails("winner") == [FIRST] * 4


def _near(contest: Contest) -> Any:
    return claim_of(contest).accept_by - 2 * DAY


def test_winners_are_reminded_three_days_before_the_deadline_once(contest: Contest):
    _release()
    moment = claim_of(contest).accept_by - 3 * DAY
    assert write_due(at=moment - timedelta(seconds=1)) == 0
    assert write_due(at=moment) == 3
    assert write_due(at=_near(contest)) == 0
    assert _mails("claim_reminder") == [FIRST] * 3
    mail = Message.objects.filter(purpose="claim_reminder").earliest("pk")
    assert mail.status == "draft"
    assert f"/en/prizes/{claim_of(contest).pk}/" in mail.body


def test_who_has_answered_is_not_reminded_and_a_waiting_reminder_is_taken_back(contest: Contest):
    _release()
    Claim.objects.filter(pk=claim_of(contest).pk).update(status="accepted")
    assert write_due(at=_near(contest)) == 2
    Claim.objects.update(status="declined")
    assert write_due(at=_near(contest)) == 0
    assert _mails("claim_reminder") == []


def test_nobody_is_reminded_of_what_they_were_not_told(contest: Contest):
    assert write_due(at=_near(contest)) == 0


def test_nobody_is_reminded_after_the_deadline(contest: Contest):
    _release()
    assert write_due(at=claim_of(contest).accept_by + DAY) == 0


def test_a_new_deadline_is_reminded_of_anew(contest: Contest):
    _release()
    write_due(at=_near(contest))
    _release()
    Claim.objects.update(accept_by=claim_of(contest).accept_by + 30 * DAY)
    assert write_due(at=_near(contest)) == 3


def test_winners_who_become_known_later_are_told_then(contest: Contest):
    Entry.objects.update(submitted_by=None)
    Creator.objects.update(user=None)
    Message.objects.all().delete()
    assert write_due(at=contest.at + DAY) == 0
    Creator.objects.filter(pk=contest.entries[0].creator_id).update(user=winner(contest))
    assert write_due(at=contest.at + DAY) == 3
    assert write_due(at=contest.at + DAY) == 0
    assert _mails("winner") == [FIRST] * 3


def test_the_jobs_and_the_names_of_the_mails_are_there():
    assert "results.reminding_winners.write_due" in {job.path for job in JOBS}
    assert {"winner", "claim_reminder", "award_withdrawn"} <= set(PURPOSES)


def test_two_hundred_winners_mails_are_released_after_their_number_was_confirmed(
    contest: Contest,
):
    """As staff do it: the list is filtered, all are chosen, and the page names mails and people."""
    Message.objects.all().delete()
    award = Award.objects.select_related("prize__category__campaign").earliest("pk")
    people = [User(email=f"many{one}@example.org", name=f"Many {one}") for one in range(200)]
    draft_notices([Notice(award, one) for one in User.objects.bulk_create(people)], at=contest.at)
    browser = client("announcer")
    address = "/admin/outbox/message/?purpose=winner&status__exact=draft"
    first = list(Message.objects.values_list("pk", flat=True))[:50]
    chosen: dict[str, Any] = {
        "action": "release",
        "_selected_action": first,
        "select_across": "1",
    }
    question = browser.post(address, chosen)
    text = question.content.decode()
    assert "Send 200 mails now?" in text
    assert "To 200 different people." in text
    assert Message.objects.filter(status="draft").count() == 200
    ids = [one.pk for one in question.context["chosen"]]
    Message.objects.filter(pk=ids[7]).update(status="held")
    answer = browser.post(
        address, {"action": "release", "confirmed": "release", "_selected_action": ids}
    )
    assert told(answer) == ["200 mails are on their way."]
    assert Message.objects.filter(status="released").count() == 200
