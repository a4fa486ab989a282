"""The page on which a check of all entries is watched."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from entries.models import Recheck
from entries.rechecking import recheck, start_recheck
from tests.builders import build_campaign, build_entry
from tests.personas import manager, moderator

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client: Client, settings) -> Client:
    client.force_login(manager(), backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def started(count: int = 3) -> Recheck:
    """A run over accepted entries that are too short."""
    campaign = build_campaign(min_seconds=30)
    for _ in range(count):
        build_entry(campaign, seconds=20)
    return start_recheck(campaign_id=campaign.pk, by=manager(), at=timezone.now())


def page(run: Recheck) -> str:
    return reverse("admin:entries_recheck_change", args=[run.pk])


def test_page_follows_the_run_until_it_is_finished(staff):
    run = started()
    before = staff.get(page(run)).content.decode()
    assert "0 of 3 entries (0 %)" in before
    assert f'hx-get="{page(run)}" hx-trigger="every 2s"' in before
    recheck.call(run.pk)
    after = staff.get(page(run), headers={"HX-Request": "true"}).content.decode()
    assert after.lstrip().startswith('<div class="desk-progress">')
    assert "hx-get" not in after
    assert "3 accepted entries break a rule." in after


def test_link_leads_to_the_accepted_entries_that_break_a_rule(staff):
    run = started()
    build_entry(run.campaign, status="received", seconds=20)
    recheck.call(run.pk)
    url = staff.get(page(run)).context["progress"].doubtful_url
    assert set(parse_qs(urlsplit(url).query)) == {
        "campaign__id__exact",
        "status__exact",
        "proposal__exact",
    }
    assert staff.get(url).context["cl"].result_count == 3


def test_run_over_nothing_is_shown_as_finished(staff):
    run = started(0)
    assert staff.get(page(run)).context["progress"].percent == 0
    recheck.call(run.pk)
    assert staff.get(page(run)).context["progress"].percent == 100


def test_run_is_found_again_in_the_list(staff):
    run = started()
    html = staff.get(reverse("admin:entries_recheck_changelist")).content.decode()
    assert page(run) in html
    assert "0 %" in html


def test_run_that_is_not_there_leads_back(staff):
    assert staff.get(reverse("admin:entries_recheck_change", args=[99])).status_code == 302


def test_moderators_do_not_see_runs(client, settings):
    run = started()
    client.force_login(moderator(), backend=settings.AUTHENTICATION_BACKENDS[-1])
    assert client.get(page(run)).status_code == 403
