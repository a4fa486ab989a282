"""Correcting what is announced: a copy is changed and becomes the next announcement."""

import json
from datetime import timedelta
from typing import Any

import pytest

from contests.models import Campaign, CampaignDecision
from contests.phases import Phase
from entries.models import Entry
from entries.moderation import disqualify_entry
from outbox.models import Message
from results.awarding import write_citations
from results.correcting import (
    open_correction,
    open_correction_of,
    withdraw_correction,
    write_correction_note,
)
from results.models import (
    Alternate,
    Announcement,
    AnnouncementPlan,
    Award,
    CategoryRemark,
    Claim,
    Correction,
    Standing,
)
from results.moving_up import move_alternate_up
from results.reading import published_awards
from results.refusal import ResultsRefused
from results.remarks import write_remark
from tests import personas
from tests.builders import build_campaign, build_prize, dates_in
from tests.results.announcing import announce
from tests.results.contests import Contest, build_contest
from tests.results.deeds import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest() -> Contest:
    """Announced, with a duo that won and a remark."""
    contest = build_contest(entries=5)
    contest.draft()
    texts = {code: f"Close ({code})" for code in contest.campaign.languages}
    write_remark(category_id=contest.jury.pk, texts=texts, by=contest.staff, at=contest.at)
    announce(contest)
    return contest


def correct(contest: Contest, reason: str = "The winner is disqualified.") -> Correction:
    return open_correction(
        campaign_id=contest.campaign.pk, reason=reason, by=contest.staff, at=contest.at
    )


def tell(contest: Contest, correction: Correction) -> None:
    texts = {code: f"Corrected ({code})" for code in contest.campaign.languages}
    write_correction_note(correction_id=correction.pk, texts=texts, by=contest.staff, at=contest.at)


def explain(contest: Contest, *awards: Award) -> None:
    for award in awards:
        texts = {code: f"Warm ({code})" for code in contest.campaign.languages}
        write_citations(award_id=award.pk, texts=texts, by=contest.staff, at=contest.at)


def move_up(contest: Contest, **values: Any) -> list[Award]:
    prize = contest.prizes[contest.jury.title]
    return move_alternate_up(
        **{"category_id": contest.jury.pk, "place": (prize.pk, 1)} | values,
        by=contest.staff,
        at=contest.at,
    )


def drafts(contest: Contest) -> tuple[list[Any], list[Any], list[Any]]:
    """What stands drafted: awards with a citation, alternates, remarks."""
    return (
        list(
            Award.objects.filter(announcement=None).values_list(
                "prize", "slot", "entry", "creator", "citation_kk", "citation_ar"
            )
        ),
        list(
            Alternate.objects.filter(announcement=None).values_list(
                "category", "position", "entry", "creator"
            )
        ),
        list(
            CategoryRemark.objects.filter(announcement=None).values_list(
                "category", "text_kk", "text_ar", "leaves_places_empty"
            )
        ),
    )


def winners_of(contest: Contest) -> list[int | None]:
    """The entries that the public reads as winners, and None for each creator."""
    groups = published_awards(contest.campaign, at=contest.at)
    return [winner.award.entry_id for group in groups for winner in group.winners]


def disqualify(contest: Contest, entry: Entry) -> None:
    disqualify_entry(
        entry_id=entry.pk, by=personas.moderator(), at=contest.at, reason="Bought views."
    )


def test_correction_begins_as_a_copy_of_what_is_announced(contest: Contest):
    made = Announcement.objects.get()
    assert drafts(contest) == ([], [], [])
    correction = correct(contest)
    assert (correction.number, correction.opened_by) == (2, contest.staff)
    assert open_correction_of(contest.campaign) == correction
    awards, alternates, remarks = drafts(contest)
    fields = ("prize", "slot", "entry", "creator", "citation_kk", "citation_ar")
    assert awards == list(made.awards.values_list(*fields))
    assert [award[4:] for award in awards] == [("Warm (kk)", "Warm (ar)")] * 3
    fields = ("category", "position", "entry", "creator")
    assert alternates == list(made.alternates.values_list(*fields))
    assert len(alternates) == 9
    assert remarks == [(contest.jury.pk, "Close (kk)", "Close (ar)", False)]
    # What was announced is untouched, and the public reads it.
    assert (made.awards.count(), made.alternates.count(), made.remarks.count()) == (3, 9, 1)
    assert winners_of(contest)[0] == contest.entries[0].pk


