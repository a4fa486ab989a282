"""Judges ask the organisers to look at an entry; the organisers answer."""

from datetime import timedelta

import pytest
from django.urls import reverse

from judging.draft import LONGEST_COMMENT
from judging.flagging import flag_review, settle_flag
from judging.models import Assignment
from judging.refusal import JudgingRefused
from tests import personas
from tests.judging.conftest import Jury
from tests.judging.pages import move, review_url


def flag(jury: Jury, reason: str = "The video is gone.", *, at=None) -> Assignment:
    moment = at or jury.now
    return flag_review(assignment_id=jury.assignment.pk, reason=reason, by=jury.user, at=moment)


def settle(jury: Jury, answer: str = "It is back.", *, by=None) -> Assignment:
    return settle_flag(
        assignment_id=jury.assignment.pk,
        answer=answer,
        by=by or personas.manager(),
        at=jury.now + timedelta(hours=1),
    )


def refusal_of(call, *args, **kwargs) -> str:
    with pytest.raises(JudgingRefused) as refused:
        call(*args, **kwargs)
    return refused.value.code


def test_flag_leaves_the_review_as_it_is(jury):
    flag(jury, " The video is gone. ")
    flagged = Assignment.objects.get()
    assert (flagged.flagged_at, flagged.flag_reason) == (jury.now, "The video is gone.")
    assert (flagged.revision, flagged.saved_at) == (0, None)


def test_flag_twice_is_once(jury):
    flag(jury)
    flag(jury, at=jury.now + timedelta(minutes=1))
    assert Assignment.objects.get().flagged_at == jury.now


def test_open_flag_takes_other_words(jury):
    flag(jury)
    flag(jury, "It is an advertisement.", at=jury.now + timedelta(minutes=1))
    flagged = Assignment.objects.get()
    assert (flagged.flagged_at, flagged.flag_reason) == (jury.now, "It is an advertisement.")


def test_settled_flag_keeps_the_answer(jury):
    flag(jury)
    settle(jury, " It is back. ")
    settled = Assignment.objects.get()
    assert settled.flag_answer == "It is back."
    assert settled.flag_settled_by == personas.manager()


def test_settled_flag_is_raised_anew(jury):
    flag(jury)
    settle(jury)
    later = jury.now + timedelta(hours=2)
    flag(jury, at=later)
    raised = Assignment.objects.get()
    assert (raised.flagged_at, raised.flag_settled_at, raised.flag_answer) == (later, None, "")


@pytest.mark.parametrize("reason", ["", " "])
def test_flag_needs_a_reason(jury, reason):
    assert refusal_of(flag, jury, reason) == "flag_reason_missing"


def test_flag_after_the_close_until_the_announcement(jury):
    flag(jury, at=jury.round.closes_at + timedelta(hours=1))
    jury.campaign.announced_at = jury.now
    jury.campaign.save()
    assert refusal_of(flag, jury, "Too late") == "announced"


def test_flag_is_not_for_strangers(jury):
    jury.user = personas.other_judge()
    assert refusal_of(flag, jury) == "not_yours"


def test_answer_comes_once(jury):
    assert refusal_of(settle, jury) == "flag_not_raised"
    flag(jury)
    assert refusal_of(settle, jury, " ") == "flag_answer_missing"
    settle(jury)
    assert refusal_of(settle, jury) == "flag_settled"


@pytest.mark.parametrize("who", ["auditor", "creator", "judge", "moderator", "stranger"])
def test_answer_is_for_who_may_change_assignments(jury, who):
    flag(jury)
    assert refusal_of(settle, jury, by=getattr(personas, who)()) == "flag_not_for_you"


def test_page_asks_and_sends(as_judge, jury):
    url = reverse("judging:flag", args=[jury.assignment.pk])
    assert "What should the organisers look at?" in as_judge.get(url).content.decode()
    response = as_judge.post(url, {"reason": "The video is gone."}, follow=True)
    assert response.redirect_chain == [(review_url(jury), 302)]
    assert "The organisers will look at it." in response.content.decode()


def test_page_shows_what_was_asked_and_answered(as_judge, jury):
    url = reverse("judging:flag", args=[jury.assignment.pk])
    flag(jury)
    asked = as_judge.get(url)
    assert asked.context["form"]["reason"].value() == "The video is gone."
    settle(jury)
    answered = as_judge.get(url).content.decode()
    assert "It is back." in answered
    assert personas.manager().name not in answered


@pytest.mark.parametrize("reason", ["", "x" * (LONGEST_COMMENT + 1)])
def test_page_asks_again_for_what_it_cannot_send(as_judge, jury, reason):
    url = reverse("judging:flag", args=[jury.assignment.pk])
    response = as_judge.post(url, {"reason": reason})
    assert response.status_code == 422
    assert reason in response.content.decode()
    script = as_judge.post(url, {"reason": reason}, headers={"accept": "application/json"})
    assert script.status_code == 422
    assert set(script.json()["fields"]) == {"reason"}
    assert Assignment.objects.get().flagged_at is None


def test_page_keeps_what_was_refused(as_judge, jury):
    jury.campaign.announced_at = jury.now
    jury.campaign.save()
    url = reverse("judging:flag", args=[jury.assignment.pk])
    response = as_judge.post(url, {"reason": "The video is gone."})
    assert response.status_code == 409
    assert "The video is gone." in response.content.decode()


def test_page_of_a_round_to_come_is_none(as_judge, jury):
    move(jury, opens_at=timedelta(hours=1))
    url = reverse("judging:flag", args=[jury.assignment.pk])
    assert as_judge.get(url).status_code == 404
    assert as_judge.post(url, {"reason": "x"}).status_code == 404
