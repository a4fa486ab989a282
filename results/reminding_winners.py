"""Mails that follow the news of winning: to winners who were found later, and before the deadline.

All are drafts. What a reminder says may stop being so while it waits for a person's nod: then it
is taken back.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import User
from outbox.drafting import draft_message
from outbox.models import Message
from outbox.release import EDITABLE
from outbox.withdrawal import withdraw_draft
from results.claim_moves import lock_claim
from results.claiming import won_key
from results.models import Award, Claim
from results.notices import Notice, about, deadline_of, draft_notices, winner_key
from results.reading import announced_awards
from results.winning import people_behind

PURPOSE = "claim_reminder"
BEFORE = timedelta(days=3)


def write_due(*, at: datetime) -> int:
    """Draft the mails that are due and take back reminders that are no longer so; how many written.

    A periodic job. Whoever became known after the announcement, because an imported video was
    claimed, is told of the prize now; who has not answered three days before the deadline is
    reminded of it, unless the first mail still waits in the outbox.
    """
    claims = list(
        Claim.objects.filter(status=Claim.Status.OFFERED, accept_by__gt=at)
        .select_related("prize__category__campaign")
        .order_by("pk")
    )
    people = people_behind(claims) if claims else {}
    pairs = [(claim, person) for claim in claims for person in people[claim.pk]]
    told = _messages({winner_key(claim, person) for claim, person in pairs})
    due = [
        (claim, person)
        for claim, person in pairs
        if _is_near(claim, at=at) and told.get(winner_key(claim, person), "draft") not in EDITABLE
    ]
    _withdraw_all_but({reminder_key(claim, person) for claim, person in due})
    reminded = _messages({reminder_key(claim, person) for claim, person in due})
    late = {claim.pk for claim, person in pairs if winner_key(claim, person) not in told}
    near = {claim.pk for claim, person in due if reminder_key(claim, person) not in reminded}
    return sum(_write(claim_id, at=at) for claim_id in sorted(late | near))


def reminder_key(claim: Claim, user: User) -> str:
    """Names the deadline too: another one is announced by another mail."""
    return f"{PURPOSE}:{claim.pk}:{user.pk}:{claim.accept_by:%Y%m%d}"


def _is_near(claim: Claim, *, at: datetime) -> bool:
    """Nobody is reminded of what was offered so late that these days had begun."""
    moment = claim.accept_by - BEFORE
    return claim.offered_at < moment <= at <= claim.accept_by


def _messages(keys: Collection[str]) -> dict[str, str]:
    """The states of those mails that are written, by key."""
    return dict(Message.objects.filter(key__in=keys).values_list("key", "status"))


def _withdraw_all_but(keys: Collection[str]) -> None:
    waiting = Message.objects.filter(purpose=PURPOSE, status__in=EDITABLE)
    for key in waiting.values_list("key", flat=True):
        if key not in keys:
            withdraw_draft(key=key)


@transaction.atomic
def _write(claim_id: int, *, at: datetime) -> int:
    """Write what is due about one claim, unless it was answered meanwhile."""
    # Whoever answers at the same moment waits here, or is waited for.
    claim = lock_claim(claim_id)
    if claim.status != Claim.Status.OFFERED or at > claim.accept_by:
        return 0
    award = _award_of(claim, at=at)
    if award is None:
        return 0
    people = people_behind([claim])[claim.pk]
    written = 0
    for person in people:
        before = _messages({winner_key(claim, person), reminder_key(claim, person)})
        if winner_key(claim, person) not in before:
            draft_notices([Notice(award, person)], at=at)
            written += 1
        elif (
            _is_near(claim, at=at)
            and before[winner_key(claim, person)] not in EDITABLE
            and reminder_key(claim, person) not in before
        ):
            _remind(claim, award, person, at=at)
            written += 1
    return written


def _remind(claim: Claim, award: Award, person: User, *, at: datetime) -> Message:
    return draft_message(
        key=reminder_key(claim, person),
        purpose=PURPOSE,
        topic=award.prize.category.campaign.slug,
        recipient=person,
        template=PURPOSE,
        context={**about(award), "claim": claim, **deadline_of(claim, award, person)},
        at=at,
    )


def _award_of(claim: Claim, *, at: datetime) -> Award | None:
    """The award as it stands announced: its citation may have been corrected."""
    awards = announced_awards(at=at).filter(prize=claim.prize_id)
    awards = awards.select_related("prize__category__campaign", "prize__sponsor", "entry")
    return next((award for award in awards if won_key(award) == won_key(claim)), None)
