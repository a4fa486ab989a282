"""How a campaign's views are read: settled on a page, within limits, until the announcement."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contests.phases import Phase
from metrics.models import ReadingPlan
from metrics.planning import PlanSettings, set_reading_plan
from metrics.plans import plan_of
from metrics.refusal import MetricsRefused
from tests import personas
from tests.builders import build_campaign

pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
STAFF = ("administrator", "manager", "moderator", "announcer", "auditor")


def as_(person):
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def page(campaign):
    return reverse("admin:metrics_readingplan_plan", args=[campaign.pk])


def typed(campaign, **changes):
    return {
        "collects": "on",
        "every_hours": "6",
        "last_day_hours": "1",
        "final_minutes": "30",
        "stale_hours": "24",
        "board_freezes_at_0": "",
        "board_freezes_at_1": "",
        "seen": PlanSettings.of(plan_of(campaign)).fingerprint,
    } | changes


def errors(response):
    return {
        name: [str(error) for error in found]
        for name, found in response.context["form"].errors.items()
    }


def test_page_answers_each_role_exactly():
    campaign = build_campaign()
    found = {
        who: (
            as_(getattr(personas, who)()).get(page(campaign)).status_code,
            as_(getattr(personas, who)()).post(page(campaign), typed(campaign)).status_code,
        )
        for who in STAFF
    }
    assert found == {
        "administrator": (200, 302),
        "manager": (200, 302),
        "moderator": (403, 403),
        "announcer": (200, 403),
        "auditor": (200, 403),
    }
    for person in (personas.judge(), personas.creator()):
        assert as_(person).get(page(campaign)).status_code == 302
    assert Client().get(page(campaign)).status_code == 302
    unknown = reverse("admin:metrics_readingplan_plan", args=[9999])
    assert as_(personas.manager()).get(unknown).status_code == 404


def test_only_those_who_may_change_it_have_a_button():
    campaign = build_campaign()
    assert as_(personas.manager()).get(page(campaign)).context["may_save"] is True
    shown = as_(personas.auditor()).get(page(campaign)).context
    assert shown["may_save"] is False
    assert all(field.disabled for field in shown["form"].fields.values())


def test_campaign_without_a_plan_shows_the_defaults_and_gets_one():
    campaign = build_campaign()
    client = as_(personas.manager())
    assert client.get(page(campaign)).context["form"]["every_hours"].value() == 6
    response = client.post(page(campaign), typed(campaign, every_hours="3", shows_numbers="on"))
    assert (response.status_code, response.url) == (302, page(campaign))
    plan = ReadingPlan.objects.get()
    assert (plan.campaign, plan.every_hours, plan.shows_numbers) == (campaign, 3, True)
    client.post(page(campaign), {**typed(campaign), "collects": ""})
    plan.refresh_from_db()
    assert (plan.every_hours, plan.shows_numbers, plan.collects) == (6, False, False)


def test_freeze_is_typed_and_shown_in_the_campaigns_zone():
    campaign = build_campaign(time_zone="Asia/Baku")
    moment = timezone.now().astimezone(ZoneInfo("Asia/Baku")) + timedelta(days=2)
    client = as_(personas.manager())
    sent = typed(campaign, board_freezes_at_0=f"{moment:%Y-%m-%d}", board_freezes_at_1="09:30")
    assert client.post(page(campaign), sent).status_code == 302
    freeze = ReadingPlan.objects.get().board_freezes_at
    assert f"{freeze:%Y-%m-%d %H:%M}" == f"{moment:%Y-%m-%d} 05:30"
    shown = client.get(page(campaign))
    assert 'value="09:30"' in shown.content.decode()
    assert any(when.endswith("09:30") for _name, when in shown.context["follows"])


def test_freeze_outside_the_period_is_refused():
    campaign = build_campaign()
    for moment in (campaign.opens_at - timedelta(days=2), campaign.closes_at + timedelta(days=2)):
        sent = typed(campaign, board_freezes_at_0=f"{moment:%Y-%m-%d}", board_freezes_at_1="10:00")
        response = as_(personas.manager()).post(page(campaign), sent)
        assert errors(response) == {
            "board_freezes_at": [
                "The leaderboard can stand still only from a moment of the competition period on."
            ]
        }
    assert not ReadingPlan.objects.exists()


def test_freeze_that_a_new_period_has_left_behind_is_pointed_at():
    campaign = build_campaign()
    ReadingPlan.objects.create(campaign=campaign, board_freezes_at=campaign.closes_at)
    assert as_(personas.manager()).get(page(campaign)).context["freeze_is_outside"] is True


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("every_hours", "0"),
        ("every_hours", "25"),
        ("last_day_hours", "-1"),
        ("final_minutes", "4"),
        ("final_minutes", "721"),
        ("stale_hours", ""),
        ("board_freezes_at_0", "31 February"),
    ],
)
def test_impossible_settings_are_refused(field, value):
    campaign = build_campaign()
    response = as_(personas.manager()).post(page(campaign), typed(campaign, **{field: value}))
    assert list(errors(response)) == [field.removesuffix("_0")]
    assert not ReadingPlan.objects.exists()


@pytest.mark.parametrize(
    ("phase", "sentence"),
    [
        (Phase.ANNOUNCED, "The winners are announced. How views are read is settled for good."),
        (Phase.ARCHIVED, "The winners are announced. How views are read is settled for good."),
        (Phase.CANCELLED, "The campaign is cancelled. Nothing is read any more."),
    ],
)
def test_plan_is_settled_by_the_announcement(phase, sentence):
    campaign = build_campaign(phase=phase)
    client = as_(personas.manager())
    shown = client.get(page(campaign))
    assert (shown.context["may_save"], shown.context["settled"]) == (False, sentence)
    response = client.post(page(campaign), typed(campaign, every_hours="3"))
    assert errors(response) == {"__all__": [sentence]}
    assert not ReadingPlan.objects.exists()


def test_limit_for_old_readings_is_settled_at_the_close():
    campaign = build_campaign(phase=Phase.REVIEW)
    client = as_(personas.manager())
    response = client.post(page(campaign), typed(campaign, stale_hours="720"))
    assert list(errors(response)) == ["stale_hours"]
    assert client.post(page(campaign), typed(campaign, shows_numbers="on")).status_code == 302
    assert plan_of(campaign).stale_hours == 24


def test_second_tab_does_not_write_over_the_first():
    campaign = build_campaign()
    client = as_(personas.manager())
    first = typed(campaign, every_hours="3")
    second = typed(campaign, last_day_hours="2")
    assert client.post(page(campaign), first).status_code == 302
    response = client.post(page(campaign), second)
    assert errors(response)["__all__"] == [
        "Somebody else has changed these settings meanwhile. Look at them as they are now."
    ]
    plan = plan_of(campaign)
    assert (plan.every_hours, plan.last_day_hours) == (3, 1)


def test_pressed_twice_is_saved_once():
    campaign = build_campaign()
    seen = PlanSettings.of(plan_of(campaign))
    settings = PlanSettings(True, 3, 1, 30, 24, None, False)
    said = {"campaign_id": campaign.pk, "settings": settings, "by": personas.manager()}
    set_reading_plan(**said, seen=seen.fingerprint, at=timezone.now())
    with pytest.raises(MetricsRefused) as refused:
        set_reading_plan(**said, seen=seen.fingerprint, at=timezone.now())
    assert refused.value.code == "plan_changed"
    assert ReadingPlan.objects.get().every_hours == 3


def test_what_follows_is_told_for_the_plan_as_it_is():
    now = timezone.now()
    campaign = build_campaign(
        opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=3, minutes=1)
    )
    shown = as_(personas.auditor()).get(page(campaign)).context
    assert [name for name, _when in shown["follows"]] == [
        "The first reading",
        "More often from",
        "A last reading is too old if it was taken before",
        "The final reading begins",
        "Nothing counts that is read after",
    ]
    assert len(shown["upcoming"]) == 5
    ReadingPlan.objects.create(campaign=campaign, collects=False)
    assert as_(personas.auditor()).get(page(campaign)).context["upcoming"] == []


def test_campaign_without_dates_has_a_page():
    campaign = build_campaign(
        phase=Phase.DRAFT,
        opens_at=None,
        closes_at=None,
        shortlist_by=None,
        announce_by=None,
        archives_at=None,
    )
    client = as_(personas.manager())
    assert client.get(page(campaign)).context["follows"] == []
    assert client.post(page(campaign), typed(campaign, every_hours="2")).status_code == 302


def test_row_of_the_list_leads_to_the_page_and_is_saved_there_only():
    plan = ReadingPlan.objects.create(campaign=build_campaign())
    change = reverse("admin:metrics_readingplan_change", args=[plan.pk])
    client = as_(personas.manager())
    assert f'action="{page(plan.campaign)}"' in client.get(change).content.decode()
    assert client.post(change, typed(plan.campaign, every_hours="3")).status_code == 403
