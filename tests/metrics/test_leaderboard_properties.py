"""Boards equal a brute-force ranking over the raw readings, on random histories."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contests.locking import lock_campaign
from contests.models import Campaign, Category
from contests.phases import Phase
from entries.models import Creator, Entry
from metrics.keeping import keep_anew
from metrics.leaderboards import Place, board_of
from metrics.models import Attestation, Reading
from tests.builders import build_campaign, build_category, build_creator, build_entry, build_reading
from tests.results.contests import build_person

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
LENGTH = 10
"""Hours of the competition period; posts and readings may lie before and after it."""
PEOPLE, ACCOUNTS = 2, 5


@dataclass
class Video:
    """What is drawn of a video; hours are counted from the opening."""

    account: int
    posted: int | None
    status: str
    platform: str
    readings: list[tuple[int, int, str]]
    """(hour, views, how: it counts, was typed and not attested, or is replaced by a correction)"""


HOURS = st.integers(-3, LENGTH + 3)
READINGS = st.lists(
    st.tuples(HOURS, st.integers(0, 4), st.sampled_from(["counts", "counts", "typed", "wrong"])),
    max_size=5,
)
VIDEOS = st.lists(
    st.builds(
        Video,
        account=st.integers(0, ACCOUNTS - 1),
        posted=st.none() | HOURS,
        status=st.sampled_from(["accepted", "accepted", "accepted", "disqualified", "withdrawn"]),
        platform=st.sampled_from(["tiktok", "tiktok", "tiktok", "youtube"]),
        readings=READINGS,
    ),
    max_size=7,
)
OWNERS = st.lists(
    st.tuples(st.none() | st.integers(0, PEOPLE - 1), st.booleans()),
    min_size=ACCOUNTS,
    max_size=ACCOUNTS,
)
"""Of each account, whose it is, if anybody's, and whether that is verified."""


@dataclass
class Scene:
    campaign: Campaign
    accounts: list[Creator]
    entries: dict[int, Video] = field(default_factory=dict)
    counted: dict[int, list[tuple[datetime, int, int]]] = field(default_factory=dict)
    """By entry, the readings that count: when, in which order recorded, and how many views."""


def build(videos: list[Video], owners: list[tuple[int | None, bool]], *, prior: bool) -> Scene:
    campaign = build_campaign(phase=Phase.REVIEW, prior_posts_allowed=prior)
    assert campaign.opens_at
    campaign.closes_at = campaign.opens_at + LENGTH * HOUR
    campaign.save()
    people = [build_person(f"owner{number}") for number in range(PEOPLE)]
    other = build_person("second-person")
    accounts = [
        build_creator(
            user=None if owner is None else people[owner],
            verified_at=campaign.opens_at if verified else None,
        )
        for owner, verified in owners
    ]
    scene = Scene(campaign, accounts)
    for video in videos:
        entry = build_entry(
            campaign,
            creator=accounts[video.account],
            status=video.status,
            platform=video.platform,
            posted_at=campaign.opens_at + (video.posted or 0) * HOUR,
        )
        if video.posted is None:
            Entry.objects.filter(pk=entry.pk).update(posted_at=None)
        scene.entries[entry.pk] = video
        scene.counted[entry.pk] = []
        for hour, views, how in video.readings:
            _read(scene, entry, campaign.opens_at + hour * HOUR, views, how, other)
    return scene


def _read(scene: Scene, entry: Entry, at: datetime, views: int, how: str, other: Any) -> None:
    """A reading; a wrong one is followed by a correction that says one view more."""
    source = Reading.Source.MANUAL if how == "typed" else Reading.Source.IMPORT
    reading = build_reading(entry, views=views, taken_at=at, source=source)
    if how == "wrong":
        right = build_reading(
            entry,
            views=views + 1,
            taken_at=at,
            source=Reading.Source.MANUAL,
            replaces=reading,
            reason="Mistyped.",
        )
        Attestation.objects.create(
            reading=right, agrees=True, attested_by=other, attested_at=at, replaces=reading
        )
        reading, views = right, views + 1
    if how != "typed":
        scene.counted[entry.pk].append((at, reading.pk, views))


