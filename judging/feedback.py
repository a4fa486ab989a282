"""What judges wrote for the creator of an entry, once the winners are announced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from contests.models import Category
from entries.models import Entry
from judging.blindness import hide_names
from judging.models import Assignment, Round
from judging.visibility import shares_comments


@dataclass(frozen=True)
class Feedback:
    """The comments of one category, without a trace of who wrote them."""

    category: Category
    comments: list[str]


def feedback_for(entry: Entry, *, at: datetime) -> list[Feedback]:
    """The comments that the entry's creator may read now; none before the announcement.

    Of rounds that share them, and of reviews that count. Whose entry it is, the caller asks.
    Within a category they stand in an order that follows from their words alone: that of the
    judges would tell who wrote which, from one entry to the next. A judge who signed with their
    own name or address remains unnamed, too. Two queries.
    """
    rounds = Round.objects.filter(
        category__campaign=entry.campaign_id, shares_comments=True
    ).select_related("category__campaign")
    shared = {round_.pk: round_ for round_ in rounds if shares_comments(round_, at=at)}
    if not shared:
        return []
    reviews = Assignment.objects.counting().filter(entry=entry, round__in=shared)
    texts: dict[Category, list[str]] = {}
    columns = ("round_id", "comment_for_creator", "judge__user__name")
    for round_id, comment, name in reviews.values_list(*columns):
        text = hide_names(comment, [name] if name else []).strip()
        if text:
            texts.setdefault(shared[round_id].category, []).append(text)
    return [
        Feedback(category=category, comments=sorted(texts[category], key=_place))
        for category in sorted(texts, key=lambda one: (one.order, one.pk))
    ]


def _place(text: str) -> str:
    return sha256(text.encode()).hexdigest()
