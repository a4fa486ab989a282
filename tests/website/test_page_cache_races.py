"""The page cache with several at once, with other processes, and with those that are killed."""

import json
import subprocess
import sys
from contextlib import nullcontext

import pytest
from django.db import connections
from django.test import Client

from tests.builders import build_campaign
from tests.races import Meeting, at_once
from website import page_cache, stamps, views

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("kept_pages")]

STATE = "X-Page-Cache"
# Another process, without Django: it changes a title and ends, with or without a commit.
STRANGER = """
import json, os, sys
vendor, params, pk, title, kill = json.loads(sys.argv[1])
if vendor == "sqlite":
    import sqlite3
    connection, mark = sqlite3.connect(params["database"], timeout=30), "?"
else:
    import psycopg2
    connection, mark = psycopg2.connect(**params), "%s"
cursor = connection.cursor()
cursor.execute(
    f"UPDATE contests_campaign SET title = {mark}, title_en = {mark} WHERE id = {mark}",
    [title, title, pk],
)
if kill:
    os._exit(9)
connection.commit()
connection.close()
"""


def change_elsewhere(pk: int, title: str, *, kill: bool = False) -> None:
    """Let another process change the title of a campaign; killed, it does so without a commit."""
    connection = connections["default"]
    if connection.vendor == "sqlite":
        params = {"database": str(connection.settings_dict["NAME"])}
    else:
        known = connection.get_connection_params()
        names = ("dbname", "user", "password", "host", "port")
        params = {name: known[name] for name in names if known.get(name)}
    told = json.dumps([connection.vendor, params, pk, title, kill])
    done = subprocess.run([sys.executable, "-c", STRANGER, told], check=False, timeout=60)
    assert done.returncode == (9 if kill else 0)


def states_of(url: str, count: int) -> list[str]:
    def visit() -> str:
        try:
            return Client().get(url).headers.get(STATE, "")
        finally:
            stamps.forget_connection()

    return sorted(map(str, at_once(count, visit)))


def test_change_by_another_process_is_seen_at_once_and_one_that_is_killed_never():
    campaign = build_campaign()
    url = f"/en/{campaign.slug}/"
    assert Client().get(url).headers[STATE] == "made"

    change_elsewhere(campaign.pk, "Half written", kill=True)
    response = Client().get(url)
    assert response.headers[STATE] == "hit"
    assert "Half written" not in response.content.decode()

    change_elsewhere(campaign.pk, "From elsewhere")
    response = Client().get(url)
    assert response.headers[STATE] == "made"
    assert "From elsewhere" in response.content.decode()


def meeting_in_campaign_page(monkeypatch) -> Meeting:
    """Let whoever makes a campaign's page wait there for another one who makes it."""
    meeting, make = Meeting(2), views.campaign_page

    def slow(*args, **kwargs):
        meeting.wait()
        return make(*args, **kwargs)

    monkeypatch.setattr(views, "campaign_page", slow)
    return meeting


def test_dropped_page_is_made_once_for_all_who_wait_for_it(monkeypatch):
    url = f"/en/{build_campaign().slug}/"
    meeting = meeting_in_campaign_page(monkeypatch)

    assert states_of(url, 4) == ["hit", "hit", "hit", "made"]
    assert meeting.arrived == 1


def test_dropped_page_is_made_by_everybody_where_nobody_waits(monkeypatch):
    """The negative control: without turns, several make the same page."""
    url = f"/en/{build_campaign().slug}/"
    monkeypatch.setattr(page_cache.TURNS, "turn", lambda *_key, **_patience: nullcontext())
    meeting = meeting_in_campaign_page(monkeypatch)

    assert states_of(url, 4).count("made") > 1
    assert meeting.arrived > 1


def test_change_while_a_page_is_made_drops_it(monkeypatch):
    campaign = build_campaign()
    url = f"/en/{campaign.slug}/"
    make = views.campaign_page

    def overtaken(*args, **kwargs):
        page = make(*args, **kwargs)
        change_elsewhere(campaign.pk, "Newer than the page")
        return page

    monkeypatch.setattr(views, "campaign_page", overtaken)
    assert "Newer than the page" not in Client().get(url).content.decode()
    monkeypatch.undo()

    response = Client().get(url)
    assert response.headers[STATE] == "made"
    assert "Newer than the page" in response.content.decode()


def test_stamp_read_too_late_would_keep_an_old_page(monkeypatch):
    """The negative control: stamps read after the page is made hide a change made meanwhile."""
    campaign = build_campaign()
    url = f"/en/{campaign.slug}/"
    make, before = views.campaign_page, page_cache.Making._page

    def overtaken(*args, **kwargs):
        page = make(*args, **kwargs)
        change_elsewhere(campaign.pk, "Newer than the page")
        return page

    def late(self, *args):
        self.moves = stamps.all_moves()
        return before(self, *args)

    monkeypatch.setattr(views, "campaign_page", overtaken)
    monkeypatch.setattr(page_cache.Making, "_page", late)
    Client().get(url)

    response = Client().get(url)
    assert response.headers[STATE] == "hit"
    assert "Newer than the page" not in response.content.decode()
