"""Making somebody a judge of a campaign."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import Group
from django.db import transaction

from accounts import roles
from accounts.models import User
from contests.locking import lock_campaign
from contests.phases import Phase
from judging.models import Judge
from judging.refusal import JudgingRefused
from partners.models import Partner

_TOO_LATE = frozenset({Phase.ANNOUNCED, Phase.ARCHIVED, Phase.CANCELLED})


@transaction.atomic
def appoint_judge(
    *,
    campaign_id: int,
    email: str,
    name: str,
    organisation: Partner | None,
    is_chair: bool,
    languages: Sequence[str] = (),
    at: datetime,
) -> Judge:
    """Make the person with this address a judge; who has no account yet gets one.

    The account has no password: judges sign in with a code that is mailed to them. The name is
    for a new account only; `languages` are the codes in which they judge, none for any. Raises
    JudgingRefused.
    """
    campaign = lock_campaign(campaign_id)
    refuse_appointment(campaign_id=campaign_id, email=email, at=at)
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        language = campaign.languages[0]
        user = User.objects.create_user(email, name=name.strip(), preferred_language=language)
    user.groups.add(Group.objects.get(name=roles.JUDGE))
    return Judge.objects.create(
        campaign=campaign,
        user=user,
        organisation=organisation,
        is_chair=is_chair,
        languages=list(languages),
    )


def refuse_appointment(*, campaign_id: int, email: str, at: datetime) -> None:
    """Raise JudgingRefused where an appointment would be refused now. Forms ask this too."""
    campaign = lock_campaign(campaign_id)
    if campaign.phase_under_lock(at=at) in _TOO_LATE:
        raise JudgingRefused("campaign_over")
    if Judge.objects.filter(campaign=campaign, user__email__iexact=email).exists():
        raise JudgingRefused("judge_already")
