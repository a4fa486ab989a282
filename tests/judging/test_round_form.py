"""A round's form: what each kind asks about, the place among the others, and labels of points."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from contests.models import Category
from judging.models import Comparison, Criterion, Round
from judging.refusal import JudgingRefused
from judging.round_order import end_of, objections_to
from tests.builders import (
    build_assignment,
    build_campaign,
    build_category,
    build_entry,
    build_judge,
    build_round,
)
from tests.judging.closings import build_field, person
from tests.judging.test_admin import change_url
from tests.judging.test_admin_rounds import sent_by

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def category() -> Category:
    return build_category(build_campaign(time_zone="Asia/Baku"))


def filled_in(category: Category, **values: str) -> dict[str, str]:
    return {
        "category": str(category.pk),
        "order": "1",
        "kind": "scoring",
        "aggregation": "mean",
        "opens_at_0": "2027-01-01",
        "opens_at_1": "10:00",
        "closes_at_0": "2027-01-05",
        "closes_at_1": "18:00",
        "is_blind": "on",
        "reminders": "drafted",
        "criteria-TOTAL_FORMS": "0",
        "criteria-INITIAL_FORMS": "0",
    } | values


def add(client, category: Category, **values: str):
    return client.post(reverse("admin:judging_round_add"), filled_in(category, **values))


def errors_of(response) -> dict[str, list[str]]:
    assert response.status_code == 200
    return response.context["adminform"].form.errors


# Kinds


def test_screening_lets_go_of_what_was_filled_in_for_a_scoring(as_manager, category):
    sent = {"kind": "screening", "quorum": "2", "reviews_per_entry": "3"}
    left_over = {"aggregation": "median", "advance_cutoff": "abc", "comparisons_per_judge": "5"}
    assert add(as_manager, category, **sent, **left_over).status_code == 302
    round_ = Round.objects.get()
    assert (round_.quorum, round_.reviews_per_entry) == (2, 3)
    assert (round_.advance_cutoff, round_.comparisons_per_judge) == (None, None)
    assert round_.aggregation == Round.Aggregation.TRIMMED_MEAN


def test_scoring_lets_go_of_a_quorum(as_manager, category):
    assert add(as_manager, category, quorum="2", advance_cutoff="65.5").status_code == 302
    assert Round.objects.get().quorum is None


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"kind": "screening"}, "quorum", "Say how many judges must say yes."),
        (
            {"kind": "screening", "quorum": "4", "reviews_per_entry": "3"},
            "quorum",
            "The quorum is more than the reviews for each entry.",
        ),
        (
            {"advance_count": "3", "advance_cutoff": "50"},
            "advance_cutoff",
            "Choose a number or a cut-off, not both.",
        ),
        (
            {"kind": "pairwise"},
            "kind",
            "Pairs only order a shortlist: add a round before this one that makes it.",
        ),
    ],
)
def test_form_says_what_a_kind_lacks(as_manager, category, values, field, sentence):
    assert errors_of(add(as_manager, category, **values)) == {field: [sentence]}


def test_criteria_are_asked_for_points_only(as_manager, category):
    for order, kind in enumerate(("scoring", "screening", "pairwise"), start=1):
        round_ = build_round(category, order=order, kind=kind, criteria=0)
        inlines = as_manager.get(change_url(round_)).context["inline_admin_formsets"]
        assert len(inlines) == (kind == "scoring")


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("screening", {"reviews_per_entry", "quorum", "advance_count"}),
        ("scoring", {"reviews_per_entry", "aggregation", "advance_count", "advance_cutoff"}),
        ("pairwise", {"comparisons_per_judge"}),
    ],
)
def test_locked_round_shows_what_its_kind_has(as_manager, kind, shown):
    field = build_field([None, None], kind=kind, closes_at=timezone.now() + DAY)
    if kind == "scoring":
        field.review(0, 0, 5)
    elif kind == "screening":
        field.vote(0, 0, "yes")
    else:
        Comparison.objects.create(
            round=field.round,
            judge=field.judges[0],
            first=field.entries[0],
            second=field.entries[1],
            preferred=field.entries[0],
            made_at=field.now,
        )
    page = as_manager.get(change_url(field.round))
    layout = page.context["adminform"]
    flat = {name for fieldset in layout for line in fieldset for name in line.fields}
    every = {
        "reviews_per_entry",
        "quorum",
        "advance_count",
        "aggregation",
        "advance_cutoff",
        "comparisons_per_judge",
    }
    assert flat & every == shown
    assert set(layout.form.fields) == {"closes_at", "reminders", "shares_comments"}


# Places


def test_round_opens_when_the_one_before_has_ended(as_manager, category):
    build_round(category, opens_at=category.campaign.opens_at, closes_at=timezone.now() + 900 * DAY)
    errors = errors_of(add(as_manager, category, order="2"))
    assert list(errors) == ["opens_at"]
    assert "comes before and ends on" in errors["opens_at"][0]


def test_round_closes_before_the_next_one_opens(as_manager, category):
    now = timezone.now()
    first = build_round(category, opens_at=now - DAY, closes_at=now + DAY)
    build_round(category, order=2, opens_at=now + DAY, closes_at=now + 2 * DAY)
    sent = sent_by(as_manager.get(change_url(first)))
    later = (now + 3 * DAY).astimezone(category.campaign.zone)
    errors = errors_of(
        as_manager.post(change_url(first), sent | {"closes_at_0": f"{later:%Y-%m-%d}"})
    )
    assert list(errors) == ["closes_at"]
    assert "comes after and opens on" in errors["closes_at"][0]
    assert as_manager.post(change_url(first), sent).status_code == 302


def test_round_closed_early_lets_the_next_one_open(category):
    now = timezone.now()
    first = build_round(category, opens_at=now - 2 * DAY, closes_at=now + DAY, closed_at=now - DAY)
    second = Round(category=category, order=2, opens_at=now, closes_at=now + 2 * DAY)
    assert end_of(first) == now - DAY
    assert objections_to(second, was=None) == []


def test_nothing_follows_pairs(category):
    now = timezone.now()
    build_round(category, opens_at=now - 3 * DAY, closes_at=now - 2 * DAY)
    pairs = build_round(
        category, order=2, kind="pairwise", opens_at=now - 2 * DAY, closes_at=now - DAY
    )
    later = Round(category=category, order=3, opens_at=now, closes_at=now + DAY)
    assert [(one.field, one.code) for one in objections_to(later, was=None)] == [
        ("order", "pairs_are_last")
    ]
    later.save()
    assert [(one.field, one.code) for one in objections_to(pairs, was=pairs)] == [
        ("kind", "pairs_are_last")
    ]


@pytest.mark.parametrize("begun", ["assignment", "closed", ""])
def test_no_round_comes_before_one_that_has_begun(category, begun):
    now = timezone.now()
    second = build_round(category, order=2, opens_at=now, closes_at=now + DAY)
    if begun == "assignment":
        judge = build_judge(category.campaign, person("first"))
        build_assignment(second, build_entry(category.campaign), judge)
    elif begun:
        Round.objects.filter(pk=second.pk).update(closed_at=now)
    first = Round(category=category, order=1, opens_at=now - 2 * DAY, closes_at=now - DAY)
    found = [(one.field, one.code) for one in objections_to(first, was=None)]
    assert found == ([("order", "later_round_begun")] if begun else [])
    # Nor does the one before it step aside.
    stored = Round.objects.create(
        category=category, order=1, opens_at=now - 2 * DAY, closes_at=now - DAY
    )
    stored.order = 3
    stored.opens_at, stored.closes_at = now + DAY, now + 2 * DAY
    was = Round.objects.get(pk=stored.pk)
    found = [(one.field, one.code) for one in objections_to(stored, was=was)]
    assert found == ([("order", "later_round_begun")] if begun else [])


# What points mean


def test_labels_of_points_are_kept_by_language(as_manager, category):
    criterion = {
        "criteria-TOTAL_FORMS": "1",
        "criteria-0-weight": "1",
        "criteria-0-max_points": "5",
        "criteria-0-order": "1",
        "criteria-0-title_az": "Fikir",
        "criteria-0-point_labels_az": "5: əla\n0: yoxdur",
    }
    assert add(as_manager, category, **criterion).status_code == 302
    assert Criterion.objects.get().point_labels_az == "5: əla\n0: yoxdur"


def test_faulty_labels_are_named_by_their_line(as_manager, category):
    criterion = {
        "criteria-TOTAL_FORMS": "1",
        "criteria-0-weight": "1",
        "criteria-0-max_points": "5",
        "criteria-0-order": "1",
        "criteria-0-title_az": "Fikir",
        "criteria-0-point_labels_az": "5: əla\nyaxşı\n6: çox\n5: yenə",
    }
    response = add(as_manager, category, **criterion)
    (formset,) = response.context["inline_admin_formsets"]
    assert formset.formset.errors[0] == {
        "point_labels_az": [
            (
                "Line 2, “yaxşı”: write the points, a colon and what they mean, "
                "for example “5: outstanding”."
            ),
            "Line 3, “6: çox”: the most points are 5.",
            "Line 4, “5: yenə”: these points have their meaning already.",
        ]
    }
    assert not Round.objects.exists()


@pytest.mark.parametrize("field", ["category", "kind"])
def test_round_with_reviews_stays_with_its_category_and_its_reviews(as_manager, category, field):
    before = build_round(category, order=1)
    Round.objects.filter(pk=before.pk).update(
        opens_at="2026-01-01T00:00Z", closes_at="2026-01-02T00:00Z", closed_at="2026-01-02T00:00Z"
    )
    round_ = build_round(category, order=2)
    judge = build_judge(category.campaign, person("sitting"))
    build_assignment(round_, build_entry(category.campaign), judge)
    other = build_category(build_campaign())
    sent = filled_in(other if field == "category" else category, order="2")
    if field == "kind":
        sent["kind"] = "pairwise"
    errors = errors_of(as_manager.post(change_url(round_), sent))
    assert errors[field] == [str(JudgingRefused("round_assigned"))]
    round_.refresh_from_db()
    assert (round_.category, round_.kind) == (category, Round.Kind.SCORING)