def test_alternate_moves_up_for_a_disqualified_winner_and_those_who_stay_keep_their_claims(
    contest: Contest,
):
    first, second = contest.entries[:2]
    kept = {claim.pk for claim in Claim.objects.exclude(prize__category=contest.jury)}
    announced_at, mails = contest.campaign.announced_at, Message.objects.count()
    contest.at += timedelta(days=1)
    AnnouncementPlan.objects.create(campaign=contest.campaign)
    correction = correct(contest)
    disqualify(contest, first)
    # Entry 0 won everywhere: its place in the other categories falls to the next as well.
    moved = move_up(contest)
    assert [award.entry_id for award in moved] == [second.pk]
    assert [one.entry_id for one in Alternate.objects.filter(announcement=None)][:2] == [
        contest.entries[2].pk,
        contest.entries[3].pk,
    ]
    for category in (contest.videos, contest.creators):
        prize = contest.prizes[category.title]
        moved += move_alternate_up(
            category_id=category.pk, place=(prize.pk, 1), by=contest.staff, at=contest.at
        )
    explain(contest, *moved)
    tell(contest, correction)
    made = announce(contest)
    assert (made.number, made.note_ar, made.note_kk) == (2, "Corrected (ar)", "Corrected (kk)")
    assert winners_of(contest) == [second.pk, second.pk, None]
    contest.campaign.refresh_from_db()
    assert contest.campaign.announced_at == announced_at or announced_at is None
    decision = CampaignDecision.objects.get(verb="correct")
    assert (decision.from_phase, decision.to_phase) == ("announced", "announced")
    assert decision.reason == "The winner is disqualified."
    # Both are whole, and the evidence says which is which.
    assert Standing.objects.filter(announcement=made).count() == 12
    bodies = [json.loads(one.evidence.body) for one in Announcement.objects.order_by("number")]
    assert [body["number"] for body in bodies] == [1, 2]
    assert [one["entry"] for one in bodies[1]["disqualified"]] == [first.pk]
    # The claims of who lost are taken back, those of new winners are there, once each.
    assert set(Claim.objects.filter(pk__in=kept).values_list("status", flat=True)) == {"revoked"}
    offered = Claim.objects.filter(status="offered")
    assert {claim.award.announcement_id for claim in offered} == {made.pk}
    # The news that nobody had released is taken back, and written to the new winners instead.
    assert Message.objects.filter(key__startswith="winner:").count() == mails == 3
    assert drafts(contest) == ([], [], [])
    assert open_correction_of(contest.campaign) is None


def test_correction_of_a_word_keeps_every_claim_and_tells_nobody_anew(contest: Contest):
    before = list(Claim.objects.values_list("pk", "status", "award"))
    Claim.objects.filter(prize__category=contest.jury).update(status="accepted")
    mails = Message.objects.count()
    correction = correct(contest, "A word was wrong.")
    award = Award.objects.get(announcement=None, prize__category=contest.jury)
    write_citations(award_id=award.pk, texts={"kk": "Better"}, by=contest.staff, at=contest.at)
    tell(contest, correction)
    announce(contest)
    assert [claim[::2] for claim in before] == list(Claim.objects.values_list("pk", "award"))
    assert Claim.objects.get(prize__category=contest.jury).status == "accepted"
    assert Message.objects.count() == mails
    groups = published_awards(contest.campaign, at=contest.at)
    assert groups[0].winners[0].award.citation_kk == "Better"


def test_correction_that_is_withdrawn_leaves_nothing(contest: Contest):
    correction = correct(contest)
    move_up(contest)
    withdraw_correction(correction_id=correction.pk, by=contest.staff, at=contest.at)
    assert drafts(contest) == ([], [], [])
    assert open_correction_of(contest.campaign) is None
    assert winners_of(contest)[0] == contest.entries[0].pk
    # The next one begins anew, with the same number.
    assert correct(contest).number == 2
    assert drafts(contest)[0][0][2] == contest.entries[0].pk


def test_everybody_behind_moves_up_with_their_citations(contest: Contest):
    build_prize(contest.jury, place=2, quantity=2)
    correction = correct(contest)
    withdraw_correction(correction_id=correction.pk, by=contest.staff, at=contest.at)
    correct(contest)
    contest.draft()
    awards = Award.objects.filter(announcement=None, prize__category=contest.jury)
    best = [entry.pk for entry in contest.entries]
    assert list(awards.values_list("entry", flat=True)) == best[:3]
    for award in awards:
        text = {"en": f"Because of {award.entry_id}"}
        write_citations(award_id=award.pk, texts=text, by=contest.staff, at=contest.at)
    disqualify(contest, contest.entries[0])
    moved = move_up(contest, all_move_up=True)
    assert [award.entry_id for award in moved] == best[1:4]
    assert [award.citation_en for award in moved] == [
        f"Because of {best[1]}",
        f"Because of {best[2]}",
        "",
    ]
    waiting = Alternate.objects.filter(announcement=None, category=contest.jury)
    assert list(waiting.values_list("position", "entry")) == [(1, best[4])]


