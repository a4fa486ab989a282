"""The one atomic act that publishes all awards of a campaign."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Manager, Model

from accounts.models import User
from contests.models import CampaignDecision
from results.certificates import issue_certificates
from results.claiming import offer_claims
from results.confirming import demand_second_person, looked_at
from results.evidence import canonical_json
from results.locking import lock_for_results
from results.models import Alternate, Announcement, Award, CategoryRemark, Evidence, Standing
from results.notices import draft_notices, draft_withdrawals
from results.preview import Preview
from results.refusal import ResultsRefused


@transaction.atomic
def announce_campaign(*, campaign_id: int, digest: str, by: User, at: datetime) -> Announcement:
    """Publish what is drafted, or the open correction of what was: all or nothing, once.

    Fixed are the awards, alternates and remarks, the standings and the evidence; winners are
    offered their prizes, given their certificates, and their mails are drafted. A showcase has no
    awards: announcing publishes its impact report.

    digest: of the preview that `by` looked at. by: where two people must agree, somebody else has
    to have confirmed the same digest (results.confirming); where the clock announces, the last who
    confirmed. Raises ResultsRefused: changed, blocked, second_person, second_person_yours,
    already_announced and the other codes of the phase.
    """
    campaign = lock_for_results(campaign_id, at=at)
    preview = looked_at(campaign, digest, at=at)
    demand_second_person(preview, by=by)
    announcement = Announcement.objects.create(
        campaign=campaign,
        number=preview.number,
        announced_at=at,
        announced_by=by,
        digest=digest,
        **{f"note_{code}": text for code, text in preview.note.items()},
    )
    _freeze(preview, announcement)
    _enter(announcement, preview)
    offer_claims(announcement=announcement, at=at)
    issue_certificates(announcement=announcement, at=at)
    # Drafts: no mail leaves before a person releases it.
    draft_notices(preview.mails, at=at)
    draft_withdrawals(announcement=announcement, at=at)
    return announcement


def _enter(announcement: Announcement, preview: Preview) -> None:
    """Write into the campaign's life that it happened; a correction leaves its date as it was."""
    campaign, at = announcement.campaign, announcement.announced_at
    phase = campaign.phase(at=at)
    if preview.correction is None:
        campaign.announced_at = at
        campaign.save(update_fields=["announced_at"])
    CampaignDecision.objects.create(
        campaign=campaign,
        verb="announce" if preview.correction is None else "correct",
        from_phase=phase,
        to_phase=campaign.phase(at=at),
        by=announcement.announced_by,
        at=at,
        reason=preview.correction.reason if preview.correction else "",
    )


def _freeze(preview: Preview, announcement: Announcement) -> None:
    """Keep what was announced, which never changes again: evidence, standings, and the drafts."""
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
    _fix(Award.objects, preview.awards, announcement)
    _fix(Alternate.objects, preview.alternates, announcement)
    _fix(CategoryRemark.objects, preview.remarks, announcement)


def _fix(manager: Manager[Any], drafts: Sequence[Model], announcement: Announcement) -> None:
    """Make drafts part of the announcement: exactly these, or nothing is announced."""
    found = manager.filter(pk__in=[draft.pk for draft in drafts], announcement=None)
    if found.update(announcement=announcement) != len(drafts):
        raise ResultsRefused("changed")


def _as_json(figures: Any) -> Any:
    """Exact values as JSON holds them: decimals and moments as text, as in the evidence."""
    return json.loads(canonical_json(figures))
