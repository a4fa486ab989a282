"""A campaign in figures for staff, and the import of a series of reported figures."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contests.phases import Phase
from metrics.models import CampaignReading, ReadingPlan
from tests import personas
from tests.builders import build_campaign, build_partner, build_partnership
from tests.metrics.test_pulse import fill

pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ROWS = "date,views,source\n2026-03-01,1000,TikTok\n2026-03-02,1500,TikTok\n"


@pytest.fixture
def campaign():
    return build_campaign(phase=Phase.OPEN)


def as_(person) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def pulse(campaign):
    return reverse("admin:metrics_pulse", args=[campaign.pk])


def importing(campaign):
    return reverse("admin:metrics_pulse_import", args=[campaign.pk])


@pytest.mark.parametrize("name", ["administrator", "manager", "announcer", "auditor"])
def test_who_reads_figures_sees_the_page(campaign, name):
    fill(campaign, size=2)
    page = as_(getattr(personas, name)()).get(pulse(campaign))
    assert page.status_code == 200
    assert page.content.decode().count("<figure") >= 5


@pytest.mark.parametrize("name", ["judge", "creator", "stranger"])
def test_others_do_not(campaign, name):
    client = as_(getattr(personas, name)())
    assert client.get(pulse(campaign)).status_code in (302, 403)
    assert client.get(importing(campaign)).status_code in (302, 403)


def test_only_who_adds_figures_imports_them(campaign):
    assert as_(personas.auditor()).get(importing(campaign)).status_code == 403
    assert as_(personas.auditor()).post(importing(campaign), {"text": ROWS}).status_code == 403
    assert as_(personas.manager()).get(importing(campaign)).status_code == 200


def test_unknown_campaigns_are_not_found(campaign):
    client = as_(personas.manager())
    assert client.get(reverse("admin:metrics_pulse", args=[campaign.pk + 1])).status_code == 404


def test_links_of_institutions_work_and_carry_a_key_only_where_it_is_needed(campaign, settings):
    partner = build_partner()
    build_partnership(campaign, partner=partner)
    client = as_(personas.manager())

    def link():
        page = client.get(pulse(campaign)).content.decode()
        return re.search(r'data-copy="([^"]+)"', page)[1]

    with_key = link()
    assert with_key.startswith(settings.SITE_URL)
    assert "?key=" in with_key
    assert Client().get(with_key.removeprefix(settings.SITE_URL)).status_code == 200
    ReadingPlan.objects.create(campaign=campaign, shows_numbers=True)
    assert "?key=" not in link()


def test_the_page_keeps_its_queries():
    counts = set()
    client = as_(personas.manager())
    for size in (1, 3, 30):
        campaign = build_campaign(phase=Phase.OPEN)
        fill(campaign, size=size)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(pulse(campaign)).status_code == 200
        counts.add(len(captured))
    assert len(counts) == 1


def test_a_series_is_looked_over_before_it_is_taken_over(campaign):
    client = as_(personas.manager())
    looked = client.post(importing(campaign), {"text": ROWS, "language": "en", "act": "look"})
    assert "2 new rows of 2" in looked.content.decode()
    assert not CampaignReading.objects.exists()
    taken = client.post(importing(campaign), {"text": ROWS, "language": "en", "act": "take"})
    assert taken.status_code == 302
    assert CampaignReading.objects.filter(campaign=campaign, source_en="TikTok").count() == 2
    again = client.post(importing(campaign), {"text": ROWS, "language": "en", "act": "take"})
    assert "2 rows were there already." in client.get(again.url).content.decode()
    assert CampaignReading.objects.count() == 2


def test_a_file_is_read_onto_the_page(campaign):
    client = as_(personas.manager())
    file = SimpleUploadedFile("series.csv", b"\xef\xbb\xbf" + ROWS.encode())
    page = client.post(importing(campaign), {"file": file, "language": "en", "act": "look"})
    assert "2026-03-02,1500,TikTok" in page.content.decode()
    wrong = SimpleUploadedFile("series.csv", b"\xff\xfe\x00")
    page = client.post(importing(campaign), {"file": wrong, "language": "en", "act": "look"})
    assert "Save the file as CSV in UTF-8." in page.content.decode()


def test_with_a_mistake_nothing_is_taken_over(campaign):
    client = as_(personas.manager())
    text = ROWS + "2026-03-03,many,TikTok\n"
    page = client.post(importing(campaign), {"text": text, "language": "en", "act": "take"})
    assert "“\u2068many\u2069” is no whole number" in page.content.decode()
    assert not CampaignReading.objects.exists()
