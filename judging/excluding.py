"""Judges may not win in a campaign that they judge."""

from contests.models import Campaign
from entries.excluded import Circle
from judging.models import Judge


def judges(campaign: Campaign) -> Circle:
    """The judges of a campaign in person. Their organisations are a conflict of interest only."""
    users = Judge.objects.filter(campaign=campaign).values_list("user_id", flat=True)
    return Circle(kind="judge", users=frozenset(users))
