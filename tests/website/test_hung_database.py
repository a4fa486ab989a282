"""A database that takes a question and says nothing more: pages go on without it."""

import os
import signal
import time
from pathlib import Path

import pytest
from django.db import connection

from tests.builders import build_campaign
from tests.website.keeping import state
from website import stamps

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("kept_pages"),
]


def server_of_stamps() -> int:
    """The process of the server that answers our questions; skips where it is on another host."""
    pid = int(stamps._own.line.read("SELECT pg_backend_pid()")[0][0])
    try:
        name = Path(f"/proc/{pid}/comm").read_text(encoding="utf-8")
        os.kill(pid, 0)
    except OSError:
        pytest.skip("The database's processes cannot be stopped from here.")
    if "postgres" not in name:
        pytest.skip("The database is on another machine.")
    return pid


def test_page_is_answered_as_it_was_while_the_server_stands_still():
    url = f"/en/{build_campaign().slug}/"
    assert [state(url), state(url)] == ["made", "hit"]
    connection.close()
    stuck = server_of_stamps()
    os.kill(stuck, signal.SIGSTOP)
    try:
        began = time.monotonic()
        assert state(url) == "stale"
        assert time.monotonic() - began < 5
        assert state(url) == "stale", "and nobody waits for it again at once"
        assert time.monotonic() - began < 5
    finally:
        os.kill(stuck, signal.SIGCONT)

    stamps.be_quick_again()
    assert state(url) == "hit"
