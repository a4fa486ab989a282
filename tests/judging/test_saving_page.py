"""Saving from the page without a script: what it was made on, both versions, undo, low data."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from judging.draft import Draft
from judging.models import Assignment, Criterion, Round
from judging.reviewing import save_review
from judging.versions import NOTHING, Line, side_by_side
from judging.views.low_data import COOKIE
from tests import personas
from tests.builders import build_assignment, build_entry, build_judge
from tests.judging.pages import move, review_url, stored, typed, url_of


def elsewhere(jury, *points: int, comment: str = "") -> None:
    """The same judge saves on another device."""
    save_review(
        assignment_id=jury.assignment.pk,
        draft=Draft(points=jury.points(*points), comment_for_staff=comment),
        base=None,
        token=None,
        finish=False,
        by=jury.user,
        at=timezone.now(),
    )


def as_screening(jury) -> None:
    Round.objects.filter(pk=jury.round.pk).update(kind="screening", quorum=1)
    Criterion.objects.all().delete()


def test_page_names_the_revision_it_shows(as_judge, jury):
    assert 'name="base" value="0"' in as_judge.get(review_url(jury)).content.decode()
    elsewhere(jury, 3)
    assert 'name="base" value="1"' in as_judge.get(review_url(jury)).content.decode()


def test_save_on_an_old_revision_shows_both(as_judge, jury):
    elsewhere(jury, 5, 5, comment="From the laptop")
    sent = typed(jury, 1, comment_for_staff="From the bus", base="0")
    response = as_judge.post(review_url(jury), sent)
    page = response.content.decode()
    assert response.status_code == 409
    assert stored() == jury.points(5, 5)
    assert [line.differs for line in response.context["conflict"].lines()] == [
        True,
        True,
        False,
        True,
    ]
    assert "From the laptop" in page
    # Whoever has seen both may overwrite: the page now names the revision that it showed.
    assert 'name="base" value="1"' in page
    again = as_judge.post(review_url(jury), {**sent, "base": "1"})
    assert again.status_code == 302
    assert stored() == jury.points(1)


def test_page_with_errors_still_overwrites_nothing_unseen(as_judge, jury):
    elsewhere(jury, 5, 5)
    refused = as_judge.post(review_url(jury), typed(jury, 9, base="0"))
    assert refused.status_code == 422
    assert 'name="base" value="0"' in refused.content.decode()


@pytest.mark.parametrize("base", ["", "x", "-1", "99999999999999999999"])
def test_nonsense_for_a_revision_overwrites_nothing_unseen(as_judge, jury, base):
    elsewhere(jury, 5, 5)
    response = as_judge.post(review_url(jury), typed(jury, 1, base=base))
    taken = base == ""  # a page without the field, as old ones are
    assert response.status_code == (302 if taken else 422)
    assert stored() == (jury.points(1) if taken else jury.points(5, 5))


def test_same_form_sent_twice_is_one_save(as_judge, jury):
    sent = typed(jury, 3, base="0", token="6f2c7d1e-7f5e-4f53-9d58-0d5d4a0f4f4e")
    for _ in range(2):
        assert as_judge.post(review_url(jury), sent).status_code == 302
    assert Assignment.objects.get().revision == 1


def test_vote_finishes_and_goes_on(as_judge, jury):
    as_screening(jury)
    following = build_assignment(jury.round, build_entry(jury.campaign), jury.judge)
    page = as_judge.get(review_url(jury)).content.decode()
    assert [f'name="vote" value="{vote}"' in page for vote in ("yes", "unsure", "no")] == [True] * 3
    sent = {"vote": ["", "yes"], "base": "0", "comment_for_staff": "", "comment_for_creator": "Hm"}
    response = as_judge.post(review_url(jury), sent)
    path = reverse("judging:review", args=[following.pk])
    assert response.url == f"{path}?after={jury.assignment.pk}"
    voted = Assignment.objects.get(pk=jury.assignment.pk)
    assert (voted.vote, voted.comment_for_creator) == ("yes", "Hm")
    assert voted.finished_at is not None
    assert "Video 1: yes" in as_judge.get(response.url).content.decode()


def test_saving_comments_leaves_the_vote(as_judge, jury):
    as_screening(jury)
    as_judge.post(review_url(jury), {"vote": "no", "base": "0"})
    page = as_judge.get(review_url(jury)).content.decode()
    assert '<input type="hidden" name="vote" value="no">' in page
    sent = {"vote": "no", "then": "save", "base": "1", "comment_for_staff": "Because"}
    assert as_judge.post(review_url(jury), sent).url == review_url(jury)
    voted = Assignment.objects.get()
    assert (voted.vote, voted.comment_for_staff) == ("no", "Because")


def test_screening_closed_shows_the_vote_alone(as_judge, jury):
    as_screening(jury)
    as_judge.post(review_url(jury), {"vote": "no", "base": "0"})
    move(jury, closes_at=timedelta(seconds=-1))
    page = as_judge.get(review_url(jury)).content.decode()
    assert "Your vote: no" in page
    assert "Your vote can no longer change." in page
    assert 'class="vote ' not in page


@pytest.mark.parametrize("after", ["", "x", "-1", "٣", "9" * 40, "0"])
def test_nothing_is_said_after_nonsense(as_judge, jury, after):
    response = as_judge.get(reverse("judging:desk"), {"after": after})
    assert response.status_code == 200
    assert response.context["done"] is None


def test_nothing_is_said_of_another_judges_review(as_judge, jury):
    other = build_assignment(
        jury.round,
        jury.entry,
        build_judge(jury.campaign, personas.other_judge()),
        finished_at=jury.now,
    )
    response = as_judge.get(reverse("judging:desk"), {"after": other.pk})
    assert response.context["done"] is None


def test_skipped_is_said_and_can_be_undone(as_judge, jury):
    following = build_assignment(jury.round, build_entry(jury.campaign), jury.judge)
    response = as_judge.post(url_of("mark", jury), {"mark": "skip"}, follow=True)
    assert response.redirect_chain[-1][0].startswith(reverse("judging:review", args=[following.pk]))
    page = response.content.decode()
    assert "Video 1: skipped for now" in page
    assert 'name="mark" value="unskip"' in page


def test_after_the_close_nothing_can_be_undone(as_judge, jury):
    as_judge.post(review_url(jury), typed(jury, 3, 4, then="next"))
    move(jury, closes_at=timedelta(seconds=-1))
    response = as_judge.get(reverse("judging:desk"), {"after": jury.assignment.pk})
    assert response.context["done"].can_undo is False
    assert "data-undo-last" not in response.content.decode()


def test_points_say_what_they_mean(as_judge, jury):
    first, second = jury.criteria
    first.point_labels = "\n".join(f"{step}: label {step}" for step in range(6))
    first.save()
    second.point_labels = "0: nothing\n5: all of it"
    second.save()
    page = as_judge.get(review_url(jury)).content.decode()
    assert page.count("scale--labelled") == 1
    assert page.count('class="scale__label"') == 6
    assert '<b class="num">5</b> all of it' in page


def test_low_data_follows_the_choice_then_the_browser(as_judge, jury):
    desk = reverse("judging:desk")
    switch = reverse("judging:low_data")
    assert as_judge.get(desk).context["low_data"] is False
    assert as_judge.get(desk, headers={"Save-Data": "on"}).context["low_data"] is True
    response = as_judge.post(switch, {"low_data": "0", "back": review_url(jury)})
    assert (response.status_code, response.url) == (302, review_url(jury))
    assert response.cookies[COOKIE]["httponly"] is True
    assert as_judge.get(desk, headers={"Save-Data": "on"}).context["low_data"] is False
    as_judge.post(switch, {"low_data": "1"})
    assert as_judge.get(review_url(jury)).context["low_data"] is True


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:x", ""])
def test_low_data_leads_nowhere_else(as_judge, jury, back):
    response = as_judge.post(reverse("judging:low_data"), {"low_data": "1", "back": back})
    assert response.url == reverse("judging:desk")


@pytest.mark.parametrize(
    ("show", "numbers"),
    [("all", [1, 3, 2]), ("left", [1, 3]), ("favourites", [3]), ("nonsense", [1, 3, 2])],
)
def test_round_list_is_narrowed_and_numbers_stay(as_judge, jury, show, numbers):
    build_assignment(jury.round, build_entry(jury.campaign), jury.judge, finished_at=jury.now)
    build_assignment(jury.round, build_entry(jury.campaign), jury.judge, is_favourite=True)
    response = as_judge.get(url_of("round", jury), {"show": show})
    assert [duty.number for duty in response.context["duties"]] == numbers


def test_round_list_leads_back_from_stepping_back(as_judge, jury):
    build_assignment(jury.round, build_entry(jury.campaign), jury.judge)
    as_judge.post(url_of("recuse", jury), {"reason": "My cousin"})
    page = as_judge.get(url_of("round", jury)).content.decode()
    assert "My cousin" in page
    as_judge.post(reverse("judging:return", args=[jury.assignment.pk]))
    assert "My cousin" not in as_judge.get(url_of("round", jury)).content.decode()


def test_versions_of_a_vote_have_no_points():
    lines = side_by_side(Draft(vote="yes", comment_for_staff="a"), Draft(), criteria=[], votes=True)
    assert [(str(line.label), str(line.here), str(line.there)) for line in lines] == [
        ("Vote", "yes", NOTHING),
        ("For the creator", NOTHING, NOTHING),
        ("For the organisers", "a", NOTHING),
    ]


def test_versions_name_points_and_their_meaning():
    criterion = Criterion(pk=1, title="Idea", max_points=5, point_labels="5: outstanding")
    first = next(
        iter(
            side_by_side(
                Draft(points={1: 5}), Draft(points={1: 0}), criteria=[criterion], votes=False
            )
        )
    )
    assert first == Line("Idea", "5 · outstanding", "0")
