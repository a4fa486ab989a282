"""Rounds in the admin: they lock with the first score, and judges are assigned after a nod."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from contests.models import Category
from contests.phases import Phase
from judging.models import Assignment, Criterion, Round
from tests import personas
from tests.builders import build_campaign, build_category, build_entry, build_round
from tests.judging.conftest import BACKEND
from tests.judging.test_admin import change_url, score


def sent_by(page) -> dict[str, str]:
    """What a browser would send from a page that was not touched."""
    forms = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        forms.append(inline.formset.management_form)
        if inline.has_change_permission:
            forms += inline.formset.forms
    sent = {}
    for form in forms:
        for field in form:
            value = field.value()
            if field.field.__class__.__name__ == "SplitDateTimeField":
                local = timezone.localtime(value, zone_of(page))
                sent[f"{field.html_name}_0"] = f"{local:%Y-%m-%d}"
                sent[f"{field.html_name}_1"] = f"{local:%H:%M:%S}"
            elif value not in (None, False):
                sent[field.html_name] = "on" if value is True else str(value)
    return sent


def zone_of(page):
    return page.context["original"].category.campaign.zone


# Rounds


def test_round_added_in_the_campaigns_zone(as_manager):
    category = build_category(build_campaign(time_zone="Asia/Baku"))
    sent = {
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
        "criteria-TOTAL_FORMS": "1",
        "criteria-INITIAL_FORMS": "0",
        "criteria-0-weight": "2",
        "criteria-0-max_points": "10",
        "criteria-0-order": "1",
        "criteria-0-title_az": "Fikir",
    }
    response = as_manager.post(reverse("admin:judging_round_add"), sent)
    assert response.status_code == 302
    round_ = Round.objects.get()
    assert round_.closes_at.isoformat() == "2027-01-05T14:00:00+00:00"
    assert list(round_.criteria.values_list("weight", "max_points", "title_az")) == [
        (Decimal(2), 10, "Fikir")
    ]


def test_round_offers_jury_categories_only(as_manager):
    campaign = build_campaign()
    jury = build_category(campaign)
    build_category(campaign, method=Category.Method.MOST_VIEWED_VIDEO)
    form = as_manager.get(reverse("admin:judging_round_add")).context["adminform"].form
    assert list(form.fields["category"].queryset) == [jury]


def test_round_unlocked_takes_changes(as_manager, jury):
    page = as_manager.get(change_url(jury.round))
    sent = sent_by(page) | {"aggregation": "median", "criteria-0-weight": "7"}
    assert as_manager.post(change_url(jury.round), sent).status_code == 302
    jury.round.refresh_from_db()
    assert jury.round.aggregation == "median"
    assert Criterion.objects.get(pk=jury.criteria[0].pk).weight == 7


@pytest.mark.parametrize("change", [{"aggregation": "median"}, {"criteria-0-weight": "7"}])
def test_round_refuses_a_page_loaded_before_the_first_score(as_manager, jury, change):
    sent = sent_by(as_manager.get(change_url(jury.round))) | change
    score(jury)
    response = as_manager.post(change_url(jury.round), sent)
    assert response.status_code == 200
    assert "Scores are in: this round can no longer change." in response.content.decode()
    jury.round.refresh_from_db()
    assert jury.round.aggregation == "mean"
    assert Criterion.objects.get(pk=jury.criteria[0].pk).weight == 1


def test_round_with_scores_shows_and_sends_the_close_only(as_manager, jury):
    score(jury)
    page = as_manager.get(change_url(jury.round))
    assert list(page.context["adminform"].form.fields) == [
        "closes_at",
        "reminders",
        "shares_comments",
    ]
    (criteria,) = page.context["inline_admin_formsets"]
    assert not criteria.has_add_permission
    assert not criteria.has_change_permission
    assert not criteria.has_delete_permission


@pytest.mark.parametrize(("shift", "status"), [(1, 302), (-1, 200)])
def test_round_with_scores_closes_later_but_not_earlier(as_manager, jury, shift, status):
    score(jury)
    sent = sent_by(as_manager.get(change_url(jury.round)))
    closes_at = jury.round.closes_at + timedelta(days=shift)
    sent["closes_at_0"] = f"{closes_at.astimezone(jury.campaign.zone):%Y-%m-%d}"
    response = as_manager.post(change_url(jury.round), sent)
    assert response.status_code == status
    jury.round.refresh_from_db()
    moved = jury.round.closes_at - closes_at.replace(microsecond=0)
    assert (abs(moved) < timedelta(seconds=1)) is (status == 302)
    if status == 200:
        assert "can only move to a later moment" in response.content.decode()


def test_round_saved_untouched_with_scores_keeps_its_close(as_manager, jury):
    score(jury)
    response = as_manager.post(
        change_url(jury.round), sent_by(as_manager.get(change_url(jury.round)))
    )
    assert response.status_code == 302


def test_round_of_an_announced_campaign_is_read_only(as_manager):
    round_ = build_round(build_category(build_campaign(phase=Phase.ANNOUNCED)))
    assert as_manager.get(change_url(round_)).context["has_change_permission"] is False
    assert as_manager.post(change_url(round_), {}).status_code == 403


# Assigning


def test_assign_asks_first_and_then_assigns(as_manager, jury):
    build_entry(jury.campaign)
    url = reverse("admin:judging_round_assign", args=[jury.round.pk])
    page = as_manager.get(url)
    assert [page.context[name] for name in ("added", "moved", "kept", "short")] == [1, 0, 1, 0]
    assert Assignment.objects.count() == 1
    response = as_manager.post(url, follow=True)
    assert "1 review assigned." in response.content.decode()
    assert Assignment.objects.count() == 2


def test_assign_names_shortages(as_manager, jury):
    Round.objects.update(reviews_per_entry=3)
    url = reverse("admin:judging_round_assign", args=[jury.round.pk])
    page = as_manager.get(url)
    assert page.context["short"] == 1
    assert "Too few reviews, and why" in page.content.decode()


def test_assign_says_why_not(as_manager):
    round_ = build_round(build_category(build_campaign()))
    url = reverse("admin:judging_round_assign", args=[round_.pk])
    assert "This campaign has no judges yet." in as_manager.get(url).content.decode()
    assert "This campaign has no judges yet." in as_manager.post(url, follow=True).content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("administrator", 200),
        ("manager", 200),
        ("moderator", 403),
        ("announcer", 403),
        ("auditor", 403),
        ("judge", 302),
        ("stranger", 302),
    ],
)
def test_assign_for_those_who_may(client, jury, who, status):
    client.force_login(getattr(personas, who)(), backend=BACKEND)
    url = reverse("admin:judging_round_assign", args=[jury.round.pk])
    assert client.get(url).status_code == status
    posted = client.post(url)
    assert posted.status_code == (302 if status == 200 else status)


def test_assign_of_no_round(as_manager):
    assert as_manager.get(reverse("admin:judging_round_assign", args=[0])).status_code == 404
