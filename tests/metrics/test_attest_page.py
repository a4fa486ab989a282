"""The page on which a second person looks at what somebody typed."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from contests.phases import Phase
from metrics.models import Attestation, Reading
from tests import personas
from tests.builders import build_campaign, build_entry, build_reading

pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
STAFF = ("administrator", "manager", "moderator", "announcer", "auditor")


def as_(person):
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


@pytest.fixture
def campaign():
    return build_campaign(phase=Phase.REVIEW)


def build_typed(campaign, *, by=None, views=120, **fields):
    return build_reading(
        build_entry(campaign),
        views=views,
        taken_at=campaign.closes_at - timedelta(hours=1),
        source=Reading.Source.MANUAL,
        recorded_by=by or personas.manager(),
        **fields,
    )


def page(reading):
    return reverse("admin:metrics_reading_attest", args=[reading.pk])


def waiting_list(campaign):
    changelist = reverse("admin:metrics_reading_changelist")
    return f"{changelist}?counts=waiting&entry__campaign__id__exact={campaign.pk}"


def picture(form="PNG", size=(400, 800)):
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, form)
    return out.getvalue()


def test_page_is_for_those_who_may_attest(campaign):
    reading = build_typed(campaign, by=personas.stranger())
    found = {who: as_(getattr(personas, who)()).get(page(reading)).status_code for who in STAFF}
    assert found == {
        "administrator": 200,
        "manager": 200,
        "moderator": 200,
        "announcer": 403,
        "auditor": 403,
    }
    sent = {
        who: as_(getattr(personas, who)()).post(page(reading), {"word": "agree"}).status_code
        for who in ("announcer", "auditor")
    }
    assert sent == {"announcer": 403, "auditor": 403}
    for person in (personas.judge(), personas.creator()):
        assert as_(person).get(page(reading)).status_code == 302
    assert Client().get(page(reading)).status_code == 302
    assert not Attestation.objects.exists()


def test_page_of_no_reading_is_not_found_and_of_a_platforms_is_refused(campaign):
    read = build_reading(build_entry(campaign), views=1, taken_at=campaign.opens_at)
    client = as_(personas.moderator())
    assert client.get("/admin/metrics/reading/999999/attest/").status_code == 404
    assert client.get("/admin/metrics/reading/abc/attest/").status_code == 404
    assert client.get(page(read)).status_code == 403


def test_agreeing_makes_it_count_and_leads_to_the_next(campaign):
    first, second = build_typed(campaign), build_typed(campaign)
    elsewhere = build_typed(build_campaign(phase=Phase.REVIEW))
    own = build_typed(campaign, by=personas.moderator())
    client = as_(personas.moderator())
    assert "2 wait for you" in client.get(page(first)).content.decode()
    response = client.post(page(first), {"word": "agree"})
    assert (response.status_code, response.url) == (302, page(second))
    response = client.post(page(second), {"word": "agree"})
    assert response.url == waiting_list(campaign)
    assert set(Reading.objects.live()) == {first, second}
    assert set(Reading.objects.unattested()) == {elsewhere, own}
    assert {word.attested_by for word in Attestation.objects.all()} == {personas.moderator()}


def test_refusing_needs_a_reason_and_keeps_it(campaign):
    reading, client = build_typed(campaign), as_(personas.moderator())
    response = client.post(page(reading), {"word": "refuse", "reason": " "})
    assert response.status_code == 200
    assert "Say what is wrong with the reading." in response.content.decode()
    response = client.post(page(reading), {"word": "refuse", "reason": "It says 12, not 120"})
    assert response.url == waiting_list(campaign)
    word = Attestation.objects.get()
    assert (word.agrees, word.reason) == (False, "It says 12, not 120")
    assert not Reading.objects.live().exists()
    shown = client.get(page(reading)).content.decode()
    assert "It says 12, not 120" in shown
    assert "I see the same figures" not in shown


def test_own_reading_cannot_be_attested(campaign):
    own, client = build_typed(campaign, by=personas.moderator()), as_(personas.moderator())
    shown = client.get(page(own)).content.decode()
    assert "You typed these figures yourself." in shown
    assert "I see the same figures" not in shown
    for sent in ({"word": "agree"}, {"word": "refuse", "reason": "No"}):
        response = client.post(page(own), sent)
        assert response.status_code == 200
        assert "You entered this reading yourself." in response.content.decode()
    assert not Attestation.objects.exists()


def test_second_tab_finds_it_attested_already(campaign):
    reading = build_typed(campaign)
    build_typed(campaign)
    moderator, other = as_(personas.moderator()), as_(personas.administrator())
    assert moderator.post(page(reading), {"word": "agree"}).status_code == 302
    for client in (moderator, other):
        response = client.post(page(reading), {"word": "refuse", "reason": "Too late"})
        assert response.status_code == 200
        told = "A second person has looked at this reading already."
        assert told in response.content.decode()
    assert Attestation.objects.get().agrees


@pytest.mark.parametrize("sent", [{}, {"word": "perhaps"}])
def test_unknown_word_says_nothing(campaign, sent):
    reading = build_typed(campaign)
    assert as_(personas.moderator()).post(page(reading), sent).status_code == 200
    assert not Attestation.objects.exists()


@pytest.mark.parametrize("count", [1, 3, 30])
def test_page_takes_the_same_queries_for_any_number(campaign, count):
    reading = build_typed(campaign)
    for number in range(count):
        build_reading(
            reading.entry, views=number, taken_at=campaign.opens_at + timedelta(hours=number)
        )
        build_typed(campaign)
    client = as_(personas.moderator())
    client.get(page(reading))
    with CaptureQueriesContext(connection) as queries:
        client.get(page(reading))
    assert len(queries) == 9


def add(client, entry, upload, **more):
    moment = timezone.localtime(entry.campaign.closes_at, entry.campaign.zone)
    sent = {
        "entry": str(entry.pk),
        "taken_at_0": f"{moment:%Y-%m-%d}",
        "taken_at_1": "00:01",
        "views": "120",
        "screenshot": upload,
    }
    return client.post(reverse("admin:metrics_reading_add"), sent | more)


def screenshot(reading):
    return reverse("admin:metrics_reading_screenshot", args=[reading.pk])


def test_screenshot_is_drawn_anew_and_shown_to_those_who_may_view_readings(campaign):
    sent = picture()
    upload = SimpleUploadedFile("phone.png", sent, content_type="image/png")
    assert add(as_(personas.manager()), build_entry(campaign), upload).status_code == 302
    reading = Reading.objects.get()
    response = as_(personas.auditor()).get(screenshot(reading))
    assert response.headers["Content-Type"] == "image/webp"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Disposition"].startswith("inline;")
    assert {"private", "no-store"} <= set(response.headers["Cache-Control"].split(", "))
    assert Image.open(BytesIO(response.content)).format == "WEBP"
    found = {
        who: as_(getattr(personas, who)()).get(screenshot(reading)).status_code for who in STAFF
    }
    assert found == dict.fromkeys(STAFF, 200)
    for person in (personas.judge(), personas.creator()):
        assert as_(person).get(screenshot(reading)).status_code == 302
    assert Client().get(screenshot(reading)).status_code == 302
    shown = as_(personas.moderator()).get(page(reading)).content.decode()
    assert f'src="{screenshot(reading)}"' in shown


def test_screenshot_that_is_not_there_is_not_found(campaign):
    without = build_typed(campaign)
    lost = build_typed(campaign, screenshot="readings/lost.webp")
    client = as_(personas.auditor())
    assert client.get(screenshot(without)).status_code == 404
    assert client.get(screenshot(lost)).status_code == 404


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("junk.png", b"\x89PNG\r\n\x1a\n" + b"junk" * 25_000),
        ("page.png", b"<html><script>alert(1)</script></html>"),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    ],
)
def test_screenshot_that_is_no_picture_is_refused(campaign, name, body):
    upload = SimpleUploadedFile(name, body, content_type="image/png")
    response = add(as_(personas.manager()), build_entry(campaign), upload)
    assert response.status_code == 200
    assert response.context["adminform"].form.errors["screenshot"]
    assert not Reading.objects.exists()


def test_screenshot_that_is_too_large_is_refused(campaign, settings):
    settings.UPLOAD_MAX_BYTES = 100 * 1024
    upload = SimpleUploadedFile("large.png", picture() + b"\0" * 100 * 1024)
    response = add(as_(personas.manager()), build_entry(campaign), upload)
    assert "The picture is larger than" in response.content.decode()
    assert not Reading.objects.exists()


def test_picture_with_a_page_behind_it_keeps_the_picture_only(campaign):
    upload = SimpleUploadedFile("both.png", picture() + b"<script>alert(1)</script>")
    assert add(as_(personas.manager()), build_entry(campaign), upload).status_code == 302
    with Reading.objects.get().screenshot.open("rb") as stored:
        assert b"<script>" not in stored.read()
