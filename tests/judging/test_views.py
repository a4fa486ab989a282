"""The judge's pages: who gets in, what they show, and what becomes of what is sent."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from contests.models import Campaign
from entries.models import Entry
from judging.models import Assignment, Round, Score
from judging.reviewing import recuse
from tests import personas
from tests.builders import (
    build_assignment,
    build_campaign,
    build_category,
    build_creator,
    build_entry,
    build_judge,
    build_partner,
    build_round,
)
from tests.judging.conftest import Jury

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def as_judge(client, jury):
    client.force_login(jury.user, backend=BACKEND)
    return client


def review_url(jury: Jury) -> str:
    return reverse("judging:review", args=[jury.assignment.pk])


def typed(jury: Jury, *given: int, **more: str) -> dict[str, str]:
    """What the form sends: points for the first criteria, and comments."""
    points = {f"points_{pk}": str(value) for pk, value in jury.points(*given).items()}
    return {"comment_for_staff": "", "comment_for_creator": "", "then": "save", **points, **more}


def stored() -> dict[int, int]:
    return dict(Score.objects.values_list("criterion_id", "points"))


def move(jury: Jury, **shifts: timedelta) -> None:
    Round.objects.filter(pk=jury.round.pk).update(
        **{name: timezone.now() + shift for name, shift in shifts.items()}
    )


@pytest.mark.parametrize("page", ["desk", "round", "review", "recuse"])
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("administrator", 403),
        ("manager", 403),
        ("moderator", 403),
        ("announcer", 403),
        ("auditor", 403),
        ("creator", 403),
        ("stranger", 403),
        ("judge", 200),
    ],
)
def test_pages_for_judges_only(client, jury, page, who, status):
    client.force_login(getattr(personas, who)(), backend=BACKEND)
    assert client.get(url_of(page, jury)).status_code == status


@pytest.mark.parametrize("page", ["desk", "round", "review", "recuse"])
def test_pages_send_anonymous_to_sign_in(client, jury, page):
    url = url_of(page, jury)
    response = client.get(url)
    assert (response.status_code, response.url) == (302, f"{reverse('account_login')}?next={url}")


@pytest.mark.parametrize(
    ("page", "status"), [("desk", 200), ("round", 404), ("review", 404), ("recuse", 404)]
)
def test_pages_of_another_judge(client, jury, page, status):
    client.force_login(personas.other_judge(), backend=BACKEND)
    assert client.get(url_of(page, jury)).status_code == status


@pytest.mark.parametrize("page", ["review", "recuse"])
def test_post_to_another_judges_review(client, jury, page):
    client.force_login(personas.other_judge(), backend=BACKEND)
    response = client.post(url_of(page, jury), typed(jury, 1, reason="x"))
    assert response.status_code == 404
    assert stored() == {}


@pytest.mark.parametrize(("page", "status"), [("desk", 405), ("round", 405)])
def test_lists_refuse_post(as_judge, jury, page, status):
    assert as_judge.post(url_of(page, jury)).status_code == status


def url_of(page: str, jury: Jury) -> str:
    args = {"desk": [], "round": [jury.round.pk]}.get(page, [jury.assignment.pk])
    return reverse(f"judging:{page}", args=args)


def test_desk_shows_what_is_left(as_judge, jury):
    build_assignment(jury.round, build_entry(jury.campaign), jury.judge, finished_at=jury.now)
    page = as_judge.get(reverse("judging:desk")).content.decode()
    assert "1 video left" in page
    assert "1 of 2 finished" in page
    assert "Almaty time" in page
    assert jury.campaign.title in page


def test_desk_states_in_order(as_judge, jury):
    finished = build_assignment(
        jury.round, build_entry(jury.campaign), jury.judge, finished_at=jury.now
    )
    begun = build_assignment(jury.round, build_entry(jury.campaign), jury.judge)
    Score.objects.create(
        assignment=begun, criterion=jury.criteria[0], points=1, out_of=5, scored_at=jury.now
    )
    (work,) = as_judge.get(reverse("judging:desk")).context["works"]
    assert [(duty.assignment.pk, duty.number, duty.state) for duty in work.duties] == [
        (begun.pk, 3, "begun"),
        (jury.assignment.pk, 1, "to_do"),
        (finished.pk, 2, "finished"),
    ]
    assert work.next_duty.assignment == begun


def test_desk_lists_first_ones_of_each_round(as_judge, jury):
    for _ in range(13):
        build_assignment(jury.round, build_entry(jury.campaign), jury.judge)
    other = build_round(build_category(jury.campaign), closes_at=jury.now + timedelta(days=1))
    build_assignment(other, jury.entry, jury.judge)
    response = as_judge.get(reverse("judging:desk"))
    works = [(work.round, work.total, len(work.duties)) for work in response.context["works"]]
    assert works == [(other, 1, 1), (jury.round, 14, 12)]
    assert "The whole list: 14 videos" in response.content.decode()


def test_round_lists_all_by_pages(as_judge, jury):
    for _ in range(49):
        build_assignment(jury.round, build_entry(jury.campaign), jury.judge)
    url = url_of("round", jury)
    first, second = as_judge.get(url), as_judge.get(url, {"page": 2})
    assert [duty.number for duty in first.context["duties"]] == list(range(1, 49))
    assert [duty.number for duty in second.context["duties"]] == [49, 50]


@pytest.mark.parametrize("reason", ["recused", "left", "not_open", "draft", "cancelled"])
def test_review_gone_from_desk(as_judge, jury, reason):
    match reason:
        case "recused":
            recuse(assignment_id=jury.assignment.pk, reason="x", by=jury.user, at=jury.now)
        case "left":
            Entry.objects.filter(pk=jury.entry.pk).update(status=Entry.Status.WITHDRAWN)
        case "not_open":
            move(jury, opens_at=timedelta(hours=1))
        case "draft":
            Campaign.objects.filter(pk=jury.campaign.pk).update(published_at=None)
        case "cancelled":
            Campaign.objects.filter(pk=jury.campaign.pk).update(cancelled_at=jury.now)
    assert as_judge.get(reverse("judging:desk")).context["works"] == []
    for page in ("round", "review", "recuse"):
        assert as_judge.get(url_of(page, jury)).status_code == 404


def test_review_saves_part(as_judge, jury):
    response = as_judge.post(review_url(jury), typed(jury, 3, comment_for_staff="Hm."))
    assert (response.status_code, response.url) == (302, review_url(jury))
    assert stored() == jury.points(3)
    page = as_judge.get(review_url(jury))
    assert "Saved." in page.content.decode()
    assert page.context["form"]["comment_for_staff"].value() == "Hm."


def test_review_finishes_and_goes_on(as_judge, jury):
    following = build_assignment(jury.round, build_entry(jury.campaign), jury.judge)
    response = as_judge.post(review_url(jury), typed(jury, 3, 4, then="next"))
    assert response.url == reverse("judging:review", args=[following.pk])
    jury.assignment.refresh_from_db()
    assert jury.assignment.finished_at is not None


def test_review_finishes_the_last_one(as_judge, jury):
    response = as_judge.post(review_url(jury), typed(jury, 3, 4, then="next"), follow=True)
    assert response.redirect_chain == [(reverse("judging:desk"), 302)]
    assert "You have finished every review of this round." in response.content.decode()


def test_review_goes_round_the_end_of_the_list(as_judge, jury):
    last = build_assignment(jury.round, build_entry(jury.campaign), jury.judge)
    response = as_judge.post(
        reverse("judging:review", args=[last.pk]), typed(jury, 1, 1, then="next")
    )
    assert response.url == review_url(jury)


def test_review_twice_is_one(as_judge, jury):
    for _ in range(2):
        as_judge.post(review_url(jury), typed(jury, 3, 4, then="next"))
    assert stored() == jury.points(3, 4)


def test_review_finish_asks_for_missing_points(as_judge, jury):
    response = as_judge.post(review_url(jury), typed(jury, 3, then="next", comment_for_staff="Hm."))
    page = response.content.decode()
    assert response.status_code == 409
    assert "Give points for every criterion to finish the review." in page
    assert page.count("Choose the points.") == 1
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


def test_pages_are_not_kept_by_browsers(as_judge, jury):
    for page in ("desk", "round", "review", "recuse"):
        assert "no-store" in as_judge.get(url_of(page, jury))["Cache-Control"]


def test_pages_have_the_strict_policy(as_judge, jury):
    policy = as_judge.get(review_url(jury))["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


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


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_desk_queries(as_judge, jury, rows, django_assert_num_queries):
    for _ in range(rows - 1):
        campaign = build_campaign(phase="review")
        judge = build_judge(campaign, jury.user)
        build_assignment(build_round(build_category(campaign)), build_entry(campaign), judge)
        build_assignment(jury.round, build_entry(jury.campaign), jury.judge)
    with django_assert_num_queries(7):  # session, user, 2 permissions, counts, rounds, reviews
        works = as_judge.get(reverse("judging:desk")).context["works"]
    assert len(works) == rows


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_round_queries(as_judge, jury, rows, django_assert_num_queries):
    for _ in range(rows - 1):
        build_assignment(jury.round, build_entry(jury.campaign), jury.judge)
    with django_assert_num_queries(8):  # as the desk, and the number of pages
        duties = as_judge.get(url_of("round", jury)).context["duties"]
    assert len(duties) == rows


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_review_queries(as_judge, jury, rows, django_assert_num_queries):
    for _ in range(rows - 1):
        build_assignment(jury.round, build_entry(jury.campaign), jury.judge)
    with django_assert_num_queries(10):
        assert as_judge.get(review_url(jury)).status_code == 200
