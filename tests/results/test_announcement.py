"""Announcing: one atomic act, once, of exactly what was looked at."""

import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from contests.models import Campaign, CampaignDecision, Prize
from contests.phases import Phase
from entries.models import Entry
from judging.models import Score
from outbox.models import Message
from results import announcement
from results.announcement import announce_campaign
from results.awarding import choose_winners
from results.differences import differences
from results.models import Announcement, Award, Evidence, Standing
from results.preview import Preview, preview_of
from results.reading import published_awards
from results.refusal import ResultsRefused
from tests.builders import (
    build_campaign,
    build_creator,
    build_entry,
    build_prize,
    build_reading,
    dates_in,
)
from tests.results.contests import Contest, build_contest

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest() -> Contest:
    contest = build_contest()
    contest.draft()
    return contest


def _announce(contest: Contest, digest: str | None = None) -> Announcement:
    return announce_campaign(
        campaign_id=contest.campaign.pk,
        digest=contest.digest() if digest is None else digest,
        by=contest.staff,
        at=contest.at,
    )


def _refused(contest: Contest, digest: str | None = None) -> str:
    with pytest.raises(ResultsRefused) as refusal:
        _announce(contest, digest)
    assert _written(contest) == NOTHING
    return refusal.value.code


NOTHING = (0, 0, 0, 0, 0, 0, None)


def _written(contest: Contest) -> tuple[Any, ...]:
    """Everything that an announcement writes, counted."""
    return (
        Announcement.objects.count(),
        Standing.objects.count(),
        Evidence.objects.count(),
        Award.objects.exclude(announcement=None).count(),
        CampaignDecision.objects.filter(verb="announce").count(),
        Message.objects.count(),
        Campaign.objects.get(pk=contest.campaign.pk).announced_at,
    )


def test_announcement_writes_everything_at_once(contest: Contest):
    digest = contest.digest()
    made = _announce(contest)
    assert _written(contest) == (1, 9, 1, 3, 1, 3, contest.at)
    assert (made.number, made.announced_by, made.announced_at) == (1, contest.staff, contest.at)
    assert made.digest == digest
    decision = CampaignDecision.objects.get(verb="announce")
    assert (decision.from_phase, decision.to_phase, decision.by) == (
        "review",
        "announced",
        contest.staff,
    )
    contest.campaign.refresh_from_db()
    assert contest.campaign.phase(at=contest.at) is Phase.ANNOUNCED
    assert not Award.objects.filter(announcement=None).exists()


def test_announcement_is_what_the_public_reads(contest: Contest):
    assert published_awards(contest.campaign, at=contest.at) == []
    _announce(contest)
    assert published_awards(contest.campaign, at=contest.at - timedelta(seconds=1)) == []
    groups = published_awards(contest.campaign, at=contest.at)
    assert [group.category for group in groups] == contest.categories
    assert [[str(one) for one in group.winners[0].creators] for group in groups] == [
        [str(contest.entries[0].creator)]
    ] * 3
    assert groups[0].winners[0].award.citation_kk == "Warm (kk)"


def test_announcement_freezes_the_standings(contest: Contest):
    _announce(contest)
    frozen = Standing.objects.filter(category=contest.jury)
    assert [(one.rank, one.entry_id) for one in frozen] == [
        (rank, entry.pk) for rank, entry in enumerate(contest.entries, start=1)
    ]
    assert frozen[0].figures["mean"] == "0.9"
    videos = Standing.objects.filter(category=contest.videos)
    assert videos[0].figures["views"] == 100_000
    assert videos[0].figures["read_at"].endswith("Z")


def test_evidence_can_be_checked_against_its_digest(contest: Contest):
    made = _announce(contest)
    body = made.evidence.body
    assert hashlib.sha256(body.encode()).hexdigest() == made.evidence.sha256
    jury, videos, creators = json.loads(body)["categories"]
    assert [one["method"] for one in (jury, videos, creators)] == [
        "jury",
        "most_viewed_video",
        "most_viewed_creator",
    ]
    assert len(jury["round"]["reviews"]) == 6
    assert {review["judge"] for review in jury["round"]["reviews"]} == {"J1", "J2"}
    assert videos["videos"][0]["readings"][0]["views"] == 100_000
    assert jury["awards"] == [
        {
            "place": 1,
            "winner": 1,
            "entry": contest.entries[0].pk,
            "creator": contest.entries[0].creator_id,
        }
    ]


