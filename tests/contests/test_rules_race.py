"""Two who save a campaign at once make one new version of its rules."""

import pytest
from django.db import IntegrityError
from django.utils import timezone

from contests import rules
from contests.models import Campaign, RulesVersion
from contests.rules import renew_rules
from tests.builders import build_campaign
from tests.races import Meeting, at_once

pytestmark = pytest.mark.django_db(transaction=True)


def save_twice_at_once(monkeypatch) -> list[RulesVersion | Exception]:
    """Each waits for the other after having read the version that holds."""
    campaign, meeting, current = build_campaign(), Meeting(2), rules.current_rules

    def read_and_wait(campaign: Campaign) -> RulesVersion | None:
        found = current(campaign)
        meeting.wait()
        return found

    monkeypatch.setattr(rules, "current_rules", read_and_wait)
    at = timezone.now()
    return at_once(2, lambda: renew_rules(campaign_id=campaign.pk, by=None, at=at))


def test_saving_twice_at_once_makes_one_version(monkeypatch):
    versions = save_twice_at_once(monkeypatch)
    assert [version.number for version in versions] == [2, 2]
    assert RulesVersion.objects.count() == 2


@pytest.mark.postgres
def test_saving_twice_without_the_lock_meets_the_constraint(monkeypatch):
    monkeypatch.setattr(rules, "lock_campaign", lambda pk: Campaign.objects.get(pk=pk))
    outcomes = save_twice_at_once(monkeypatch)
    failed = [type(outcome) for outcome in outcomes if isinstance(outcome, Exception)]
    assert failed == [IntegrityError]
