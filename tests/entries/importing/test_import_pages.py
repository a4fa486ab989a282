from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contests.models import Campaign
from entries.importing.states import State, state_of
from entries.models import VideoImport
from tests import personas
from tests.builders import build_campaign
from tests.entries.importing.files import csv_file, exported
from tests.entries.importing.imports import imported, previewed, started, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign() -> Campaign:
    return build_campaign(time_zone="UTC")


def client_of(persona: str) -> Client:
    client = Client()
    user = getattr(personas, persona)()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def url(name: str, *ids: Any) -> str:
    return reverse(f"admin:entries_videoimport_{name}", args=ids)


def of_import(video_import: VideoImport, name: str = "change") -> str:
    return url(name, video_import.pk)


def send(client: Client, campaign: Campaign, content: bytes) -> Any:
    file = SimpleUploadedFile("export.csv", content)
    return client.post(url("add"), {"campaign": campaign.pk, "file": file})


def rows() -> list[list[Any]]:
    return [exported(1, posted_at=timezone.now()), ["=soon", "x"]]


def test_manager_uploads_looks_and_starts(campaign: Campaign):
    client, lines = client_of("manager"), rows()
    response = send(client, campaign, csv_file(lines).getvalue())
    video_import = VideoImport.objects.get()
    assert response["location"] == of_import(video_import)
    assert video_import.file_name == "export.csv"
    again = send(client, campaign, csv_file(lines).getvalue())
    assert again["location"] == of_import(video_import)
    page = client.get(of_import(video_import)).content.decode()
    assert 'hx-trigger="every 2s"' in page
    previewed(campaign, lines)
    page = client.get(of_import(video_import)).content.decode()
    assert "Take 1 new video over" in page
    assert "every 2s" not in page
    response = client.post(of_import(video_import, "start"))
    assert response["location"] == of_import(video_import)
    video_import.refresh_from_db()
    assert (state_of(video_import), video_import.started_by) == (State.RUNNING, personas.manager())


