"""Saving a review from a script: what it is answered, and what cannot be saved."""

import json
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from entries.models import Entry
from judging.draft import LONGEST_COMMENT
from judging.models import Assignment, Round, Score
from tests import personas
from tests.builders import build_assignment, build_category, build_entry, build_judge, build_round
from tests.judging.conftest import BACKEND, Jury
from tests.judging.pages import move, stored

TOKEN = "0197a3c0-0000-4000-8000-000000000001"


def save_url(jury: Jury) -> str:
    return reverse("judging:save", args=[jury.assignment.pk])


def written(jury: Jury, *given: int, **more: object) -> dict[str, object]:
    """What a script sends: points for the first criteria, on the first revision."""
    points = {str(pk): value for pk, value in jury.points(*given).items()}
    return {"base": 0, "token": str(uuid4()), "points": points, **more}


def send(client: Client, jury: Jury, body: object):
    return client.post(save_url(jury), body, content_type="application/json")


def test_save_answers_what_became_of_it(as_judge, jury):
    following = build_assignment(jury.round, build_entry(jury.campaign), jury.judge)
    response = send(as_judge, jury, written(jury, 4, comment_for_staff="Hm."))
    assert response.status_code == 200
    assert response.json() | {"saved_at": None} == {
        "assignment": jury.assignment.pk,
        "judge": jury.user.pk,
        "revision": 1,
        "saved_at": None,
        "state": "begun",
        "finished": False,
        "skipped": False,
        "favourite": False,
        "flagged": False,
        "left": 2,
        "next": reverse("judging:review", args=[following.pk]),
    }
    assert stored() == jury.points(4)
    assert Assignment.objects.get(pk=jury.assignment.pk).comment_for_staff == "Hm."


def test_save_finishes_the_last_one(as_judge, jury):
    answer = send(as_judge, jury, written(jury, 4, 2, finish=True)).json()
    assert (answer["state"], answer["left"], answer["next"]) == ("finished", 0, None)


def test_get_answers_what_is_stored(as_judge, jury):
    send(as_judge, jury, written(jury, 4, comment_for_creator="Well done"))
    answer = as_judge.get(save_url(jury)).json()
    assert answer["points"] == {str(jury.criteria[0].pk): 4}
    assert answer["comment_for_creator"] == "Well done"
    assert (answer["revision"], answer["takes_scores"]) == (1, True)
    assert answer["csrf"]


def test_older_revision_is_answered_with_the_present_one(as_judge, jury):
    send(as_judge, jury, written(jury, 4, comment_for_staff="from the laptop"))
    response = send(as_judge, jury, written(jury, 2))
    answer = response.json()
    assert (response.status_code, answer["code"]) == (409, "changed_elsewhere")
    assert "another device" in answer["message"]
    current = answer["current"]
    assert current.pop("saved_at") is not None
    assert current == {
        "revision": 1,
        "points": {str(jury.criteria[0].pk): 4},
        "vote": "",
        "comment_for_staff": "from the laptop",
        "comment_for_creator": "",
        "finished": False,
    }
    kept = send(as_judge, jury, written(jury, 2, base=1))
    assert (kept.status_code, stored()) == (200, jury.points(2))


def test_null_points_are_none(as_judge, jury):
    send(as_judge, jury, written(jury, 4, 3))
    body = written(jury, 4, base=1)
    body["points"] = {str(jury.criteria[0].pk): None, str(jury.criteria[1].pk): 3}
    assert send(as_judge, jury, body).status_code == 200
    assert stored() == {jury.criteria[1].pk: 3}


def test_late_save_is_refused(as_judge, jury):
    move(jury, closes_at=timedelta(seconds=-1))
    response = send(as_judge, jury, written(jury, 4))
    assert (response.status_code, response.json()["code"]) == (409, "round_closed")
    assert "current" not in response.json()
    assert stored() == {}
    assert as_judge.get(save_url(jury)).json()["takes_scores"] is False


def test_entry_that_left_is_refused(as_judge, jury):
    Entry.objects.filter(pk=jury.entry.pk).update(status=Entry.Status.WITHDRAWN)
    assert send(as_judge, jury, written(jury, 4)).json()["code"] == "not_in_contest"


def test_missing_points_are_named(as_judge, jury):
    response = send(as_judge, jury, written(jury, 4, finish=True))
    assert response.status_code == 422
    assert response.json() == {
        "code": "points_missing",
        "message": "Give points for every criterion to finish the review.",
        "fields": {str(jury.criteria[1].pk): "Choose the points."},
    }


def test_everything_wrong_is_named_at_once(as_judge, jury):
    body = written(jury, 6, -1, comment_for_staff="x" * (LONGEST_COMMENT + 1), vote="yes")
    response = send(as_judge, jury, body)
    assert response.status_code == 422
    assert set(response.json()["fields"]) == {
        *(str(criterion.pk) for criterion in jury.criteria),
        "comment_for_staff",
        "vote",
    }
    assert stored() == {}


def test_criterion_of_another_round_is_refused(as_judge, jury):
    other = build_round(build_category(jury.campaign)).criteria.first()
    response = send(as_judge, jury, written(jury) | {"points": {str(other.pk): 1}})
    assert (response.status_code, response.json()["code"]) == (422, "criterion_unknown")


