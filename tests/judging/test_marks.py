"""The buttons beside a review: skip, favourite, open again, take back; and where they lead."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from entries.models import Entry
from judging.models import Assignment, Round
from judging.recusal import recuse
from tests import personas
from tests.builders import build_assignment, build_entry, build_judge
from tests.judging.conftest import BACKEND, Jury
from tests.judging.pages import move, review_url

BUTTONS = {
    "favourite": ("mark", {"mark": "favourite"}),
    "flag": ("flag", {"reason": "The video is gone."}),
    "reopen": ("reopen", {}),
    "return": ("return", {}),
    "skip": ("mark", {"mark": "skip"}),
    "unfavourite": ("mark", {"mark": "unfavourite"}),
    "unskip": ("mark", {"mark": "unskip"}),
}


def press(client: Client, jury: Jury, button: str, *, script: bool = False, **more: str):
    name, sent = BUTTONS[button]
    headers = {"accept": "application/json"} if script else {}
    url = reverse(f"judging:{name}", args=[jury.assignment.pk])
    return client.post(url, sent | more, headers=headers)


def prepare(jury: Jury, button: str) -> None:
    """Bring the review where the button has something to do."""
    match button:
        case "reopen":
            Assignment.objects.update(finished_at=jury.now)
        case "return":
            recuse(assignment_id=jury.assignment.pk, reason="cousin", by=jury.user, at=jury.now)
        case "unfavourite":
            Assignment.objects.update(is_favourite=True)
        case "unskip":
            Assignment.objects.update(skipped_at=jury.now)


def has_happened(jury: Jury, button: str) -> bool:
    now = Assignment.objects.get(pk=jury.assignment.pk)
    return {
        "favourite": now.is_favourite,
        "flag": now.flag_reason == "The video is gone.",
        "reopen": now.finished_at is None,
        "return": now.recused_at is None,
        "skip": now.skipped_at is not None,
        "unfavourite": not now.is_favourite,
        "unskip": now.skipped_at is None,
    }[button]


@pytest.mark.parametrize("button", sorted(BUTTONS))
def test_button_comes_back_to_the_review(as_judge, jury, button):
    prepare(jury, button)
    assert not has_happened(jury, button)
    for _ in range(2):  # the second click of two does no harm
        response = press(as_judge, jury, button)
        assert (response.status_code, response.url) == (302, review_url(jury))
        assert has_happened(jury, button)


@pytest.mark.parametrize("button", sorted(BUTTONS))
def test_button_answers_scripts(as_judge, jury, button):
    prepare(jury, button)
    response = press(as_judge, jury, button, script=True)
    assert response.status_code == 200
    answer = response.json()
    assert (answer["assignment"], answer["judge"]) == (jury.assignment.pk, jury.user.pk)
    assert answer["revision"] == 0
    assert has_happened(jury, button)


@pytest.mark.parametrize("button", sorted(BUTTONS))
def test_button_comes_back_to_where_it_was_pressed(as_judge, jury, button):
    prepare(jury, button)
    back = reverse("judging:round", args=[jury.round.pk])
    assert press(as_judge, jury, button, next=back).url == back


@pytest.mark.parametrize("button", sorted(BUTTONS))
@pytest.mark.parametrize("next_", ["//evil.example/", "https://evil.example/", "javascript:1"])
def test_button_leads_nowhere_else(as_judge, jury, button, next_):
    prepare(jury, button)
    assert press(as_judge, jury, button, next=next_).url == review_url(jury)


def test_skip_goes_on_to_the_next(as_judge, jury):
    following = build_assignment(jury.round, build_entry(jury.campaign), jury.judge)
    expected = reverse("judging:review", args=[following.pk])
    assert press(as_judge, jury, "skip").url == f"{expected}?after={jury.assignment.pk}"


@pytest.mark.parametrize("button", sorted(set(BUTTONS) - {"flag"}))
def test_button_is_refused_after_the_close(as_judge, jury, button):
    prepare(jury, button)
    move(jury, closes_at=timedelta(seconds=-1))
    response = press(as_judge, jury, button, script=True)
    assert (response.status_code, response.json()["code"]) == (409, "round_over")
    page = press(as_judge, jury, button)
    assert page.status_code == 302
    assert "This round is closed" in as_judge.get(page.url).content.decode()
    assert not has_happened(jury, button)


@pytest.mark.parametrize("button", sorted(set(BUTTONS) - {"return"}))
def test_button_of_an_entry_that_left_says_so(as_judge, jury, button):
    prepare(jury, button)
    Entry.objects.filter(pk=jury.entry.pk).update(status=Entry.Status.WITHDRAWN)
    response = press(as_judge, jury, button, script=True)
    assert (response.status_code, response.json()["code"]) == (409, "not_in_contest")
    assert not has_happened(jury, button)


@pytest.mark.parametrize("button", sorted(BUTTONS))
def test_button_is_not_another_judges(client, jury, button):
    prepare(jury, button)
    other = personas.other_judge()
    build_judge(jury.campaign, other)
    client.force_login(other, backend=BACKEND)
    assert press(client, jury, button).status_code == 404
    response = press(client, jury, button, script=True)
    assert (response.status_code, response.json()["code"]) == (404, "not_yours")
    assert not has_happened(jury, button)


@pytest.mark.parametrize("button", sorted(BUTTONS))
def test_button_of_whom_is_signed_out(client, jury, button):
    assert press(client, jury, button).url.startswith(reverse("account_login"))
    assert press(client, jury, button, script=True).status_code == 401


def test_unknown_mark_is_no_address(as_judge, jury):
    url = reverse("judging:mark", args=[jury.assignment.pk])
    assert as_judge.post(url, {"mark": "delete"}).status_code == 404


def test_skipped_review_is_gone_on_with_by_saving(as_judge, jury):
    press(as_judge, jury, "skip")
    answer = as_judge.get(reverse("judging:save", args=[jury.assignment.pk])).json()
    assert answer["state"] == "skipped"
    body = {"base": 0, "points": {str(jury.criteria[0].pk): 1}}
    url = reverse("judging:save", args=[jury.assignment.pk])
    assert as_judge.post(url, body, content_type="application/json").json()["state"] == "begun"


def test_finished_review_cannot_be_skipped(as_judge, jury):
    Assignment.objects.update(finished_at=jury.now)
    assert press(as_judge, jury, "skip", script=True).json()["state"] == "finished"
    assert Assignment.objects.get().skipped_at is None


def test_reopening_a_screening_takes_the_vote_back(as_judge, jury):
    Round.objects.update(kind=Round.Kind.SCREENING, quorum=1)
    Assignment.objects.update(vote="yes", finished_at=jury.now, revision=1)
    answer = press(as_judge, jury, "reopen", script=True).json()
    assert (answer["revision"], answer["finished"], answer["state"]) == (2, False, "to_do")
    assert Assignment.objects.get().vote == ""


@pytest.mark.parametrize("path", ["404", "no-such-page", "x y", "яблоко"])
@pytest.mark.parametrize("button", sorted(BUTTONS))
def test_what_is_no_path_leads_where_the_button_leads(as_judge, jury, button, path):
    prepare(jury, button)
    assert press(as_judge, jury, button, next=path).status_code == 302
    assert has_happened(jury, button)


def test_low_data_comes_back_from_what_is_no_path(as_judge, jury):
    response = as_judge.post(reverse("judging:low_data"), {"low_data": "1", "back": "no-such"})
    assert (response.status_code, response["Location"]) == (302, reverse("judging:desk"))
