"""How far judges are, as conditions on what hangs below a round or a judge, and who may know."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from judging.models import expected_reviews
from judging.visibility import campaigns_hidden_from

EXPECTED = expected_reviews("assignments__")
FINISHED = Q(assignments__finished_at__isnull=False)
HIDDEN = _("hidden while you judge")


def is_hidden_from(user: User, *, at: datetime, campaign: str) -> Exists:
    """Whether a person must not know how far the others are: they judge in the same campaign.

    `campaign` leads from the row to its campaign, e.g. "category__campaign".
    """
    return Exists(campaigns_hidden_from(user, at=at).filter(pk=OuterRef(campaign)))


def how_far(row: Any) -> Promise | str:
    """The finished of the expected reviews of a row annotated with both and with `is_hidden`."""
    return HIDDEN if row.is_hidden else f"{row.finished} / {row.duties}"
