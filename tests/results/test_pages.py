"""The pages of results in the admin: who gets what answer, in every language and phase."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contests.models import Campaign
from contests.phases import Phase
from results.announcement import announce_campaign
from results.models import Announcement, Award, Shortlist, TieDecision
from tests.builders import build_campaign, build_entry
from tests.results.contests import Contest, build_contest
from tests.results.staff import PAGES, SEE, STAFF, announce_form, client, shortlist_form, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest() -> Contest:
    return build_contest()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", STAFF)
def test_page_is_seen_by_those_who_may_see_standings(contest: Contest, page: str, name: str):
    expected = 200 if name in SEE else 403
    assert client(name).get(url(page, contest)).status_code == expected


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", ["judge", "creator", "stranger"])
def test_page_sends_everybody_else_to_sign_in(contest: Contest, page: str, name: str):
    assert client(name).get(url(page, contest)).status_code == 302
    assert Client().get(url(page, contest)).status_code == 302


@pytest.mark.parametrize("page", PAGES)
def test_page_of_a_campaign_that_does_not_exist_is_not_found(page: str):
    url = reverse(f"admin:{page}", args=[404])
    assert client("manager").get(url).status_code == 404
    assert client("moderator").get(url).status_code == 403


# The page, what is sent to it, who may, and what then is there.
DEEDS: dict[str, tuple[str, Callable[[Contest], dict[str, Any]], set[str], Callable[[], bool]]] = {
    "shortlist": (
        "results_standings",
        shortlist_form,
        {"administrator", "manager", "announcer"},
        Shortlist.objects.exists,
    ),
    "publish": (
        "results_standings",
        lambda contest: {"do": "publish", "category": contest.jury.pk},
        {"administrator", "manager", "announcer"},
        lambda: False,
    ),
    "tie": (
        "results_standings",
        lambda contest: {"do": "tie", "category": contest.jury.pk, "rank": 1},
        {"administrator", "manager", "announcer"},
        TieDecision.objects.exists,
    ),
    "propose": (
        "results_winners",
        lambda _contest: {"do": "propose"},
        {"administrator", "manager", "announcer"},
        Award.objects.exists,
    ),
    "save": (
        "results_winners",
        lambda _contest: {"do": "save"},
        {"administrator", "manager", "announcer"},
        Award.objects.exists,
    ),
    "announce": (
        "results_announce",
        announce_form,
        {"administrator", "announcer"},
        Announcement.objects.exists,
    ),
}


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("name", STAFF)
def test_deed_is_refused_to_those_who_may_only_look(contest: Contest, deed: str, name: str):
    page, form, may, done = DEEDS[deed]
    if deed == "announce":
        contest.draft()
    elif deed in ("propose", "save"):
        assert not done()
    answer = client(name).post(url(page, contest), form(contest))
    if name in may:
        assert answer.status_code == 302
    else:
        assert (answer.status_code, done()) == (403, False)


@pytest.mark.parametrize("page", PAGES)
def test_page_takes_the_same_queries_at_any_size(page: str):
    counts = []
    browser = client("manager")
    for size in (1, 3, 30):
        contest = build_contest(entries=size)
        contest.draft()
        browser.get(url(page, contest))
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(url(page, contest)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]


@pytest.mark.parametrize("language", ["kk", "ru", "az", "ar"])
@pytest.mark.parametrize("page", PAGES)
def test_page_is_rendered_in_every_language(contest: Contest, page: str, language: str):
    contest.draft()
    build_entry(contest.campaign)
    browser = client("manager")
    browser.cookies["django_language"] = language
    assert browser.get(url(page, contest)).status_code == 200


@pytest.mark.parametrize("phase", [Phase.OPEN, Phase.CANCELLED, Phase.ARCHIVED])
@pytest.mark.parametrize("page", PAGES)
def test_page_outside_the_review_offers_no_decision(phase: Phase, page: str):
    contest = build_contest()
    dates = build_campaign(phase=phase)
    Campaign.objects.filter(pk=contest.campaign.pk).update(
        **{name: getattr(dates, name) for name in ("opens_at", "closes_at", "shortlist_by",
           "announce_by", "archives_at", "published_at", "announced_at", "cancelled_at")}
    )  # fmt: skip
    html = client("administrator").get(url(page, contest)).content.decode()
    for value in ("shortlist", "publish", "tie", "propose", "save"):
        assert f'name="do" value="{value}"' not in html
    assert "Announce now" not in html


@pytest.mark.parametrize("name", STAFF)
def test_evidence_is_downloaded_by_those_who_may(contest: Contest, name: str):
    contest.draft()
    made = announce_campaign(
        campaign_id=contest.campaign.pk, digest=contest.digest(), by=contest.staff, at=contest.at
    )
    url = reverse("admin:results_evidence_download", args=[made.evidence.pk])
    answer = client(name).get(url)
    if name not in SEE:
        assert answer.status_code == 403
        return
    assert answer.content.decode() == made.evidence.body
    assert answer["Content-Type"] == "application/json"
    assert answer["Content-Disposition"] == (
        f'attachment; filename="evidence-{contest.campaign.slug}-1.json"'
    )
