"""The news to the winners, and to those who are none any more: drafts for a person to release."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import override

from accounts.models import User
from contests.wording import day_and_time, zone_name
from outbox.drafting import draft_message
from outbox.models import Message
from outbox.withdrawal import withdraw_draft
from results.claiming import won_key
from results.models import Announcement, Award, Claim, ClaimDecision
from results.winning import people_behind

PURPOSE = "winner"
WITHDRAWN = "award_withdrawn"


@dataclass(frozen=True)
class Notice:
    """One mail to come: who is told about which award."""

    award: Award
    user: User


def notices_for(awards: Sequence[Award]) -> list[Notice]:
    """Who stands behind each award, whether or not they were told already.

    Seven queries at most, however many awards.
    """
    people = people_behind(awards)
    return [Notice(award, person) for award in awards for person in people[award.pk]]


def withdrawals_for(awards: Sequence[Award], *, campaign_id: int) -> list[Notice]:
    """Who would lose an award if these were all: the awards that gave it, and the people behind."""
    staying = {won_key(award) for award in awards}
    claims = (
        Claim.objects.filter(prize__category__campaign=campaign_id)
        .exclude(status=Claim.Status.REVOKED)
        .select_related("prize__category__campaign", "award__prize__category__campaign")
    )
    losing = [claim.award for claim in claims if won_key(claim) not in staying]
    return notices_for(losing)


def draft_notices(notices: Sequence[Notice], *, at: datetime) -> list[Message]:
    """Write the mails to the winners; for each offer of a prize and person once.

    Called after the prizes are offered (`claiming.offer_claims`), in the same transaction. Winners
    who stay in a correction have their mail already, and get no second one.
    """
    prizes = {notice.award.prize_id for notice in notices}
    claims = {won_key(claim): claim for claim in Claim.objects.filter(prize__in=prizes)}
    return [
        _draft(notice.award, claims[won_key(notice.award)], notice.user, at=at)
        for notice in notices
    ]


def winner_key(claim: Claim, user: User) -> str:
    """The key of the mail to a winner: another one when the prize is offered anew."""
    return f"{PURPOSE}:{claim.pk}:{user.pk}:{claim.offered_at:%Y%m%d%H%M%S}"


def _draft(award: Award, claim: Claim, user: User, *, at: datetime) -> Message:
    return draft_message(
        key=winner_key(claim, user),
        purpose=PURPOSE,
        topic=award.prize.category.campaign.slug,
        recipient=user,
        template="winner",
        context={**about(award), "claim": claim, **deadline_of(claim, award, user)},
        at=at,
    )


def about(award: Award) -> dict[str, object]:
    """What a mail about an award names."""
    category = award.prize.category
    return {
        "award": award,
        "prize": award.prize,
        "category": category,
        "campaign": category.campaign,
    }


def deadline_of(claim: Claim, award: Award, user: User) -> dict[str, str]:
    """The claim's deadline in the campaign's zone and the reader's language."""
    zone = award.prize.category.campaign.zone
    with override(user.preferred_language):
        return {
            "accept_by": day_and_time(claim.accept_by, zone),
            "zone": zone_name(zone, claim.accept_by),
        }


def draft_withdrawals(*, announcement: Announcement, at: datetime) -> list[Message]:
    """Write to those whose award a correction took away; `at` is the moment of the correction.

    Called after `claiming.offer_claims` with the same `at`. The news of winning that nobody has
    released is taken back; who was told nothing and has answered nothing is told nothing now, and
    who has another prize in the category hears of that one instead.
    """
    decisions = ClaimDecision.objects.filter(
        claim__prize__category__campaign=announcement.campaign, verb="revoke", at=at
    ).select_related("claim__prize__category__campaign", "claim__award__prize__category__campaign")
    revoked = {decision.claim: decision.from_status for decision in decisions}
    people = people_behind(list(revoked))
    stay = _categories_by_person(announcement)
    written = []
    for claim, from_status in revoked.items():
        for person in people[claim.pk]:
            never_told = withdraw_draft(key=winner_key(claim, person))
            if never_told and from_status == Claim.Status.OFFERED:
                continue
            if (person.pk, claim.prize.category_id) not in stay:
                written.append(_draft_withdrawal(claim, person, announcement, at=at))
    return written


def _categories_by_person(announcement: Announcement) -> set[tuple[int, int]]:
    awards = announcement.awards.select_related("prize__category__campaign")
    return {
        (notice.user.pk, notice.award.prize.category_id) for notice in notices_for(list(awards))
    }


def _draft_withdrawal(
    claim: Claim, user: User, announcement: Announcement, *, at: datetime
) -> Message:
    return draft_message(
        key=f"{WITHDRAWN}:{claim.pk}:{user.pk}:{announcement.number}",
        purpose=WITHDRAWN,
        topic=announcement.campaign.slug,
        recipient=user,
        template="award_withdrawn",
        context={**about(claim.award), "announcement": announcement},
        at=at,
    )
