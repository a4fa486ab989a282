"""The addresses of the evidence, its schema and the program: exact bytes, for everybody."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from contests.models import Campaign
from results import verify
from results.models import Announcement
from tests.personas import announcer
from tests.results.announcing import announce
from tests.results.contests import Contest, build_contest

pytestmark = pytest.mark.django_db


@pytest.fixture
def announced() -> Announcement:
    contest: Contest = build_contest()
    contest.draft()
    return announce(contest)


def address(announcement: Announcement) -> str:
    return f"/evidence/{announcement.campaign.slug}/{announcement.number}.json"


def test_evidence_is_the_exact_file(announced: Announcement, client: Client):
    response = client.get(address(announced))
    assert response.status_code == 200
    assert hashlib.sha256(response.content).hexdigest() == announced.evidence.sha256
    assert response["Content-Type"] == "application/json"
    assert response["ETag"] == f'"{announced.evidence.sha256}"'
    name = f"{announced.campaign.slug}-1.json"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Set-Cookie" not in response


def test_evidence_is_asked_for_its_head_and_not_sent_twice(announced: Announcement, client: Client):
    head = client.head(address(announced))
    assert (head.status_code, head.content) == (200, b"")
    assert int(head["Content-Length"]) == len(announced.evidence.body.encode())
    again = client.get(address(announced), headers={"if-none-match": head["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_staff_download_the_same_bytes(announced: Announcement, client: Client):
    public = client.get(address(announced)).content
    client.force_login(announcer(), "allauth.account.auth_backends.AuthenticationBackend")
    url = f"/admin/results/evidence/{announced.evidence.pk}/download/"
    assert client.get(url).content == public


@pytest.mark.parametrize("circumstance", ["not yet", "cancelled", "a draft", "later"])
def test_evidence_is_nobodys_outside_its_time(
    announced: Announcement, client: Client, circumstance: str
):
    now = timezone.now()
    later = now + timedelta(hours=1)
    change = {
        "not yet": {"announced_at": None},
        "cancelled": {"cancelled_at": now},
        "a draft": {"published_at": None, "announced_at": None},
        "later": {"announced_at": later},
    }[circumstance]
    Campaign.objects.filter(pk=announced.campaign_id).update(**change)
    assert client.get(address(announced)).status_code == 404


@pytest.mark.parametrize("number", ["0", "2", "9" * 30])
def test_evidence_that_is_not_there_is_not_found(
    announced: Announcement, client: Client, number: str
):
    slug = announced.campaign.slug
    assert client.get(f"/evidence/{slug}/{number}.json").status_code == 404
    assert client.get("/evidence/somewhere-else/1.json").status_code == 404


def test_evidence_is_only_read(announced: Announcement, client: Client):
    assert client.post(address(announced)).status_code == 405
    assert client.post("/evidence/verify.py").status_code == 405


def test_program_is_the_file_that_is_tested(client: Client):
    response = client.get("/evidence/verify.py")
    assert response.content == Path(verify.__file__).read_bytes()
    assert response["Content-Type"].startswith("text/x-python")
    assert response["Content-Disposition"] == 'attachment; filename="verify.py"'
    assert client.head("/evidence/verify.py")["ETag"] == response["ETag"]


def test_schema_is_the_documented_one(client: Client):
    response = client.get("/evidence/schema.json")
    documented = Path(verify.__file__).parents[1] / "docs" / "evidence.schema.json"
    assert json.loads(response.content) == json.loads(documented.read_text())
    assert response["Content-Type"] == "application/schema+json"
