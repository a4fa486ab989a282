"""Several publish one press release at once: it is published once, and the others are told so."""

from collections import Counter
from functools import partial
from typing import Any

import pytest

from results import press_publishing
from results.models import PressDecision, PressRelease
from results.press_publishing import publish_release
from results.press_refusal import PressRefused
from results.press_writing import digest_of
from tests.races import at_once
from tests.results.announcing import announce
from tests.results.contests import Contest, build_contest
from tests.results.press import begin
from tests.results.test_announcement_race import bare, meet_after

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 5


@pytest.fixture
def contest() -> Contest:
    contest = build_contest()
    contest.draft()
    announce(contest)
    return contest


def answers(results: list[Any]) -> Counter[str]:
    return Counter(
        one.code if isinstance(one, PressRefused) else type(one).__name__ for one in results
    )


def publishing(contest: Contest, release: PressRelease, verb: Any = publish_release) -> Any:
    return partial(
        verb, release_id=release.pk, digest=digest_of(release), by=contest.staff, at=contest.at
    )


def published() -> int:
    return PressDecision.objects.filter(verb="publish").count()


def test_release_is_published_once_by_many_at_once(contest: Contest, monkeypatch: Any):
    act = publishing(contest, begin(contest))
    meet_after(monkeypatch, press_publishing, "digest_of", PEOPLE)

    assert answers(at_once(PEOPLE, act)) == {"PressRelease": 1, "is_published": PEOPLE - 1}
    assert published() == 1


def test_publishing_would_crash_without_its_lock(contest: Contest, monkeypatch: Any):
    """The negative control: neither lock nor transaction; the database alone refuses the others."""
    release = begin(contest)
    act = publishing(contest, release, bare(publish_release))
    meet_after(monkeypatch, press_publishing, "digest_of", 3)

    def look(release_id: int, _verb: str) -> PressRelease:
        return PressRelease.objects.select_related("campaign").get(pk=release_id)

    monkeypatch.setattr(press_publishing, "lock_release", look)

    assert answers(at_once(3, act)) == {"PressRelease": 1, "IntegrityError": 2}
