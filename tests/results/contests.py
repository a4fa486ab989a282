"""A whole contest under review: a jury category, one of videos and one of creators."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from contests.models import Campaign, Category, Prize
from contests.phases import Phase
from entries.models import Entry
from judging.models import Assignment, Judge, Round, Score
from results.awarding import draft_awards, write_citations
from results.models import Award
from results.preview import preview_of
from tests.builders import (
    build_assignment,
    build_campaign,
    build_category,
    build_creator,
    build_entry,
    build_judge,
    build_partner,
    build_prize,
    build_reading,
    build_round,
)

Method = Category.Method
DAY = timedelta(days=1)


def build_person(name: str, **fields: Any) -> User:
    """A user without a role: roles are lost in tests that use real transactions."""
    email = f"{name}@example.org"
    return User.objects.filter(email=email).first() or User.objects.create_user(
        email, name=name.title(), **fields
    )


def give_score(round_: Round, entry: Entry, judge: Judge, *points: int) -> Assignment:
    """A finished review with points for the first criteria."""
    assignment = build_assignment(round_, entry, judge, finished_at=timezone.now())
    Score.objects.bulk_create(
        Score(
            assignment=assignment,
            criterion=criterion,
            points=given,
            out_of=criterion.max_points,
            scored_at=timezone.now(),
        )
        for criterion, given in zip(round_.criteria.all(), points, strict=True)
    )
    return assignment


@dataclass
class Contest:
    """The campaign and what is in it. Entry 0 is the best everywhere, then 1, then 2."""

    campaign: Campaign
    jury: Category
    round: Round
    judges: list[Judge]
    videos: Category
    creators: Category
    prizes: dict[str, Prize]
    entries: list[Entry]
    staff: User
    at: Any = field(default_factory=timezone.now)

    @property
    def categories(self) -> list[Category]:
        return [self.jury, self.videos, self.creators]

    def draft(self) -> list[Award]:
        """Draft the awards from the standings, with a citation in every language."""
        awards = draft_awards(campaign_id=self.campaign.pk, by=self.staff, at=self.at)
        for award in awards:
            texts = {code: f"Warm ({code})" for code in self.campaign.languages}
            write_citations(award_id=award.pk, texts=texts, by=self.staff, at=self.at)
        return awards

    def digest(self) -> str:
        return preview_of(self.campaign).digest


def build_contest(*, entries: int = 3, judges: int = 2, **fields: Any) -> Contest:
    """A contest whose rounds are closed, with one winner for each category."""
    staff = build_person("staff")
    campaign = build_campaign(phase=Phase.REVIEW, **fields)
    assert campaign.closes_at is not None
    sponsor = build_partner(name="Meloman", kind="sponsor")
    jury = build_category(campaign, title="The most creative video", order=1)
    videos = build_category(campaign, method=Method.MOST_VIEWED_VIDEO, title="The best", order=2)
    creators = build_category(
        campaign, method=Method.MOST_VIEWED_CREATOR, title="Discover", order=3
    )
    round_ = build_round(
        jury, opens_at=campaign.closes_at - DAY, closes_at=campaign.closes_at + DAY / 2
    )
    panel = [build_judge(campaign, build_person(f"judge{one}")) for one in range(judges)]
    videos_ = []
    for number in range(entries):
        person = build_person(f"creator{number}", preferred_language=("kk", "ar")[number % 2])
        creator = build_creator(handle=f"winner_{number}_{campaign.pk}", user=person)
        entry = build_entry(campaign, creator=creator, submitted_by=person)
        for judge in panel:
            give_score(round_, entry, judge, max(5 - number, 0), max(4 - number, 0))
        build_reading(entry, views=100_000 - number, taken_at=campaign.closes_at - DAY / 4)
        videos_.append(entry)
    prizes = {
        category.title: build_prize(
            category, title="Certificate", value=70_000, currency="KZT", sponsor=sponsor
        )
        for category in (jury, videos, creators)
    }
    for named in (campaign, jury, videos, creators, *prizes.values()):
        _name_in_every_language(named, campaign.languages)
    return Contest(
        campaign=campaign,
        jury=jury,
        round=round_,
        judges=panel,
        videos=videos,
        creators=creators,
        prizes=prizes,
        entries=videos_,
        staff=staff,
    )


def _name_in_every_language(named: Any, languages: list[str]) -> None:
    """Without it, titles that the public cannot read would stand in the way."""
    for code in languages:
        setattr(named, f"title_{code}", named.title)
    named.save()
