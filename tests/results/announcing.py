"""Announcing in tests, and counting what it wrote."""

from typing import Any

import pytest

from contests.models import Campaign, CampaignDecision
from outbox.models import Message
from results.announcement import announce_campaign
from results.models import Announcement, Award, Evidence, Standing
from results.refusal import ResultsRefused
from tests.results.contests import Contest


def announce(contest: Contest, digest: str | None = None) -> Announcement:
    return announce_campaign(
        campaign_id=contest.campaign.pk,
        digest=contest.digest() if digest is None else digest,
        by=contest.staff,
        at=contest.at,
    )


def refused(contest: Contest, digest: str | None = None) -> str:
    with pytest.raises(ResultsRefused) as refusal:
        announce(contest, digest)
    assert written(contest) == NOTHING
    return refusal.value.code


NOTHING = (0, 0, 0, 0, 0, 0, None)


def written(contest: Contest) -> tuple[Any, ...]:
    """Everything that an announcement writes, counted."""
    return (
        Announcement.objects.count(),
        Standing.objects.count(),
        Evidence.objects.count(),
        Award.objects.exclude(announcement=None).count(),
        CampaignDecision.objects.filter(verb="announce").count(),
        Message.objects.count(),
        Campaign.objects.get(pk=contest.campaign.pk).announced_at,
    )
