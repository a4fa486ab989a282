"""Drafted awards and their citations: every refusal, and what is written."""

import pytest

from accounts.bidi import isolated
from entries.models import Entry
from results.awarding import LANGUAGES, choose_winners, draft_awards, write_citations
from results.models import Award
from results.refusal import ResultsRefused
from tests.builders import build_creator, build_entry, build_prize
from tests.results.contests import Contest, build_contest
from tests.results.deeds import choose, refused, two_tied

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest() -> Contest:
    return build_contest()


def _drafts(contest: Contest) -> list[tuple[str, int, int, int | None, int]]:
    return [
        (one.prize.category.title, one.prize.place, one.slot, one.entry_id, one.creator_id)
        for one in Award.objects.filter(announcement=None).select_related("prize__category")
    ]


def test_drafts_follow_the_standings(contest: Contest):
    best, second, _third = contest.entries
    build_prize(contest.videos, place=2, title="Book")
    contest.draft()
    assert _drafts(contest) == [
        (contest.jury.title, 1, 1, best.pk, best.creator_id),
        (contest.videos.title, 1, 1, best.pk, best.creator_id),
        (contest.videos.title, 2, 1, second.pk, second.creator_id),
        (contest.creators.title, 1, 1, None, best.creator_id),
    ]


def test_drafts_fill_equal_places_and_stop_where_nobody_is_left(contest: Contest):
    contest.jury.prizes.update(quantity=5)
    contest.draft()
    jury = [one for one in _drafts(contest) if one[0] == contest.jury.title]
    assert [(slot, entry_id) for _title, _place, slot, entry_id, _creator in jury] == [
        (1, contest.entries[0].pk),
        (2, contest.entries[1].pk),
        (3, contest.entries[2].pk),
    ]


def test_drafts_leave_places_of_an_undecided_tie_empty(contest: Contest):
    two_tied(contest)
    contest.draft()
    assert contest.jury.title not in {title for title, *_rest in _drafts(contest)}


def test_drafts_made_again_keep_the_citations_of_those_who_stay(contest: Contest):
    contest.jury.prizes.update(quantity=2)
    contest.draft()
    best, second, _third = contest.entries
    Award.objects.filter(entry=second).update(citation_en="Tender")
    Entry.objects.filter(pk=best.pk).update(status="withdrawn")
    draft_awards(campaign_id=contest.campaign.pk, by=contest.staff, at=contest.at)
    jury = Award.objects.filter(prize__category=contest.jury).order_by("slot")
    assert [(one.entry_id, one.citation_en, one.citation_ar) for one in jury] == [
        (second.pk, "Tender", "Warm (ar)"),
        (contest.entries[2].pk, "", ""),
    ]


def test_drafts_made_again_change_nothing_if_nothing_has_changed(contest: Contest):
    contest.draft()
    before = list(Award.objects.order_by("pk").values())
    draft_awards(campaign_id=contest.campaign.pk, by=contest.staff, at=contest.at)
    assert list(Award.objects.order_by("pk").values()) == before


def test_drafts_drop_places_that_a_prize_no_longer_has(contest: Contest):
    contest.jury.prizes.update(quantity=3)
    contest.draft()
    contest.jury.prizes.update(quantity=1)
    contest.draft()
    assert Award.objects.filter(prize__category=contest.jury).count() == 1


def _jury_awards(contest: Contest) -> list[tuple[int, int | None, str]]:
    awards = Award.objects.filter(prize__category=contest.jury).order_by("slot")
    return [(one.slot, one.entry_id, one.citation_kk) for one in awards]


def test_award_is_given_to_another_entry_with_an_empty_citation(contest: Contest):
    contest.draft()
    choose(contest, contest.jury, contest.entries[2].pk)
    award = Award.objects.get(prize__category=contest.jury)
    assert (award.entry, award.creator) == (contest.entries[2], contest.entries[2].creator)
    assert [getattr(award, f"citation_{code}") for code in LANGUAGES] == [""] * 5


def test_award_given_again_to_its_winner_keeps_the_citation(contest: Contest):
    contest.draft()
    choose(contest, contest.jury, contest.entries[0].pk)
    assert _jury_awards(contest) == [(1, contest.entries[0].pk, "Warm (kk)")]


