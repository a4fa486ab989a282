"""Whose views are summed: a person's verified accounts on one platform count as one creator.

Accounts are one person's where all of them are verified and tied to the same user. The person is
ranked under the first of them, the one with the lowest id, whichever of them take part.
"""

from __future__ import annotations

from django.db.models import Count

from entries.models import Creator


def ranked_under(platform: str) -> dict[int, int]:
    """By account of a platform, the account under which its person is ranked.

    Only accounts of people who have several: all others are ranked under themselves. One query.
    """
    verified = Creator.objects.filter(
        platform=platform, verified_at__isnull=False, user__isnull=False
    ).order_by()
    several = verified.values("user").annotate(accounts=Count("pk")).filter(accounts__gt=1)
    accounts = verified.filter(user__in=several.values("user")).order_by("pk")
    first: dict[int | None, int] = {}
    return {
        account: first.setdefault(person, account)
        for account, person in accounts.values_list("pk", "user_id")
    }
