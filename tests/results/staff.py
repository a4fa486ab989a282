"""Staff at the pages of results."""

from typing import Any

from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from tests import personas
from tests.results.contests import Contest

PAGES = ("results_standings", "results_winners", "results_announce")
STAFF = ("administrator", "manager", "moderator", "announcer", "auditor")
SEE = {"administrator", "manager", "announcer", "auditor"}


def client(name: str) -> Client:
    """Somebody of that role at the browser."""
    browser = Client()
    person = getattr(personas, name)()
    browser.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser


def url(page: str, contest: Contest) -> str:
    return reverse(f"admin:{page}", args=[contest.campaign.pk])


def told(answer: Any) -> list[str]:
    """What the page said after a button was pressed."""
    return [str(one) for one in get_messages(answer.wsgi_request)]


def shortlist_form(contest: Contest) -> dict[str, Any]:
    return {
        "do": "shortlist",
        "category": contest.jury.pk,
        "entry": [contest.entries[0].pk],
        "on_page": [entry.pk for entry in contest.entries],
    }


def announce_form(contest: Contest) -> dict[str, Any]:
    page = client("announcer").get(url("results_announce", contest))
    return {"digest": page.context["preview"].digest, "seen": page.context["seen"]}
