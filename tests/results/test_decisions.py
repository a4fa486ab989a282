"""Shortlist, ties and drafted awards: every refusal, and what each decision writes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from contests.models import Campaign, Category
from contests.phases import Phase
from entries.models import Entry
from results.awarding import LANGUAGES, choose_winners, draft_awards, write_citations
from results.models import Award, Shortlist, TieDecision
from results.refusal import ResultsRefused
from results.shortlisting import publish_shortlist, shortlist_entries
from results.ties import decide_tie
from tests.builders import build_creator, build_entry, build_prize, dates_in
from tests.results.contests import Contest, build_contest, give_score

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest() -> Contest:
    return build_contest()


def _refused(code: str, verb: Callable[..., Any], contest: Contest, **values: Any) -> str:
    """The sentence with which the verb refuses, for that reason."""
    with pytest.raises(ResultsRefused) as refusal:
        verb(by=contest.staff, at=contest.at, **values)
    assert refusal.value.code == code
    return refusal.value.message


def _shortlist(contest: Contest, *entries: Entry, category: Any = None) -> Shortlist:
    return shortlist_entries(
        category_id=(category or contest.jury).pk,
        entry_ids=[entry.pk for entry in entries],
        by=contest.staff,
        at=contest.at,
    )


def _choose(contest: Contest, category: Category, *keys: int | None) -> None:
    """Give the first places of the category's only prize to these, in this order."""
    prize = contest.prizes[category.title]
    choices = {(prize.pk, slot): key for slot, key in enumerate(keys, start=1)}
    choose_winners(category_id=category.pk, choices=choices, by=contest.staff, at=contest.at)