JUNK = {
    "nothing": b"",
    "no json": b"points=4",
    "half a character": b'{"vote": "\xff"}',
    "a list": b"[]",
    "brackets": b"[" * 20_000,
    "a long number": b'{"base": ' + b"9" * 5_000 + b"}",
    "too much": b'{"comment_for_staff": "' + b"x" * 100_000 + b'"}',
    "points as a list": b'{"points": [4]}',
    "points in words": b'{"points": {"1": "four"}}',
    "half points": b'{"points": {"1": 4.5}}',
    "true points": b'{"points": {"1": true}}',
    "no number of points": b'{"points": {"1": NaN}}',
    "points for a word": b'{"points": {"first": 4}}',
    "points for a superscript": '{"points": {"²": 4}}'.encode(),
    "a vote that is a number": b'{"vote": 1}',
    "a comment that is an object": b'{"comment_for_staff": {}}',
    "a negative base": b'{"base": -1}',
    "a base in words": b'{"base": "0"}',
    "a true base": b'{"base": true}',
    "a token that is none": b'{"token": "again"}',
    "a token that is a number": b'{"token": 1}',
    "finish in words": b'{"finish": "yes"}',
    "unanswered in words": b'{"unanswered": "all"}',
    "too many unanswered": json.dumps({"unanswered": [TOKEN] * 51}).encode(),
}


@pytest.mark.parametrize("junk", sorted(JUNK))
def test_junk_is_refused(as_judge, jury, junk):
    response = send(as_judge, jury, JUNK[junk])
    assert response.status_code == 422
    assert response.json() == {
        "code": "save_unreadable",
        "message": "This could not be read. Open the page again and try once more.",
        "fields": {},
    }
    assert Assignment.objects.get().revision == 0


def test_full_comments_in_any_script_fit(as_judge, jury):
    """The limit of bytes never refuses what the limit of characters allows."""
    full = "\N{CLAPPER BOARD}" * LONGEST_COMMENT
    body = json.dumps(written(jury, 4, comment_for_staff=full, comment_for_creator=full))
    assert "\\ud83c" in body  # each sign as twelve, as no browser writes it, but a script may
    assert send(as_judge, jury, body).status_code == 200
    assert Assignment.objects.get().comment_for_creator == full


def test_signs_that_no_database_takes_are_left_out(as_judge, jury):
    body = rb'{"base": 0, "comment_for_staff": "a\u0000b\ud800c\r\nd"}'
    assert send(as_judge, jury, body).status_code == 200
    assert Assignment.objects.get().comment_for_staff == "abc\nd"


def test_screening_takes_a_vote(as_judge, jury):
    Round.objects.update(kind=Round.Kind.SCREENING, quorum=1)
    answer = send(as_judge, jury, {"base": 0, "vote": "yes"}).json()
    assert (answer["finished"], answer["revision"]) == (True, 1)
    refused = send(as_judge, jury, written(jury, 4, base=1, vote="no"))
    assert refused.json()["code"] == "criterion_unknown"
    assert Assignment.objects.get().vote == "yes"


def test_signed_out_is_told_so(client, jury):
    response = send(client, jury, written(jury, 4))
    assert response.status_code == 401
    assert response.json()["code"] == "signed_out"
    assert response.json()["sign_in"] == reverse("account_login")
    assert client.get(save_url(jury)).status_code == 401


@pytest.mark.parametrize(
    "who", ["administrator", "announcer", "auditor", "creator", "manager", "moderator", "stranger"]
)
def test_who_is_no_judge_is_told_so(client, jury, who):
    client.force_login(getattr(personas, who)(), backend=BACKEND)
    response = send(client, jury, written(jury, 4))
    assert (response.status_code, response.json()["code"]) == (403, "not_a_judge")
    assert stored() == {}


def test_another_judges_review_is_nobodys(client, jury):
    other = personas.other_judge()
    build_judge(jury.campaign, other)
    client.force_login(other, backend=BACKEND)
    for response in (send(client, jury, written(jury, 4)), client.get(save_url(jury))):
        assert (response.status_code, response.json()["code"]) == (404, "not_yours")
    assert stored() == {}


def test_old_page_is_told_to_fetch_a_token(jury):
    client = Client(enforce_csrf_checks=True)
    client.force_login(jury.user, backend=BACKEND)
    response = send(client, jury, written(jury, 4))
    assert (response.status_code, response.json()["code"]) == (403, "csrf")
    token = client.get(save_url(jury)).json()["csrf"]
    body = json.dumps(written(jury, 4))
    headers = {"X-CSRFToken": token}
    again = client.post(save_url(jury), body, content_type="application/json", headers=headers)
    assert again.status_code == 200
    assert stored() == jury.points(4)


def test_answers_are_not_kept(as_judge, jury):
    for response in (as_judge.get(save_url(jury)), send(as_judge, jury, written(jury, 4))):
        assert "no-store" in response["Cache-Control"]


def test_token_is_kept(as_judge, jury):
    send(as_judge, jury, written(jury, 4, token=TOKEN))
    assert Assignment.objects.get().saved_token == UUID(TOKEN)
    send(as_judge, jury, written(jury, 4, token=TOKEN))
    assert (Assignment.objects.get().revision, Score.objects.count()) == (1, 1)


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_save_queries(as_judge, jury, rows, django_assert_num_queries):
    for _ in range(rows - 1):
        build_assignment(jury.round, build_entry(jury.campaign), jury.judge)
    send(as_judge, jury, written(jury, 1))  # the kinds of logged rows are looked up once
    asks_the_clock = connection.vendor == "postgresql"
    with django_assert_num_queries(19 + asks_the_clock):
        assert send(as_judge, jury, written(jury, 4, 3, base=1)).status_code == 200


def test_form_with_files_is_answered_as_unreadable(jury):
    """The check for forgery reads such a body before the view can."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(jury.user, backend=BACKEND)
    token = client.get(save_url(jury)).json()["csrf"]
    response = client.post(save_url(jury), {"points": "1"}, headers={"X-CSRFToken": token})
    assert (response.status_code, response.json()["code"]) == (422, "save_unreadable")
