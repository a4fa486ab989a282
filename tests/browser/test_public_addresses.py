"""No public address is forgotten by the walk over the public face."""

from __future__ import annotations

from types import ModuleType
from urllib.parse import urlsplit

import pytest
from django.urls import resolve

from entries import urls as entries_urls
from judging import creator_urls
from results import urls as results_urls
from tests.browser.public_scene import build_face
from website import urls as website_urls

FILE = "is a file"
SIGNED_IN = "is for those who signed in (tests/browser/creating.py)"
SIGNED_LINK = "opens with a signed link (tests/website/test_browser.py)"
# Addresses behind a language that no walk opens, and why.
ELSEWHERE = {
    "website": {
        "ceremony_show": "is no page: the ceremony asks for it",
        "ceremony_worker": "is a program",
        "partner_numbers": "opens with a signed link (tests/website/test_numbers.py)",
        "press_preview": "is for staff who write it",
        **dict.fromkeys(
            ("winners_preview", "how_chosen_preview", "shortlist_preview"), SIGNED_LINK
        ),
        **dict.fromkeys(("site_feed", "feed", "site_calendar", "calendar", "manifest"), FILE),
        **dict.fromkeys(("press_quotes", "press_figures_csv", "press_figures_xlsx"), FILE),
        **dict.fromkeys(("press_pictures", "press_release_text", "press_release_docx"), FILE),
    },
    "entries": {
        **dict.fromkeys(("mine", "mine_entry", "ownership", "name_guardian"), SIGNED_IN),
        **dict.fromkeys(("lookup", "look_for_code", "recognise"), "is no page: a form asks for it"),
        **dict.fromkeys(("compare_account", "answer", "withdraw", "confirm"), "is sent, not read"),
        **dict.fromkeys(("claim", "guardian"), "opens with a secret from a mail"),
        "entered": "is seen once, by whoever has just sent a video",
    },
    "results": {
        **dict.fromkeys(
            ("prizes", "claim", "decline"), "is for winners (tests/browser/winning.py)"
        ),
        "certificate": FILE,
    },
    "judging": {"judging_feedback": "is for the creator who signed in"},
}
ROOMS: dict[str, ModuleType] = {
    "website": website_urls,
    "entries": entries_urls,
    "results": results_urls,
    "judging": creator_urls,
}


@pytest.mark.django_db(transaction=True)
def test_every_public_address_is_walked():
    """Whoever adds a page adds it to the scene, or says here why nobody can open it."""
    matches = [resolve(urlsplit(path).path) for path in build_face().paths("en")]
    walked = {(one.app_name, one.url_name) for one in matches}
    for room, module in ROOMS.items():
        names = {one.name for one in module.urlpatterns}
        opened = {name for app, name in walked if app == room}
        assert names - opened - set(ELSEWHERE[room]) == set(), room
        # Neither what is gone nor what is walked is excused.
        assert set(ELSEWHERE[room]) - (names - opened) == set(), room
