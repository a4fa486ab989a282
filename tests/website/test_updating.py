"""The site says that it is being updated, while a file says so."""

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.translation import gettext

from website.updating import flag, pages_folder


@pytest.fixture(autouse=True)
def _open_again():
    yield
    flag().unlink(missing_ok=True)


def told(language: str) -> str:
    with translation.override(language):
        return gettext("The site is being updated")


@pytest.mark.django_db
def test_switch_closes_the_site_and_opens_it_again(client, capsys):
    assert client.get("/en/").status_code == 200
    call_command("updating", "on")
    assert client.get("/en/").status_code == 503
    call_command("updating", "off")
    assert client.get("/en/").status_code == 200
    call_command("updating")
    assert capsys.readouterr().out.strip().endswith("The site is open.")


@pytest.mark.django_db
@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_page_is_in_the_language_of_the_address_and_asks_no_database(client, language):
    flag().touch()
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(f"/{language}/anything/", headers={"Accept-Language": "ru"})
    assert (answer.status_code, answer["Retry-After"], len(asked)) == (503, "60", 0)
    assert answer["Cache-Control"] == "no-store"
    direction = "rtl" if language == "ar" else "ltr"
    assert f'<html lang="{language}" dir="{direction}"' in answer.content.decode()
    assert told(language) in answer.content.decode()


@pytest.mark.django_db
def test_without_a_language_in_the_address_the_browsers_wish_counts(client):
    flag().touch()
    answer = client.get("/", headers={"Accept-Language": "kk;q=0.9, ar;q=0.1"})
    assert told("kk") in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/admin/login/", "/en/account/login/"])
def test_monitors_and_staff_come_in(client, path):
    flag().touch()
    assert client.get(path).status_code in (200, 302)


@pytest.mark.django_db
def test_what_is_sent_meanwhile_is_refused_with_the_same_page(client):
    flag().touch()
    assert client.post("/en/any/submit/", {"url": "x"}).status_code == 503


def test_pages_for_the_web_server_are_written_in_every_language():
    call_command("error_pages", verbosity=0)
    for code, _name in settings.LANGUAGES:
        page = (pages_folder() / f"{code}.html").read_text(encoding="utf-8")
        assert told(code) in page
        assert f'lang="{code}"' in page