VERBS: dict[str, Callable[[Contest], Any]] = {
    "shortlist": lambda c: _shortlist(c, c.entries[0]),
    "publish shortlist": lambda c: publish_shortlist(category_id=c.jury.pk, by=c.staff, at=c.at),
    "decide tie": lambda c: decide_tie(
        category_id=c.jury.pk, order=[1, 2], reason="Why.", by=c.staff, at=c.at
    ),
    "draft awards": lambda c: draft_awards(campaign_id=c.campaign.pk, by=c.staff, at=c.at),
    "choose winner": lambda c: _choose(c, c.jury, c.entries[0].pk),
    "clear award": lambda c: _choose(c, c.jury, None),
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


# Shortlist


def test_shortlist_keeps_entries_in_their_order_with_who_and_when(contest: Contest):
    first, second, _third = contest.entries
    shortlist = _shortlist(contest, second, first, second)
    assert (shortlist.confirmed_by, shortlist.confirmed_at) == (contest.staff, contest.at)
    assert [(one.position, one.entry) for one in shortlist.items.all()] == [(1, second), (2, first)]
    assert shortlist.published_at is None


def test_shortlist_confirmed_again_takes_the_place_of_the_one_before(contest: Contest):
    _shortlist(contest, *contest.entries)
    _shortlist(contest, contest.entries[2])
    [shortlist] = Shortlist.objects.all()
    assert [one.entry for one in shortlist.items.all()] == [contest.entries[2]]


def test_shortlist_of_nothing_is_refused(contest: Contest):
    _refused(
        "shortlist_empty", shortlist_entries, contest, category_id=contest.jury.pk, entry_ids=[]
    )


@pytest.mark.parametrize("status", sorted(set(Entry.Status.values) - {"accepted"}))
def test_shortlist_takes_accepted_entries_only(contest: Contest, status: str):
    out = build_entry(contest.campaign, status=status)
    ids = [contest.entries[0].pk, out.pk]
    sentence = _refused(
        "not_accepted", shortlist_entries, contest, category_id=contest.jury.pk, entry_ids=ids
    )
    assert sentence.startswith("1 of the chosen entries")
    assert not Shortlist.objects.exists()


def test_shortlist_takes_no_entries_of_other_campaigns(contest: Contest):
    ids = [build_contest().entries[0].pk]
    values = {"category_id": contest.jury.pk, "entry_ids": ids}
    _refused("not_accepted", shortlist_entries, contest, **values)


@pytest.mark.parametrize("verb", [shortlist_entries, publish_shortlist])
def test_category_of_creators_has_no_shortlist(contest: Contest, verb: Callable[..., Any]):
    values: dict[str, Any] = {"category_id": contest.creators.pk}
    if verb is shortlist_entries:
        values["entry_ids"] = [contest.entries[0].pk]
    _refused("ranks_creators", verb, contest, **values)


def test_shortlist_is_published_once_and_never_changed_again(contest: Contest):
    values = {"category_id": contest.jury.pk}
    _refused("shortlist_missing", publish_shortlist, contest, **values)
    _shortlist(contest, contest.entries[0])
    published = publish_shortlist(**values, by=contest.staff, at=contest.at)
    assert (published.published_at, published.published_by) == (contest.at, contest.staff)
    _refused("shortlist_published", publish_shortlist, contest, **values)
    ids = [contest.entries[1].pk]
    _refused("shortlist_published", shortlist_entries, contest, **values, entry_ids=ids)
    assert [one.entry for one in published.items.all()] == [contest.entries[0]]


# Ties


def _tied(contest: Contest) -> list[int]:
    pair = [build_entry(contest.campaign), build_entry(contest.campaign)]
    for entry in pair:
        for judge in contest.judges:
            give_score(contest.round, entry, judge, 5, 5)
    return [entry.pk for entry in pair]


def test_tie_decision_keeps_order_reason_who_and_when(contest: Contest):
    order = _tied(contest)[::-1]
    decision = decide_tie(
        category_id=contest.jury.pk, order=order, reason=" Bold. ", by=contest.staff, at=contest.at
    )
    decision.refresh_from_db()
    assert (decision.order, decision.reason) == (order, "Bold.")
    assert (decision.decided_by, decision.decided_at) == (contest.staff, contest.at)


def test_tie_decision_needs_a_reason(contest: Contest):
    values = {"category_id": contest.jury.pk, "order": _tied(contest)}
    _refused("no_reason", decide_tie, contest, **values, reason=" \n")


@pytest.mark.parametrize("change", [lambda o: o[:1], lambda o: [*o, 0], lambda o: o * 2])
def test_tie_decision_names_exactly_those_who_are_tied(
    contest: Contest, change: Callable[[list[int]], list[int]]
):
    order = change(_tied(contest))
    values = {"category_id": contest.jury.pk, "order": order, "reason": "Why."}
    _refused("not_tied", decide_tie, contest, **values)
    assert not TieDecision.objects.exists()


def test_what_is_not_tied_cannot_be_decided(contest: Contest):
    order = [contest.entries[1].pk, contest.entries[0].pk]
    values = {"category_id": contest.jury.pk, "order": order, "reason": "Why."}
    _refused("not_tied", decide_tie, contest, **values)


# Awards


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
    _tied(contest)
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
    _choose(contest, contest.jury, contest.entries[2].pk)
    award = Award.objects.get(prize__category=contest.jury)
    assert (award.entry, award.creator) == (contest.entries[2], contest.entries[2].creator)
    assert [getattr(award, f"citation_{code}") for code in LANGUAGES] == [""] * 5


def test_award_given_again_to_its_winner_keeps_the_citation(contest: Contest):
    contest.draft()
    _choose(contest, contest.jury, contest.entries[0].pk)
    assert _jury_awards(contest) == [(1, contest.entries[0].pk, "Warm (kk)")]


def test_winners_change_places_at_once_and_take_their_citations_along(contest: Contest):
    contest.jury.prizes.update(quantity=2)
    contest.draft()
    best, second, _third = (entry.pk for entry in contest.entries)
    Award.objects.filter(entry=second).update(citation_kk="Tender")
    _choose(contest, contest.jury, second, best)
    assert _jury_awards(contest) == [(1, second, "Tender"), (2, best, "Warm (kk)")]


def test_award_of_creators_goes_to_a_creator(contest: Contest):
    creator = contest.entries[1].creator
    _choose(contest, contest.creators, creator.pk)
    award = Award.objects.get(prize__category=contest.creators)
    assert (award.entry, award.creator) == (None, creator)


@pytest.mark.parametrize("slot", [0, 2, -1])
def test_award_of_a_place_that_does_not_exist_is_refused(contest: Contest, slot: int):
    prize = contest.prizes[contest.jury.title]
    values = {"category_id": contest.jury.pk, "choices": {(prize.pk, slot): contest.entries[0].pk}}
    _refused("no_such_place", choose_winners, contest, **values)


def test_award_of_another_categorys_prize_is_refused(contest: Contest):
    prize = contest.prizes[contest.videos.title]
    values = {"category_id": contest.jury.pk, "choices": {(prize.pk, 1): contest.entries[0].pk}}
    _refused("no_such_place", choose_winners, contest, **values)


@pytest.mark.parametrize("status", sorted(set(Entry.Status.values) - {"accepted"}))
def test_award_goes_to_entries_that_take_part_only(contest: Contest, status: str):
    out = build_entry(contest.campaign, status=status)
    for category, key in (
        (contest.jury, out.pk),
        (contest.videos, out.pk),
        (contest.creators, out.creator_id),
    ):
        with pytest.raises(ResultsRefused, match=r"takes? part in this campaign"):
            _choose(contest, category, key)
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
            _choose(contest, category, key)
        assert refusal.value.code == code


def test_award_is_not_given_twice_in_a_category(contest: Contest):
    contest.jury.prizes.update(quantity=2)
    best = contest.entries[0]
    with pytest.raises(ResultsRefused, match="has a place in this category already") as refusal:
        _choose(contest, contest.jury, best.pk, best.pk)
    assert refusal.value.params == {"who": best.creator}
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
    _refused("no_such_language", write_citations, contest, award_id=award.pk, texts={"xx": "?"})
    award.delete()
    _refused("no_such_award", write_citations, contest, award_id=404, texts={"en": "?"})