def test_evidence_names_nobody(contest: Contest):
    body = _announce(contest).evidence.body
    for entry in contest.entries:
        assert entry.creator.handle not in body
        assert entry.video_id not in body
    assert "@" not in body
    assert all(judge.user.name not in body for judge in contest.judges)


def test_showcase_is_announced_without_awards():
    campaign = build_campaign(phase=Phase.REVIEW)
    contest = build_contest()
    made = announce_campaign(
        campaign_id=campaign.pk,
        digest=preview_of(campaign).digest,
        by=contest.staff,
        at=timezone.now(),
    )
    assert json.loads(made.evidence.body)["categories"] == []
    assert (made.awards.count(), made.standings.count(), Message.objects.count()) == (0, 0, 0)


# Refusals


@pytest.mark.parametrize(
    ("phase", "code"),
    [
        (Phase.DRAFT, "not_published"),
        (Phase.COMING, "not_closed"),
        (Phase.OPEN, "not_closed"),
        (Phase.CANCELLED, "cancelled"),
    ],
)
def test_announcement_outside_the_review_is_refused(contest: Contest, phase: Phase, code: str):
    dates = dates_in(phase, at=contest.at)
    Campaign.objects.filter(pk=contest.campaign.pk).update(**dates)
    assert _refused(contest) == code


def test_announcement_is_made_once(contest: Contest):
    digest = contest.digest()
    _announce(contest)
    before = _written(contest)
    for moment in (contest.at, contest.at - timedelta(minutes=1), contest.at + timedelta(days=400)):
        contest.at = moment
        with pytest.raises(ResultsRefused) as refusal:
            _announce(contest, digest)
        assert refusal.value.code == "already_announced"
    assert _written(contest) == before


def test_announcement_with_something_in_the_way_is_refused(contest: Contest):
    Award.objects.filter(prize__category=contest.jury).delete()
    assert _refused(contest) == "blocked"


def test_announcement_of_a_wrong_digest_is_refused(contest: Contest):
    assert _refused(contest, "") == "changed"
    assert _refused(contest, "0" * 64) == "changed"


def _score(contest: Contest) -> None:
    Score.objects.filter(assignment__entry=contest.entries[2]).update(points=1)


def _winning_score(contest: Contest) -> None:
    Score.objects.filter(assignment__entry=contest.entries[0]).update(points=0)


def _reading(contest: Contest) -> None:
    close = contest.campaign.closes_at
    assert close is not None
    build_reading(contest.entries[1], views=7, taken_at=close - timedelta(minutes=1))


def _citation(contest: Contest) -> None:
    Award.objects.filter(prize__category=contest.jury).update(citation_ar="Changed")


def _prize(contest: Contest) -> None:
    Prize.objects.filter(category=contest.jury).update(value=5)


def _withdrawal(contest: Contest) -> None:
    Entry.objects.filter(pk=contest.entries[0].pk).update(status="withdrawn")


def _other_winner(contest: Contest) -> None:
    prize = contest.prizes[contest.jury.title]
    choose_winners(
        category_id=contest.jury.pk,
        choices={(prize.pk, 1): contest.entries[1].pk},
        by=contest.staff,
        at=contest.at,
    )


def _second_place(contest: Contest) -> None:
    build_prize(contest.jury, place=2)
    contest.draft()


def _joint_creator(contest: Contest) -> None:
    contest.entries[0].joint_creators.add(build_creator(handle="duo"))


def _no_winner(contest: Contest) -> None:
    Award.objects.filter(prize__category=contest.jury).delete()


def _address(contest: Contest) -> None:
    Entry.objects.filter(pk=contest.entries[0].pk).update(submitted_by=contest.staff)


