"""Mails to staff about results: each written once, in the reader's language, and sent at once.

Staff who still judge in a campaign read what is to be done, and nothing of names and figures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from accounts.models import User
from contests.models import Campaign
from contests.wording import day_and_time, zone_name
from judging.visibility import sees_scores
from outbox.drafting import draft_message
from outbox.models import Message
from outbox.release import EDITABLE, release_messages
from outbox.withdrawal import withdraw_draft
from results.blocker import Blocker

MOST_LINES = 15


@dataclass(frozen=True)
class StaffMail:
    """One mail to come. `key` makes it the only one of its kind."""

    key: str
    purpose: str
    reader: User


def unwritten(mails: Iterable[StaffMail]) -> list[StaffMail]:
    """Those that do not exist yet. One query."""
    wanted = {mail.key: mail for mail in mails}
    known = Message.objects.filter(key__in=wanted).values_list("key", flat=True)
    return [wanted[key] for key in wanted.keys() - set(known)]


def send_to_staff(
    mails: Iterable[StaffMail],
    *,
    campaign: Campaign,
    headline: Callable[[], str],
    lines: Sequence[Blocker],
    context: Mapping[str, Any],
    at: datetime,
) -> int:
    """Write those that do not exist yet and let them leave; how many. Needs a transaction.

    The caller holds the campaign's lock, so that two at once do not write the same. headline: the
    first line, asked for in the reader's language.
    """
    written = []
    for mail in sorted(unwritten(mails), key=lambda one: one.key):
        shown = readable_by(mail.reader, lines, campaign=campaign, at=at)
        message = draft_message(
            key=mail.key,
            purpose=mail.purpose,
            topic=campaign.slug,
            recipient=mail.reader,
            template=mail.purpose,
            context={
                **context,
                "campaign": campaign,
                "headline": headline,
                "lines": shown[:MOST_LINES],
                "more": max(len(shown) - MOST_LINES, 0),
                "hidden": len(lines) - len(shown),
            },
            at=at,
        )
        written.append(message.pk)
    if written:
        release_messages(message_ids=written, by=None, at=at)
    return len(written)


def readable_by(
    reader: User, lines: Sequence[Blocker], *, campaign: Campaign, at: datetime
) -> list[Blocker]:
    """What a person may be told: all, or for staff who judge there what tells no scores."""
    if sees_scores(reader, campaign=campaign, at=at):
        return list(lines)
    return [line for line in lines if not line.tells_scores]


def moment_in_words(moment: datetime, campaign: Campaign) -> Callable[[], str]:
    """A moment in the campaign's zone, to be asked for in the reader's language."""
    return partial(day_and_time, moment, campaign.zone)


def zone_in_words(moment: datetime, campaign: Campaign) -> Callable[[], str]:
    return partial(zone_name, campaign.zone, moment)


def withdraw_all_but(keys: set[str], *, purposes: Iterable[str]) -> None:
    """Take back what somebody holds in the outbox and what is no longer so."""
    held = Message.objects.filter(purpose__in=list(purposes), status__in=EDITABLE)
    for key in held.values_list("key", flat=True):
        if key not in keys:
            withdraw_draft(key=key)
