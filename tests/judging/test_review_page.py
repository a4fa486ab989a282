"""One review: what the page shows, hides and keeps, and what becomes of what is sent."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import User
from contests.models import Campaign
from entries.models import Entry
from judging.models import Assignment, Round
from tests import personas
from tests.builders import (
    build_assignment,
    build_creator,
    build_entry,
    build_judge,
    build_partner,
)
from tests.judging.pages import move, review_url, stored, typed, url_of


def test_review_saves_part(as_judge, jury):
    response = as_judge.post(review_url(jury), typed(jury, 3, comment_for_staff="Hm."))
    assert (response.status_code, response.url) == (302, review_url(jury))
    assert stored() == jury.points(3)
    page = as_judge.get(review_url(jury))
    saved_at = Assignment.objects.get().saved_at
    assert f'Saved <span data-time="{saved_at.isoformat()}">' in page.content.decode()
    assert page.context["form"]["comment_for_staff"].value() == "Hm."


def test_review_finishes_and_goes_on(as_judge, jury):
    following = build_assignment(jury.round, build_entry(jury.campaign), jury.judge)
    response = as_judge.post(review_url(jury), typed(jury, 3, 4, then="next"))
    following_page = reverse("judging:review", args=[following.pk])
    assert response.url == f"{following_page}?after={jury.assignment.pk}"
    jury.assignment.refresh_from_db()
    assert jury.assignment.finished_at is not None


def test_review_finishes_the_last_one(as_judge, jury):
    response = as_judge.post(review_url(jury), typed(jury, 3, 4, then="next"), follow=True)
    desk = reverse("judging:desk")
    assert response.redirect_chain == [(f"{desk}?after={jury.assignment.pk}", 302)]
    page = response.content.decode()
    assert "Video 1: finished" in page
    assert "All done" in page


def test_review_goes_round_the_end_of_the_list(as_judge, jury):
    last = build_assignment(jury.round, build_entry(jury.campaign), jury.judge)
    response = as_judge.post(
        reverse("judging:review", args=[last.pk]), typed(jury, 1, 1, then="next")
    )
    assert response.url == f"{review_url(jury)}?after={last.pk}"


def test_review_twice_is_one(as_judge, jury):
    for _ in range(2):
        as_judge.post(review_url(jury), typed(jury, 3, 4, then="next"))
    assert stored() == jury.points(3, 4)


def test_review_finish_asks_for_missing_points(as_judge, jury):
    response = as_judge.post(review_url(jury), typed(jury, 3, then="next", comment_for_staff="Hm."))
    page = response.content.decode()
    assert response.status_code == 409
    assert "Give points for every criterion to finish the review." in page
    assert page.count("<p>Choose the points.</p>") == 1
    assert "Hm." in page
    assert stored() == {}


def test_review_refuses_impossible_points(as_judge, jury):
    response = as_judge.post(review_url(jury), typed(jury, 6))
    assert response.status_code == 422
    assert stored() == {}


def test_review_large_scale_is_a_number(as_judge, jury):
    jury.criteria[0].max_points = 100
    jury.criteria[0].save()
    assert "Points from 0 to 100" in as_judge.get(review_url(jury)).content.decode()
    assert as_judge.post(review_url(jury), typed(jury, 101)).status_code == 422
    as_judge.post(review_url(jury), typed(jury, 73))
    assert stored() == jury.points(73)


def test_review_closed_is_read_only(as_judge, jury):
    as_judge.post(review_url(jury), typed(jury, 3))
    move(jury, closes_at=timedelta(seconds=-1))
    page = as_judge.get(review_url(jury)).content.decode()
    assert "This round is closed. Your points can no longer change." in page
    assert 'name="then"' not in page
    assert "checked disabled" in page or "disabled checked" in page


def test_review_late_post_is_refused_and_shown(as_judge, jury):
    move(jury, closes_at=timedelta(seconds=-1))
    response = as_judge.post(review_url(jury), typed(jury, 3, 4, comment_for_staff="Too late?"))
    page = response.content.decode()
    assert response.status_code == 409
    assert "This round is closed. What you wrote below was not saved." in page
    assert "Too late?" in page
    assert response.context["form"][f"points_{jury.criteria[1].pk}"].value() == "4"
    assert stored() == {}


def test_review_of_an_entry_that_left_shows_no_video(as_judge, jury):
    Entry.objects.filter(pk=jury.entry.pk).update(
        status=Entry.Status.WITHDRAWN, caption="Not for judges any more"
    )
    response = as_judge.post(review_url(jury), typed(jury, 3, comment_for_staff="Typed"))
    page = response.content.decode()
    assert response.status_code == 409
    assert "This video is no longer in the contest." in page
    assert "Typed" in page
    assert "Not for judges any more" not in page


def test_review_keeps_everything_of_others_hidden(as_judge, jury):
    """No contact of who submitted it, nobody else's points or comments, in any round."""
    Round.objects.update(is_blind=False)
    submitter = User.objects.create_user("submitter@example.org", name="Secret Submitter")
    Entry.objects.filter(pk=jury.entry.pk).update(submitted_by=submitter)
    other = build_judge(jury.campaign, personas.other_judge())
    build_assignment(
        jury.round, jury.entry, other, comment_for_staff="Their view", finished_at=jury.now
    )
    page = as_judge.get(review_url(jury)).content.decode()
    for secret in ("submitter@example.org", "Secret Submitter", "Their view", "Other Judge"):
        assert secret not in page


