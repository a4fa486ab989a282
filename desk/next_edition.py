"""The next edition of a campaign, with what the rooms above contests know of it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from contests.cloning import clone_campaign
from contests.models import Campaign
from judging.copying import copy_rounds
from metrics.copying import copy_reading_plan


@transaction.atomic
def prepare_next_edition(
    *, campaign_id: int, slug: str, opens_on: date, by: User | None, at: datetime
) -> Campaign:
    """Make a draft of the next edition, its jury's rounds and its plan of readings included.

    What is copied and what stays behind: contests.cloning, judging.copying and metrics.copying.
    Refused as there.
    """
    edition = clone_campaign(campaign_id=campaign_id, slug=slug, opens_on=opens_on, by=by, at=at)
    copy_rounds(categories=edition.categories, move=edition.move)
    copy_reading_plan(earlier_id=campaign_id, to=edition.campaign, move=edition.move)
    return edition.campaign
