"""The plan of an announcement: what may be settled, when, by whom, and never over somebody else."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contests.models import Campaign
from contests.phases import Phase
from results.models import AnnouncementPlan
from results.planning import PlanSettings, set_announcement_plan
from results.plans import plan_of
from results.refusal import ResultsRefused
from tests import personas
from tests.builders import build_campaign, build_category, build_judge, dates_in
from tests.results.contests import DAY, build_person
from tests.results.staff import STAFF, client, told

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def campaign() -> Campaign:
    campaign = build_campaign(phase=Phase.OPEN)
    build_category(campaign)
    return campaign


def _save(campaign: Campaign, *, seen: str | None = None, **changes: Any) -> AnnouncementPlan:
    present = PlanSettings.of(plan_of(campaign))
    return set_announcement_plan(
        campaign_id=campaign.pk,
        settings=replace(present, **changes),
        seen=present.fingerprint if seen is None else seen,
        by=build_person("staff"),
        at=timezone.now(),
    )


def _code(campaign: Campaign, **changes: Any) -> str:
    with pytest.raises(ResultsRefused) as refusal:
        _save(campaign, **changes)
    assert "%(" not in refusal.value.message
    return refusal.value.code


def test_plan_keeps_what_was_settled(campaign: Campaign):
    person, moment = personas.announcer(), campaign.announce_by - DAY
    texts = (("signatory_kk", "Әсел"), ("signatory_ar", "ليلى"))
    _save(
        campaign, announces_at=moment, needs_two=True, responsible=(person.pk,), texts=texts,
        alternates=5, certificate_language="ar",
    )  # fmt: skip
    plan = AnnouncementPlan.objects.get()
    assert (plan.announces_at, plan.needs_two, plan.alternates) == (moment, True, 5)
    assert (plan.signatory_kk, plan.signatory_ar) == ("Әсел", "ليلى")
    assert list(plan.responsible.all()) == [person]


def test_time_must_lie_between_the_close_and_the_promise(campaign: Campaign):
    assert _code(campaign, announces_at=campaign.closes_at - MINUTE) == "announces_before_close"
    promised = campaign.announce_by
    assert _code(campaign, announces_at=promised) == "announces_after_promise"
    assert _code(campaign, announces_at=promised - 4 * MINUTE) == "announces_after_promise"
    _save(campaign, announces_at=promised - 5 * MINUTE)
    Campaign.objects.update(**dates_in(Phase.REVIEW, at=timezone.now()))
    campaign.refresh_from_db()
    past = timezone.now() - MINUTE
    assert _code(campaign, announces_at=past) == "announces_in_past"


def test_time_that_has_passed_stays_while_something_else_is_changed(campaign: Campaign):
    AnnouncementPlan.objects.create(campaign=campaign, announces_at=timezone.now() - DAY)
    assert _save(campaign, needs_two=True).needs_two


def test_missed_promise_can_still_be_kept_late(campaign: Campaign):
    Campaign.objects.update(**dates_in(Phase.REVIEW, at=timezone.now()) | {"shortlist_by": None})
    Campaign.objects.update(announce_by=timezone.now() - MINUTE)
    campaign.refresh_from_db()
    assert _save(campaign, announces_at=timezone.now() + DAY).announces_at


def test_two_people_do_not_write_over_each_other(campaign: Campaign):
    seen = PlanSettings.of(plan_of(campaign)).fingerprint
    _save(campaign, alternates=7)
    assert _code(campaign, seen=seen, needs_two=True) == "plan_changed"
    _save(campaign, responsible=(personas.announcer().pk,))
    assert AnnouncementPlan.objects.get().alternates == 7


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"alternates": 21}, "plan_limits"),
        ({"claim_days": 0}, "plan_limits"),
        ({"delivery_data_days": 731}, "plan_limits"),
        ({"certificate_language": "xx"}, "plan_limits"),
        ({"responsible": (10**9,)}, "not_staff"),
    ],
)
def test_impossible_settings_are_refused(campaign: Campaign, changes: Any, code: str):
    assert _code(campaign, **changes) == code
    assert not AnnouncementPlan.objects.exists()


def test_only_staff_can_be_responsible(campaign: Campaign):
    assert _code(campaign, responsible=(personas.creator().pk,)) == "not_staff"


def test_after_the_announcement_only_what_concerns_prizes_can_be_changed(campaign: Campaign):
    Campaign.objects.update(**dates_in(Phase.ANNOUNCED, at=timezone.now()))
    campaign.refresh_from_db()
    for change in ({"needs_two": True}, {"alternates": 1}, {"claim_days": 9}):
        assert _code(campaign, **change) == "plan_settled"
    saved = _save(campaign, delivery_data_days=60, texts=(("signatory_kk", "Әсел"),))
    assert (saved.delivery_data_days, saved.signatory_kk) == (60, "Әсел")


def test_plan_of_a_cancelled_campaign_is_closed(campaign: Campaign):
    Campaign.objects.update(cancelled_at=timezone.now())
    assert _code(campaign, alternates=1) == "plan_cancelled"


def _url(page: str, campaign: Campaign) -> str:
    return reverse(f"admin:{page}", args=[campaign.pk])


def _typed(campaign: Campaign, **changes: str) -> dict[str, str]:
    return {
        "seen": PlanSettings.of(plan_of(campaign)).fingerprint,
        "announces_at_0": "",
        "announces_at_1": "",
        "alternates": "3",
        "claim_days": "14",
        "delivery_data_days": "30",
        "certificate_language": "",
    } | changes


def test_pages_answer_each_role_exactly(campaign: Campaign):
    found = {
        who: (
            client(who).get(_url("results_promises", campaign)).status_code,
            client(who).get(_url("results_plan", campaign)).status_code,
            client(who).post(_url("results_plan", campaign), _typed(campaign)).status_code,
        )
        for who in STAFF
    }
    assert found == {
        "administrator": (200, 200, 302),
        "manager": (200, 200, 302),
        "moderator": (403, 403, 403),
        "announcer": (200, 200, 302),
        "auditor": (200, 200, 403),
    }
    for page in ("results_promises", "results_plan"):
        assert Client().get(_url(page, campaign)).status_code == 302
        assert client("creator").get(_url(page, campaign)).status_code == 302
        assert client("manager").get(reverse(f"admin:{page}", args=[9999])).status_code == 404
    assert client("manager").post(_url("results_promises", campaign)).status_code == 405


def test_time_is_typed_in_the_campaigns_zone(campaign: Campaign):
    day = (campaign.announce_by - DAY).astimezone(campaign.zone)
    sent = _typed(campaign, announces_at_0=f"{day:%Y-%m-%d}", announces_at_1="09:30")
    answer = client("manager").post(_url("results_plan", campaign), sent)
    assert told(answer) == ["The plan is saved."]
    saved = AnnouncementPlan.objects.get().announces_at.astimezone(campaign.zone)
    assert f"{saved:%Y-%m-%d %H:%M}" == f"{day:%Y-%m-%d} 09:30"
    html = client("manager").get(_url("results_plan", campaign)).content.decode()
    assert 'value="09:30"' in html


def test_refused_time_is_told_beside_the_field(campaign: Campaign):
    day = campaign.announce_by.astimezone(campaign.zone) + DAY
    sent = _typed(campaign, announces_at_0=f"{day:%Y-%m-%d}", announces_at_1="09:30")
    answer = client("manager").post(_url("results_plan", campaign), sent)
    assert list(answer.context["form"].errors) == ["announces_at"]
    assert not AnnouncementPlan.objects.exists()


def test_page_tells_promises_and_links_to_what_is_in_their_way(campaign: Campaign):
    page = client("announcer").get(_url("results_promises", campaign))
    assert [str(clock.name) for clock in page.context["clocks"]] == ["Shortlist", "Winners"]
    lines = [line for section in page.context["blocking"] for line in section.lines]
    assert {line.code for line in lines} == {"no_prize", "no_category_title"}
    html = page.content.decode()
    assert all(line.url in html for line in lines)


def test_staff_who_judge_see_the_clock_and_no_names(campaign: Campaign):
    campaign_ = Campaign.objects.get(pk=campaign.pk)
    build_judge(campaign_, personas.manager())
    page = client("manager").get(_url("results_promises", campaign))
    assert page.status_code == 200
    assert len(page.context["clocks"]) == 2