@pytest.mark.parametrize("blind", [True, False])
def test_review_blindness(as_judge, jury, blind):
    Round.objects.update(is_blind=blind)
    Campaign.objects.update(is_demo=False)
    creator = build_creator(handle="qozy.korpesh", display_name="Қозы Көрпеш")
    friend = build_creator(handle="bayan.sulu")
    jury.entry.creator = creator
    jury.entry.caption = "Me, @Qozy.Korpesh, Қозы Көрпеш, with @bayan.sulu, qozy.korpesher"
    jury.entry.institution = build_partner(name="City Library")
    jury.entry.url = "https://www.tiktok.com/@qozy.korpesh/video/1"
    jury.entry.save()
    jury.entry.joint_creators.add(friend)
    pages = [as_judge.get(url_of(page, jury)).content.decode() for page in ("desk", "review")]
    assert ["qozy.korpesh<" in page for page in pages] == [not blind, not blind]
    review = pages[1]
    for trace in ("@Qozy.Korpesh,", "Қозы Көрпеш", "bayan.sulu", "City Library", "/@qozy.korpesh/"):
        assert (trace in review) is not blind
    assert "qozy.korpesher" in review


def test_review_loads_nothing_foreign_before_a_click(as_judge, jury):
    page = as_judge.get(review_url(jury)).content.decode()
    assert f'data-player="https://www.tiktok.com/player/v1/{jury.entry.video_id}' in page
    assert "<iframe" not in page


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://www.tiktok.com/@Qozy.Korpesh/video/7123456789012345678", False),
        ("https://www.instagram.com/p/CabcdefghiJ/", True),
    ],
)
def test_review_blind_links_only_where_no_name_is_told(as_judge, jury, url, shown):
    jury.entry.creator = build_creator(handle="qozy.korpesh")
    jury.entry.url = url
    jury.entry.save()
    assert (url in as_judge.get(review_url(jury)).content.decode()) is shown


def test_review_of_a_demo_says_that_there_is_no_video(as_judge, jury):
    Campaign.objects.update(is_demo=True)
    page = as_judge.get(review_url(jury)).content.decode()
    assert "Demo entry: there is no video behind it." in page
    assert "data-player" not in page


def test_recuse(as_judge, jury):
    response = as_judge.post(url_of("recuse", jury), {"reason": "My cousin"}, follow=True)
    assert response.redirect_chain == [(reverse("judging:desk"), 302)]
    assert "You stepped back." in response.content.decode()
    assert Assignment.objects.get().recusal_reason == "My cousin"


def test_recuse_twice_is_once(as_judge, jury):
    for reason in ("first", "second"):
        response = as_judge.post(url_of("recuse", jury), {"reason": reason})
        assert (response.status_code, response.url) == (302, reverse("judging:desk"))
    assert Assignment.objects.get().recusal_reason == "first"


def test_recuse_asks_for_a_reason(as_judge, jury):
    assert as_judge.post(url_of("recuse", jury), {"reason": " "}).status_code == 422
    assert Assignment.objects.get().recused_at is None


def test_recuse_late_is_refused_and_shown(as_judge, jury):
    move(jury, closes_at=timedelta(seconds=-1))
    assert "too late to step back" in as_judge.get(url_of("recuse", jury)).content.decode()
    response = as_judge.post(url_of("recuse", jury), {"reason": "My cousin"})
    assert response.status_code == 409
    assert "My cousin" in response.content.decode()
