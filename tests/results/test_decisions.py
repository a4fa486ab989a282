"""When results can be decided: in the review, and at no other time."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from contests.models import Campaign
from contests.phases import Phase
from results.awarding import draft_awards, write_citations
from results.models import Award
from results.refusal import ResultsRefused
from results.shortlisting import publish_shortlist
from results.ties import decide_tie
from tests.builders import dates_in
from tests.results.contests import Contest, build_contest
from tests.results.deeds import choose, put_forward

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest() -> Contest:
    return build_contest()


VERBS: dict[str, Callable[[Contest], Any]] = {
    "shortlist": lambda c: put_forward(c, c.entries[0]),
    "publish shortlist": lambda c: publish_shortlist(category_id=c.jury.pk, by=c.staff, at=c.at),
    "decide tie": lambda c: decide_tie(
        category_id=c.jury.pk, order=[1, 2], reason="Why.", by=c.staff, at=c.at
    ),
    "draft awards": lambda c: draft_awards(campaign_id=c.campaign.pk, by=c.staff, at=c.at),
    "choose winner": lambda c: choose(c, c.jury, c.entries[0].pk),
    "clear award": lambda c: choose(c, c.jury, None),
    "write citations": lambda c: write_citations(
        award_id=Award.objects.all()[0].pk, texts={"en": "Warm"}, by=c.staff, at=c.at
    ),
}
PHASES = {
    Phase.DRAFT: "not_published",
    Phase.COMING: "not_closed",
    Phase.OPEN: "not_closed",
    Phase.ANNOUNCED: "already_announced",
    Phase.ARCHIVED: "already_announced",
    Phase.CANCELLED: "cancelled",
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("phase", PHASES)
def test_results_are_decided_in_review_only(contest: Contest, phase: Phase, verb: str):
    contest.draft()
    dates = dates_in(phase, at=contest.at)
    Campaign.objects.filter(pk=contest.campaign.pk).update(**dates)
    with pytest.raises(ResultsRefused) as refusal:
        VERBS[verb](contest)
    assert refusal.value.code == PHASES[phase]


@pytest.mark.parametrize("verb", VERBS)
def test_results_are_not_decided_after_an_announcement_that_came_while_waiting(
    contest: Contest, verb: str
):
    """Whoever waited for the lock took the time before the announcement."""
    contest.draft()
    Campaign.objects.filter(pk=contest.campaign.pk).update(announced_at=contest.at)
    contest.at -= timedelta(seconds=1)
    with pytest.raises(ResultsRefused) as refusal:
        VERBS[verb](contest)
    assert refusal.value.code == "already_announced"
