"""The winners' page: proposing, choosing, and writing citations."""

from typing import Any

import pytest

from results.models import Award
from tests.results.announcing import announce
from tests.results.contests import Contest, build_contest
from tests.results.staff import client, told, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest() -> Contest:
    return build_contest()


def _place(contest: Contest, title: str, name: str, was: Any, now: Any) -> dict[str, Any]:
    prefix = f"place-{contest.prizes[title].pk}-1"
    return {f"initial-{prefix}-{name}": was, f"{prefix}-{name}": now}


def _award(contest: Contest, title: str) -> Award:
    return Award.objects.get(prize=contest.prizes[title])


def test_winners_are_proposed_from_the_standings(contest: Contest):
    answer = client("manager").post(url("results_winners", contest), {"do": "propose"})
    assert told(answer) == ["The winners are proposed from the standings."]
    assert Award.objects.count() == 3


def test_winner_and_citations_are_saved_together(contest: Contest):
    first, second, _third = contest.entries
    jury = contest.jury.title
    form = _place(contest, jury, "winner", "", second.pk)
    form |= _place(contest, jury, "citation_ar", "", "دافئ")
    answer = client("manager").post(url("results_winners", contest), form)
    assert told(answer) == ["Saved."]
    award = _award(contest, jury)
    assert (award.entry, award.citation_ar, award.citation_kk) == (second, "دافئ", "")
    assert first != second


def test_citation_that_was_not_touched_does_not_undo_another_persons(contest: Contest):
    contest.draft()
    Award.objects.update(citation_kk="By a colleague, meanwhile")
    jury, best = contest.jury.title, contest.entries[0].pk
    form = _place(contest, jury, "winner", best, best)
    form |= _place(contest, jury, "citation_kk", "Warm (kk)", "Warm (kk)")
    form |= _place(contest, jury, "citation_ar", "Warm (ar)", "دافئ")
    client("manager").post(url("results_winners", contest), form)
    award = _award(contest, jury)
    assert (award.citation_kk, award.citation_ar) == ("By a colleague, meanwhile", "دافئ")


def test_winner_is_taken_away(contest: Contest):
    contest.draft()
    jury, best = contest.jury.title, contest.entries[0].pk
    client("manager").post(
        url("results_winners", contest), _place(contest, jury, "winner", best, "")
    )
    assert not Award.objects.filter(prize=contest.prizes[jury]).exists()
    assert Award.objects.count() == 2


def test_winner_from_elsewhere_is_refused_by_the_form(contest: Contest):
    stranger = build_contest().entries[0].pk
    form = _place(contest, contest.jury.title, "winner", "", stranger)
    answer = client("manager").post(url("results_winners", contest), form)
    assert answer.status_code == 200
    assert told(answer) == ["Nothing was saved. Look at what is marked below."]
    assert not Award.objects.exists()


def test_saving_is_all_or_nothing(contest: Contest):
    """The second category refuses, so the first one is not saved either."""
    contest.videos.prizes.update(quantity=2)
    best = contest.entries[0].pk
    form = _place(contest, contest.jury.title, "winner", "", best)
    prize = contest.prizes[contest.videos.title].pk
    for slot in (1, 2):
        form |= {
            f"initial-place-{prize}-{slot}-winner": "",
            f"place-{prize}-{slot}-winner": best,
        }
    answer = client("manager").post(url("results_winners", contest), form)
    assert answer.status_code == 200
    assert "has a place in this category already" in told(answer)[0]
    assert not Award.objects.exists()


def test_draft_for_a_place_that_is_gone_goes_with_the_next_save(contest: Contest):
    contest.jury.prizes.update(quantity=2)
    contest.draft()
    contest.jury.prizes.update(quantity=1)
    client("manager").post(url("results_winners", contest), {"do": "save"})
    assert Award.objects.filter(prize__category=contest.jury).count() == 1


def test_winner_who_left_is_shown_until_another_is_chosen(contest: Contest):
    contest.draft()
    contest.campaign.entries.filter(pk=contest.entries[0].pk).update(status="withdrawn")
    html = client("manager").get(url("results_winners", contest)).content.decode()
    assert "(does not take part any more)" in html


def test_announced_winners_are_shown_and_cannot_be_changed(contest: Contest):
    contest.draft()
    announce(contest)
    html = client("manager").get(url("results_winners", contest)).content.decode()
    assert html.count(f"<bdi>{contest.entries[0].creator}</bdi>") == 3
    assert "The results are announced. Changing them begins with a correction." in html
    assert "<textarea" not in html
    answer = client("manager").post(url("results_winners", contest), {"do": "propose"})
    assert told(answer) == ["The results are announced already. Nothing was changed."]
