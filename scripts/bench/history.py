"""A made-up campaign of any size: accounts, entries, and what was read of them, pass by pass.

Everything follows from the numbers alone, so that the same size gives the same rows: heavy-tailed
views with many ties among the small, counts that fall now and then, moments scattered within each
pass, videos posted before the opening, inside, after the close and nobody knows when.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import connection

from accounts.models import User
from contests.models import Campaign, Category, Hashtag, RulesVersion
from entries.importing.writing import insert
from entries.models import Creator, Entry
from entries.video_ids import tiktok_id_for
from metrics.models import ReadingBatch

PASS = timedelta(hours=6)
_SPREAD_SECONDS = 5 * 3600  # within a pass; the next one begins later
_BEFORE_OPENING, _AFTER_CLOSE = 2, 1  # passes
_SHARES = {"accepted": 60, "received": 30, "rejected": 8, "disqualified": 2}
COLUMNS = (
    "entry_id, taken_at, views, likes, comments, shares, source, recorded_at, recorded_by_id, "
    "batch_id, reason, screenshot"
)


@dataclass(frozen=True)
class Scene:
    """The campaign with its two boards, the person who imports, and the first pass's moment."""

    campaign: Campaign
    videos: Category
    creators: Category
    person: User
    batch: ReadingBatch
    first_at: datetime
    entries: int
    passes: int


