"""The one atomic act that publishes all awards of a campaign."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from contests.models import CampaignDecision
from results.blockers import blockers_in
from results.evidence import canonical_json
from results.locking import lock_for_results
from results.models import Announcement, Award, Evidence, Standing
from results.notices import draft_notices
from results.preview import Preview, preview_of
from results.refusal import ResultsRefused


@transaction.atomic
def announce_campaign(*, campaign_id: int, digest: str, by: User, at: datetime) -> Announcement:
    """Publish the drafted awards, the standings and the evidence, and draft the winners' mails.

    A showcase has no awards: announcing publishes its impact report. All or nothing, once.
    digest: of the preview that `by` looked at. Raises ResultsRefused: already_announced and the
    other codes of the phase, blocked, changed.
    """
    campaign = lock_for_results(campaign_id, at=at)
    preview = preview_of(campaign)
    # First the difference, which shows what is new, then what stands in the way.
    if preview.digest != digest:
        raise ResultsRefused("changed")
    if any(blocker.blocks for blocker in blockers_in(preview, at=at)):
        raise ResultsRefused("blocked")
    phase = campaign.phase(at=at)
    announcement = Announcement.objects.create(
        campaign=campaign, number=1, announced_at=at, announced_by=by, digest=digest
    )
    _freeze(preview, announcement)
    campaign.announced_at = at
    campaign.save(update_fields=["announced_at"])
    CampaignDecision.objects.create(
        campaign=campaign,
        verb="announce",
        from_phase=phase,
        to_phase=campaign.phase(at=at),
        by=by,
        at=at,
    )
    # Drafts: no mail leaves before a person releases it.
    draft_notices(preview.notices, at=at)
    return announcement


def _freeze(preview: Preview, announcement: Announcement) -> None:
    """Keep what was announced: evidence, standings, and the awards, which never change again."""
    Evidence.objects.create(
        announcement=announcement,
        body=preview.evidence.decode(),
        sha256=hashlib.sha256(preview.evidence).hexdigest(),
    )
    Standing.objects.bulk_create(
        (
            Standing(
                announcement=announcement,
                category=category.standings.category,
                entry_id=row.entry_id,
                creator_id=row.creator_id,
                rank=row.rank,
                figures=_as_json(row.figures),
            )
            for category in preview.categories
            for row in category.standings.rows
        ),
        batch_size=1000,
    )
    drafts = Award.objects.filter(pk__in=[award.pk for award in preview.awards], announcement=None)
    if drafts.update(announcement=announcement) != len(preview.awards):
        raise ResultsRefused("changed")


def _as_json(figures: Any) -> Any:
    """Exact values as JSON holds them: decimals and moments as text, as in the evidence."""
    return json.loads(canonical_json(figures))