def expected(scene: Scene, category: Category, until: datetime) -> list[tuple[Any, ...]]:
    """(rank, entry, creator, views, videos, post, reading) by the plainest means."""
    totals = []
    for pk, video in scene.entries.items():
        if (video.status, video.platform) != ("accepted", "tiktok"):
            continue
        found = _total(scene, pk, until)
        if found is not None:
            totals.append((pk, scene.accounts[video.account].pk, *found))
    if category.ranks_creators:
        lines = _summed(scene, totals)
    else:
        lines = [
            (pk, pk, owner, views, 1, posted, read) for pk, owner, views, posted, read in totals
        ]
    ranked = []
    for line in lines:
        equal = [other for other in lines if other[3] == line[3]]
        comparable = all(other[5] is not None for other in equal)
        ahead = sum(other[3] > line[3] for other in lines)
        if comparable:
            ahead += sum(other[5] < line[5] for other in equal)
        ranked.append((ahead + 1, line[0], *line[1:]))
    return [(rank, *line) for rank, _key, *line in sorted(ranked, key=lambda one: one[:2])]


def _total(scene: Scene, pk: int, until: datetime) -> tuple[int, datetime | None, datetime] | None:
    opens_at, closes_at = scene.campaign.opens_at, scene.campaign.closes_at
    assert opens_at
    assert closes_at
    hour = scene.entries[pk].posted
    posted = None if hour is None else opens_at + hour * HOUR
    last = [one for one in scene.counted[pk] if one[0] <= min(until, closes_at)]
    if not last or (posted is not None and posted >= closes_at):
        return None
    read, _id, views = max(last)
    if posted is None or posted >= opens_at:
        return views, posted, read
    first = [one for one in scene.counted[pk] if one[0] <= opens_at]
    if not scene.campaign.prior_posts_allowed or not first or read <= opens_at:
        return None
    return views - max(first)[2], posted, read


def _summed(scene: Scene, totals: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    def person(pk: int) -> int:
        account = next(one for one in scene.accounts if one.pk == pk)
        if account.user is None or account.verified_at is None:
            return pk
        return min(one.pk for one in scene.accounts if one.user == account.user and one.verified_at)

    lines = []
    for key in {person(owner) for _pk, owner, *_rest in totals}:
        theirs = [one for one in totals if person(one[1]) == key]
        posts = [one[3] for one in theirs]
        earliest = None if None in posts else min(posts)
        views, read = sum(one[2] for one in theirs), min(one[4] for one in theirs)
        lines.append((key, None, key, views, len(theirs), earliest, read))
    return lines


def check(scene: Scene, until: datetime | None = None) -> None:
    assert scene.campaign.closes_at
    for method in (Category.Method.MOST_VIEWED_VIDEO, Category.Method.MOST_VIEWED_CREATOR):
        category = scene.campaign.categories.filter(method=method).first() or build_category(
            scene.campaign, method=method
        )
        category.campaign = scene.campaign
        board = board_of(category, until=until)
        moment = until or scene.campaign.closes_at
        assert board == [Place(*line) for line in expected(scene, category, moment)]


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(videos=VIDEOS, owners=OWNERS, prior=st.booleans(), kept=st.booleans(), until=HOURS)
def test_boards_equal_brute_force(db, videos, owners, prior, kept, until):
    with transaction.atomic():
        scene = build(videos, owners, prior=prior)
        if kept:
            keep_anew(campaign=lock_campaign(scene.campaign.pk))
        check(scene)
        check(scene, scene.campaign.opens_at + until * HOUR)
        # Whoever is disqualified leaves the board, and the creator's sum with it.
        for pk in [pk for pk, video in scene.entries.items() if video.status == "accepted"][:1]:
            scene.entries[pk].status = "disqualified"
            Entry.objects.filter(pk=pk).update(status="disqualified", status_reason="Bought.")
            check(scene)
        # No example is to find what another one left.
        transaction.set_rollback(True)
