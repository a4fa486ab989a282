"""Which entries a campaign of the demo gets, and when: invented, but the same every time.

Pure: the plan follows from the texts, the campaign's dates and the moment of loading.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import cycle
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

from desk.demo.read import CampaignText, VideoText, WinnerText

HOUR = timedelta(hours=1)
UNDECIDED = 40 * HOUR
"""How long before the moment of loading moderators of an open campaign stopped deciding."""
OF_THE_CREATOR = "madina.bilir"
"""The handle under which creator@demo.example enters videos."""


class Fate(StrEnum):
    """What moderators did with an entry."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Idea(NamedTuple):
    """Whose video enters, and what becomes of it."""

    handle: str
    video: VideoText
    fate: Fate


@dataclass(frozen=True)
class PlannedEntry:
    """An entry to be. `number` counts from 1 in the order of posting."""

    number: int
    handle: str
    video: VideoText
    fate: Fate
    posted_at: datetime
    received_at: datetime
    decided_at: datetime | None
    seconds: int

    @property
    def winner(self) -> WinnerText | None:
        return self.video if isinstance(self.video, WinnerText) else None


def plan_entries(
    text: CampaignText, *, opens_at: datetime, closes_at: datetime, at: datetime
) -> list[PlannedEntry]:
    """The entries of a campaign at a moment, in the order of posting; none before it opens."""
    if at <= opens_at:
        return []
    chance = Random(text.slug)  # noqa: S311 - invented, not secret
    ideas = _invented(text, chance)
    if at < closes_at:
        ideas = _with_the_creator(ideas)
    # Who won may have posted at any time; what is undecided came last. The order of the ideas
    # stays as it is: neighbours never look alike.
    decided = [idea for idea in ideas if idea.fate is not Fate.RECEIVED]
    waiting = [idea for idea in ideas if idea.fate is Fate.RECEIVED]
    places = sorted(chance.sample(range(len(decided) + 1), len(text.winners)), reverse=True)
    for place, won in zip(places, reversed(text.winners), strict=True):
        decided.insert(place, Idea(won.handle, won, Fate.ACCEPTED))
    until, zone = min(at, closes_at), ZoneInfo(text.time_zone)
    posts = [
        *_spread(decided, opens_at + HOUR, until - UNDECIDED, chance, zone),
        *_spread(waiting, until - 0.8 * UNDECIDED, until - HOUR, chance, None),
    ]
    posts.sort(key=lambda post: post[0])
    shortest = text.min_seconds or 12
    longest = text.max_seconds or shortest + 75
    return [
        _through_the_queue(number, idea, posted_at, chance.randint(shortest, longest), chance)
        for number, (posted_at, idea) in enumerate(posts, start=1)
    ]


def _invented(text: CampaignText, chance: Random) -> list[Idea]:
    """Handles and videos in turn, so that a pair comes twice only when all are used up."""
    wanted, handles, videos = text.entries, list(text.entries.handles), text.videos
    most = text.max_entries_per_creator
    if most and wanted.count > most * len(handles):
        raise ValueError(f"{text.slug}: {wanted.count} entries need more handles")
    chance.shuffle(handles)
    fates = [Fate.RECEIVED] * wanted.received + [Fate.REJECTED] * wanted.rejected
    fates += [Fate.ACCEPTED] * (wanted.count - len(fates))
    chance.shuffle(fates)
    return [
        Idea(handle, videos[(number + number // len(handles)) % len(videos)], fate)
        for number, (handle, fate) in enumerate(zip(cycle(handles), fates, strict=False))
    ]


def _with_the_creator(ideas: list[Idea]) -> list[Idea]:
    """Give one entry of each fate to the creator who can sign in."""
    fates = [idea.fate for idea in ideas]
    theirs = {fates.index(fate) for fate in Fate if fate in fates}
    return [
        idea._replace(handle=OF_THE_CREATOR) if place in theirs else idea
        for place, idea in enumerate(ideas)
    ]


def _spread(
    ideas: list[Idea], since: datetime, until: datetime, chance: Random, zone: ZoneInfo | None
) -> list[tuple[datetime, Idea]]:
    """Post the videos between two moments; by day where a zone says when that is."""
    share = (until - since) / max(len(ideas), 1)
    posts = []
    for place, idea in enumerate(ideas):
        moment = since + share * (place + chance.random())
        if zone and moment.astimezone(zone).hour < 8:
            moment = min(moment + 8 * HOUR, until)
        posts.append((moment.replace(microsecond=0), idea))
    return posts


def _through_the_queue(
    number: int, idea: Idea, posted_at: datetime, seconds: int, chance: Random
) -> PlannedEntry:
    """Enter the video some time after it was posted, and let moderators decide on it."""
    if idea.fate is Fate.RECEIVED:
        received_at = posted_at + chance.uniform(0.1, 0.9) * HOUR
        decided_at = None
    else:
        received_at = posted_at + chance.uniform(0.3, 14) * HOUR
        decided_at = received_at + chance.uniform(0.5, 24) * HOUR
    return PlannedEntry(
        number=number,
        handle=idea.handle,
        video=idea.video,
        fate=idea.fate,
        posted_at=posted_at,
        received_at=received_at,
        decided_at=decided_at,
        seconds=seconds,
    )
