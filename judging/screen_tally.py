"""From the votes in the database to how each entry of a screening stands."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Count

from judging.entrants import entries_in
from judging.models import Assignment, Judge, Round
from judging.screening import Votes


def votes_of_round(round_: Round) -> dict[int, Votes]:
    """The votes that count on every entry of the round, by the entry's id, in their order.

    Entries without a vote are among them: they may still get one. An entry is to have the round's
    reviews for each entry, or else one of every judge who sits; more where more were assigned.
    Three queries at any size.
    """
    wanted = round_.reviews_per_entry
    if wanted is None:
        wanted = Judge.objects.sitting().filter(campaign=round_.category.campaign_id).count()
    votes: defaultdict[int, dict[str, int]] = defaultdict(dict)
    expected = Assignment.objects.expected().filter(round=round_).order_by()
    # A vote whose finish was taken back is no vote; then the review is missing again.
    cast = expected.filter(finished_at__isnull=False).exclude(vote="")
    for entry_id, vote, number in cast.values_list("entry_id", "vote").annotate(n=Count("pk")):
        votes[entry_id][vote] = number
    assigned = dict(expected.values_list("entry_id").annotate(n=Count("pk")))
    return {
        entry_id: Votes(
            yes=votes[entry_id].get(Assignment.Vote.YES, 0),
            no=votes[entry_id].get(Assignment.Vote.NO, 0),
            unsure=votes[entry_id].get(Assignment.Vote.UNSURE, 0),
            wanted=max(wanted, assigned.get(entry_id, 0)),
        )
        for entry_id in entries_in(round_).order_by("pk").values_list("pk", flat=True)
    }
