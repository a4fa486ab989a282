"""The judge's pages: who gets in, and what the lists show."""

from datetime import timedelta

import pytest
from django.urls import reverse

from contests.models import Campaign
from entries.models import Entry
from judging.models import Score
from judging.recusal import recuse
from tests import personas
from tests.builders import (
    build_assignment,
    build_campaign,
    build_category,
    build_entry,
    build_judge,
    build_round,
)
from tests.judging.conftest import BACKEND
from tests.judging.pages import move, review_url, stored, typed, url_of


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


def test_pages_are_not_kept_by_browsers(as_judge, jury):
    for page in ("desk", "round", "review", "recuse"):
        assert "no-store" in as_judge.get(url_of(page, jury))["Cache-Control"]


def test_pages_have_the_strict_policy(as_judge, jury):
    policy = as_judge.get(review_url(jury))["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_desk_queries(as_judge, jury, rows, django_assert_num_queries):
    for _ in range(rows - 1):
        campaign = build_campaign(phase="review")
        judge = build_judge(campaign, jury.user)
        build_assignment(build_round(build_category(campaign)), build_entry(campaign), judge)
        build_assignment(jury.round, build_entry(jury.campaign), jury.judge)
    # session, user, 2 permissions, counts, rounds, reviews; judgeships and rounds of pairs
    with django_assert_num_queries(10):
        works = as_judge.get(reverse("judging:desk")).context["works"]
    assert len(works) == rows


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_round_queries(as_judge, jury, rows, django_assert_num_queries):
    for _ in range(rows - 1):
        build_assignment(jury.round, build_entry(jury.campaign), jury.judge)
    # session, user, 2 permissions, counts, rounds, number of pages, reviews, those recused
    with django_assert_num_queries(10):
        duties = as_judge.get(url_of("round", jury)).context["duties"]
    assert len(duties) == rows


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_review_queries(as_judge, jury, rows, django_assert_num_queries):
    for _ in range(rows - 1):
        build_assignment(jury.round, build_entry(jury.campaign), jury.judge)
    with django_assert_num_queries(9):
        assert as_judge.get(review_url(jury)).status_code == 200
