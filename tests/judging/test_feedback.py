"""What creators read of the jury's comments, and when."""

import pytest
from django.urls import reverse
from django.utils import timezone

from contests.models import Campaign
from contests.phases import Phase
from entries.models import Entry
from judging.models import Assignment, Round
from tests import personas
from tests.builders import build_assignment, build_entry, build_judge, dates_in
from tests.judging.conftest import BACKEND, Jury

SENTENCE = "The light at the window is lovely."


@pytest.fixture
def announced(jury: Jury) -> Jury:
    """The jury's contest, announced, with a comment for the creator of its entry."""
    Entry.objects.update(submitted_by=personas.creator())
    Round.objects.update(shares_comments=True, closes_at=timezone.now())
    Assignment.objects.update(
        finished_at=jury.now, comment_for_creator=SENTENCE, comment_for_staff="Between us."
    )
    move_to(Phase.ANNOUNCED)
    return jury


def move_to(phase: Phase) -> None:
    Campaign.objects.update(**dates_in(phase, at=timezone.now()))


def read(client, jury: Jury, *, name: str = "judging_feedback") -> tuple[int, str]:
    client.force_login(personas.creator(), backend=BACKEND)
    response = client.get(reverse(name, args=[jury.entry.pk]))
    return response.status_code, response.content.decode()


def test_comments_are_read_after_the_announcement(client, announced):
    status, page = read(client, announced)
    assert status == 200
    assert SENTENCE in page
    assert "Between us." not in page
    assert "Judge" not in page.replace("Judging", "")
    link = reverse("judging_feedback", args=[announced.entry.pk])
    assert link in read(client, announced, name="entries:mine_entry")[1]


@pytest.mark.parametrize("phase", [Phase.OPEN, Phase.REVIEW, Phase.CANCELLED])
def test_comments_are_not_read_before_it(client, announced, phase):
    move_to(phase)
    assert read(client, announced)[0] == 404
    assert "/comments/" not in read(client, announced, name="entries:mine_entry")[1]


CHANGES = {
    "round that keeps them": (Round, {"shares_comments": False}),
    "review not finished": (Assignment, {"finished_at": None}),
    "review stepped back from": (
        Assignment,
        {"recused_at": timezone.now(), "recusal_reason": "My cousin."},
    ),
    "review taken away": (
        Assignment,
        {"released_at": timezone.now(), "released_reason": "Another judges it."},
    ),
    "entry out of the contest": (Entry, {"status": Entry.Status.WITHDRAWN}),
    "nothing written": (Assignment, {"comment_for_creator": "  "}),
}


@pytest.mark.parametrize("change", CHANGES)
def test_comments_are_of_reviews_that_count_in_rounds_that_share_them(client, announced, change):
    model, values = CHANGES[change]
    model.objects.update(**values)
    assert read(client, announced)[0] == 404
    assert "/comments/" not in read(client, announced, name="entries:mine_entry")[1]


def test_comments_are_read_by_nobody_else(client, announced):
    Entry.objects.update(submitted_by=personas.stranger())
    assert read(client, announced)[0] == 404
    client.logout()
    address = reverse("judging_feedback", args=[announced.entry.pk])
    assert client.get(address).status_code == 302


def test_comments_do_not_tell_who_signed_them(client, announced):
    Assignment.objects.update(comment_for_creator="Well done! Judge, judge@example.org")
    page = read(client, announced)[1]
    assert "Well done!" in page
    assert "judge@example.org" not in page
    assert "Well done! …, …" in page


def test_comments_stand_in_an_order_that_does_not_follow_the_judges(client, announced):
    """What the first judge wrote is not always first."""
    other = build_judge(announced.campaign, personas.other_judge())
    firsts = []
    for number in range(12):
        entry = build_entry(announced.campaign, submitted_by=personas.creator())
        for judge, name in ((announced.judge, "Alpha"), (other, "Beta")):
            build_assignment(
                announced.round,
                entry,
                judge,
                finished_at=announced.now,
                comment_for_creator=f"{name} {number}",
            )
        announced.entry = entry
        page = read(client, announced)[1]
        firsts.append(page.index("Alpha") < page.index("Beta"))
    assert set(firsts) == {True, False}


def test_comments_are_text(client, announced):
    Assignment.objects.update(comment_for_creator="<b>Bold</b>")
    assert "&lt;b&gt;Bold&lt;/b&gt;" in read(client, announced)[1]


@pytest.mark.parametrize("reviews", [1, 3, 30])
def test_comments_take_as_many_queries_for_few_as_for_many(
    client, announced, reviews, django_assert_num_queries
):
    for number in range(reviews - 1):
        judge = build_judge(announced.campaign, personas.make_person(f"judge {number}"))
        build_assignment(
            announced.round,
            announced.entry,
            judge,
            finished_at=announced.now,
            comment_for_creator=f"Comment {number}",
        )
    read(client, announced)
    address = reverse("judging_feedback", args=[announced.entry.pk])
    with django_assert_num_queries(8):
        client.get(address)