CHANGES: dict[Callable[[Contest], None], list[str]] = {
    _score: ["standings"],
    _winning_score: ["standings"],
    _reading: ["standings", "standings"],
    _citation: ["text"],
    _prize: ["text"],
    _withdrawal: ["standings", "text", "standings", "text", "standings"],
    _other_winner: ["winner", "mails"],
    _second_place: ["added", "mails"],
    _joint_creator: ["winner", "winner"],
    _no_winner: ["removed", "mails"],
    _address: ["mails"],
}


@pytest.mark.parametrize("change", CHANGES)
def test_change_between_preview_and_confirmation_is_refused_and_shown(
    contest: Contest, change: Callable[[Contest], None]
):
    seen = preview_of(contest.campaign)
    digest, parts = seen.digest, json.loads(json.dumps(dict(seen.parts)))
    change(contest)
    assert _refused(contest, digest) == "changed"
    found = differences(parts, preview_of(Campaign.objects.get(pk=contest.campaign.pk)))
    assert sorted(one.code for one in found) == sorted(CHANGES[change])
    assert all("%(" not in one.message for one in found)


def test_difference_names_who_was_and_who_is_the_winner(contest: Contest):
    seen = preview_of(contest.campaign).parts
    _other_winner(contest)
    messages = [one.message for one in differences(seen, preview_of(contest.campaign))]
    was, now = (entry.creator for entry in contest.entries[:2])
    assert messages[0] == (
        f"The most creative video, place 1: the winner is now {now}; it was {was}."
    )


def test_difference_of_a_category_that_came_is_shown(contest: Contest):
    seen = preview_of(contest.campaign).parts
    contest.jury.slug = "renamed"
    contest.jury.save()
    found = differences(seen, preview_of(Campaign.objects.get(pk=contest.campaign.pk)))
    assert {one.code for one in found} == {"category", "added"}


def test_same_facts_give_the_same_digest_at_any_time(contest: Contest):
    first: Preview = preview_of(contest.campaign)
    again = preview_of(Campaign.objects.get(pk=contest.campaign.pk))
    assert (first.digest, first.parts) == (again.digest, again.parts)


# Half-way


class Killed(Exception):  # noqa: N818 - not an error of ours
    """The process dies at this line."""


class Writes:
    """Counts the statements that write; dies at one of them, before or after it."""

    def __init__(self, *, dies_at: int = 0, after: bool = False) -> None:
        self.dies_at, self.after, self.count = dies_at, after, 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(("INSERT", "UPDATE", "DELETE")):
            return execute(sql, params, many, context)
        self.count += 1
        if self.count == self.dies_at and not self.after:
            raise Killed
        result = execute(sql, params, many, context)
        if self.count == self.dies_at:
            raise Killed
        return result


@pytest.mark.parametrize("after", [False, True])
def test_announcement_that_dies_at_any_write_leaves_nothing(contest: Contest, after: bool):
    digest = contest.digest()
    counted = Writes()
    with suppress(Killed), transaction.atomic(), connection.execute_wrapper(counted):
        _announce(contest, digest)
        raise Killed
    assert (
        counted.count >= 9
    )  # announcement, evidence, standings, awards, campaign, decision, mails
    for number in range(1, counted.count + 1):
        with (
            pytest.raises(Killed),
            connection.execute_wrapper(Writes(dies_at=number, after=after)),
        ):
            _announce(contest, digest)
        assert _written(contest) == NOTHING
    _announce(contest, digest)


def test_announcement_that_loses_a_draft_on_the_way_leaves_nothing(
    contest: Contest, monkeypatch: Any
):
    """Drafts change only under the campaign's lock; if one goes all the same, nothing counts."""
    real = announcement.canonical_json

    def delete_a_draft(figures: Any) -> Any:
        Award.objects.filter(announcement=None, prize__category=contest.jury).delete()
        return real(figures)

    monkeypatch.setattr(announcement, "canonical_json", delete_a_draft)
    assert _refused(contest) == "changed"


def test_entry_accepted_later_takes_no_part(contest: Contest):
    digest = contest.digest()
    build_entry(contest.campaign)
    assert _refused(contest, digest) == "changed"
