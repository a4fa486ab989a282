"""What stands in the way of an announcement: each thing alone, and whether it blocks."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contests.models import Campaign, Prize
from contests.phases import Phase
from entries.models import Check, Entry, GuardianConsent
from judging.models import Assignment, Comparison, Judge
from metrics.models import Case
from results import blockers
from results.awarding import choose_winners
from results.blocker import SAYS_NOTHING_OF_SCORES, SENTENCES, WAITED_FOR
from results.blockers import blockers_of
from results.correcting import open_correction
from results.models import Alternate, AnnouncementPlan, Award, CategoryRemark, Correction
from results.shortlisting import shortlist_entries
from tests.builders import (
    build_assignment,
    build_campaign,
    build_category,
    build_entry,
    build_prize,
    build_reading,
    dates_in,
)
from tests.judging.finals import build_pairwise, let_through
from tests.results.announcing import announce
from tests.results.contests import DAY, Contest, build_contest, give_score
from tests.results.deeds import put_forward

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest() -> Contest:
    contest = build_contest()
    contest.draft()
    # Alternates have a test of their own.
    AnnouncementPlan.objects.create(campaign=contest.campaign, alternates=0)
    return contest


def _found(contest: Contest) -> list[tuple[str, bool]]:
    campaign = Campaign.objects.get(pk=contest.campaign.pk)
    return [(one.code, one.blocks) for one in blockers_of(campaign, at=contest.at)]


def _open_round(contest: Contest) -> None:
    contest.jury.rounds.update(closes_at=contest.at + timedelta(microseconds=1))


def _unfinished(contest: Contest) -> None:
    unseen = build_entry(contest.campaign, status="accepted", platform="youtube", video_id="x")
    build_assignment(contest.round, unseen, contest.judges[0])


def _views_missing(contest: Contest) -> None:
    """Its post time is not known, its views are."""
    _read(build_entry(contest.campaign, submitted_by=contest.staff), contest, 1)
    Entry.objects.filter(campaign=contest.campaign, submitted_by=contest.staff).update(
        posted_at=None
    )


def _read(entry: Entry, contest: Contest, hours: int) -> None:
    """A reading so long before the close."""
    assert contest.campaign.closes_at is not None
    taken_at = contest.campaign.closes_at - timedelta(hours=hours)
    build_reading(entry, views=1, taken_at=taken_at)


def _stale_readings(contest: Contest) -> None:
    _read(build_entry(contest.campaign), contest, 25)


def _cases_open(contest: Contest) -> None:
    Case.objects.create(entry=contest.entries[0], kind="jump", raised_at=contest.at)


def _tie(contest: Contest) -> None:
    award = Award.objects.get(prize__category=contest.jury)
    rival = build_entry(contest.campaign, platform="youtube", video_id="x")
    for judge in contest.judges:
        give_score(contest.round, rival, judge, 5, 4)
    assert award.entry == contest.entries[0]


def _no_prize(contest: Contest) -> None:
    Award.objects.filter(prize__category=contest.jury).delete()
    contest.jury.prizes.all().delete()


def _no_winner(contest: Contest) -> None:
    Award.objects.filter(prize__category=contest.jury).delete()


def _place_empty(contest: Contest) -> None:
    contest.videos.prizes.update(quantity=4)
    contest.draft()


def _surplus(contest: Contest) -> None:
    contest.videos.prizes.update(quantity=2)
    contest.draft()
    contest.videos.prizes.update(quantity=1)


def _winner_left(contest: Contest) -> None:
    """The video of the runner-up, who was given the place by hand, is withdrawn."""
    _give_to_runner_up(contest)
    Entry.objects.filter(pk=contest.entries[1].pk).update(status="withdrawn")


def _give_to_runner_up(contest: Contest) -> None:
    prize = contest.prizes[contest.jury.title]
    choose_winners(
        category_id=contest.jury.pk,
        choices={(prize.pk, 1): contest.entries[1].pk},
        by=contest.staff,
        at=contest.at,
    )
    for code in contest.campaign.languages:
        Award.objects.filter(entry=contest.entries[1]).update(**{f"citation_{code}": "Warm"})


def _no_citation_by_jury(contest: Contest) -> None:
    Award.objects.filter(prize__category=contest.jury).update(citation_ar=" ")


def _no_citation_by_views(contest: Contest) -> None:
    Award.objects.filter(prize__category=contest.videos).update(citation_ar="")


def _not_shortlisted(contest: Contest) -> None:
    shortlist_entries(
        category_id=contest.jury.pk,
        entry_ids=[contest.entries[1].pk],
        by=contest.staff,
        at=contest.at,
    )


def _no_sponsor(contest: Contest) -> None:
    Prize.objects.filter(category=contest.jury).update(sponsor=None)


def _no_address(contest: Contest) -> None:
    entry = contest.entries[0]
    Entry.objects.update(submitted_by=None)
    type(entry.creator).objects.filter(pk=entry.creator_id).update(user=None)


def _never_compared(contest: Contest) -> None:
    let_through(contest.round, contest.entries, by=contest.staff)
    final = build_pairwise(contest.jury, opens_at=contest.at - DAY, closes_at=contest.at - DAY / 24)
    first, second = sorted(contest.entries[:2], key=lambda entry: entry.pk)
    Comparison.objects.create(
        round=final,
        judge=contest.judges[0],
        first=first,
        second=second,
        preferred=contest.entries[0],
        made_at=contest.at - DAY / 2,
    )


def _nothing(contest: Contest) -> None:
    Award.objects.all().delete()


def _category_empty(contest: Contest) -> None:
    """Nobody takes part in what the jury decides, so nobody can win it."""
    Award.objects.filter(prize__category=contest.jury).delete()
    contest.jury.is_chosen = True
    contest.jury.save()


def _no_round(contest: Contest) -> None:
    build_prize(build_category(contest.campaign, order=9, title_kk="Үздік"))
    category = contest.campaign.categories.order_by("order").last()
    _name(category, contest)
    _name(category.prizes.get(), contest)
    category.prizes.update(sponsor=contest.prizes[contest.jury.title].sponsor)
    _remark(contest, category, "Nobody entered")


def _name(named: Any, contest: Contest) -> None:
    type(named).objects.filter(pk=named.pk).update(
        **{f"title_{code}": "Best" for code in contest.campaign.languages}
    )


def _remark(contest: Contest, category: Any, text: str, *, empty: bool = True) -> None:
    CategoryRemark.objects.create(
        category=category,
        leaves_places_empty=empty,
        **{f"text_{code}": text for code in contest.campaign.languages},
    )


def _remark_half_written(contest: Contest) -> None:
    _give_to_runner_up(contest)
    CategoryRemark.objects.create(category=contest.jury, text_kk="Себебі бар")


def _emptied_without_a_word(contest: Contest) -> None:
    _no_winner(contest)
    _remark(contest, contest.jury, "")


def _guardian_missing(contest: Contest) -> None:
    Campaign.objects.filter(pk=contest.campaign.pk).update(guardian_age=16)
    Entry.objects.filter(pk=contest.entries[0].pk).update(declared_age=15)


def _owner_unproven(contest: Contest) -> None:
    Campaign.objects.filter(pk=contest.campaign.pk).update(ownership_required=True)


def _unclaimed(contest: Contest) -> None:
    _no_address(contest)
    Entry.objects.update(source="import")


def _shortlisted_unclaimed(contest: Contest) -> None:
    other = contest.entries[1]
    Entry.objects.filter(pk=other.pk).update(source="import", submitted_by=None)
    put_forward(contest, contest.entries[0], other)


def _video_gone(contest: Contest) -> None:
    Entry.objects.filter(pk=contest.entries[0].pk).update(available=False)


def _no_alternates(contest: Contest) -> None:
    AnnouncementPlan.objects.update(alternates=3)
    Alternate.objects.all().delete()


def _no_campaign_title(contest: Contest) -> None:
    Campaign.objects.filter(pk=contest.campaign.pk).update(title_ar="")


def _no_category_title(contest: Contest) -> None:
    type(contest.jury).objects.filter(pk=contest.jury.pk).update(title_kk=" ")


def _no_prize_title(contest: Contest) -> None:
    Prize.objects.filter(category=contest.jury).update(title_az="")


def _prize_half_described(contest: Contest) -> None:
    Prize.objects.filter(category=contest.jury).update(description_az="Kitab")


def _no_note(contest: Contest) -> None:
    announce(contest)
    open_correction(
        campaign_id=contest.campaign.pk, reason="A mistake", by=contest.staff, at=contest.at
    )
    Correction.objects.update(note_kk="Түзетілді")


CASES: list[tuple[Callable[[Contest], None], list[tuple[str, bool]]]] = [
    (lambda _contest: None, []),
    (_open_round, [("round_open", True)]),
    (_unfinished, [("reviews_unfinished", False)]),
    (_never_compared, [("never_compared", False)]),
    (_views_missing, [("views_missing", False), ("views_missing", False)]),
    (_stale_readings, [("stale_readings", True)] * 2),
    (_cases_open, [("cases_open", False)] * 2),
    (_tie, [("tie", True)]),
    (_no_prize, [("no_prize", True)]),
    (_no_winner, [("no_winner", True)]),
    (_place_empty, [("place_empty", False)]),
    (_category_empty, [("place_empty", True)]),
    (_surplus, [("surplus", True)]),
    (_winner_left, [("winner_left", True), ("other_than_standings", True)]),
    (_give_to_runner_up, [("other_than_standings", True)]),
    (_remark_half_written, [("remark_languages", True)]),
    (_emptied_without_a_word, [("remark_languages", True)]),
    (_no_round, [("no_round", False)]),
    (_guardian_missing, [("guardian_missing", True)] * 3),
    (_owner_unproven, [("owner_unproven", True)] * 3),
    (_unclaimed, [("unclaimed", False)] * 3),
    (_shortlisted_unclaimed, [("shortlisted_unclaimed", False)]),
    (_video_gone, [("video_gone", False)] * 2),
    (_no_alternates, [("no_alternates", False)] * 3),
    (_no_campaign_title, [("no_campaign_title", False)]),
    (_no_category_title, [("no_category_title", True)]),
    (_no_prize_title, [("no_prize_title", True)]),
    (_prize_half_described, [("prize_half_described", False)]),
    (_no_note, [("no_note", True)]),
    (_no_citation_by_jury, [("no_citation", True)]),
    (_no_citation_by_views, [("no_citation", False)]),
    (_not_shortlisted, [("not_shortlisted", False)]),
    (_no_sponsor, [("no_sponsor", False)]),
    (_no_address, [("no_address", False)] * 3),
    (_nothing, [("nothing", True)] + [("no_winner", True)] * 3),
]


@pytest.mark.parametrize(("spoil", "expected"), CASES)
def test_blocker_is_found(
    contest: Contest, spoil: Callable[[Contest], None], expected: list[tuple[str, bool]]
):
    spoil(contest)
    assert _found(contest) == expected


def test_blockers_are_all_tested():
    assert {code for _spoil, expected in CASES for code, _blocks in expected} == set(SENTENCES)


@pytest.mark.parametrize(
    ("phase", "code"),
    [
        (Phase.DRAFT, "not_published"),
        (Phase.COMING, "not_closed"),
        (Phase.OPEN, "not_closed"),
        (Phase.ANNOUNCED, "already_announced"),
        (Phase.ARCHIVED, "already_announced"),
        (Phase.CANCELLED, "cancelled"),
    ],
)
def test_time_that_is_not_the_review_blocks(contest: Contest, phase: Phase, code: str):
    dates = dates_in(phase, at=contest.at)
    Campaign.objects.filter(pk=contest.campaign.pk).update(**dates)
    assert (code, True) in _found(contest)


def test_round_that_a_person_closed_early_does_not_block(contest: Contest):
    _open_round(contest)
    contest.jury.rounds.update(closed_at=contest.at)
    assert _found(contest) == []


@pytest.mark.parametrize("gone", ["recused", "released", "of no account"])
def test_review_that_nobody_waits_for_is_not_missing(contest: Contest, gone: str):
    _unfinished(contest)
    missing = Assignment.objects.filter(finished_at=None)
    if gone == "recused":
        missing.update(recused_at=contest.at, recusal_reason="My pupil.")
    elif gone == "released":
        missing.update(released_at=contest.at, released_reason="Ill.")
    else:
        Judge.objects.filter(assignments__in=missing).update(
            work_counts=False, left_at=contest.at, left_reason="Bribed."
        )
    assert "reviews_unfinished" not in [code for code, _blocks in _found(contest)]


def test_round_stops_blocking_at_its_close(contest: Contest):
    contest.jury.rounds.update(closes_at=contest.at)
    assert _found(contest) == []


def test_review_that_was_stepped_back_from_is_not_unfinished(contest: Contest):
    _unfinished(contest)
    Assignment.objects.filter(finished_at=None).update(
        recused_at=contest.at, recusal_reason="A friend."
    )
    assert _found(contest) == []


@pytest.mark.parametrize(("spoil", "expected"), CASES)
def test_blocker_has_a_sentence_and_leads_somewhere(
    contest: Contest, spoil: Callable[[Contest], None], expected: Any, client: Any
):
    spoil(contest)
    for blocker in blockers_of(contest.campaign, at=contest.at):
        assert "%(" not in blocker.message
        assert blocker.url.startswith("/admin/")


def test_blockers_take_the_same_queries_at_any_size():
    counts = []
    for size in (1, 3, 30):
        contest = build_contest(entries=size)
        contest.draft()
        with CaptureQueriesContext(connection) as queries:
            blockers_of(Campaign.objects.get(pk=contest.campaign.pk), at=contest.at)
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]


def test_showcase_needs_nothing_but_its_close():
    at = timezone.now()
    titles = {f"title_{code}": "Books" for code in ("kk", "ru", "az", "en", "ar")}
    assert blockers_of(build_campaign(phase=Phase.REVIEW, **titles), at=at) == []
    [blocker] = blockers_of(build_campaign(phase=Phase.OPEN, **titles), at=at)
    assert (blocker.code, blocker.blocks) == ("not_closed", True)


def test_remark_answers_for_places_that_stay_empty(contest: Contest):
    _no_winner(contest)
    _remark(contest, contest.jury, "No video convinced the jury.")
    assert _found(contest) == []


def test_remark_answers_for_nobody_winning_anything(contest: Contest):
    _nothing(contest)
    for category in contest.categories:
        _remark(contest, category, "Too few videos came.")
    assert _found(contest) == []


def test_remark_answers_for_other_winners_than_the_standings_name(contest: Contest):
    _give_to_runner_up(contest)
    _remark(contest, contest.jury, "The first one was given back.", empty=False)
    assert _found(contest) == []


def test_before_the_close_only_that_is_told_which_can_be_done(contest: Contest):
    for spoil in (_no_prize_title, _no_sponsor, _cases_open, _unfinished, _no_winner, _unclaimed):
        spoil(contest)
    dates = dates_in(Phase.OPEN, at=contest.at)
    Campaign.objects.filter(pk=contest.campaign.pk).update(**dates)
    early = [("no_prize_title", True), ("cases_open", False), ("cases_open", False)]
    assert sorted(_found(contest)) == sorted([("not_closed", True), ("no_sponsor", False), *early])


def test_before_the_close_no_standings_are_computed(contest: Contest, monkeypatch: Any):
    dates = dates_in(Phase.OPEN, at=contest.at)
    Campaign.objects.filter(pk=contest.campaign.pk).update(**dates)
    monkeypatch.setattr(blockers, "preview_of", None)
    assert _found(contest) == [("not_closed", True)]


def test_guardian_who_agreed_is_not_missing(contest: Contest):
    _guardian_missing(contest)
    GuardianConsent.objects.create(
        entry=contest.entries[0],
        name="A parent",
        email="parent@example.org",
        language="kk",
        nonce="x",
        asked_at=contest.at,
        confirmed_at=contest.at,
    )
    assert _found(contest) == []


@pytest.mark.parametrize("outcome", ["pass", "overridden"])
def test_winner_whose_account_is_proven_is_not_asked_again(contest: Contest, outcome: str):
    _owner_unproven(contest)
    Check.objects.create(
        entry=contest.entries[0],
        rule="owner",
        outcome=outcome,
        found="unknown",
        checked_at=contest.at,
        **(
            {"overridden_by": contest.staff, "overridden_at": contest.at, "override_reason": "Met"}
            if outcome == "overridden"
            else {}
        ),
    )
    assert _found(contest) == []


def test_blockers_for_staff_who_judge_name_nobody(contest: Contest):
    """Whatever names a winner or a figure is kept from them; every code is on one side."""
    hidden = {code for code, sentence in SENTENCES.items() if "%(who)s" in str(sentence)}
    assert not hidden & SAYS_NOTHING_OF_SCORES
    assert SENTENCES.keys() | WAITED_FOR.keys() >= SAYS_NOTHING_OF_SCORES
