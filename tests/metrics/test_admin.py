"""Readings in the admin: added, read, never changed."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from contests.phases import Phase
from metrics.models import Attestation, CampaignReading, Reading
from tests import personas
from tests.builders import build_campaign, build_entry, build_reading

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ADD = "admin:metrics_reading_add"
LIST = "admin:metrics_reading_changelist"
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
    told = "A reading of this moment or later waits for a second person."
    assert told in response.content.decode()
    assert Reading.objects.count() == 1


def test_reading_typed_by_hand_counts_once_it_is_attested(as_manager, client, entry):
    as_manager.post(reverse(ADD), typed(entry))
    reading = Reading.objects.get()
    assert not Reading.objects.live().exists()
    client.force_login(personas.moderator(), backend=BACKEND)
    client.post(reverse("admin:metrics_reading_attest", args=[reading.pk]), {"word": "agree"})
    assert Reading.objects.live().get() == reading


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
    page = as_manager.get(response.url)
    assert page.context["adminform"].form["replaces"].value() == str(wrong.pk)
    assert "with 1,200 views" in page.content.decode()
    response = as_manager.post(
        reverse(ADD), typed(entry, replaces=str(wrong.pk), reason="A zero too many")
    )
    assert response.status_code == 302
    assert Reading.objects.unattested().get().replaces == wrong
    assert Reading.objects.live().get() == wrong


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


def test_reading_corrected_twice_is_refused(as_manager, entry):
    wrong = build_reading(entry, views=1200, taken_at=timezone.now() - timedelta(days=400))
    sent = typed(entry, replaces=str(wrong.pk), reason="A zero too many")
    assert as_manager.post(reverse(ADD), sent).status_code == 302
    response = as_manager.post(reverse(ADD), sent)
    assert "This reading was corrected already." in response.content.decode()


@pytest.mark.parametrize("replaces", ["999999", "x", "", "9" * 30])
def test_reading_that_replaces_nothing_there_is_a_plain_one(as_manager, entry, replaces):
    assert as_manager.get(f"{reverse(ADD)}?replaces={replaces}").status_code == 200
    assert as_manager.post(reverse(ADD), typed(entry, replaces=replaces)).status_code == 302
    assert Reading.objects.get().replaces is None


def listed(client, **query):
    response = client.get(reverse(LIST), query)
    return set(response.context["cl"].result_list)


def test_list_is_narrowed_by_whether_readings_count(as_manager, entry):
    now = timezone.now()
    hand = {"source": "manual", "recorded_by": personas.moderator()}
    read = build_reading(entry, views=1, taken_at=now - timedelta(days=4))
    wrong = build_reading(entry, views=2, taken_at=now - timedelta(days=3))
    right = build_reading(
        entry, views=3, taken_at=wrong.taken_at, replaces=wrong, reason="x", **hand
    )
    refused = build_reading(entry, views=4, taken_at=now - timedelta(days=2), **hand)
    waiting = build_reading(entry, views=5, taken_at=now - timedelta(days=1), **hand)
    for reading, reason in ((right, ""), (refused, "No")):
        Attestation.objects.create(
            reading=reading,
            agrees=not reason,
            reason=reason,
            recorded_by=reading.recorded_by,
            attested_by=personas.manager(),
            attested_at=now,
            replaces=reading.replaces,
        )
    assert listed(as_manager, counts="counts") == {read, right}
    assert listed(as_manager, counts="waiting") == {waiting}
    assert listed(as_manager, counts="refused") == {refused}
    assert listed(as_manager, counts="replaced") == {wrong}
    assert len(listed(as_manager)) == 5
    page = as_manager.get(reverse("admin:metrics_reading_change", args=[refused.pk]))
    assert "refused · \u2068Manager\u2069" in page.content.decode()


def test_list_shows_growth_since_the_reading_before_that_counts(as_manager, entry):
    now = timezone.now()
    build_reading(entry, views=1_000, taken_at=now - timedelta(days=3))
    build_reading(entry, views=9, taken_at=now - timedelta(days=2), source="manual")
    build_reading(entry, views=3_500, taken_at=now - timedelta(days=1))
    page = as_manager.get(reverse(LIST)).content.decode()
    assert "\u2066+2,500\u2069" in page
    assert "\u2066−991\u2069" in page


def test_list_finds_by_handle_id_and_any_link(as_manager, entry):
    reading = build_reading(entry, views=1, taken_at=timezone.now() - timedelta(days=1))
    other = build_entry(entry.campaign)
    build_reading(other, views=1, taken_at=timezone.now() - timedelta(days=1))
    for term in (
        entry.creator.handle,
        f"@{entry.creator.handle}",
        entry.video_id,
        entry.url,
        f"https://m.tiktok.com/v/{entry.video_id}.html?lang=kk",
        f"https://www.tiktok.com/@somebody.else/video/{entry.video_id}",
    ):
        assert listed(as_manager, q=term) == {reading}
    assert listed(as_manager, q="https://www.tiktok.com/@a/video/1234567890123456789") == set()
    assert listed(as_manager, q="nobody") == set()


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
    sent = report(campaign, views="35000000", institutions="40", regions="17", at_least="on")
    assert as_manager.post(reverse(REPORT), sent).status_code == 302
    reading = CampaignReading.objects.get()
    assert (reading.views, reading.at_least, reading.source_az) == (
        35_000_000,
        True,
        "TikTok hesabatı",
    )
    assert (reading.institutions, reading.regions, reading.creators) == (40, 17, None)
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
        ("moderator", 200, 403),
        ("announcer", 200, 403),
        ("auditor", 200, 403),
        ("judge", 302, 302),
        ("creator", 302, 302),
    ],
)
@pytest.mark.parametrize("model", ["reading", "campaignreading"])
def test_readings_for_those_who_may(client, db, model, who, lists, adds):
    client.force_login(getattr(personas, who)(), backend=BACKEND)
    # What a hashtag has as a whole is no business of moderators.
    lists = 403 if (model, who) == ("campaignreading", "moderator") else lists
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
