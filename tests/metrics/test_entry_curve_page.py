"""The page with everything that is known about the views of one entry."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from contests.phases import Phase
from metrics.models import Attestation, Case, Reading, ReadingPlan
from tests import personas
from tests.builders import build_campaign, build_entry, build_reading

pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
HOUR = timedelta(hours=1)


def as_(person):
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def page(entry):
    return reverse("admin:metrics_entry_curve", args=[entry.pk])


@pytest.fixture
def campaign():
    return build_campaign(phase=Phase.REVIEW)


@pytest.fixture
def entry(campaign):
    return build_entry(campaign)


def test_page_is_for_those_who_may_view_readings(entry):
    for who in ("administrator", "manager", "moderator", "announcer", "auditor"):
        assert as_(getattr(personas, who)()).get(page(entry)).status_code == 200
    for person in (personas.judge(), personas.creator()):
        assert as_(person).get(page(entry)).status_code == 302
    assert Client().get(page(entry)).status_code == 302
    assert as_(personas.auditor()).get("/admin/metrics/reading/entry/9999/").status_code == 404


def test_page_shows_all_readings_and_why_some_do_not_count(entry, campaign):
    first = build_reading(entry, views=100, taken_at=campaign.closes_at - 9 * HOUR)
    wrong = build_reading(entry, views=9_000, taken_at=campaign.closes_at - 5 * HOUR)
    typed = {"source": Reading.Source.MANUAL, "recorded_by": personas.manager()}
    right = build_reading(
        entry, views=900, taken_at=wrong.taken_at, replaces=wrong, reason="A zero", **typed
    )
    refused = build_reading(entry, views=5, taken_at=campaign.closes_at - 2 * HOUR, **typed)
    waiting = build_reading(entry, views=950, taken_at=campaign.closes_at - HOUR, **typed)
    for reading, agrees in ((right, True), (refused, False)):
        Attestation.objects.create(
            reading=reading,
            agrees=agrees,
            reason="" if agrees else "It says 50",
            recorded_by=personas.manager(),
            attested_by=personas.moderator(),
            attested_at=timezone.now(),
            replaces=reading.replaces,
        )
    response = as_(personas.moderator()).get(page(entry))
    lines = {line.row: line for line in response.context["lines"]}
    assert {row: line.state for row, line in lines.items()} == {
        waiting: "waits for a second person",
        refused: "refused",
        right: "counts",
        wrong: "replaced",
        first: "counts",
    }
    assert lines[right].growth == "\u2066+800\u2069"
    assert "It says 50" in lines[refused].said
    assert response.context["chart"].series[0].points == [
        (first.taken_at, 100),
        (right.taken_at, 900),
    ]
    content = response.content.decode()
    assert reverse("admin:metrics_reading_attest", args=[waiting.pk]) in content
    assert "Correct this reading" not in content


def test_total_names_its_reading_its_age_and_why(entry, campaign):
    build_reading(entry, views=1_200, taken_at=campaign.closes_at - 5 * HOUR)
    build_reading(entry, views=9_000, taken_at=campaign.closes_at + HOUR)
    total = as_(personas.auditor()).get(page(entry)).context["total"]
    assert total.views == "1,200"
    assert total.reason == "posted inside the period: the last reading counts"
    assert total.age == "5 hours ago, as seen from the close"


def test_total_is_not_known_without_a_reading(entry):
    total = as_(personas.auditor()).get(page(entry)).context["total"]
    assert (total.views, total.reason) == ("–", "no reading at or before the close")


def test_chart_marks_opening_close_and_freeze(entry, campaign):
    freeze = campaign.closes_at - 24 * HOUR
    ReadingPlan.objects.create(campaign=campaign, board_freezes_at=freeze)
    chart = as_(personas.auditor()).get(page(entry)).context["chart"]
    assert [(mark.at, mark.label) for mark in chart.marks] == [
        (campaign.opens_at, "opening"),
        (freeze, "the public leaderboard stands still"),
        (campaign.closes_at, "close"),
    ]


def test_cases_lead_to_their_pages_the_open_ones_first(entry):
    done = Case.objects.create(
        entry=entry,
        kind="jump",
        raised_at=timezone.now(),
        decided_at=timezone.now(),
        decided_by=personas.moderator(),
        outcome="harmless",
        reason="On television",
    )
    waits = Case.objects.create(entry=entry, kind="stale", raised_at=timezone.now() - HOUR)
    response = as_(personas.auditor()).get(page(entry))
    assert response.context["cases"] == [waits, done]
    assert reverse("admin:metrics_case_change", args=[waits.pk]) in response.content.decode()


def test_entry_leads_to_its_views(entry):
    change = reverse("admin:entries_entry_change", args=[entry.pk])
    assert page(entry) in as_(personas.auditor()).get(change).content.decode()


def test_managers_correct_from_here_what_counts(entry, campaign):
    reading = build_reading(entry, views=1, taken_at=campaign.opens_at)
    line = as_(personas.manager()).get(page(entry)).context["lines"][0]
    add = reverse("admin:metrics_reading_add")
    assert line.correct_url == f"{add}?entry={entry.pk}&replaces={reading.pk}"


@pytest.mark.parametrize("count", [1, 3, 30])
def test_page_takes_the_same_queries_for_any_number(entry, campaign, count):
    for number in range(count):
        reading = build_reading(
            entry,
            views=number,
            taken_at=campaign.opens_at + number * HOUR,
            source=Reading.Source.MANUAL,
            recorded_by=personas.manager(),
        )
        Attestation.objects.create(
            reading=reading,
            agrees=True,
            recorded_by=personas.manager(),
            attested_by=personas.moderator(),
            attested_at=timezone.now(),
        )
    client = as_(personas.moderator())
    client.get(page(entry))
    with CaptureQueriesContext(connection) as queries:
        client.get(page(entry))
    assert len(queries) == 10


def test_long_history_has_pages(entry, campaign):
    Reading.objects.bulk_create(
        Reading(
            entry=entry,
            views=number,
            taken_at=campaign.opens_at + timedelta(minutes=number),
            recorded_at=timezone.now(),
            source="platform_api",
        )
        for number in range(101)
    )
    client = as_(personas.auditor())
    assert len(client.get(page(entry)).context["lines"]) == 100
    assert [line.views for line in client.get(f"{page(entry)}?page=2").context["lines"]] == ["0"]
