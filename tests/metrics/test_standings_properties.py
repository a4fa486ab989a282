"""Window totals equal a brute-force computation over the raw readings, whatever has happened.

Random histories by every way in: platforms, files, people, corrections and a second person's word,
rows written past the verbs, changed dates. After each: what is kept, the readings themselves and
the computation below, which shares nothing with the code, say the same.
"""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from contests.models import Campaign
from contests.phases import Phase
from entries.models import Entry
from metrics.attesting import attest_reading, refuse_attestation
from metrics.keeping import is_kept, keep_anew, keep_due, keep_new
from metrics.models import Attestation, EntryViews, Reading, ViewsProgress
from metrics.recording import Figures, correct_reading, record_reading
from metrics.refusal import MetricsRefused
from metrics.window_totals import window_totals
from tests import personas
from tests.builders import build_campaign, build_entry

pytestmark = pytest.mark.django_db

BASE = datetime(2026, 1, 1, tzinfo=UTC)
NOW = BASE + timedelta(hours=100)
ENTRIES = 3


def moment(hour: int) -> datetime:
    return BASE + timedelta(hours=hour)


hours = st.integers(0, 20)  # few, so that moments and dates often meet
numbers = st.integers(0, ENTRIES - 1)
views = st.integers(0, 9)
picks = st.integers(0, 30)
dates = st.tuples(hours, hours).filter(lambda pair: pair[0] < pair[1])
files = st.lists(st.tuples(numbers, st.integers(1, 4), views), min_size=1, max_size=8)
steps = st.one_of(
    st.tuples(st.just("read"), numbers, hours, views),
    st.tuples(st.just("type"), numbers, hours, views),
    st.tuples(st.just("import"), files),
    st.tuples(st.just("write past the verbs"), numbers, hours, views),
    st.tuples(st.just("correct"), picks, hours, views),
    st.tuples(st.just("correct in place"), picks, views),
    st.tuples(st.just("attest"), picks),
    st.tuples(st.just("refuse"), picks),
    st.tuples(st.just("change dates"), dates, st.booleans()),
    st.tuples(st.just("keep"), st.one_of(st.none(), st.sets(numbers))),
    st.tuples(st.just("disqualify"), numbers),
)


class World:
    """One campaign with its entries, and what can happen to them."""

    def __init__(self, period, posts, prior_posts_allowed):
        self.people = [personas.moderator(), personas.manager()]
        self.campaign = build_campaign(
            phase=Phase.REVIEW,
            opens_at=moment(period[0]),
            closes_at=moment(period[1]),
            prior_posts_allowed=prior_posts_allowed,
        )
        self.entries = [build_entry(self.campaign) for _ in range(ENTRIES)]
        for entry, post in zip(self.entries, posts, strict=True):
            entry.posted_at = None if post is None else moment(post)
            entry.save()

    def do(self, name, *args):
        with suppress(MetricsRefused):
            getattr(self, name.replace(" ", "_"))(*args)

    def read(self, number, hour, seen, source=Reading.Source.PLATFORM_API):
        record_reading(
            entry_id=self.entries[number].pk,
            taken_at=moment(hour),
            figures=Figures(views=seen),
            source=source,
            by=self.people[0],
            at=NOW,
        )

    def type(self, number, hour, seen):
        self.read(number, hour, seen, Reading.Source.MANUAL)

    def import_(self, rows):
        """As a file does: each after the last of its entry that counts, all at once."""
        self.campaign.refresh_from_db()
        last = {
            entry.pk: max((one.taken_at for one in live_of(entry)), default=moment(0))
            for entry in self.entries
        }
        before = Reading.objects.order_by("pk").values_list("pk", flat=True).last() or 0
        for number, later, seen in rows:
            entry_id = self.entries[number].pk
            last[entry_id] += timedelta(hours=later)
            self._write(entry_id, last[entry_id], seen)
        keep_new(
            campaign=self.campaign,
            rows_sql="SELECT entry_id, taken_at, views, likes, comments, shares "
            "FROM metrics_reading WHERE id > %s",
            params=[before],
        )

    def write_past_the_verbs(self, number, hour, seen):
        """Late ones, and several of one moment: then all is kept anew."""
        self.campaign.refresh_from_db()
        entry = self.entries[number]
        self._write(entry.pk, moment(hour), seen)
        keep_anew(campaign=self.campaign, entry_ids=[entry.pk])

    def _write(self, entry_id, taken_at, seen):
        source = Reading.Source.IMPORT
        Reading.objects.create(
            entry_id=entry_id, taken_at=taken_at, views=seen, source=source, recorded_at=NOW
        )

    def correct(self, pick, hour, seen):
        wrong = picked(Reading.objects.all(), pick)
        if wrong:
            taken_at = wrong.taken_at if hour is None else moment(hour)
            correct_reading(
                reading_id=wrong.pk,
                taken_at=taken_at,
                figures=Figures(views=seen),
                reason="typing error",
                by=self.people[0],
                at=NOW,
            )

    def correct_in_place(self, pick, seen):
        self.correct(pick, None, seen)

    def attest(self, pick):
        reading = picked(Reading.objects.unattested(), pick)
        if reading:
            attest_reading(reading_id=reading.pk, by=self.people[1], at=NOW)

    def refuse(self, pick):
        reading = picked(Reading.objects.unattested(), pick)
        if reading:
            refuse_attestation(reading_id=reading.pk, reason="no", by=self.people[1], at=NOW)

    def change_dates(self, period, kept):
        opens_at, closes_at = map(moment, period)
        Campaign.objects.filter(pk=self.campaign.pk).update(opens_at=opens_at, closes_at=closes_at)
        if kept:
            keep_due()

    def keep(self, chosen):
        self.campaign.refresh_from_db()
        entry_ids = None if chosen is None else [self.entries[number].pk for number in chosen]
        keep_anew(campaign=self.campaign, entry_ids=entry_ids)

    def disqualify(self, number):
        Entry.objects.filter(pk=self.entries[number].pk).update(
            status=Entry.Status.DISQUALIFIED, status_reason="Not allowed."
        )


