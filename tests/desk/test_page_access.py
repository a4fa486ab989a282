"""Every page of the admin that belongs to no single row, for every role, with its exact status."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contests.models import Category
from contests.phases import Phase
from results.models import Announcement, Evidence
from tests import personas
from tests.builders import build_campaign, build_category, build_judge, build_round
from tests.press_constraints import build_release
from tests.views_constraints import build_typed_reading

pytestmark = pytest.mark.django_db

STAFF = ("administrator", "manager", "moderator", "announcer", "auditor")
OTHERS = ("judge", "creator", "stranger")
# What each of STAFF gets by GET. 302 leads back to the desk: these pages have nothing to ask
# while the campaign is open, and are tested with their buttons in test_campaign_desk.py.
PAGES: dict[str, tuple[int, int, int, int, int]] = {
    "index": (200, 200, 200, 200, 200),
    "desk_campaign": (200, 200, 200, 200, 200),
    "desk_publish": (302, 302, 403, 403, 403),
    "desk_cancel": (200, 200, 403, 403, 403),
    "desk_next_edition": (200, 200, 403, 403, 403),
    "desk_help": (200, 200, 200, 200, 200),
    "desk_people": (200, 200, 403, 200, 200),
    "desk_take_role": (302, 302, 403, 403, 403),
    "desk_texts": (200, 200, 200, 200, 200),
    "contests_campaign_rules": (200, 200, 200, 200, 200),
    "entries_entry_queue": (200, 200, 200, 403, 403),
    "judging_round_assign": (200, 200, 403, 403, 403),
    "judging_judge_leave": (200, 200, 403, 403, 403),
    "judging_judge_come_back": (200, 200, 403, 403, 403),
    "judging_round_progress": (200, 200, 403, 200, 200),
    "judging_round_figures": (200, 200, 403, 200, 200),
    "judging_round_scores": (200, 200, 403, 200, 200),
    "judging_flags": (200, 200, 403, 200, 200),
    "results_standings": (200, 200, 403, 200, 200),
    "results_winners": (200, 200, 403, 200, 200),
    "results_announce": (200, 200, 403, 200, 200),
    "results_promises": (200, 200, 403, 200, 200),
    "results_plan": (200, 200, 403, 200, 200),
    "results_correction": (200, 200, 403, 200, 200),
    "results_preview_links": (405, 405, 405, 405, 405),
    "results_press": (200, 200, 403, 200, 200),
    "results_press_release": (200, 200, 403, 200, 200),
    "results_handover": (200, 200, 403, 200, 200),
    # Nothing is to be handed over: whoever may have the lists finds none.
    "results_handover_file": (404, 404, 403, 404, 403),
    "results_handover_print": (404, 404, 403, 404, 403),
    "results_evidence_download": (200, 200, 403, 200, 200),
    "metrics_pulse": (200, 200, 403, 200, 200),
    "metrics_pulse_import": (200, 200, 403, 403, 403),
    "metrics_pendingreading_unseen": (200, 200, 200, 200, 200),
    "metrics_readingplan_plan": (200, 200, 403, 200, 200),
    "metrics_entry_curve": (200, 200, 200, 200, 200),
    "metrics_reading_waiting": (302, 302, 302, 403, 403),
    "metrics_reading_attest": (200, 200, 200, 403, 403),
    "metrics_stale": (200, 200, 200, 200, 200),
    "outbox_stop": (200, 200, 403, 200, 200),
    "password_change": (200, 200, 200, 200, 200),
    "jsi18n": (200, 200, 200, 200, 200),
}


def addresses() -> dict[str, str]:
    campaign = build_campaign(phase=Phase.OPEN)
    round_ = build_round(build_category(campaign))
    sitting = build_judge(campaign, personas.judge())
    announcement = Announcement.objects.create(
        campaign=build_campaign(phase=Phase.ANNOUNCED),
        announced_at=timezone.now(),
        announced_by=personas.announcer(),
        digest="0" * 64,
    )
    evidence = Evidence.objects.create(announcement=announcement, body="{}", sha256="0" * 64)
    views = build_category(campaign, method=Category.Method.MOST_VIEWED_VIDEO)
    typed = build_typed_reading()
    ids = {
        "desk_campaign": campaign.pk,
        "desk_publish": campaign.pk,
        "desk_cancel": campaign.pk,
        "desk_next_edition": campaign.pk,
        "desk_people": campaign.pk,
        "desk_take_role": (campaign.pk, 0),
        "desk_texts": campaign.pk,
        "contests_campaign_rules": campaign.pk,
        "judging_round_assign": round_.pk,
        "judging_judge_leave": sitting.pk,
        "judging_judge_come_back": sitting.pk,
        "judging_round_progress": round_.pk,
        "judging_round_figures": round_.pk,
        "judging_round_scores": round_.pk,
        "metrics_pulse": campaign.pk,
        "metrics_pulse_import": campaign.pk,
        "metrics_readingplan_plan": campaign.pk,
        "metrics_entry_curve": typed.entry_id,
        "metrics_reading_attest": typed.pk,
        "metrics_stale": views.pk,
        "results_standings": campaign.pk,
        "results_winners": campaign.pk,
        "results_announce": campaign.pk,
        "results_promises": campaign.pk,
        "results_plan": campaign.pk,
        "results_correction": campaign.pk,
        "results_preview_links": campaign.pk,
        "results_press": campaign.pk,
        "results_press_release": (campaign.pk, build_release(campaign).pk),
        "results_handover": campaign.pk,
        "results_handover_file": campaign.pk,
        "results_handover_print": campaign.pk,
        "results_evidence_download": evidence.pk,
    }
    # A list is of one sponsor, or of the prizes that have none.
    query = {"results_handover_file": "?sponsor=0", "results_handover_print": "?sponsor=0"}
    return {
        name: reverse(f"admin:{name}", args=_as_list(ids.get(name, ()))) + query.get(name, "")
        for name in PAGES
    }


def _as_list(ids: int | tuple[int, ...]) -> list[int]:
    return [ids] if isinstance(ids, int) else list(ids)


def status(role: str | None, address: str) -> int:
    client = Client()
    if role:
        client.force_login(
            getattr(personas, role)(),
            backend="allauth.account.auth_backends.AuthenticationBackend",
        )
    return client.get(address).status_code


@pytest.mark.parametrize("name", PAGES)
def test_page_answers_each_role_exactly(name):
    address = addresses()[name]
    assert tuple(status(role, address) for role in STAFF) == PAGES[name]


@pytest.mark.parametrize("name", PAGES)
def test_page_sends_everybody_else_to_sign_in(name):
    address = addresses()[name]
    assert {status(role, address) for role in (*OTHERS, None)} == {302}
