"""Staff look at what judges flagged, and answer."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from judging.models import Assignment, Round
from tests import personas
from tests.builders import build_judge
from tests.judging.staff import build_panel, entries_of, flag, give, signed_in

pytestmark = pytest.mark.django_db

URL = reverse("admin:judging_flags")


def flagged(*reasons: str) -> list[Assignment]:
    """Reviews of one judge with a flag each, the first raised first."""
    round_, (judge,), campaign = build_panel(judges=1)
    now = timezone.now()
    return [
        flag(give(round_, entry, judge, 1), reason, at=now + timedelta(minutes=number))
        for number, (entry, reason) in enumerate(
            zip(entries_of(campaign, len(reasons)), reasons, strict=True)
        )
    ]


def shown(client, **query: str) -> list[Assignment]:
    return [one.review for one in client.get(URL, query).context_data["flags"]]


def answer(client, review: Assignment, text: str):
    return client.post(URL, {"review": str(review.pk), "answer": text})


def test_waiting_flags_the_oldest_first(as_manager):
    first, second = flagged("It is gone", "Not theirs")
    give(first.round, *entries_of(first.round.category.campaign, 1), first.judge, 1)
    assert shown(as_manager) == [first, second]
    page = as_manager.get(URL).content.decode()
    assert "It is gone" in page
    assert shown(as_manager, state="settled") == []


def test_answer_is_kept_and_moves_the_flag(as_manager):
    first, second = flagged("It is gone", "Not theirs")
    response = answer(as_manager, first, "  Asked the creator. ")
    assert (response.status_code, response.url) == (302, URL)
    first.refresh_from_db()
    assert (first.flag_answer, first.flag_settled_by) == (
        "Asked the creator.",
        personas.manager(),
    )
    assert shown(as_manager) == [second]
    assert shown(as_manager, state="settled") == [first]
    assert "Asked the creator." in as_manager.get(URL, {"state": "settled"}).content.decode()


def test_empty_answer_is_refused_beside_its_field(as_manager):
    first, second = flagged("It is gone", "Not theirs")
    response = answer(as_manager, second, "  ")
    forms = {one.review: one.form.errors for one in response.context_data["flags"]}
    assert forms == {first: {}, second: {"answer": ["Say what was done."]}}
    assert not Assignment.objects.filter(flag_settled_at__isnull=False).exists()


def test_answer_that_is_too_long_stays_in_its_field(as_manager):
    (review,) = flagged("It is gone")
    response = answer(as_manager, review, "x" * 2001)
    (one,) = response.context_data["flags"]
    assert one.form["answer"].value() == "x" * 2001
    assert one.form.errors


def test_second_answer_is_told_that_it_comes_late(as_manager):
    (review,) = flagged("It is gone")
    answer(as_manager, review, "First")
    page = answer(as_manager, review, "Second").content.decode()
    assert "Somebody has answered this already." in page
    review.refresh_from_db()
    assert review.flag_answer == "First"


@pytest.mark.parametrize("pk", ["", "x", "0", "9" * 30])
def test_answer_to_nothing_is_not_found(as_manager, pk):
    assert as_manager.post(URL, {"review": pk, "answer": "x"}).status_code == 404


@pytest.mark.parametrize(
    ("who", "reading", "answering"),
    [
        ("administrator", 200, 302),
        ("manager", 200, 302),
        ("announcer", 200, 403),
        ("auditor", 200, 403),
        ("moderator", 403, 403),
    ],
)
def test_those_who_read_and_those_who_answer(who, reading, answering):
    (review,) = flagged("It is gone")
    client = signed_in(getattr(personas, who)())
    page = client.get(URL)
    assert page.status_code == reading
    assert (b"<textarea" in page.content) == (answering == 302)
    assert answer(client, review, "Done").status_code == answering


def test_staff_who_judge_neither_read_nor_answer():
    (review,) = flagged("It is gone")
    manager = personas.manager()
    build_judge(review.round.category.campaign, manager)
    client = signed_in(manager)
    assert shown(client) == []
    assert answer(client, review, "Done").status_code == 404
    Round.objects.update(closed_at=timezone.now())
    assert shown(client) == [review]


def test_filter_by_campaign(as_manager):
    (first,), (second,) = flagged("One"), flagged("Two")
    campaign = second.round.category.campaign
    assert set(shown(as_manager)) == {first, second}
    assert shown(as_manager, campaign=str(campaign.pk)) == [second]
    assert len(shown(as_manager, campaign="9" * 30)) == 2
    response = as_manager.post(
        f"{URL}?campaign={campaign.pk}", {"review": str(second.pk), "answer": "Done"}
    )
    assert response.url == f"{URL}?campaign={campaign.pk}"


def test_queries_do_not_grow(as_manager):
    counts = []
    for rows in (1, 2, 20):
        flagged(*["It is gone"] * rows)
        with CaptureQueriesContext(connection) as queries:
            as_manager.get(URL)
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]
