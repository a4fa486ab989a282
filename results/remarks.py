"""What the public is told where nobody wins, or others than the standings name."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction

from accounts.models import User
from contests.models import Category
from results.locking import lock_for_results
from results.models import CategoryRemark
from results.refusal import ResultsRefused

logger = logging.getLogger(__name__)
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


@transaction.atomic
def write_remark(
    *,
    category_id: int,
    texts: Mapping[str, str],
    leaves_places_empty: bool | None = None,
    by: User,
    at: datetime,
) -> CategoryRemark | None:
    """Write the remark on a category's outcome in some languages by their codes; the others stay.

    leaves_places_empty: prize places without a winner stay empty, and the remark says why; None
    leaves it as it is. A remark that says nothing any more is gone: then None comes back. Raises
    ResultsRefused: no_such_language and those of the phase.
    """
    category = Category.objects.get(pk=category_id)
    lock_for_results(category.campaign_id, at=at)
    if not texts.keys() <= set(LANGUAGES):
        raise ResultsRefused("no_such_language")
    draft = CategoryRemark.objects.filter(announcement=None, category=category).first()
    nothing = dict.fromkeys((f"text_{code}" for code in LANGUAGES), "")
    remark = draft or CategoryRemark(category=category, **nothing)
    for code, text in texts.items():
        setattr(remark, f"text_{code}", text.strip())
    if leaves_places_empty is not None:
        remark.leaves_places_empty = leaves_places_empty
    logger.info("User %d wrote the remark on category %d", by.pk, category_id)
    if _says_nothing(remark):
        if draft is not None:
            draft.delete()
        return None
    remark.save()
    return remark


def _says_nothing(remark: CategoryRemark) -> bool:
    written = any(getattr(remark, f"text_{code}") for code in LANGUAGES)
    return not written and not remark.leaves_places_empty
