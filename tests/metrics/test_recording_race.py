"""A reading sent twice at once is recorded once."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import connection
from django.utils import timezone

from entries.models import Entry
from metrics import recording
from metrics.models import Reading
from metrics.recording import Figures, record_reading, refuse_reading
from metrics.refusal import MetricsRefused
from tests.builders import build_campaign, build_entry

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 1.0  # seconds that one click waits for the other before it goes on alone


def send_twice_at_once(monkeypatch, verb) -> int:
    """Each waits for the other after having looked at the history; returns its length."""
    meeting = Barrier(2)

    def look_and_wait(**facts):
        refuse_reading(**facts)
        with suppress(BrokenBarrierError):  # when a lock keeps the other one waiting
            meeting.wait(timeout=PATIENCE)

    monkeypatch.setattr(recording, "refuse_reading", look_and_wait)
    entry = build_entry(build_campaign())
    now = timezone.now()

    def send() -> None:
        try:
            with suppress(MetricsRefused):
                verb(
                    entry_id=entry.pk,
                    taken_at=now,
                    figures=Figures(views=1),
                    source=Reading.Source.MANUAL,
                    by=None,
                    at=now,
                )
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as people:
        for done in [people.submit(send) for _ in range(2)]:
            done.result(timeout=30)
    return Reading.objects.count()


def test_record_reading_twice_at_once_records_once(monkeypatch):
    assert send_twice_at_once(monkeypatch, record_reading) == 1


def test_record_reading_without_its_lock_records_twice(monkeypatch):
    """The negative control: it is the lock that the test above sees."""
    monkeypatch.setattr(recording, "lock_entry", lambda pk: Entry.objects.get(pk=pk))
    assert send_twice_at_once(monkeypatch, record_reading.__wrapped__) == 2
