"""Several videos entered together: each on its own, so that one that is refused keeps none out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from accounts.account_opening import open_account
from accounts.models import User
from contests.models import Campaign
from entries.application import Application
from entries.intake import submit_entry
from entries.links import VideoLink
from entries.models import Entry
from entries.pasted_videos import PastedVideo
from entries.refusal import EntryRefused


@dataclass(frozen=True)
class RefusedLink:
    """A pasted link that was not entered, and the sentence that says why.

    code: of the verb's refusal; empty where the link itself names no video.
    """

    text: str
    sentence: str
    code: str = ""


@dataclass
class Entered:
    """What came of the links: entries, and those that were refused."""

    entries: list[Entry] = field(default_factory=list)
    refused: list[RefusedLink] = field(default_factory=list)


class AccountClosed(Exception):  # noqa: N818 - a refusal, not an error
    """The account with the given address is closed."""


def enter_videos(
    *,
    campaign: Campaign,
    videos: Iterable[PastedVideo],
    accounts: Mapping[VideoLink, str],
    application: Application,
    by: User | str,
    at: datetime,
) -> Entered:
    """Enter each of the videos that a text named, in the order of the text.

    accounts: the handle of each video. by: who is signed in, or the address that somebody gave;
    an account for it is opened together with its first entry or not at all. Raises AccountClosed.
    """
    entered = Entered()
    for one in videos:
        if one.video is None:
            entered.refused.append(RefusedLink(one.text, str(one.problem)))
            continue
        try:
            entry = _enter(campaign, one.video, accounts.get(one.video, ""), application, by, at)
        except EntryRefused as refused:
            entered.refused.append(RefusedLink(one.text, refused.message, refused.code))
        else:
            entered.entries.append(entry)
    return entered


@transaction.atomic
def _enter(
    campaign: Campaign,
    link: VideoLink,
    handle: str,
    application: Application,
    by: User | str,
    at: datetime,
) -> Entry:
    person = open_account(email=by, language=application.language) if isinstance(by, str) else by
    if not person.is_active:
        raise AccountClosed
    return submit_entry(
        campaign_id=campaign.pk,
        link=link,
        handle=handle,
        by=person,
        application=application,
        at=at,
        address_proven=person is by,
    )
