"""How far a campaign is, in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from accounts.models import User
from contests.models import Campaign
from entries.models import Entry
from judging.flag_queue import open_flags_for
from judging.models import Assignment
from judging.visibility import campaigns_hidden_from
from metrics.case_queue import waiting
from metrics.models import Case, Reading
from outbox.models import Message


@dataclass(frozen=True)
class Figures:
    """Counts of one campaign.

    `waiting` are entries that a moderator has to decide on; `unattested` readings that somebody
    typed and no second person has looked at; `cases` those about views that a
    person can still decide; `flags` those of judges that this person may answer. `reviews_done`
    is None for who judges there themselves while scores can still be given.
    """

    waiting: int
    by_status: dict[str, int]
    reviews_done: int | None
    reviews_all: int
    drafts: int
    unattested: int
    cases: int
    flags: int

    @property
    def entries(self) -> int:
        return sum(self.by_status.values())

    @property
    def reviews_left(self) -> int | None:
        return None if self.reviews_done is None else self.reviews_all - self.reviews_done


def figures_of(campaign: Campaign, *, user: User, at: datetime) -> Figures:
    """Count what there is, in seven queries."""
    flags = open_flags_for(user, at=at).filter(round__category__campaign=campaign)
    entries = Entry.objects.filter(campaign=campaign)
    statuses = entries.values_list("status").annotate(count=Count("pk")).order_by()
    # Unconfirmed entries are nobody's duty yet.
    by_status = dict(statuses.filter(confirmed_at__isnull=False))
    reviews = Assignment.objects.expected().filter(round__category__campaign=campaign)
    counts = reviews.aggregate(
        all=Count("pk"), done=Count("pk", filter=Q(finished_at__isnull=False))
    )
    is_hidden = campaigns_hidden_from(user, at=at).filter(pk=campaign.pk).exists()
    return Figures(
        waiting=by_status.get(Entry.Status.RECEIVED, 0),
        by_status=by_status,
        reviews_done=None if is_hidden else counts["done"],
        reviews_all=counts["all"],
        drafts=Message.objects.drafts().filter(topic=campaign.slug).count(),
        unattested=Reading.objects.unattested().filter(entry__campaign=campaign).count(),
        cases=Case.objects.filter(waiting(at=at), entry__campaign=campaign).count(),
        flags=flags.count(),
    )
