"""verify.py on the demo's contests: it finds everything as it is written, and names nobody."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from contests.models import Campaign
from desk.demo.load import load_demo
from entries.models import Creator
from results.models import Evidence
from results.preview import preview_of
from results.verify import check_file
from tests.desk.test_demo import DOT
from tests.results.evidence import problems_in, schema_errors

pytestmark = pytest.mark.django_db
VERIFY = Path(__file__).parents[2] / "results" / "verify.py"
CONTESTS = ("kitaptok", "kitabfest", "tiktokdan-oyren")


@pytest.fixture(scope="module", autouse=True)
def _demo(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        load_demo(at=timezone.now(), draw=lambda _cover: DOT)
        yield
        transaction.set_rollback(True)


def evidence_of(slug: str) -> bytes:
    """The announced file; of a contest that is still open, what would be announced now."""
    announced = Evidence.objects.filter(announcement__campaign__slug=slug).first()
    if announced is not None:
        return announced.body.encode()
    return preview_of(Campaign.objects.get(slug=slug)).evidence


@pytest.mark.parametrize("slug", CONTESTS)
def test_demo_contest_is_recomputed_as_it_is_written(slug: str):
    raw = evidence_of(slug)

    sections = check_file(raw)

    # Only a contest that is still open may have undecided ties and empty places.
    is_open = Campaign.objects.get(slug=slug).announced_at is None
    undecided = ("equals at the end", "fewer winners") if is_open else ()
    found = [one for one in problems_in(sections) if not any(text in one for text in undecided)]
    assert found == []
    assert len(sections) == 1 + Campaign.objects.get(slug=slug).categories.count() > 1
    assert schema_errors(raw) == []


@pytest.mark.parametrize("slug", ["kitaptok", "kitabfest"])
def test_program_alone_agrees_with_the_announced_file(slug: str, tmp_path: Path):
    file = tmp_path / "evidence.json"
    file.write_bytes(evidence_of(slug))
    known = Evidence.objects.get(announcement__campaign__slug=slug).sha256

    done = subprocess.run(
        [sys.executable, "-I", str(VERIFY), str(file), "--sha256", known],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"SHA-256 {known}\n")
    assert done.stdout.endswith("Result: everything matches.\n")


def test_showcase_has_nothing_to_recompute():
    assert problems_in(check_file(evidence_of("tiktok-cares"))) == []


@pytest.mark.parametrize("slug", CONTESTS)
def test_evidence_names_nobody(slug: str):
    raw = evidence_of(slug)
    told = json.dumps(json.loads(raw), ensure_ascii=False).casefold()

    names = {*Creator.objects.values_list("handle", flat=True)}
    names |= {name for name in Creator.objects.values_list("display_name", flat=True) if name}
    for name, email in User.objects.values_list("name", "email"):
        names |= {name, email}
    assert len(names) > 20
    assert [name for name in names if name and f'"{name.casefold()}"' in told] == []
    assert "@" not in told
