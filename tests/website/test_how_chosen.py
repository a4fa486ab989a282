"""How the winners were chosen: from the frozen evidence, and naming nobody who may not be named."""

import json
import re

import pytest

from contests.models import Campaign, RejectionReason
from entries.models import Entry
from results.evidence_reading import read_evidence
from results.explaining import explanation_of
from results.models import Announcement, Evidence, TieDecision
from tests.builders import build_entry, build_reading
from tests.results.announcing import announce
from tests.results.contests import DAY, Contest, build_contest, give_score
from tests.website.campaigns import html
from tests.website.test_queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest() -> Contest:
    return build_contest(entries=4)


def announced(contest: Contest) -> Announcement:
    contest.draft()
    return announce(contest)


def how(contest: Contest, language: str = "en") -> str:
    return f"/{language}/{contest.campaign.slug}/winners/how/"


def words(page: str) -> str:
    """What a reader sees of a page, in one line."""
    main = page[page.index("<main") : page.index("</main>")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", main))


def test_page_tells_the_rules_of_each_method(client, contest: Contest):
    contest.jury.rounds.update(aggregation="trimmed_mean")
    announced(contest)
    said = words(html(client, how(contest)))
    assert "the mean without extremes" in said
    assert "They gave points to 4 videos. 8 reviews count." in said
    assert "J1, J2" in said
    assert "Criterion 1 50% 5" in said
    assert "The accepted video with the most views on TikTok comes first." in said
    assert "The views of all accepted videos of a creator on TikTok are added up." in said
    assert "A video posted before the period does not count." in said


def test_first_lines_have_the_points_of_each_judge(client, contest: Contest):
    announced(contest)
    page = html(client, how(contest))
    # Entry 0 got 5 and 4 of 5 from both judges, entry 1 got 4 and 3.
    assert words(page).count("90.0 90.0 90.00") == 1
    assert words(page).count("70.0 70.0 70.00") == 1
    assert "<title>J1: 90.0</title>" in page


def test_figures_are_those_of_the_announcement(client, contest: Contest):
    announced(contest)
    before = words(html(client, how(contest)))
    give_score(contest.round, build_entry(contest.campaign), contest.judges[0], 5, 5)
    build_reading(contest.entries[1], views=9_000_000, taken_at=contest.campaign.closes_at)
    assert words(html(client, how(contest))) == before


def test_page_is_not_found_before_the_announcement_and_after_a_cancellation(client, contest):
    assert client.get(how(contest)).status_code == 404
    announced(contest)
    assert client.get(how(contest)).status_code == 200
    Campaign.objects.filter(pk=contest.campaign.pk).update(cancelled_at=contest.at)
    assert client.get(how(contest)).status_code == 404


@pytest.mark.parametrize("language", ["kk", "ru", "az", "en", "ar"])
def test_page_names_no_judge(client, contest: Contest, language):
    for number, judge in enumerate(contest.judges):
        judge.user.name = f"Zhuldyz{number} Secretova"
        judge.user.save()
    announced(contest)
    page = html(client, how(contest, language))
    for judge in contest.judges:
        assert "Zhuldyz" not in page
        assert judge.user.email not in page
    assert "J1" in page


def test_who_withdrew_is_told_by_number_unless_they_won(client, contest: Contest):
    announced(contest)
    first, second = contest.entries[:2]
    Entry.objects.filter(pk__in=[first.pk, second.pk]).update(status=Entry.Status.WITHDRAWN)
    page = html(client, how(contest))
    assert f"/gallery/{first.pk}/" not in page
    assert first.creator.handle in page
    assert second.creator.handle not in page
    assert f"Video {second.pk}" in words(page)
    assert f"Creator {second.creator_id}" in words(page)


def test_disqualified_are_counted_by_the_listed_reason_and_not_named(client, contest: Contest):
    RejectionReason.objects.create(
        campaign=contest.campaign, text_en="Not the own work.", text_kk="Өз жұмысы емес."
    )
    out = build_entry(contest.campaign, status="disqualified", status_reason="Not the own work.")
    build_entry(contest.campaign, status="disqualified", status_reason="Privately told.")
    announced(contest)
    page = html(client, how(contest))
    assert "2 videos that had been accepted were taken out" in words(page)
    assert "Not the own work. 1" in words(page)
    assert "Another breach of the rules 1" in words(page)
    assert "Privately" not in page
    assert out.creator.handle not in page
    assert "Өз жұмысы емес." in html(client, how(contest, "kk"))


def test_tie_is_told_with_the_reason_of_the_chair(client, contest: Contest):
    tied = [build_entry(contest.campaign), build_entry(contest.campaign)]
    for entry in tied:
        build_reading(entry, views=5, taken_at=contest.campaign.closes_at - DAY / 4)
        for judge in contest.judges:
            give_score(contest.round, entry, judge, 5, 5)
    TieDecision.objects.create(
        category=contest.jury,
        order=[tied[1].pk, tied[0].pk],
        reason="More of its own.",
        decided_at=contest.at,
        decided_by=contest.staff,
    )
    announced(contest)
    said = words(html(client, how(contest)))
    assert "What parted them: a decision of the chair." in said
    assert "The chair’s reason: More of its own." in said
    assert "ahead by the chair’s decision" in said


def test_older_file_shows_what_it_holds(client, contest: Contest):
    announcement = announced(contest)
    content = json.loads(Evidence.objects.get().body)
    content["format"] = "sahna-evidence/1"
    for name in ("number", "note", "rules", "judges", "disqualified", "seal"):
        content.pop(name)
    content["campaign"]["rules_version"] = 1
    for category in content["categories"]:
        for name in ("other_rounds", "ties", "shortlist", "alternates", "remark"):
            category.pop(name, None)
        if "round" in category:
            for name in ("order", "kind", "outcome", "advance_count", "advance_cutoff"):
                category["round"].pop(name)
        category.pop("linked_accounts", None)
    read = read_evidence(json.dumps(content))
    assert read.rules_version == 1
    jury = read.categories[contest.jury.slug]
    assert [line.key for line in jury.first] == [entry.pk for entry in contest.entries]
    assert jury.deciding is not None
    assert jury.deciding.answers == 8
    assert explanation_of(announcement) == read_evidence(Evidence.objects.get().body)


def test_page_without_evidence_is_not_found(client, contest: Contest):
    contest.campaign.announced_at = contest.at
    contest.campaign.save()
    Announcement.objects.create(
        campaign=contest.campaign,
        announced_at=contest.at,
        announced_by=contest.staff,
        digest="0" * 64,
    )
    assert client.get(how(contest)).status_code == 404
    winners = html(client, f"/en/{contest.campaign.slug}/winners/")
    assert "winners/how/" not in winners
    assert "verify.py" not in winners


def test_page_keeps_its_queries(client):
    counts = set()
    for size in (1, 3, 30):
        contest = build_contest(entries=size)
        contest.videos.prizes.update(quantity=size)
        announced(contest)
        queries_of(client, how(contest))
        counts.add(queries_of(client, how(contest)))
    assert len(counts) == 1
    assert counts.pop() <= 22
