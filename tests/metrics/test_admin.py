"""Readings in the admin: added, read, never changed."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from contests.phases import Phase
from metrics.models import CampaignReading, Reading
from tests import personas
from tests.builders import build_campaign, build_entry, build_reading

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ADD = "admin:metrics_reading_add"
REPORT = "admin:metrics_campaignreading_add"


@pytest.fixture
def as_manager(client, db):
    client.force_login(personas.manager(), backend=BACKEND)
    return client


@pytest.fixture
def entry(db):
    return build_entry(build_campaign(phase=Phase.REVIEW, time_zone="Asia/Baku"))


def typed(entry, views="120", *, day="2026-01-05", time="10:00", **more):
    return {
        "entry": str(entry.pk),
        "taken_at_0": day,
        "taken_at_1": time,
        "views": views,
        **more,
    }


def test_reading_added_in_the_campaigns_zone(as_manager, entry):
    response = as_manager.post(reverse(ADD), typed(entry, likes="3"))
    assert response.status_code == 302
    reading = Reading.objects.get()
    assert reading.taken_at.isoformat() == "2026-01-05T06:00:00+00:00"
    assert (reading.views, reading.likes, reading.shares) == (120, 3, None)
    assert (reading.source, reading.recorded_by) == (Reading.Source.MANUAL, personas.manager())


def test_reading_twice_is_once(as_manager, entry):
    as_manager.post(reverse(ADD), typed(entry))
    response = as_manager.post(reverse(ADD), typed(entry))
    assert "There is a reading of this moment already." in response.content.decode()
    assert Reading.objects.count() == 1


def test_reading_from_the_future_is_refused(as_manager, entry):
    day = f"{timezone.now() + timedelta(days=2):%Y-%m-%d}"
    response = as_manager.post(reverse(ADD), typed(entry, day=day))
    assert "A reading cannot come from the future." in response.content.decode()


def test_reading_older_than_the_last_is_refused(as_manager, entry):
    build_reading(entry, views=1, taken_at=timezone.now() - timedelta(minutes=1))
    response = as_manager.post(reverse(ADD), typed(entry))
    assert "There is a newer reading of this video." in response.content.decode()


def test_reading_negative_is_refused(as_manager, entry):
    assert as_manager.post(reverse(ADD), typed(entry, views="-1")).status_code == 200
    assert not Reading.objects.exists()


def test_reading_corrected(as_manager, entry):
    wrong = build_reading(entry, views=1200, taken_at=timezone.now() - timedelta(days=400))
    button = reverse("admin:metrics_reading_correct", args=[wrong.pk])
    response = as_manager.get(button)
    assert response.url == f"{reverse(ADD)}?entry={entry.pk}&replaces={wrong.pk}"
    form = as_manager.get(response.url).context["adminform"].form
    assert form["replaces"].value() == str(wrong.pk)
    response = as_manager.post(
        reverse(ADD), typed(entry, replaces=str(wrong.pk), reason="A zero too many")
    )
    assert response.status_code == 302
    assert Reading.objects.live().get().replaces == wrong


def test_reading_corrected_without_reason_is_refused(as_manager, entry):
    wrong = build_reading(entry, views=1200, taken_at=timezone.now() - timedelta(days=400))
    response = as_manager.post(reverse(ADD), typed(entry, replaces=str(wrong.pk)))
    assert "Say why the reading is corrected." in response.content.decode()


def test_reading_corrected_for_another_entry_is_refused(as_manager, entry):
    other = build_reading(
        build_entry(entry.campaign), views=1, taken_at=timezone.now() - timedelta(days=400)
    )
    response = as_manager.post(reverse(ADD), typed(entry, replaces=str(other.pk), reason="x"))
    assert "This reading is of another entry." in response.content.decode()


def report(campaign, **more):
    return {
        "campaign": str(campaign.pk),
        "taken_at_0": "2026-01-05",
        "taken_at_1": "10:00",
        "source_az": "TikTok hesabatı",
        **more,
    }


def test_campaign_reading_added(as_manager):
    campaign = build_campaign(time_zone="Asia/Baku")
    sent = report(campaign, views="35000000", at_least="on")
    assert as_manager.post(reverse(REPORT), sent).status_code == 302
    reading = CampaignReading.objects.get()
    assert (reading.views, reading.at_least, reading.source_az) == (
        35_000_000,
        True,
        "TikTok hesabatı",
    )
    assert reading.taken_at.isoformat() == "2026-01-05T06:00:00+00:00"
    assert reading.recorded_by == personas.manager()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "Enter at least one figure."),
        ({"views": "1", "source_az": ""}, "Say where the figures come from."),
        ({"views": "1", "taken_at_0": "2999-01-01"}, "cannot come from the future"),
    ],
)
def test_campaign_reading_refused(as_manager, changes, sentence):
    response = as_manager.post(reverse(REPORT), report(build_campaign(), **changes))
    assert sentence in response.content.decode()
    assert not CampaignReading.objects.exists()


@pytest.mark.parametrize(
    ("who", "lists", "adds"),
    [
        ("administrator", 200, 200),
        ("manager", 200, 200),
        ("moderator", 403, 403),
        ("announcer", 200, 403),
        ("auditor", 200, 403),
        ("judge", 302, 302),
        ("creator", 302, 302),
    ],
)
@pytest.mark.parametrize("model", ["reading", "campaignreading"])
def test_readings_for_those_who_may(client, db, model, who, lists, adds):
    client.force_login(getattr(personas, who)(), backend=BACKEND)
    assert client.get(reverse(f"admin:metrics_{model}_changelist")).status_code == lists
    assert client.get(reverse(f"admin:metrics_{model}_add")).status_code == adds


@pytest.mark.parametrize("model", ["reading", "campaignreading"])
def test_readings_are_neither_changed_nor_deleted(client, entry, model):
    client.force_login(personas.administrator(), backend=BACKEND)
    thing = build_reading(entry, views=1, taken_at=timezone.now() - timedelta(days=1))
    if model == "campaignreading":
        thing = CampaignReading.objects.create(
            campaign=entry.campaign,
            taken_at=timezone.now(),
            recorded_at=timezone.now(),
            views=1,
            source="TikTok",
        )
    change = reverse(f"admin:metrics_{model}_change", args=[thing.pk])
    assert client.get(change).status_code == 200
    assert client.post(change, {"views": "2"}).status_code == 403
    delete = reverse(f"admin:metrics_{model}_delete", args=[thing.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("model", ["reading", "campaignreading"])
def test_list_queries_do_not_grow(as_manager, model):
    counts = []
    for rows in (1, 3, 30):
        while Reading.objects.count() < rows:
            entry = build_entry(build_campaign())
            build_reading(entry, views=1, taken_at=timezone.now() - timedelta(days=1))
            CampaignReading.objects.create(
                campaign=entry.campaign,
                taken_at=timezone.now(),
                recorded_at=timezone.now(),
                views=1,
                source="TikTok",
            )
        with CaptureQueriesContext(connection) as queries:
            as_manager.get(reverse(f"admin:metrics_{model}_changelist"))
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]
