"""Standing by what is to be announced: the first of two people, or whoever lets the clock announce.

A confirmation holds for the exact digest that was looked at: whatever changes afterwards, nobody
has confirmed that. See docs/decisions/0028-two-people-and-corrections.md.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from contests.models import Campaign
from results.blockers import blockers_in
from results.locking import lock_for_results
from results.models import Confirmation
from results.plans import plan_of
from results.preview import Preview, preview_of
from results.refusal import ResultsRefused


@transaction.atomic
def confirm_announcement(*, campaign_id: int, digest: str, by: User, at: datetime) -> Confirmation:
    """Record that `by` has looked at a preview and stands by it.

    digest: of the preview that `by` looked at. Raises ResultsRefused: changed, blocked,
    confirmed_already (by the same person) and those of the phase.
    """
    campaign = lock_for_results(campaign_id, at=at)
    preview = looked_at(campaign, digest, at=at)
    confirmed = confirmations_of(campaign, number=preview.number, digest=digest)
    if any(one.confirmed_by_id == by.pk for one in confirmed):
        raise ResultsRefused("confirmed_already")
    return Confirmation.objects.create(
        campaign=campaign, number=preview.number, digest=digest, confirmed_at=at, confirmed_by=by
    )


def confirmations_of(campaign: Campaign, *, number: int, digest: str) -> list[Confirmation]:
    """Who stands by exactly this, oldest first: of the announcement with that number.

    Without those whose account was closed since.
    """
    confirmed = Confirmation.objects.filter(
        campaign=campaign, number=number, digest=digest, confirmed_by__is_active=True
    )
    return list(confirmed.select_related("confirmed_by").order_by("confirmed_at", "pk"))


def looked_at(campaign: Campaign, digest: str, *, at: datetime) -> Preview:
    """The preview, if it is the one that somebody looked at and nothing stands in its way.

    The caller holds the campaign's lock. Raises ResultsRefused: changed, blocked.
    """
    preview = preview_of(campaign)
    # First the difference, which shows what is new, then what stands in the way.
    if preview.digest != digest:
        raise ResultsRefused("changed")
    if any(blocker.blocks for blocker in blockers_in(preview, at=at)):
        raise ResultsRefused("blocked")
    return preview


def demand_second_person(preview: Preview, *, by: User) -> None:
    """Where two must agree: somebody else than `by` has confirmed the same.

    So two different people stand by every announcement, whoever presses the button; where the clock
    announces, `by` is the last who confirmed. Raises ResultsRefused: second_person where nobody
    else has, second_person_yours where only `by` has.
    """
    if not plan_of(preview.campaign).needs_two:
        return
    confirmed = confirmations_of(preview.campaign, number=preview.number, digest=preview.digest)
    people = {one.confirmed_by_id for one in confirmed}
    if not people - {by.pk}:
        raise ResultsRefused("second_person_yours" if people else "second_person")