def test_alternate_who_left_is_passed_over(contest: Contest):
    correct(contest)
    for entry in contest.entries[:2]:
        disqualify(contest, entry)
    assert [award.entry_id for award in move_up(contest)] == [contest.entries[2].pk]
    disqualify(contest, contest.entries[3])
    assert refused("no_alternate", move_up_of, contest, contest_=contest, position=2)


def move_up_of(*, contest_: Contest, by: Any, at: Any, **values: Any) -> list[Award]:
    return move_up(contest_, **values)


def test_chosen_alternate_moves_up(contest: Contest):
    correct(contest)
    assert [award.entry_id for award in move_up(contest, position=3)] == [contest.entries[3].pk]


@pytest.mark.parametrize("place", [(0, 1), (1, 99)])
def test_place_that_is_not_there_is_refused(contest: Contest, place: tuple[int, int]):
    correct(contest)
    prize = contest.prizes[contest.jury.title]
    with pytest.raises(ResultsRefused) as refusal:
        move_up(contest, place=(prize.pk, place[1]) if place[0] else (0, 1))
    assert refusal.value.code == "no_such_place"


def test_second_correction_at_a_time_is_refused(contest: Contest):
    correct(contest)
    values = {"campaign_id": contest.campaign.pk, "reason": "Again"}
    refused("correction_open", open_correction, contest, **values)
    assert len(drafts(contest)[0]) == 3


@pytest.mark.parametrize("reason", ["", " \n"])
def test_correction_needs_a_reason(contest: Contest, reason: str):
    values = {"campaign_id": contest.campaign.pk, "reason": reason}
    refused("no_correction_reason", open_correction, contest, **values)


def test_correction_without_its_note_is_blocked(contest: Contest):
    correction = correct(contest)
    texts = dict.fromkeys(contest.campaign.languages[1:], "Corrected")
    write_correction_note(correction_id=correction.pk, texts=texts, by=contest.staff, at=contest.at)
    with pytest.raises(ResultsRefused) as refusal:
        announce(contest)
    assert refusal.value.code == "blocked"
    assert Announcement.objects.count() == 1


@pytest.mark.parametrize("verb", [withdraw_correction, write_correction_note])
def test_correction_that_is_over_stays_so(contest: Contest, verb: Any):
    extra = {} if verb is withdraw_correction else {"texts": {"en": "Late"}}
    withdrawn = correct(contest)
    withdraw_correction(correction_id=withdrawn.pk, by=contest.staff, at=contest.at)
    refused("correction_over", verb, contest, correction_id=withdrawn.pk, **extra)
    announced = correct(contest)
    tell(contest, announced)
    announce(contest)
    refused("correction_over", verb, contest, correction_id=announced.pk, **extra)


@pytest.mark.parametrize(
    ("phase", "code"),
    [
        (Phase.DRAFT, "nothing_announced"),
        (Phase.OPEN, "nothing_announced"),
        (Phase.REVIEW, "nothing_announced"),
        (Phase.CANCELLED, "cancelled"),
    ],
)
def test_correction_of_what_is_not_announced_is_refused(phase: Phase, code: str):
    contest = build_contest()
    Campaign.objects.filter(pk=contest.campaign.pk).update(**dates_in(phase, at=contest.at))
    values = {"campaign_id": contest.campaign.pk, "reason": "Why"}
    refused(code, open_correction, contest, **values)


def test_archived_results_are_corrected_too(contest: Contest):
    contest.at += timedelta(days=500)
    Campaign.objects.filter(pk=contest.campaign.pk).update(archives_at=contest.at)
    correction = correct(contest, "Found a year later.")
    tell(contest, correction)
    assert announce(contest).number == 2
    contest.campaign.refresh_from_db()
    assert contest.campaign.phase(at=contest.at) is Phase.ARCHIVED


def test_old_page_announces_no_correction(contest: Contest):
    """Whoever still has the first preview open is told that something has changed."""
    digest = Announcement.objects.get().digest
    correction = correct(contest)
    tell(contest, correction)
    with pytest.raises(ResultsRefused) as refusal:
        announce(contest, digest)
    assert refusal.value.code == "changed"


def test_showcase_has_nothing_to_copy():
    campaign = build_campaign(phase=Phase.REVIEW)
    contest = build_contest()
    assert open_correction_of(campaign) is None
    refused("nothing_announced", open_correction, contest, campaign_id=campaign.pk, reason="Why")
