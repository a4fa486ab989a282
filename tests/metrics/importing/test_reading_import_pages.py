from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contests.models import Campaign
from entries.importing.states import State, state_of
from metrics.models import ReadingImport
from tests import personas
from tests.builders import build_campaign, build_entry
from tests.entries.importing.files import csv_file
from tests.metrics.importing.imports import HEADERS, imported, previewed, row, started, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign() -> Campaign:
    return build_campaign(time_zone="Asia/Almaty")


def client_of(persona: str) -> Client:
    client = Client()
    user = getattr(personas, persona)()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def url(name: str, *ids: Any) -> str:
    return reverse(f"admin:metrics_readingimport_{name}", args=ids)


def of_import(reading_import: ReadingImport, name: str = "change") -> str:
    return url(name, reading_import.pk)


def rows(campaign: Campaign) -> list[list[Any]]:
    moment = (timezone.now() - timedelta(hours=1)).isoformat()
    return [row(build_entry(campaign), 5, taken_at=moment), ["=soon", "x"]]


def at_now() -> dict[str, Any]:
    return {"at": timezone.now()}


def test_manager_uploads_looks_and_starts(campaign: Campaign):
    client, lines = client_of("manager"), rows(campaign)
    content = csv_file(lines, headers=HEADERS).getvalue()
    sent = {"campaign": campaign.pk, "file": SimpleUploadedFile("views.csv", content)}
    response = client.post(url("add"), sent)
    reading_import = ReadingImport.objects.get()
    assert response["location"] == of_import(reading_import)
    page = client.get(of_import(reading_import)).content.decode()
    assert 'hx-trigger="every 2s"' in page
    previewed(campaign, lines, **at_now())
    page = client.get(of_import(reading_import)).content.decode()
    assert "Take 1 reading over" in page
    assert "Why rows are refused" in page
    response = client.post(of_import(reading_import, "start"))
    assert response["location"] == of_import(reading_import)
    reading_import.refresh_from_db()
    assert state_of(reading_import) is State.RUNNING
    client.post(of_import(reading_import, "stop"))
    assert "Go on" in client.get(of_import(reading_import)).content.decode()
    client.post(of_import(reading_import, "resume"))
    assert state_of(ReadingImport.objects.get()) is State.RUNNING


def test_part_that_moves_comes_alone_for_htmx(campaign: Campaign):
    reading_import = started(campaign, rows(campaign), **at_now())
    headers = {"HX-Request": "true"}
    part = client_of("manager").get(of_import(reading_import), headers=headers).content.decode()
    assert part.lstrip().startswith('<div class="desk-columns"')
    assert "0 of 2 rows (0 %)" in part


def test_moment_is_typed_in_the_campaigns_zone(campaign: Campaign):
    file = csv_file([["x", 5]], headers=["A", "B"])
    reading_import = upload(campaign, file, **at_now())
    client = client_of("manager")
    page = client.get(of_import(reading_import, "columns")).content.decode()
    assert "All figures were read at" in page
    sent = {"encoding": "utf-8-sig", "link": "A", "views": "B"}
    missing = client.post(of_import(reading_import, "columns"), sent)
    assert missing.context["form"].errors["all_taken_at"]
    opens = campaign.opens_at.astimezone(campaign.zone)
    typed = {"all_taken_at": f"{opens:%Y-%m-%dT%H:%M}"}
    response = client.post(of_import(reading_import, "columns"), sent | typed)
    assert response["location"] == of_import(reading_import)
    reading_import.refresh_from_db()
    assert reading_import.taken_at == campaign.opens_at.replace(second=0, microsecond=0)
    assert reading_import.columns == {"link": "A", "views": "B"}
    page = client.get(of_import(reading_import)).content.decode()
    assert "All figures read" in page
    again = client.get(of_import(reading_import, "columns")).content.decode()
    assert f'value="{opens:%Y-%m-%dT%H:%M}"' in again


def test_finished_import_leads_to_its_readings(campaign: Campaign):
    reading_import = imported(campaign, rows(campaign), **at_now())
    client = client_of("auditor")
    page = client.get(of_import(reading_import))
    readings = page.context["shown"].readings_url
    assert f'href="{readings}"' in page.content.decode()
    assert client.get(readings).status_code == 200
    none = imported(campaign, [["soon"]], **at_now())
    assert client.get(of_import(none)).context["shown"].readings_url == ""


def test_report_of_refused_rows_is_harmless_in_spreadsheets(campaign: Campaign):
    reading_import = imported(campaign, rows(campaign), **at_now())
    response = client_of("auditor").get(of_import(reading_import, "refused"))
    report = response.content.decode("utf-8-sig").splitlines()
    assert report[0] == "Line,Reason,What stood there"
    assert report[1].startswith('3,"This is not a link.')
    assert report[1].endswith(",'=soon")


@pytest.mark.parametrize(
    ("persona", "looks", "acts"),
    [
        ("administrator", 200, 302),
        ("manager", 200, 302),
        ("moderator", 200, 403),
        ("announcer", 200, 403),
        ("auditor", 200, 403),
        ("judge", 302, 302),
        ("stranger", 302, 302),
    ],
)
def test_only_those_who_may_import_act(persona: str, looks: int, acts: int, campaign: Campaign):
    reading_import = started(campaign, rows(campaign), **at_now())
    client = client_of(persona)
    pages = [url("changelist"), of_import(reading_import), of_import(reading_import, "refused")]
    assert {client.get(page).status_code for page in pages} == {looks}
    assert client.get(of_import(reading_import, "columns")).status_code == acts
    assert client.post(of_import(reading_import, "stop")).status_code == acts
    stopped = ReadingImport.objects.get().stop_asked_at is not None
    assert stopped is (persona in {"administrator", "manager"})
    assert client.get(of_import(reading_import, "stop")).status_code == (
        302 if looks == 302 else 405
    )


def test_page_takes_as_many_queries_however_much_is_refused(
    campaign: Campaign, django_assert_max_num_queries: Any
):
    reading_import = previewed(campaign, [[f"no {number}", "x"] for number in range(60)])
    client = client_of("manager")
    with django_assert_max_num_queries(22):
        page = client.get(of_import(reading_import)).content.decode()
    assert page.count("<td>This is not a link.") == 20
