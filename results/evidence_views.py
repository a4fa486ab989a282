"""What the evidence says of a category that views decide: the readings behind its totals."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from contests.models import Category
from entries.models import Entry
from results.figures import ViewFacts


def views_content(category: Category, facts: ViewFacts) -> dict[str, Any]:
    """The videos with their readings; where creators are ranked, whose accounts are summed up."""
    accounts = _accounts(category, facts)
    content: dict[str, Any] = {
        "videos": [
            {
                "entry": entry_id,
                "account": accounts[entry_id],
                "creator": facts.creators[entry_id],
                "posted_at": video.posted_at,
                "readings": [
                    {"taken_at": reading.taken_at, "views": reading.views}
                    for reading in video.readings
                ],
                "views": facts.totals[entry_id].views,
                "reason": facts.totals[entry_id].reason,
            }
            for entry_id, video in sorted(facts.videos.items())
        ]
    }
    if category.ranks_creators:
        content["linked_accounts"] = _linked(accounts, facts)
    return content


def _accounts(category: Category, facts: ViewFacts) -> dict[int, int]:
    """By entry the account that posted it. One query where creators are ranked, else none."""
    accounts = dict(facts.creators)
    if category.ranks_creators:
        posted_by = Entry.objects.taking_part_in(category).values_list("pk", "creator_id")
        accounts |= {pk: creator_id for pk, creator_id in posted_by if pk in accounts}
    return accounts


def _linked(accounts: dict[int, int], facts: ViewFacts) -> list[dict[str, Any]]:
    """Accounts that count as one person's: the one that is ranked, and those that take part."""
    several: defaultdict[int, set[int]] = defaultdict(set)
    for entry_id, creator_id in facts.creators.items():
        several[creator_id].add(accounts[entry_id])
    return [
        {"creator": creator_id, "accounts": sorted(of_person)}
        for creator_id, of_person in sorted(several.items())
        if of_person != {creator_id}
    ]