def make_scene(*, entries: int, passes: int, now: datetime) -> Scene:
    """The campaign with its entries, and nothing read yet."""
    first_at = (now - (passes + 1) * PASS).replace(microsecond=0)
    campaign = Campaign.objects.create(
        slug="bench",
        title="Bench",
        languages=["en"],
        platforms=["tiktok"],
        opens_at=first_at + _BEFORE_OPENING * PASS,
        closes_at=first_at + (passes - _AFTER_CLOSE) * PASS,
        published_at=first_at - timedelta(days=20),
        prior_posts_allowed=True,
    )
    Hashtag.objects.create(campaign=campaign, text="bench", kind=Hashtag.Kind.OFFICIAL)
    RulesVersion.objects.create(campaign=campaign, number=1, text="Be kind.", created_at=now)
    videos, creators = (
        Category.objects.create(
            campaign=campaign, slug=method, title=method, method=method, platform="tiktok"
        )
        for method in (Category.Method.MOST_VIEWED_VIDEO, Category.Method.MOST_VIEWED_CREATOR)
    )
    scene = Scene(
        campaign=campaign,
        videos=videos,
        creators=creators,
        person=User.objects.create_user("bench@example.org", is_staff=True, is_superuser=True),
        batch=ReadingBatch.objects.create(came_at=now),
        first_at=first_at,
        entries=entries,
        passes=passes,
    )
    _make_entries(scene, _make_creators(entries // 3 or 1, now))
    return scene


def _make_creators(count: int, now: datetime) -> int:
    """Accounts, of which some are proven to be somebody's, and some of these the same person's."""
    people = [User(email=f"reader{number}@example.org") for number in range(count // 50)]
    ids = [user.pk for user in User.objects.bulk_create(people)]
    insert(
        Creator,
        ("id", "handle", "user_id", "verified_at"),
        (
            (
                number + 1,
                f"reader.{number}",
                ids[number // 25 % len(ids)] if ids and number % 25 == 0 else None,
                now if number % 75 else None,
            )
            for number in range(count)
        ),
        platform="tiktok",
    )
    return count


def _make_entries(scene: Scene, creators: int) -> None:
    insert(
        Entry,
        ("id", "creator_id", "video_id", "url", "posted_at", "status", "status_reason", "caption"),
        _entries(scene, creators),
        campaign_id=scene.campaign.pk,
        platform="tiktok",
        caption_state=Entry.CaptionState.WHOLE,
        source=Entry.Source.IMPORT,
        received_at=scene.first_at,
        confirmed_at=scene.first_at,
    )


def _entries(scene: Scene, creators: int) -> Iterator[tuple[Any, ...]]:
    chance = random.Random(scene.entries)  # noqa: S311 - a made-up campaign, no secrets
    opens_at = scene.first_at + _BEFORE_OPENING * PASS
    closes_at = scene.first_at + (scene.passes - _AFTER_CLOSE) * PASS
    period = int((closes_at - opens_at).total_seconds())
    for number in range(1, scene.entries + 1):
        kind = chance.random()
        inside = opens_at + timedelta(seconds=chance.randrange(period))
        before = opens_at - timedelta(seconds=1 + chance.randrange(20 * 86_400))
        posted_at = before if kind < 0.10 else closes_at if kind < 0.11 else inside
        [status] = chance.choices(list(_SHARES), list(_SHARES.values()))
        # A few have many videos, many have one.
        creator = 1 + int(creators * chance.random() ** 1.5)
        video_id = tiktok_id_for(posted_at, salt=number)
        yield (
            number,
            creator,
            video_id,
            f"https://www.tiktok.com/@reader.{creator - 1}/video/{video_id}",
            None if kind > 0.97 else posted_at,
            status,
            "It shows no book." if status in ("rejected", "disqualified") else "",
            f"Бүгінгі кітабым № {number} #bench",
        )


def _readings(scene: Scene, number: int) -> tuple[str, tuple[Any, ...]]:
    """A query of what pass `number` (from 1) reads: entry, moment and figures, newest posts first.

    A platform's export is in no order that would suit the table.
    """
    query = """
        SELECT entry_id, taken_at, views, views * (1 + entry_id %% 9) / 100 AS likes,
               views * (entry_id %% 7) / 1000 AS comments, views * (entry_id %% 5) / 900 AS shares
        FROM (
            SELECT id AS entry_id,
                   %s + floor(%s * chance)::int * interval '1 second' AS taken_at,
                   floor(exp(9 * size * size) * 20 * ln(1 + %s * (0.2::float8 + pace))
                         * CASE WHEN chance < 0.02 THEN 0.9::float8 ELSE 1 END)::bigint AS views,
                   posted_at
            FROM entries_entry, LATERAL (
                SELECT (hashint8extended(id, 1) & 16777215) / 16777216::float8 AS size,
                       (hashint8extended(id, 2) & 16777215) / 16777216::float8 AS pace,
                       (hashint8extended(id, 100 + %s) & 16777215) / 16777216::float8 AS chance
            ) drawn
        ) read
        ORDER BY posted_at DESC, entry_id
    """
    began_at = scene.first_at + (number - 1) * PASS
    return query, (began_at, _SPREAD_SECONDS, number, number)


def write_rows(scene: Scene, number: int, path: Path) -> None:
    """The pass as rows of the table, for COPY."""
    query, params = _readings(scene, number)
    # What stands in every row of an import.
    same = ("import", scene.person.pk, scene.batch.pk)
    _copy_out(
        f"SELECT entry_id, taken_at, views, likes, comments, shares, %s, "  # noqa: S608
        f"taken_at + interval '6 hours', %s::bigint, %s::bigint, '', '' FROM ({query}) rows",
        (*same, *params),
        "",
        path,
    )


def write_export(scene: Scene, number: int, folder: Path, *, most: int) -> list[Path]:
    """The pass as the platform exports it: files of `most` rows."""
    query, params = _readings(scene, number)
    paths = []
    for first in range(0, scene.entries, most):
        path = folder / f"export-{number}-{first}.csv"
        _copy_out(
            'SELECT e.url AS "Video URL", r.views AS "Views", r.likes AS "Likes", '  # noqa: S608
            'r.comments AS "Comments", r.shares AS "Shares", '
            """to_char(r.taken_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "Read at" """
            f"FROM ({query} LIMIT %s OFFSET %s) r JOIN entries_entry e ON e.id = r.entry_id",
            (*params, most, first),
            "CSV HEADER",
            path,
        )
        paths.append(path)
    return paths


def _copy_out(query: str, params: tuple[Any, ...], form: str, path: Path) -> None:
    with connection.cursor() as cursor, path.open("wb") as file:
        filled = cursor.mogrify(query, params).decode()
        cursor.copy_expert(f"COPY ({filled}) TO STDOUT {form}", file)