def picked(readings, pick):
    found = list(readings.order_by("pk"))
    return found[pick % len(found)] if found else None


def live_of(entry):
    """The readings of an entry that count, oldest first; of one moment the last written wins."""
    words = {word.reading_id: word for word in Attestation.objects.all()}
    replaced = {word.replaces_id for word in words.values() if word.agrees}
    readings = Reading.objects.filter(entry=entry).order_by("taken_at", "pk")
    return [
        reading
        for reading in readings
        if reading.pk not in replaced
        and (reading.source != "manual" or (reading.pk in words and words[reading.pk].agrees))
    ]


def brute_force(world, until=None):
    campaign = Campaign.objects.get(pk=world.campaign.pk)
    totals = {}
    for entry in Entry.objects.filter(campaign=campaign, status="accepted"):
        read = [one for one in live_of(entry) if until is None or one.taken_at <= until]
        before_close = [one for one in read if one.taken_at <= campaign.closes_at]
        before_open = [one for one in read if one.taken_at <= campaign.opens_at]
        gained = [one for one in before_close if one.taken_at > campaign.opens_at]
        post = entry.posted_at
        if post is not None and post >= campaign.closes_at:
            totals[entry.pk] = None
        elif post is None or post >= campaign.opens_at:
            last = before_close[-1] if before_close else None
            totals[entry.pk] = (last.views, last.taken_at) if last else None
        elif campaign.prior_posts_allowed and before_open and gained:
            totals[entry.pk] = (gained[-1].views - before_open[-1].views, gained[-1].taken_at)
        else:
            totals[entry.pk] = None
    return totals


def computed(campaign, until=None):
    return {
        entry_id: None if total.views is None else (total.views, total.reading_taken_at)
        for entry_id, total in window_totals(campaign, until=until).items()
    }


def check(world, until):
    campaign = Campaign.objects.get(pk=world.campaign.pk)
    for end in (None, until):
        expected = brute_force(world, end)
        assert computed(campaign, end) == expected
        with transaction.atomic():
            ViewsProgress.objects.all().delete()
            assert computed(campaign, end) == expected
            transaction.set_rollback(True)
    if not is_kept(campaign):
        return
    last = {row.entry_id: (row.last_at, row.last_views) for row in EntryViews.objects.all()}
    for entry in world.entries:
        read = live_of(entry)
        expected = (read[-1].taken_at, read[-1].views) if read else (None, None)
        assert last.get(entry.pk, (None, None)) == expected


@settings(max_examples=60, deadline=None)
@given(
    period=dates,
    posts=st.lists(st.one_of(st.none(), hours), min_size=ENTRIES, max_size=ENTRIES),
    prior_posts_allowed=st.booleans(),
    happens=st.lists(steps, min_size=1, max_size=14),
    until=hours,
)
def test_window_totals_equal_brute_force(period, posts, prior_posts_allowed, happens, until):
    with transaction.atomic():
        world = World(period, posts, prior_posts_allowed)
        for name, *args in happens:
            world.do("import_" if name == "import" else name, *args)
        check(world, moment(until))
        transaction.set_rollback(True)


@settings(max_examples=60, deadline=None)
@given(period=dates, imports=st.lists(files, min_size=1, max_size=4), until=hours)
def test_window_totals_equal_brute_force_after_imports(period, imports, until):
    """Nothing but files, from a campaign that is kept: each only brings forward what is there."""
    with transaction.atomic():
        world = World(period, [0] * ENTRIES, True)
        world.keep(None)
        for rows in imports:
            world.import_(rows)
        check(world, moment(until))
        transaction.set_rollback(True)
