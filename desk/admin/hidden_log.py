"""What the audit log keeps from staff who judge: what it tells of scores, ranks and drafts."""

from __future__ import annotations

from auditlog.models import LogEntry
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, QuerySet

from contests.models import Campaign

# By model, the way from its rows to their campaign.
TELLING = {
    "judging.Assignment": "round__category__campaign",
    "judging.Score": "criterion__round__category__campaign",
    "judging.Comparison": "round__category__campaign",
    "judging.Completion": "round__category__campaign",
    "judging.RoundClosing": "round__category__campaign",
    "results.Shortlist": "category__campaign",
    "results.ShortlistItem": "shortlist__category__campaign",
    "results.TieDecision": "category__campaign",
    "results.Award": "prize__category__campaign",
    "results.PressRelease": "campaign",
    "results.PressDecision": "release__campaign",
}


def without_scores(log: QuerySet[LogEntry], *, hidden: QuerySet[Campaign]) -> QuerySet[LogEntry]:
    """The log without the lines about what is hidden.

    A line stays if its row can be seen to belong to another campaign: points that a judge took
    back are gone from the table, and nobody knows any more where they were given.
    """
    if not hidden.exists():
        return log
    telling = Q()
    for label, campaign in TELLING.items():
        model = apps.get_model(label)
        elsewhere = model._default_manager.filter(
            ~Q(**{f"{campaign}__in": hidden}), pk=OuterRef("object_id")
        )
        of_model = Q(content_type=ContentType.objects.get_for_model(model))
        telling |= of_model & Q(~Exists(elsewhere))
    return log.exclude(telling)
