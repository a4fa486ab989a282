import re

import pytest
from django.test import Client, RequestFactory

from contests.phases import Phase
from tests.builders import build_campaign
from website import errors
from website.errors import server_error


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/kk/no-such-campaign/", "/no/such/page", "/ar/x/gallery/1/"])
def test_unknown_address_answers_404_in_the_sites_clothes(client, path):
    response = client.get(path)
    assert response.status_code == 404
    assert 'class="top"' in response.content.decode()


@pytest.mark.django_db
def test_form_without_a_token_is_refused_with_advice():
    client = Client(enforce_csrf_checks=True)
    response = client.post("/i18n/setlang/", {"language": "kk"})
    assert response.status_code == 403
    assert "The form has expired" in response.content.decode()


def test_server_error_asks_nothing_of_the_database():
    response = server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "Something went wrong" in response.content.decode()


@pytest.mark.parametrize(
    ("path", "language", "direction"),
    [("/kk/", "kk", "ltr"), ("/az/one/", "az", "ltr"), ("/ar/one/", "ar", "rtl")],
)
def test_server_error_speaks_the_language_of_the_address(path, language, direction):
    # Nothing has looked for the language yet: it went wrong before.
    answer = server_error(RequestFactory().get(path))
    page = answer.content.decode()
    assert answer.status_code == 500
    assert f'<html lang="{language}" dir="{direction}"' in page
    assert "Something went wrong" not in page
    assert f'href="/{language}/"' in page


def test_server_error_speaks_the_language_that_the_browser_asks_for():
    request = RequestFactory().get("/judge/", headers={"accept-language": "ru,en;q=0.5"})
    assert '<html lang="ru"' in server_error(request).content.decode()


def test_server_error_of_the_interface_is_data():
    # Without the mark for it, a test may not touch the database: nothing on the way can.
    answer = Client(raise_request_exception=False).get("/api/v1/campaigns")
    assert answer.status_code == 500
    assert answer.json()["code"] == "our_fault"


def test_server_error_is_told_even_without_static_files(monkeypatch):
    def refuse(_template: str) -> str:
        raise ValueError("Missing staticfiles manifest entry for 'css/tokens.css'")

    monkeypatch.setattr(errors, "render_to_string", refuse)
    answer = server_error(RequestFactory().get("/en/"))
    assert (answer.status_code, answer.content) == (500, b"Something went wrong")


@pytest.mark.django_db
def test_unknown_address_leads_to_the_campaign_that_was_meant(client):
    build_campaign(slug="one", hashtag="books")
    build_campaign(slug="draft", hashtag="secret", phase=Phase.DRAFT)
    page = client.get("/en/one/galery/").content.decode()
    assert re.search(r'href="/en/one/"><bdi>#books</bdi>', page)
    assert "secret" not in client.get("/en/draft/gallery/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/en/%00/x/", "/en/" + "x" * 5000 + "/", "/en//x/", "/%F0%9F/"])
def test_wild_address_is_not_found(client, path):
    assert client.get(path).status_code == 404
