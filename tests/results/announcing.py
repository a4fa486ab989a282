"""Announcing in tests, and counting what it wrote."""

from typing import Any

import pytest
from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType

from contests.models import Campaign, CampaignDecision
from outbox.models import Message
from results.announcement import announce_campaign
from results.models import (
    Alternate,
    Announcement,
    Award,
    CategoryRemark,
    Certificate,
    Claim,
    ClaimDecision,
    Evidence,
    Standing,
)
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
    assert is_nothing(written(contest))
    return refusal.value.code


def written(contest: Contest) -> dict[str, Any]:
    """Everything that an announcement writes, counted: every table, and the campaign's own date."""
    campaign = contest.campaign
    fixed = (Award, Alternate, CategoryRemark)
    logged = [ContentType.objects.get_for_model(one).pk for one in (Announcement, Evidence, Claim)]
    return {
        **{one.__name__: one.objects.exclude(announcement=None).count() for one in fixed},
        "Announcement": Announcement.objects.count(),
        "Standing": Standing.objects.count(),
        "Evidence": Evidence.objects.count(),
        "Claim": Claim.objects.count(),
        "ClaimDecision": ClaimDecision.objects.count(),
        "Certificate": Certificate.objects.count(),
        "CampaignDecision": CampaignDecision.objects.filter(verb="announce").count(),
        "Message": Message.objects.count(),
        "LogEntry": LogEntry.objects.filter(content_type__in=logged).count(),
        "announced_at": Campaign.objects.get(pk=campaign.pk).announced_at,
    }


def is_nothing(counted: dict[str, Any]) -> bool:
    """Whether nothing of an announcement is there."""
    return not any(counted.values())
