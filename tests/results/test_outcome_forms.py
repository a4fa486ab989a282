"""Alternates and remarks on the winners' page, and both verbs in a correction."""

from typing import Any

import pytest

from results.awarding import draft_awards
from results.correcting import open_correction
from results.models import Alternate, Award, CategoryRemark, Claim
from tests.results.announcing import announce
from tests.results.contests import Contest, build_contest
from tests.results.staff import client, told, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest() -> Contest:
    contest = build_contest(entries=5)
    contest.draft()
    return contest


def field(kind: str, contest: Contest, name: str, was: Any, now: Any) -> dict[str, Any]:
    prefix = f"{kind}-{contest.jury.pk}"
    return {f"initial-{prefix}-{name}": was, f"{prefix}-{name}": now}


def listed(contest: Contest) -> list[int | None]:
    drafts = Alternate.objects.filter(announcement=None, category=contest.jury)
    return list(drafts.values_list("entry", flat=True))


def save(contest: Contest, form: dict[str, Any], name: str = "manager") -> Any:
    return client(name).post(url("results_winners", contest), form | {"do": "save"})


def test_alternates_are_changed_in_their_order(contest: Contest):
    _best, second, third, fourth, fifth = (entry.pk for entry in contest.entries)
    assert listed(contest) == [second, third, fourth]
    form = field("alternates", contest, "1", second, fifth)
    form |= field("alternates", contest, "3", fourth, "")
    assert told(save(contest, form)) == ["Saved."]
    assert listed(contest) == [fifth, third]


def test_position_that_was_not_touched_keeps_what_a_colleague_chose(contest: Contest):
    _best, second, third, fourth, fifth = (entry.pk for entry in contest.entries)
    Alternate.objects.filter(category=contest.jury, position=2).update(entry=fifth)
    form = field("alternates", contest, "1", second, third)
    form |= field("alternates", contest, "2", third, third)
    save(contest, form)
    assert listed(contest) == [third, fifth, fourth]


def test_alternate_who_is_made_a_winner_in_the_same_save_moves_up(contest: Contest):
    best, second, third, fourth, fifth = (entry.pk for entry in contest.entries)
    prize = contest.prizes[contest.jury.title].pk
    form = {f"initial-place-{prize}-1-winner": best, f"place-{prize}-1-winner": second}
    form |= field("alternates", contest, "1", second, second)
    form |= field("alternates", contest, "3", fourth, fifth)
    assert told(save(contest, form)) == ["Saved."]
    assert Award.objects.get(prize=prize).entry_id == second
    assert listed(contest) == [third, fifth]


def test_winner_named_as_an_alternate_is_refused_and_nothing_is_saved(contest: Contest):
    best, second = contest.entries[0].pk, contest.entries[1].pk
    before = listed(contest)
    form = field("alternates", contest, "1", second, best)
    form |= field("remark", contest, "text_en", "", "Why.")
    answer = save(contest, form)
    assert answer.status_code == 200
    assert "has a prize place already" in told(answer)[0]
    assert listed(contest) == before
    assert not CategoryRemark.objects.exists()


def test_remark_is_saved_with_the_box_that_leaves_places_empty(contest: Contest):
    form = field("remark", contest, "leaves_places_empty", "False", "on")
    form |= field("remark", contest, "text_ar", "", "لا أحد")
    save(contest, form)
    remark = CategoryRemark.objects.get()
    assert (remark.category, remark.text_ar, remark.text_kk) == (contest.jury, "لا أحد", "")
    assert remark.leaves_places_empty
    # Another save, of a page that was opened before: what was not touched stays.
    save(contest, field("remark", contest, "text_kk", "", "Ешкім"))
    remark.refresh_from_db()
    assert (remark.text_ar, remark.text_kk, remark.leaves_places_empty) == ("لا أحد", "Ешкім", True)


def test_auditor_reads_alternates_and_changes_nothing(contest: Contest):
    html = client("auditor").get(url("results_winners", contest)).content.decode()
    assert "Alternates" in html
    answer = save(contest, field("remark", contest, "text_en", "", "Why."), "auditor")
    assert (answer.status_code, CategoryRemark.objects.exists()) == (403, False)


def test_announced_alternates_are_shown(contest: Contest):
    announce(contest)
    html = client("manager").get(url("results_winners", contest)).content.decode()
    assert "<textarea" not in html
    for entry in contest.entries[1:4]:
        assert f"<li><bdi>{entry.creator}</bdi></li>" in html


def test_whoever_declined_is_passed_over_in_a_correction(contest: Contest):
    announce(contest)
    _best, second, third, fourth, fifth = (entry.pk for entry in contest.entries)
    Claim.objects.filter(prize__category=contest.jury).update(status=Claim.Status.DECLINED)
    open_correction(
        campaign_id=contest.campaign.pk, reason="Declined.", by=contest.staff, at=contest.at
    )
    draft_awards(campaign_id=contest.campaign.pk, by=contest.staff, at=contest.at)
    award = Award.objects.get(announcement=None, prize__category=contest.jury)
    assert award.entry_id == second
    assert listed(contest) == [third, fourth, fifth]
