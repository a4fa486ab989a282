"""A contest that has just closed: everything is judged and read, and nothing is decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from accounts.models import User
from contests.models import Campaign, Category, Prize
from entries.models import Entry
from tests import personas
from tests.builders import build_creator, build_entry, build_partnership, build_reading
from tests.results.contests import Contest, build_contest, give_score

SLUG = "kitaptok"
AYSEL, TIMUR, DANA, ERKE = "aysel.reads", "timur_kitap", "dana.oqidy", "erke_2009"
LANGUAGES = {AYSEL: "kk", TIMUR: "ru", DANA: "kk", ERKE: "ar"}
# The first two are equal in everything that parts others.
POINTS = {AYSEL: (5, 4), TIMUR: (5, 4), DANA: (3, 3), ERKE: (2, 1)}
VIEWS = {TIMUR: 98_000, DANA: 50_000, AYSEL: 1_200, ERKE: 300}


@dataclass(frozen=True)
class Scene:
    """The contest with its entries by handle; one prize in each of the three categories."""

    contest: Contest
    entries: dict[str, Entry]

    @property
    def campaign(self) -> Campaign:
        return self.contest.campaign

    @property
    def jury(self) -> Category:
        return self.contest.jury

    @property
    def videos(self) -> Category:
        return self.contest.videos

    def prize(self, category: Category) -> Prize:
        return self.contest.prizes[category.title]

    def person(self, handle: str) -> User:
        found = self.entries[handle].submitted_by
        assert found is not None
        return found


def build_scene() -> Scene:
    """In five languages; only the prize of the jury's category lacks its name in Arabic."""
    contest = build_contest(entries=0, slug=SLUG)
    closes_at = contest.campaign.closes_at
    assert closes_at is not None
    entries = {}
    for handle, points in POINTS.items():
        person = personas.make_person(handle.replace(".", "-"), language=LANGUAGES[handle])
        creator = build_creator(handle=handle, user=person)
        entry = build_entry(contest.campaign, creator=creator, submitted_by=person)
        for judge in contest.judges:
            give_score(contest.round, entry, judge, *points)
        taken_at = closes_at - timedelta(hours=6)
        build_reading(entry, views=VIEWS[handle], taken_at=taken_at)
        entries[handle] = entry
    prize = contest.prizes[contest.jury.title]
    prize.title_ar = ""
    prize.save()
    build_partnership(contest.campaign, role="organiser")
    return Scene(contest, entries)
