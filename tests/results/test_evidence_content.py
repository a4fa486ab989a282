"""What the evidence file says, from the database: complete, sealed, the same, of nobody."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contests.models import Category, RejectionReason
from entries.models import Creator, Entry
from judging.closing import close_round
from judging.closing_preview import Decision, preview_closing
from judging.models import Comparison, Judge, Round
from results.correcting import open_correction, write_correction_note
from results.evidence import canonical_json
from results.evidence_content import evidence_of, pseudonyms
from results.models import Alternate, CategoryRemark, Claim, ShortlistDecision
from results.preview import preview_of
from results.shortlisting import publish_shortlist, shortlist_entries
from results.standings import standings_of
from results.ties import decide_tie
from tests.builders import build_assignment, build_entry, build_reading, build_round
from tests.judging.finals import build_pairwise, let_through
from tests.results.announcing import announce
from tests.results.contests import DAY, Contest, build_contest, build_person, give_score
from tests.results.evidence import found_in, schema_errors

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def raw_of(contest: Contest, **more: Any) -> bytes:
    standings = [standings_of(category) for category in contest.categories]
    awards = preview_of(contest.campaign).awards
    return canonical_json(evidence_of(contest.campaign, standings, awards, **more))


def content_of(contest: Contest, **more: Any) -> dict[str, Any]:
    """The evidence of a contest, after the schema and verify.py have agreed to it."""
    raw = raw_of(contest, **more)
    assert schema_errors(raw) == []
    assert found_in(raw) == []
    content: dict[str, Any] = json.loads(raw)
    return content


@pytest.fixture
def contest() -> Contest:
    contest = build_contest(entries=4, judges=3)
    contest.draft()
    return contest


# ------------------------------------------------------------------------------- the whole


def test_evidence_is_sealed_and_the_same_each_time(contest: Contest):
    raw = raw_of(contest)
    assert raw_of(contest) == raw
    # The seal is the last field, so that anybody can check it with an editor and sha256sum.
    bare, seal = raw[:-1].split(b',"seal":"')
    assert seal == hashlib.sha256(bare + b"}").hexdigest().encode() + b'"'


def test_announced_file_is_verified(contest: Contest):
    body = announce(contest).evidence.body.encode()
    assert found_in(body) == []
    assert schema_errors(body) == []


def test_evidence_says_which_rules_were_in_force(contest: Contest):
    rules = contest.campaign.rules.get()
    rules.text_kk = "Мейірімді бол."
    rules.save()
    told = content_of(contest)["rules"]
    assert told["version"] == 1
    kazakh = hashlib.sha256("Мейірімді бол.".encode()).hexdigest()
    assert told["sha256_of_text"]["kk"] == kazakh
    assert len(told["sha256_of_text"]) == 2


def test_evidence_of_a_correction_has_its_number_and_note(contest: Contest):
    content = content_of(contest, number=2, note={"en": "The first one withdrew.", "ru": ""})
    assert (content["number"], content["note"]) == (2, {"en": "The first one withdrew."})


def test_evidence_tells_alternates_and_remarks_of_their_category(contest: Contest):
    second = contest.entries[1]
    alternates = [
        Alternate(category=contest.jury, position=1, entry=second, creator=second.creator),
        Alternate(category=contest.creators, position=1, creator=second.creator),
    ]
    remark = CategoryRemark(category=contest.videos, text_en="Few took part.")
    jury, videos, creators = content_of(contest, alternates=alternates, remarks=[remark])[
        "categories"
    ]
    who = {"position": 1, "creator": second.creator_id}
    assert jury["alternates"] == [{**who, "entry": second.pk}]
    assert creators["alternates"] == [{**who, "entry": None}]
    assert videos["alternates"] == []
    assert [one["remark"] for one in (jury, creators)] == [None, None]
    assert videos["remark"] == {"texts": {"en": "Few took part."}, "leaves_places_empty": False}


def test_evidence_of_a_correction_tells_who_gave_a_prize_back(contest: Contest):
    first = announce(contest)
    won = Claim.objects.filter(entry=contest.entries[0], prize=contest.prizes[contest.jury.title])
    won.update(status=Claim.Status.DECLINED)
    by_staff = {"by": contest.staff, "at": contest.at}
    correction = open_correction(
        campaign_id=contest.campaign.pk, reason="The winner declined.", **by_staff
    )
    note = dict.fromkeys(contest.campaign.languages, "The second one moves up.")
    write_correction_note(correction_id=correction.pk, texts=note, **by_staff)
    contest.draft()

    second = announce(contest)

    assert second.number == 2
    raw = second.evidence.body.encode()
    assert (found_in(raw), schema_errors(raw)) == ([], [])
    content = json.loads(raw)
    assert content["note"] == note
    jury = content["categories"][0]
    assert jury["passed_over"] == [
        {"entry": contest.entries[0].pk, "creator": contest.entries[0].creator_id}
    ]
    assert [one["entry"] for one in jury["awards"]] == [contest.entries[1].pk]
    # The file of the first announcement says what it said.
    first.evidence.refresh_from_db()
    assert found_in(first.evidence.body.encode()) == []


def test_queries_of_the_evidence_do_not_grow_with_the_contest():
    counts = []
    for size in (2, 9):
        contest = build_contest(entries=size, judges=size)
        standings = [standings_of(category) for category in contest.categories]
        with CaptureQueriesContext(connection) as queries:
            evidence_of(contest.campaign, standings, [])
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 20


# ------------------------------------------------------------------------------- nobody is named


def test_evidence_names_nobody(contest: Contest):
    creator, person = contest.entries[0].creator, build_person("judge0")
    Creator.objects.filter(pk=creator.pk).update(display_name="Айгүл Серікқызы")
    person.name = "Leyla Məmmədova"
    person.save()
    Entry.objects.filter(pk=contest.entries[3].pk).update(
        status="disqualified", status_reason="Asked by its_owner@example.org"
    )
    note = (
        "@someone_else wrote to x.y@example.org, Айгүл Серікқызы to LEYLA, "
        f"{creator.handle} called +7 (701) 123-45-67, see https://example.org/a."
    )
    raw = raw_of(contest, number=2, note={"en": note})
    told = json.loads(raw)["note"]["en"]
    assert told == "[…] wrote to […], […] to […], […] called […], see […]"
    text = raw.decode().casefold()
    known = [*Creator.objects.values_list("handle", flat=True), "example.org", "leyla", "@"]
    assert [name for name in known if name.casefold() in text] == []


def test_reasons_of_a_tie_are_told_without_names():
    contest = tied_contest()
    who = contest.entries[0].creator.handle
    decide_tie(
        category_id=contest.jury.pk,
        order=[entry.pk for entry in contest.entries[:2]],
        reason=f"Warmer than that of {who}.",
        by=contest.staff,
        at=contest.at,
    )
    contest.draft()
    jury = content_of(contest)["categories"][0]
    assert [one["reason"] for one in jury["tie_decisions"]] == ["Warmer than that of […]."]
    first, second = (entry.pk for entry in contest.entries[:2])
    assert jury["ties"] == [{"rank": 1, "tied": [first, second], "parted_by": ["chair"]}]


def tied_contest() -> Contest:
    contest = build_contest(entries=0)
    contest.entries = [build_entry(contest.campaign) for _ in range(2)]
    for entry in contest.entries:
        build_reading(entry, views=9 - entry.pk % 9, taken_at=contest.campaign.closes_at - DAY / 4)
        for judge in contest.judges:
            give_score(contest.round, entry, judge, 3, 3)
    return contest


def test_pseudonyms_say_nothing_about_the_order_of_judges():
    contest = build_contest(entries=0, judges=12)
    names = pseudonyms(contest.campaign)
    assert sorted(names.values()) == sorted(f"J{number}" for number in range(1, 13))
    assert [int(names[pk][1:]) for pk in sorted(names)] != list(range(1, 13))


# ------------------------------------------------------------------------------- disqualified


@pytest.mark.parametrize(
    ("told", "code", "texts"),
    [
        ("The hashtag is missing.", "listed_1", {"en": "The hashtag is missing."}),
        ("Хештег жоқ.\n\nCome again, Leyla.", "listed_2", {"kk": "Хештег жоқ.", "en": "No tag."}),
        ("Leyla asked for it.", "other", {}),
    ],
)
def test_disqualified_entries_are_told_with_the_reason_of_the_list(
    contest: Contest, told: str, code: str, texts: dict[str, str]
):
    build = RejectionReason.objects.create
    build(campaign=contest.campaign, text_en="The hashtag is missing.", order=1)
    build(campaign=contest.campaign, text_en="No tag.", text_kk="Хештег жоқ.", order=2)
    last = contest.entries[3]
    Entry.objects.filter(pk=last.pk).update(status="disqualified", status_reason=told)
    assert content_of(contest)["disqualified"] == [
        {"entry": last.pk, "decided_at": None, "reason": code, "texts": texts}
    ]


# ------------------------------------------------------------------------------- rounds


def screened(contest: Contest, *, votes: Sequence[str], quorum: int = 2) -> Round:
    """A screening before the points: one word for each entry, a letter for each judge."""
    Round.objects.filter(pk=contest.round.pk).update(order=2)
    screening = build_round(
        contest.jury,
        kind=Round.Kind.SCREENING,
        criteria=0,
        order=1,
        quorum=quorum,
        opens_at=contest.round.opens_at - 2 * DAY,
        closes_at=contest.round.opens_at - DAY,
    )
    words = {"y": "yes", "n": "no", "u": "unsure"}
    for entry, of_entry in zip(contest.entries, votes, strict=True):
        for judge, vote in zip(contest.judges, of_entry, strict=True):
            if vote != "-":
                build_assignment(
                    screening, entry, judge, vote=words[vote], finished_at=contest.at - 2 * DAY
                )
    return screening


def close(contest: Contest, round_: Round, decisions: dict[int, Decision]) -> None:
    round_ = Round.objects.select_related("category__campaign").get(pk=round_.pk)
    close_round(
        round_id=round_.pk,
        decisions=decisions,
        digest=preview_closing(round_).digest(decisions),
        by=build_person("closer"),
        at=contest.at,
    )


def test_votes_of_a_screening_say_who_went_on(contest: Contest):
    first, second, third, last = (entry.pk for entry in contest.entries)
    screening = screened(contest, votes=["yyn", "yyy", "yuu", "nn-"])
    by_hand = {
        third: Decision(True, "Unsure of the sound only."),
        second: Decision(True, "So says the rule."),
    }
    close(contest, screening, by_hand)
    drop_reviews(contest, last)
    round_ = content_of(contest)["categories"][0]["other_rounds"][0]
    assert (round_["kind"], round_["quorum"]) == ("screening", 2)
    assert [sorted(one["votes"].values()) for one in round_["entries"]] == [
        ["no", "yes", "yes"],
        ["yes"] * 3,
        ["unsure", "unsure", "yes"],
        ["no", "no"],
    ]
    assert [one["wanted"] for one in round_["entries"]] == [3, 3, 3, 3]
    assert round_["outcome"] == {
        "advanced": [first, second, third],
        "by_hand": [{"entry": third, "advances": True, "reason": "Unsure of the sound only."}],
        "otherwise": [],
    }


def drop_reviews(contest: Contest, *entry_ids: int) -> None:
    contest.round.assignments.filter(entry__in=entry_ids).update(finished_at=None)


def test_what_stopped_counting_since_the_close_is_told(contest: Contest):
    screening = screened(contest, votes=["yyn", "yyy", "yyn", "nnn"])
    close(contest, screening, {})
    drop_reviews(contest, contest.entries[3].pk)
    Judge.objects.filter(pk=contest.judges[0].pk).update(
        work_counts=False, left_at=contest.at, left_reason="Paid."
    )
    contest.draft()
    outcome = content_of(contest)["categories"][0]["other_rounds"][0]["outcome"]
    first, second, third, _last = (entry.pk for entry in contest.entries)
    assert outcome["advanced"] == [first, second, third]
    assert outcome["otherwise"] == [first, third]


def test_final_and_the_round_before_it_are_told(contest: Contest):
    let_through(contest.round, contest.entries[:3], by=contest.staff)
    build_pairwise(contest.jury, opens_at=contest.at - timedelta(hours=9))
    first, second = contest.entries[:2]
    Comparison.objects.create(
        round=contest.jury.rounds.get(kind=Round.Kind.PAIRWISE),
        judge=contest.judges[0],
        first=first,
        second=second,
        preferred=second,
        made_at=contest.at,
    )
    contest.draft()
    jury = content_of(contest)["categories"][0]
    assert jury["final"]["finalists"] == [entry.pk for entry in contest.entries[:3]]
    assert jury["round"]["outcome"] == {
        "advanced": [entry.pk for entry in contest.entries[:3]],
        "by_hand": [],
        # Without a number or a cut-off all go on: a person kept the last one back unrecorded.
        "otherwise": [contest.entries[3].pk],
    }
    assert jury["standings"][0]["entry"] == second.pk


@pytest.mark.parametrize("aggregation", sorted(Round.Aggregation.values))
def test_random_reviews_are_verified(aggregation: str):
    """From the database into the file, with every method; judges overlap, or share nothing."""
    random = Random(aggregation)
    for half in (False, True):
        contest = build_contest(entries=0, judges=6)
        Round.objects.filter(pk=contest.round.pk).update(aggregation=aggregation)
        contest.entries = [build_entry(contest.campaign) for _ in range(9)]
        for place, entry in enumerate(contest.entries):
            panel = contest.judges[3 * (place % 2) :][:3] if half else contest.judges
            for judge in random.sample(panel, random.randint(2, len(panel))):
                give_score(contest.round, entry, judge, random.randint(0, 5), random.randint(0, 5))
            build_reading(
                entry,
                views=random.randint(0, 10**6),
                taken_at=contest.campaign.closes_at - DAY / 4,
            )
        contest.draft()
        jury = content_of(contest)["categories"][0]
        assert jury["round"]["aggregation"] == aggregation
        assert len(jury["standings"]) == 9


# ------------------------------------------------------------------------------- views


def test_linked_accounts_are_told_where_creators_are_ranked(contest: Contest):
    person = build_person("maker")
    linked = [entry.creator_id for entry in contest.entries[1:3]]
    Creator.objects.filter(pk__in=linked).update(user=person, verified_at=contest.at)
    contest.draft()
    _jury, videos, creators = content_of(contest)["categories"]
    assert "linked_accounts" not in videos
    assert creators["linked_accounts"] == [{"creator": min(linked), "accounts": sorted(linked)}]
    told = {one["entry"]: (one["account"], one["creator"]) for one in creators["videos"]}
    assert [told[entry.pk] for entry in contest.entries[1:3]] == [
        (account, min(linked)) for account in linked
    ]


def test_readings_before_and_in_the_period_are_verified(contest: Contest):
    campaign = contest.campaign
    campaign.prior_posts_allowed = True
    campaign.save()
    old = build_entry(campaign, posted_at=campaign.opens_at - 3 * DAY)
    build_reading(old, views=500, taken_at=campaign.opens_at - DAY)
    build_reading(old, views=900, taken_at=campaign.closes_at - DAY)
    contest.draft()
    videos = content_of(contest)["categories"][1]["videos"]
    mine = next(one for one in videos if one["entry"] == old.pk)
    assert [one["views"] for one in mine["readings"]] == [500, 900]
    assert (mine["views"], mine["reason"]) == (400, "posted_before")


# ------------------------------------------------------------------------------- shortlist


def put_forward(contest: Contest) -> list[int]:
    ids = [entry.pk for entry in contest.entries[:2]]
    values = {"category_id": contest.jury.pk, "by": contest.staff, "at": contest.at}
    shortlist_entries(entry_ids=ids, **values)
    return ids


def test_published_shortlist_is_told_with_what_staff_changed(contest: Contest):
    ids = put_forward(contest)
    publish_shortlist(category_id=contest.jury.pk, by=contest.staff, at=contest.at)
    ShortlistDecision.objects.create(
        category=contest.jury,
        verb=ShortlistDecision.Verb.CONFIRM,
        basis=ShortlistDecision.Basis.RANK,
        basis_value="3",
        entries=ids,
        changes=[{"entry": contest.entries[2].pk, "change": "left_out", "reason": "By @somebody."}],
        decided_at=contest.at + timedelta(hours=1),
        decided_by=contest.staff,
    )
    shortlist = content_of(contest)["categories"][0]["shortlist"]
    del shortlist["published_at"]
    assert shortlist == {
        "entries": ids,
        "basis": "rank",
        "basis_value": "3",
        "changes": [{"entry": contest.entries[2].pk, "change": "left_out", "reason": "By […]"}],
    }


def test_internal_shortlist_is_told_nobody(contest: Contest):
    put_forward(contest)
    assert content_of(contest)["categories"][0]["shortlist"] is None


def test_jury_without_a_round_has_nothing_to_recompute():
    contest = build_contest(entries=2)
    empty = Category.objects.create(campaign=contest.campaign, slug="empty", method="jury")
    contest.draft()
    raw = canonical_json(evidence_of(contest.campaign, [standings_of(empty)], []))
    assert schema_errors(raw) == []
    assert found_in(raw) == []