def test_part_that_moves_comes_alone_for_htmx(campaign: Campaign):
    video_import = started(campaign, rows(), at=timezone.now())
    client = client_of("manager")
    part = client.get(of_import(video_import), headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div class="desk-columns"')
    assert "0 of 2 rows (0 %)" in part


def test_stop_and_go_on(campaign: Campaign):
    video_import = started(campaign, rows(), at=timezone.now())
    client = client_of("manager")
    client.post(of_import(video_import, "stop"))
    assert "Go on" in client.get(of_import(video_import)).content.decode()
    client.post(of_import(video_import, "resume"))
    assert state_of(VideoImport.objects.get()) is State.RUNNING
    refused = client.post(of_import(video_import, "resume"), follow=True).content.decode()
    assert "This import has not been stopped." in refused


def test_unreadable_file_is_refused_in_the_form(campaign: Campaign):
    page = send(client_of("manager"), campaign, b"\xd0\xcf\x11\xe0" * 5).content.decode()
    assert "This is a file of an old Excel." in page
    assert not VideoImport.objects.exists()


def test_columns_are_chosen_with_the_first_rows_in_view(campaign: Campaign):
    row = exported(1, posted_at=timezone.now(), caption="отзыв о хорошей книге")
    file = csv_file([row], headers=list("ABCDEF"), encoding="windows-1251")
    video_import = upload(campaign, file)
    client = client_of("manager")
    assert (
        of_import(video_import, "columns") in client.get(of_import(video_import)).content.decode()
    )
    page = client.get(of_import(video_import, "columns")).content.decode()
    assert "отзыв о хорошей книге" in page
    wrong = {"encoding": "windows-1256"}
    page = client.get(of_import(video_import, "columns"), wrong).content.decode()
    assert "отзыв" not in page
    missing = client.post(of_import(video_import, "columns"), {"encoding": "windows-1251"})
    assert missing.context["form"].errors["link"]
    chosen = {"encoding": "windows-1251", "link": "A", "handle": "B", "caption": "C"}
    response = client.post(of_import(video_import, "columns"), chosen)
    assert response["location"] == of_import(video_import)
    video_import.refresh_from_db()
    assert video_import.columns == {"link": "A", "handle": "B", "caption": "C"}


def test_columns_in_an_encoding_that_cannot_be_say_so(campaign: Campaign):
    video_import = upload(campaign, csv_file([["x", "отзыв"]], encoding="windows-1251"))
    page = client_of("manager").get(of_import(video_import, "columns"), {"encoding": "utf-8-sig"})
    assert "not written in the chosen encoding" in page.content.decode()


def test_report_of_refused_rows_is_harmless_in_spreadsheets(campaign: Campaign):
    lines = [*rows(), ["@handle"], ["https://vm.tiktok.com/ZMabc/"]]
    video_import = imported(campaign, lines, at=timezone.now())
    response = client_of("auditor").get(of_import(video_import, "refused"))
    assert response["content-type"] == "text/csv; charset=utf-8"
    report = response.content.decode("utf-8-sig").splitlines()
    assert report[0] == "Line,Reason,What stood there"
    assert [line.split(",")[0] for line in report[1:]] == ["3", "4", "5"]
    assert report[1].endswith(",'=soon")
    assert report[2].endswith(",'@handle")
    assert "This is a short link." in report[3]
    assert response.content.startswith(b"\xef\xbb\xbf")


def test_report_is_in_the_readers_language(campaign: Campaign):
    video_import = imported(campaign, rows(), at=timezone.now())
    client = client_of("auditor")
    user = personas.auditor()
    user.preferred_language = "ru"
    user.save()
    report = client.get(of_import(video_import, "refused")).content.decode("utf-8-sig")
    assert "Это не ссылка" in report


@pytest.mark.parametrize(
    ("persona", "looks", "acts"),
    [
        ("administrator", 200, 302),
        ("manager", 200, 302),
        ("moderator", 200, 403),
        ("announcer", 200, 403),
        ("auditor", 200, 403),
    ],
)
def test_only_those_who_may_import_act(persona: str, looks: int, acts: int, campaign: Campaign):
    video_import = started(campaign, rows(), at=timezone.now())
    client = client_of(persona)
    pages = [url("changelist"), of_import(video_import), of_import(video_import, "refused")]
    assert {client.get(page).status_code for page in pages} == {looks}
    assert client.get(url("add")).status_code == (200 if acts == 302 else 403)
    assert client.get(of_import(video_import, "columns")).status_code == acts
    assert client.post(of_import(video_import, "stop")).status_code == acts
    page = client.get(of_import(video_import)).content.decode()
    assert (of_import(video_import, "resume") in page) is (acts == 302)


@pytest.mark.parametrize("persona", ["judge", "creator", "stranger"])
def test_everybody_else_is_sent_to_sign_in(persona: str, campaign: Campaign):
    video_import = upload(campaign, rows())
    client = client_of(persona)
    for name in ("change", "columns", "refused"):
        assert client.get(of_import(video_import, name)).status_code == 302
    for name in ("start", "stop", "resume"):
        assert client.post(of_import(video_import, name)).status_code == 302
    video_import.refresh_from_db()
    assert state_of(video_import) is State.READING


def test_nothing_is_done_by_looking(campaign: Campaign):
    video_import = started(campaign, rows(), at=timezone.now())
    client = client_of("manager")
    for name in ("start", "stop", "resume"):
        assert client.get(of_import(video_import, name)).status_code == 405
    assert client.get(url("change", 10**6)).status_code == 404


def test_page_takes_as_many_queries_however_much_is_refused(
    campaign: Campaign, django_assert_max_num_queries: Any
):
    video_import = previewed(campaign, [[f"nothing {number}", "x"] for number in range(60)])
    client = client_of("manager")
    with django_assert_max_num_queries(20):
        page = client.get(of_import(video_import)).content.decode()
    assert page.count("<td>This is not a link.") == 20
