"""The content security policy: strict for the public, relaxed under the admin."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.personas import manager

pytestmark = pytest.mark.django_db

HEADER = "Content-Security-Policy"


def policy(response) -> dict[str, set[str]]:
    directives = (part.split() for part in response.headers[HEADER].split(";"))
    return {name: set(sources) for name, *sources in directives}


@pytest.mark.parametrize("url", ["/en/", "/healthz", "/en/account/login/", "/judge/"])
def test_public_pages_allow_no_inline_code_and_no_foreign_host(client, url):
    found = policy(client.get(url))
    assert found["default-src"] == {"'self'"}
    assert not {"'unsafe-inline'", "'unsafe-eval'"} & set().union(*found.values())


def test_admin_gets_what_its_scripts_need(settings):
    client = Client()
    client.force_login(manager(), backend=settings.AUTHENTICATION_BACKENDS[-1])
    found = policy(client.get(reverse("admin:index")))
    assert found["script-src"] == {"'self'", "'unsafe-eval'"}
    assert found["default-src"] == {"'self'"}


def test_address_that_only_looks_like_the_admin_stays_strict(client):
    assert "script-src" not in policy(client.get("/administration/"))