def test_winners_change_places_at_once_and_take_their_citations_along(contest: Contest):
    contest.jury.prizes.update(quantity=2)
    contest.draft()
    best, second, _third = (entry.pk for entry in contest.entries)
    Award.objects.filter(entry=second).update(citation_kk="Tender")
    choose(contest, contest.jury, second, best)
    assert _jury_awards(contest) == [(1, second, "Tender"), (2, best, "Warm (kk)")]


def test_award_of_creators_goes_to_a_creator(contest: Contest):
    creator = contest.entries[1].creator
    choose(contest, contest.creators, creator.pk)
    award = Award.objects.get(prize__category=contest.creators)
    assert (award.entry, award.creator) == (None, creator)


@pytest.mark.parametrize("slot", [0, 2, -1])
def test_award_of_a_place_that_does_not_exist_is_refused(contest: Contest, slot: int):
    prize = contest.prizes[contest.jury.title]
    values = {"category_id": contest.jury.pk, "choices": {(prize.pk, slot): contest.entries[0].pk}}
    refused("no_such_place", choose_winners, contest, **values)


def test_award_of_another_categorys_prize_is_refused(contest: Contest):
    prize = contest.prizes[contest.videos.title]
    values = {"category_id": contest.jury.pk, "choices": {(prize.pk, 1): contest.entries[0].pk}}
    refused("no_such_place", choose_winners, contest, **values)


@pytest.mark.parametrize("status", sorted(set(Entry.Status.values) - {"accepted"}))
def test_award_goes_to_entries_that_take_part_only(contest: Contest, status: str):
    out = build_entry(contest.campaign, status=status)
    for category, key in (
        (contest.jury, out.pk),
        (contest.videos, out.pk),
        (contest.creators, out.creator_id),
    ):
        with pytest.raises(ResultsRefused, match=r"takes? part in this campaign"):
            choose(contest, category, key)
    assert not Award.objects.exists()


def test_award_goes_to_nobody_from_outside(contest: Contest):
    elsewhere = build_contest().entries[0]
    other_platform = build_entry(contest.campaign, platform="youtube", video_id="dQw4w9WgXcQ")
    for category, code, key in (
        (contest.jury, "choose_entry", elsewhere.pk),
        (contest.jury, "choose_entry", 404),
        (contest.videos, "choose_entry", other_platform.pk),
        (contest.creators, "choose_creator", elsewhere.creator_id),
        (contest.creators, "choose_creator", build_creator().pk),
        (contest.creators, "choose_creator", other_platform.creator_id),
    ):
        with pytest.raises(ResultsRefused) as refusal:
            choose(contest, category, key)
        assert refusal.value.code == code


def test_award_is_not_given_twice_in_a_category(contest: Contest):
    contest.jury.prizes.update(quantity=2)
    best = contest.entries[0]
    with pytest.raises(ResultsRefused, match="has a place in this category already") as refusal:
        choose(contest, contest.jury, best.pk, best.pk)
    assert refusal.value.params == {"who": isolated(best.creator)}
    assert not Award.objects.exists()


def test_award_is_cleared_even_where_the_place_is_gone(contest: Contest):
    contest.jury.prizes.update(quantity=2)
    contest.draft()
    contest.jury.prizes.update(quantity=1)
    for _again in range(2):
        prize = contest.prizes[contest.jury.title]
        choose_winners(
            category_id=contest.jury.pk,
            choices={(prize.pk, 2): None},
            by=contest.staff,
            at=contest.at,
        )
        assert [slot for slot, *_rest in _jury_awards(contest)] == [1]


def test_citations_are_written_in_the_languages_that_are_given(contest: Contest):
    award = contest.draft()[0]
    write_citations(
        award_id=award.pk, texts={"ar": " دافئ ", "en": ""}, by=contest.staff, at=contest.at
    )
    award.refresh_from_db()
    assert (award.citation_ar, award.citation_en, award.citation_kk) == ("دافئ", "", "Warm (kk)")


def test_citations_of_what_does_not_exist_are_refused(contest: Contest):
    award = contest.draft()[0]
    refused("no_such_language", write_citations, contest, award_id=award.pk, texts={"xx": "?"})
    award.delete()
    refused("no_such_award", write_citations, contest, award_id=404, texts={"en": "?"})
