"""Preparing the next edition on its page."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from contests.models import Campaign
from contests.phases import Phase
from desk.next_edition import prepare_next_edition
from judging.models import Criterion, Round
from metrics.models import ReadingPlan
from tests.builders import (
    build_assignment,
    build_campaign,
    build_category,
    build_entry,
    build_judge,
    build_round,
)
from tests.personas import announcer, judge, manager

pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ALMATY = ZoneInfo("Asia/Almaty")
# A Monday morning and a Sunday night.
OPENS = datetime(2026, 3, 2, 9, 0, tzinfo=ALMATY)
CLOSES = datetime(2026, 3, 29, 23, 59, tzinfo=ALMATY)


def last_year():
    campaign = build_campaign(slug="kitaptok-2026")
    Campaign.objects.filter(pk=campaign.pk).update(
        opens_at=OPENS,
        closes_at=CLOSES,
        shortlist_by=CLOSES + timedelta(days=7),
        announce_by=CLOSES + timedelta(days=14),
        archives_at=None,
    )
    campaign.refresh_from_db()
    return campaign


def signed_in(user, language="en"):
    client = Client(headers={"accept-language": language})
    client.force_login(user, backend=BACKEND)
    client.cookies["django_language"] = language
    return client


def page(campaign):
    return reverse("admin:desk_next_edition", args=[campaign.pk])


def a_monday():
    """A Monday at least a month from now."""
    day = timezone.localdate() + timedelta(days=35)
    return day - timedelta(days=day.weekday())


def test_rounds_criteria_and_plan_of_readings_come_along():
    campaign = last_year()
    category = build_category(campaign)
    one = build_round(category, opens_at=CLOSES, closes_at=CLOSES + timedelta(days=5), quorum=None)
    Criterion.objects.filter(round=one).delete()
    Criterion.objects.create(round=one, title_kk="Идея", title_en="Idea", weight=Decimal("2.50"))
    build_assignment(one, build_entry(campaign), build_judge(campaign, judge()))
    ReadingPlan.objects.create(campaign=campaign, every_hours=3, board_freezes_at=CLOSES)
    opens_on = a_monday()
    draft = prepare_next_edition(
        campaign_id=campaign.pk, slug="next", opens_on=opens_on, by=None, at=timezone.now()
    )
    copied = Round.objects.get(category__campaign=draft)
    moved_by = opens_on - OPENS.date()
    assert (copied.opens_at, copied.closes_at) == (
        one.opens_at + moved_by,
        one.closes_at + moved_by,
    )
    assert (copied.kind, copied.aggregation) == (one.kind, one.aggregation)
    [criterion] = copied.criteria.all()
    assert (criterion.title_kk, criterion.title_en, criterion.weight) == (
        "Идея",
        "Idea",
        Decimal("2.50"),
    )
    assert not copied.assignments.exists()
    assert (draft.reading_plan.every_hours, draft.reading_plan.board_freezes_at) == (
        3,
        CLOSES + moved_by,
    )
    assert Criterion.objects.filter(round=one).count() == 1


def test_page_suggests_the_same_weekday_and_the_next_address():
    answer = signed_in(manager()).get(page(last_year()))
    form = answer.context["form"]
    opens_on = form.initial["opens_on"]
    assert opens_on.weekday() == OPENS.weekday()
    assert opens_on > timezone.localdate()
    assert form.initial["slug"] == f"kitaptok-{opens_on.year}"
    assert f'value="{opens_on.isoformat()}"' in answer.content.decode()


def test_page_shows_what_becomes_of_each_date_and_which_falls_on_a_holiday():
    campaign = last_year()
    nauryz = next(
        day
        for day in (date(year, 3, 21) for year in range(2027, 2034))
        if day > timezone.localdate()
    )
    client = signed_in(manager(), "kk")
    answer = client.post(page(campaign), {"slug": "x", "opens_on": nauryz, "show": ""})
    [opens, closes, *_rest] = answer.context["dates"]
    with translation.override("kk"):
        assert opens.holiday is not None
        assert opens.holiday.language == "kk"
        assert closes.later.endswith("23:59")
    assert opens.holiday.name in answer.content.decode()
    assert not Campaign.objects.filter(slug="x").exists(), "only shown"


def test_draft_is_made_and_its_desk_opened():
    campaign = last_year()
    by = manager()
    answer = signed_in(by).post(
        page(campaign), {"slug": "kitaptok-next", "opens_on": a_monday(), "create": ""}
    )
    draft = Campaign.objects.get(slug="kitaptok-next")
    assert answer.url == reverse("admin:desk_campaign", args=[draft.pk])
    assert draft.phase(at=timezone.now()) is Phase.DRAFT
    desk = signed_in(by).get(answer.url).content.decode()
    assert "Prepared from the earlier edition" in desk
    assert str(by) in desk


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"slug": "kitaptok-2026"}, "slug"),
        ({"slug": "admin"}, "slug"),
        ({"slug": "Қ" * 70}, "slug"),
        ({"slug": ""}, "slug"),
        ({"opens_on": "2020-01-06"}, "opens_on"),
        ({"opens_on": "9999-12-31"}, "opens_on"),
        ({"opens_on": "0001-01-01"}, "opens_on"),
        ({"opens_on": "soon"}, "opens_on"),
        ({"opens_on": "x" * 100_000}, "opens_on"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(facts, field):
    campaign = last_year()
    values = {"slug": "next", "opens_on": a_monday().isoformat(), "create": ""} | facts
    answer = signed_in(manager()).post(page(campaign), values)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert Campaign.objects.count() == 1


def test_twice_pressed_makes_one_draft():
    campaign = last_year()
    client = signed_in(manager())
    values = {"slug": "next", "opens_on": a_monday().isoformat(), "create": ""}
    assert client.post(page(campaign), values).status_code == 302
    again = client.post(page(campaign), values)
    assert list(again.context["form"].errors) == ["slug"]
    assert Campaign.objects.filter(previous_edition=campaign).count() == 1


def test_who_may_not_add_campaigns_finds_no_way_to_it():
    campaign = last_year()
    client = signed_in(announcer())
    assert client.get(page(campaign)).status_code == 403
    assert (
        page(campaign)
        not in client.get(reverse("admin:desk_campaign", args=[campaign.pk])).content.decode()
    )
    assert (
        page(campaign)
        in signed_in(manager())
        .get(reverse("admin:desk_campaign", args=[campaign.pk]))
        .content.decode()
    )
