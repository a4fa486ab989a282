"""The one place that decides who may see what of judging, and when.

Judges see the video and their own points. What others gave, counts and ranks are nobody's before
the announcement but the staff's; and staff who judge in a campaign themselves see nothing of its
scores either while a score can still be given there. After the announcement the public reads what
the announcement published, and creators the comments that a round shares.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from contests.models import Campaign
from judging.models import Judge, Round


def campaigns_hidden_from(user: User, *, at: datetime) -> QuerySet[Campaign]:
    """Campaigns whose scores a person must not read, whatever their rights: they judge there.

    Until every round of the campaign is over, so that no score can be given that knows others.
    """
    still_judged = Round.objects.filter(
        category__campaign=OuterRef("pk"), closed_at__isnull=True, closes_at__gt=at
    )
    sits = Judge.objects.sitting().filter(campaign=OuterRef("pk"), user=user.pk)
    return Campaign.objects.filter(
        Exists(sits), Exists(still_judged), announced_at__isnull=True, cancelled_at__isnull=True
    )


def sees_scores(user: User, *, campaign: Campaign, at: datetime) -> bool:
    """Whether a person may read scores, comments, figures and ranks of a campaign now."""
    if not user.has_perm("judging.view_score"):
        return False
    return not campaigns_hidden_from(user, at=at).filter(pk=campaign.pk).exists()
