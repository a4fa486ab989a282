"""One step on with the demo: the open contest is over, and its results can be decided."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from contests.models import Campaign
from contests.phases import Phase
from desk.demo.final import WHICH, finish_reviews
from judging.models import Round


@transaction.atomic
def begin_review(*, at: datetime) -> Campaign | None:
    """Let the demo's jury finish its points, and let the contest and its rounds be over now.

    Shortlist and winners are promised for the days to come. None where the contest is not open.
    The dates are moved past the admin's rules: nobody can wait five weeks to look.
    """
    campaign = Campaign.objects.select_for_update(no_key=True).get(slug="tiktokdan-oyren")
    if campaign.phase(at=at) is not Phase.OPEN:
        return None
    rounds = Round.objects.filter(**WHICH).select_related("category__campaign")
    scoring = rounds.filter(kind=Round.Kind.SCORING).order_by("order").last()
    if scoring is not None and scoring.closed_at is None:
        finish_reviews(scoring, at=at)
    rounds.filter(opens_at__lt=at, closes_at__gt=at).update(closes_at=at)
    campaign.closes_at = at
    campaign.shortlist_by, campaign.announce_by = at + timedelta(days=1), at + timedelta(days=3)
    campaign.save(update_fields=["closes_at", "shortlist_by", "announce_by"])
    return campaign
