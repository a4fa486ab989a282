"""From scores to a verified evidence file, each step beside the plainest way to do it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from auditlog.context import disable_auditlog
from django.conf import settings
from django.utils import timezone

from accounts.models import User
from contests.models import Campaign, Prize
from judging.assigning import assign_judges
from judging.models import Round
from results.announcement import announce_campaign
from results.awarding import draft_awards, write_citations
from results.evidence import canonical_json
from results.models import Announcement, Award
from results.preview import preview_of
from results.standings import standings_of
from scripts.bench.goals import Goal
from scripts.bench.judging_scene import Jury, tidy
from scripts.bench.judging_sums import means_by_sql, score_everything
from scripts.bench.stopwatch import seconds, side_by_side

PLACES = 3
MOST_TIMES_THE_SQL = 8
MOST_TIMES_PLAIN_JSON = 12
MOST_SECONDS_ANNOUNCED = 60
MOST_SECONDS_VERIFIED = 60

_READ_AND_HASH = """
import hashlib, json, pathlib, sys
body = pathlib.Path(sys.argv[1]).read_bytes()
json.loads(body)
print(hashlib.sha256(body).hexdigest())
"""


def judge_all(jury: Jury) -> Campaign:
    """Every review finished, the round over, three places to win, and their winners drafted."""
    now = timezone.now()
    with disable_auditlog():
        assign_judges(round_id=jury.round.pk, by=jury.staff, at=now)
        score_everything(jury)
        Round.objects.filter(pk=jury.round.pk).update(
            opens_at=now - timedelta(hours=3), closes_at=now - timedelta(hours=2)
        )
        category = jury.round.category
        Prize.objects.bulk_create(
            Prize(category=category, place=place, title=f"Prize {place}")
            for place in range(1, PLACES + 1)
        )
        drafted = draft_awards(campaign_id=category.campaign_id, by=jury.staff, at=now)
        for award in drafted:
            write_citations(award_id=award.pk, texts={"en": "The best."}, by=jury.staff, at=now)
    tidy("judging_score", "judging_assignment", "judging_round")
    print(f"{jury.entries:,} entries with {jury.entries * 3:,} reviews")
    return Campaign.objects.get(pk=category.campaign_id)


def compute(campaign: Campaign) -> Iterator[Goal]:
    """The standings, and the evidence of them."""
    category = campaign.categories.get()
    category.campaign = campaign
    round_ = Round.objects.get(category=category)
    took = side_by_side(
        {"ours": lambda: standings_of(category), "sql": lambda: means_by_sql(round_)}, times=3
    )
    ratio = took["ours"] / took["sql"]
    print(
        f"  standings with all figures and ties: {took['ours']:.2f} s, {ratio:.1f} times the plain "
        f"mean in hand-written SQL ({took['sql']:.2f} s)"
    )
    yield Goal("standings-over-plain-sql", ratio, MOST_TIMES_THE_SQL, at_least=False)
    preview = preview_of(campaign)
    made = seconds(lambda: preview.evidence)
    plain = json.loads(preview.evidence)
    written = side_by_side(
        {
            "canonical": lambda: canonical_json(plain),
            "plain": lambda: json.dumps(plain, ensure_ascii=False).encode(),
        },
        times=3,
    )
    ratio = written["canonical"] / written["plain"]
    print(
        f"  evidence: {len(preview.evidence) / 1e6:.1f} MB gathered and written in {made:.2f} s; "
        f"the writing alone {written['canonical']:.2f} s, {ratio:.1f} times plain JSON"
    )
    yield Goal("canonical-over-plain-json", ratio, MOST_TIMES_PLAIN_JSON, at_least=False)


def announce(campaign: Campaign, *, by: User, file: Path) -> Iterator[Goal]:
    """The whole act, once, with the audit log; its evidence is left in the file."""
    looked = {"digest": ""}

    def look() -> None:
        looked["digest"] = preview_of(campaign).digest

    previewed = seconds(look)
    took = seconds(
        lambda: announce_campaign(
            campaign_id=campaign.pk, digest=looked["digest"], by=by, at=timezone.now()
        )
    )
    announcement = Announcement.objects.select_related("evidence").get(campaign=campaign)
    file.write_text(announcement.evidence.body, encoding="utf-8")
    frozen = announcement.standings.count()
    print(
        f"  previewed in {previewed:.1f} s, announced in {took:.1f} s: {frozen:,} standings and "
        f"{Award.objects.filter(announcement=announcement).count()} awards frozen"
    )
    yield Goal("announcement-seconds", took, MOST_SECONDS_ANNOUNCED, at_least=False)


def verify(file: Path, *, entries: int) -> Iterator[Goal]:
    """`verify.py` as a stranger runs it, alone in a process of its own."""
    program = Path(settings.BASE_DIR) / "results" / "verify.py"
    said: list[subprocess.CompletedProcess[str]] = []

    def run(*arguments: str) -> None:
        done = subprocess.run(
            [sys.executable, "-I", *arguments, str(file)],
            check=False,
            capture_output=True,
            text=True,
        )
        said.append(done)

    took = seconds(lambda: run(str(program)))
    read = seconds(lambda: run("-c", _READ_AND_HASH))
    if said[0].returncode != 0:
        raise SystemExit(f"verify.py does not agree:\n{said[0].stdout[-2000:]}{said[0].stderr}")
    print(
        f"  verify.py agrees on {entries:,} entries in {took:.1f} s; only reading and hashing the "
        f"file takes {read:.2f} s"
    )
    yield Goal("verify-seconds", took, MOST_SECONDS_VERIFIED, at_least=False)
