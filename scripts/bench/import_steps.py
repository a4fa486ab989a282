"""One step of the bench of imports, in the database of the environment; prints its result as JSON.

`python -m scripts.bench.import_steps upload 20000` makes a campaign and uploads a file of so many
rows; `preview` and `take_over` do what the jobs do; `one_by_one 500` saves so many of the same rows
as the ORM does it; `outcome` tells what there is, without ids and moments.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

import django

HASHTAG = "кітапток"
CREATORS = 6000
# Given, so that two databases can be filled with the very same rows.
NOW = datetime.fromisoformat(
    os.environ.get("BENCH_NOW") or datetime.now(UTC).isoformat("T", "seconds")
)


def exported_rows(count: int) -> list[list[Any]]:
    """Rows as TikTok exports them: most meet the rules, some break one, some lack something."""
    from entries.video_ids import tiktok_id_for

    rows = []
    for number in range(count):
        posted_at = NOW - timedelta(days=9) + timedelta(seconds=37 * number % 700_000)
        handle = f"reader.{number * 7919 % CREATORS}"
        caption = f"Бүгінгі кітабым № {number}: оқимыз, «талқылаймыз»; бірге! #{HASHTAG} #kitap"
        rows.append(
            [
                f"https://www.tiktok.com/@{handle}/video/{tiktok_id_for(posted_at, salt=number)}",
                handle,
                caption.replace(f"#{HASHTAG}", "") if number % 20 == 3 else caption,
                posted_at.isoformat(),
                "" if number % 50 == 7 else 15 + number % 160,
                f"{number % 90} {number % 1000:03}",
                number % 700,
            ]
        )
    return rows


def upload(count: int) -> dict[str, Any]:
    from django.core.files.base import ContentFile

    from accounts.models import User
    from entries.importing.uploading import upload_import

    text = io.StringIO()
    headers = ["Video URL", "Username", "Caption", "Create time", "Duration", "Views", "Likes"]
    csv.writer(text).writerows([headers, *exported_rows(count)])
    video_import = upload_import(
        campaign_id=_campaign("bench").pk,
        file=ContentFile(text.getvalue().encode(), name="bench.csv"),
        file_name="bench.csv",
        by=User.objects.create_user("bench@example.org", is_staff=True),
        at=NOW,
    )
    return {"import": video_import.pk}


def preview() -> dict[str, Any]:
    from entries.importing.preview import preview_import
    from entries.models import VideoImport

    video_import = VideoImport.objects.get()
    seconds = _timed(lambda: preview_import(import_id=video_import.pk, at=NOW))
    video_import.refresh_from_db()
    return {"rows": video_import.rows_total, "seconds": seconds}


def start() -> dict[str, Any]:
    from accounts.models import User
    from entries.importing.starting import start_import
    from entries.models import VideoImport

    video_import = VideoImport.objects.get()
    start_import(import_id=video_import.pk, by=User.objects.get(), at=NOW)
    return {}


def take_over() -> dict[str, Any]:
    from accounts.clock import database_now
    from entries.importing import taking_over
    from entries.models import VideoImport

    video_import = VideoImport.objects.get()
    seconds = _timed(lambda: taking_over.take_over(import_id=video_import.pk, clock=database_now))
    video_import.refresh_from_db()
    return {"rows": video_import.rows_done, "entries": video_import.count_new, "seconds": seconds}


def one_by_one(count: int) -> dict[str, Any]:
    """Save rows as the ORM does it, each in a transaction of its own, and with the same checks."""
    from django.db import transaction

    from entries.importing.cells import Line
    from entries.importing.files import opened, table_of
    from entries.importing.videos import VIDEOS, reader_of
    from entries.models import VideoImport

    video_import = VideoImport.objects.select_related("campaign").get()
    campaign = _campaign("one-by-one")
    with opened(video_import) as file:
        lines: list[Line] = list(islice(table_of(video_import, file, VIDEOS).rows, count))
    reader = reader_of(video_import)

    def save_all() -> None:
        for line in lines:
            with transaction.atomic():
                _save(campaign, reader.read(line))

    return {"rows": len(lines), "seconds": _timed(save_all)}


def _save(campaign: Any, candidate: Any) -> None:
    from entries.eligibility import evaluate, propose
    from entries.models import Check, Creator, Decision, Entry, PlatformAnswer
    from entries.subjects import subjects_of, terms_of

    facts = candidate.facts
    creator, _made = Creator.objects.get_or_create(platform=facts.platform, handle=candidate.handle)
    PlatformAnswer(
        platform=facts.platform, video_id=facts.video_id, source="import", said_at=NOW,
        found=True, said=facts.said(),
    ).save()  # fmt: skip
    entry = Entry(
        campaign=campaign, platform=facts.platform, video_id=facts.video_id, url=candidate.url,
        creator=creator, caption=facts.caption or "", caption_state="whole",
        posted_at=facts.posted_at, seconds=facts.seconds, available=facts.public,
        source="import", received_at=NOW, confirmed_at=NOW,
    )  # fmt: skip
    entry.save()
    Decision(entry=entry, verb="receive", to_status=entry.status, at=NOW).save()
    findings = evaluate(terms_of(campaign), subjects_of(campaign, [entry])[0])
    for finding in findings:
        Check(
            entry=entry, rule=finding.rule, outcome=finding.outcome, found=finding.outcome,
            code=finding.code, evidence=finding.evidence, checked_at=NOW,
        ).save()  # fmt: skip
    entry.proposal = propose(findings)
    entry.save(update_fields=["proposal"])


def wait_for_rows(rows: int) -> dict[str, Any]:
    """Wait until so many rows are taken over."""
    from entries.models import VideoImport

    while VideoImport.objects.filter(rows_done__lt=rows).exists():
        time.sleep(0.01)
    return {}


def outcome() -> dict[str, Any]:
    """A digest of all that an import writes, and whether it is finished."""
    from entries.models import Check, Creator, Decision, Entry, PlatformAnswer, VideoImport

    told: list[Any] = [
        sorted(Creator.objects.values_list("platform", "handle")),
        sorted(
            Entry.objects.values_list(
                "video_id", "creator__handle", "caption", "status", "proposal"
            )
        ),
        sorted(Decision.objects.values_list("entry__video_id", "verb", "to_status")),
        sorted(Check.objects.values_list("entry__video_id", "rule", "outcome", "code")),
        sorted(PlatformAnswer.objects.values_list("video_id", "source")),
    ]
    video_import = VideoImport.objects.get()
    return {
        "digest": hashlib.sha256(json.dumps(told).encode()).hexdigest(),
        "entries": len(told[1]),
        "rows_done": video_import.rows_done,
        "finished": video_import.finished_at is not None,
    }


def _campaign(slug: str) -> Any:
    from contests.models import Campaign, Hashtag

    campaign = Campaign.objects.create(
        slug=slug,
        title=slug,
        languages=["kk"],
        platforms=["tiktok"],
        opens_at=NOW - timedelta(days=10),
        closes_at=NOW + timedelta(days=10),
        published_at=NOW - timedelta(days=20),
        min_seconds=10,
        max_seconds=180,
        max_entries_per_creator=5,
    )
    Hashtag.objects.create(campaign=campaign, text=HASHTAG, kind=Hashtag.Kind.OFFICIAL)
    return campaign


def _timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


STEPS: dict[str, Callable[..., dict[str, Any]]] = {
    step.__name__: step
    for step in (upload, preview, start, take_over, wait_for_rows, one_by_one, outcome)
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from auditlog.context import disable_auditlog

    with disable_auditlog():  # which would slow down the rows that are saved one by one
        print(json.dumps(STEPS[sys.argv[1]](*map(int, sys.argv[2:]))))


if __name__ == "__main__":
    main()
