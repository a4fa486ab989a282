"""What is kept while several write at once, and while the dates change under a reader."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest
from django.db import connection
from django.db.models import Value
from django.utils import timezone

from contests.models import Campaign
from contests.phases import Phase
from entries.models import Entry
from metrics import attesting, recording, window_totals
from metrics.attesting import attest_reading
from metrics.keeping import is_kept, keep_anew, keep_due
from metrics.models import EntryViews, Reading
from metrics.recording import Figures, record_reading
from tests import personas
from tests.builders import build_campaign, build_entry, build_reading

pytestmark = pytest.mark.django_db(transaction=True)

HOUR = timedelta(hours=1)
PATIENCE = 1.0  # seconds that the slow one waits for the other before it commits


@pytest.fixture
def entry() -> Entry:
    campaign = build_campaign(phase=Phase.REVIEW)
    entry = build_entry(campaign)
    build_reading(entry, views=1, taken_at=campaign.opens_at)
    keep_anew(campaign=campaign)
    return entry


def record_slowly_beside(monkeypatch, entry, act) -> None:
    """One records a reading of 9 views an hour before the close, and is slow to commit it.

    Another one acts as soon as it is written.
    """
    written, done = Event(), Event()

    def keep_and_wait(**facts):
        keep_anew(**facts)
        written.set()
        done.wait(timeout=PATIENCE)

    monkeypatch.setattr(recording, "keep_anew", keep_and_wait)

    def record() -> None:
        try:
            record_reading(
                entry_id=entry.pk,
                taken_at=entry.campaign.closes_at - HOUR,
                figures=Figures(views=9),
                source=Reading.Source.IMPORT,
                by=None,
                at=timezone.now(),
            )
        finally:
            connection.close()

    def other() -> None:
        try:
            written.wait(timeout=30)
            act()
        finally:
            done.set()
            connection.close()

    with ThreadPoolExecutor(2) as people:
        for one in [people.submit(record), people.submit(other)]:
            one.result(timeout=60)


def attest_beside_a_new_reading(monkeypatch, entry) -> tuple[int, int]:
    """A second person attests an earlier reading meanwhile; what is kept in the end."""
    campaign = entry.campaign
    typed = build_reading(
        entry, views=5, taken_at=campaign.opens_at + HOUR, source=Reading.Source.MANUAL
    )
    manager = personas.manager()
    record_slowly_beside(
        monkeypatch,
        entry,
        lambda: attest_reading(reading_id=typed.pk, by=manager, at=timezone.now()),
    )
    return EntryViews.objects.values_list("last_views", "closing_views").get(entry=entry)


def test_keeping_beside_a_new_reading_forgets_neither(monkeypatch, entry):
    assert attest_beside_a_new_reading(monkeypatch, entry) == (9, 9)


@pytest.mark.postgres
def test_keeping_without_the_lock_forgets_the_new_reading(monkeypatch, entry):
    """The negative control; SQLite lets one writer in at a time, whatever the code locks."""
    monkeypatch.setattr(attesting, "lock_entry", lambda pk: Entry.objects.get(pk=pk))
    assert attest_beside_a_new_reading(monkeypatch, entry) == (5, 5)


def test_dates_changed_beside_a_new_reading(monkeypatch, entry):
    """The reading is kept for the new dates, by which it comes too late to count."""
    campaign = Campaign.objects.get(pk=entry.campaign_id)
    campaign.closes_at -= 2 * HOUR

    def change() -> None:
        campaign.save(update_fields=["closes_at"])
        keep_due()

    record_slowly_beside(monkeypatch, entry, change)
    assert is_kept(campaign)
    kept = EntryViews.objects.values_list("last_views", "closing_views").get(entry=entry)
    assert kept == (9, 1)
    assert window_totals.window_totals(campaign)[entry.pk].views == 1


def total_while_the_dates_change(entry) -> int | None:
    """The total for a reader that has looked at the campaign before its dates changed."""
    campaign = entry.campaign
    build_reading(entry, views=7, taken_at=campaign.closes_at - HOUR)
    keep_anew(campaign=campaign)
    closes_at = campaign.closes_at - 2 * HOUR
    Campaign.objects.filter(pk=campaign.pk).update(closes_at=closes_at)
    keep_due()
    return window_totals.window_totals(campaign)[entry.pk].views


def test_dates_changed_under_a_reader(entry):
    assert total_while_the_dates_change(entry) == 7


def test_dates_changed_under_a_reader_that_does_not_look_at_the_period(monkeypatch, entry):
    """The negative control: the figures of other dates would be taken for the campaign's."""
    monkeypatch.setattr(window_totals, "Exists", lambda _period: Value(True))
    assert total_while_the_dates_change(entry) == 1
