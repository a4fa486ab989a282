"""Which review a judge's page is about."""

from __future__ import annotations

from datetime import datetime

from django.shortcuts import get_object_or_404

from judging.access import JudgeRequest
from judging.models import Assignment

SHOWN = (
    "round__category__campaign",
    "entry__creator",
    "entry__institution",
    "entry__submitted_by",
)


def own_or_404(request: JudgeRequest, assignment_id: int, *, at: datetime) -> Assignment:
    """The judge's own review, even one that is gone from the desk since the page was opened.

    Whoever sends such a page gets to read why it was refused, and keeps the text.
    """
    own = Assignment.objects.filter(judge__user=request.user, round__opens_at__lte=at)
    return get_object_or_404(own.select_related(*SHOWN), pk=assignment_id)
