"""What kept pages ask the database: shared, broken, away, and before Django."""

import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from tests.builders import build_campaign
from tests.website.keeping import retitle, state
from website import looking_up, stamps, triggers
from website.looking_up import kept_pages_first
from website.models import Stamp
from website.updating import flag

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("kept_pages")]


def test_kept_pages_go_on_while_the_database_is_away(monkeypatch):
    url = f"/en/{build_campaign().slug}/"
    assert state(url) == "made"
    known = connections["default"].settings_dict
    with monkeypatch.context() as away:
        away.setitem(known, "PORT", "1")
        away.setitem(known, "NAME", f"{known['NAME']}-away")
        stamps.forget_connection()
        assert state(url) == "stale"
        assert state(url) == "stale"

    stamps.be_quick_again()
    assert state(url) == "hit"


def test_broken_connection_is_opened_anew_without_anybody_noticing():
    url = f"/en/{build_campaign().slug}/"
    state(url)
    stamps._own.line._raw.close()

    assert state(url) == "hit"


def test_nothing_is_kept_while_a_trigger_is_missing():
    url = f"/en/{build_campaign().slug}/"
    name = next(one for one in triggers.wanted_triggers(connection.vendor) if "hashtag_up" in one)
    with connection.cursor() as cursor:
        triggers._drop(cursor, connection.vendor, name, "contests_hashtag")
    stamps.forget_connection()
    try:
        assert [state(url), state(url)] == ["", ""]
    finally:
        triggers.install_triggers(connection)
        stamps.forget_connection()
    assert [state(url), state(url)] == ["made", "hit"]


def test_many_moves_are_added_up_without_dropping_a_page(monkeypatch):
    monkeypatch.setattr(stamps, "MANY", 3)
    campaign, other = build_campaign(), build_campaign()
    for number in range(6):
        retitle(other, f"Title {number}")
    assert state(f"/en/{campaign.slug}/") == "made"
    assert state(f"/en/{campaign.slug}/?again") == "hit"
    assert state(f"/en/{other.slug}/") == "made"

    assert Stamp.objects.count() <= 6
    assert [state(f"/en/{one.slug}/") for one in (campaign, other)] == ["hit", "hit"]


def test_kept_pages_are_answered_before_django_but_not_while_the_site_is_updated(monkeypatch):
    monkeypatch.setattr(looking_up, "LATENESS", 0)
    url = f"/en/{build_campaign().slug}/"
    state(url)
    asked = []

    def application(environ, start_response):
        asked.append(environ["PATH_INFO"])
        return []

    answered = []
    front = kept_pages_first(application)
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": url,
        "SCRIPT_NAME": "",
        "wsgi.url_scheme": "http",
    }

    body = b"".join(front(environ, lambda status, headers: answered.append((status, headers))))

    assert not asked
    assert answered[0][0] == "200 OK"
    assert re.search(rb"<html", body)
    flag().touch()
    try:
        front(environ, lambda *_answer: None)
    finally:
        flag().unlink()
    assert asked == [url]


def test_question_is_shared_by_those_who_came_before_it_and_by_nobody_else(monkeypatch):
    """The first question is answered while three others come: theirs is one, and a new one."""
    first_asks, others_came = threading.Event(), threading.Event()
    asked: list[int] = []

    def ask(_question: object) -> int:
        asked.append(len(asked))
        if len(asked) == 1:
            first_asks.set()
            assert others_came.wait(10)
            return 1
        return len(asked)

    monkeypatch.setattr(stamps, "_ask", ask)
    with ThreadPoolExecutor(4) as pool:
        first = pool.submit(stamps.present, "shared")
        assert first_asks.wait(10)
        others = [pool.submit(stamps.present, "shared") for _ in range(3)]
        time.sleep(0.3)  # until they wait for their turn
        others_came.set()

        assert first.result() == 1
        assert [one.result() for one in others] == [2, 2, 2]
    assert stamps.present("shared") == 3
    assert len(asked) == 3


def test_question_that_failed_is_asked_again_by_the_next(monkeypatch):
    def away(_question: object) -> int:
        raise stamps.DatabaseAway

    with monkeypatch.context() as broken:
        broken.setattr(stamps, "_ask", away)
        with pytest.raises(stamps.DatabaseAway):
            stamps.present("failed")
    monkeypatch.setattr(stamps, "_ask", lambda _question: 7)
    assert stamps.present("failed") == 7
