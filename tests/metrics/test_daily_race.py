"""Days counted twice at once are written once."""

import pytest

from contests.models import Campaign
from contests.phases import Phase
from metrics import daily
from metrics.daily import bring_days_forward
from metrics.keeping import keep_anew
from metrics.models import DailyViews
from tests.builders import build_campaign, build_entry, build_reading, utc
from tests.races import Meeting, at_once

pytestmark = pytest.mark.django_db(transaction=True)


def count_twice_at_once(monkeypatch):
    """Both have thrown the old days away before either writes the new ones."""
    campaign = build_campaign(phase=Phase.OPEN, at=utc(2026, 3, 20))
    build_reading(build_entry(campaign), views=5, taken_at=utc(2026, 3, 12))
    keep_anew(campaign=campaign)
    meeting = Meeting(2)
    write = DailyViews.objects.bulk_create

    def wait_and_write(*args, **how):
        meeting.wait()
        return write(*args, **how)

    monkeypatch.setattr(DailyViews.objects, "bulk_create", wait_and_write)
    return at_once(2, lambda: bring_days_forward(campaign_id=campaign.pk, anew=True))


def test_two_that_count_at_once_write_the_same_days_once(monkeypatch):
    assert count_twice_at_once(monkeypatch) == [1, 1]
    assert DailyViews.objects.get().views == 5


@pytest.mark.postgres  # SQLite lets one writer in at a time anyway
def test_without_the_lock_one_of_them_fails(monkeypatch):
    monkeypatch.setattr(daily, "lock_campaign", lambda pk: Campaign.objects.get(pk=pk))
    outcomes = count_twice_at_once(monkeypatch)
    assert sorted(type(one).__name__ for one in outcomes) == ["IntegrityError", "int"]
