"""The process dies in the middle of an announcement: nothing is left of it."""

from contextlib import suppress
from typing import Any

import pytest
from django.db import connection, transaction

from results import announcement
from results.models import Award
from tests.results.announcing import announce, is_nothing, refused, written
from tests.results.contests import Contest, build_contest

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest() -> Contest:
    contest = build_contest()
    contest.draft()
    return contest


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
        announce(contest, digest)
        raise Killed
    # Announcement, evidence, standings, awards, alternates, campaign, decision, claims, mails.
    assert counted.count >= 12
    for number in range(1, counted.count + 1):
        with (
            pytest.raises(Killed),
            connection.execute_wrapper(Writes(dies_at=number, after=after)),
        ):
            announce(contest, digest)
        assert is_nothing(written(contest))
    announce(contest, digest)


def test_announcement_that_loses_a_draft_on_the_way_leaves_nothing(
    contest: Contest, monkeypatch: Any
):
    """Drafts change only under the campaign's lock; if one goes all the same, nothing counts."""
    real = announcement.canonical_json

    def delete_a_draft(figures: Any) -> Any:
        Award.objects.filter(announcement=None, prize__category=contest.jury).delete()
        return real(figures)

    monkeypatch.setattr(announcement, "canonical_json", delete_a_draft)
    assert refused(contest) == "changed"
