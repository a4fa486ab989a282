"""What each line of the standings' page tells: why it stands there, and what not to overlook."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contests.models import Category
from entries.models import Check, Creator, Entry
from judging.models import Assignment
from metrics.models import Case
from results.admin.line_flags import LineFlags
from results.admin.why import Explained, Why
from results.models import Alternate
from results.parting import parted
from results.standings import StandingRow, shown, standings_of
from results.ties import decide_tie
from tests import personas
from tests.builders import build_entry, build_prize, build_reading
from tests.results.contests import DAY, Contest, build_contest, give_score
from tests.results.deeds import put_forward, two_tied
from tests.results.staff import client, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest() -> Contest:
    return build_contest()


def whys(category: Category) -> list[Why]:
    """Of every line, in their order."""
    standings = standings_of(category)
    explained = Explained(standings, parted(standings, standings.rows))
    return [explained.why(row) for row in standings.rows]


def badges(category: Category) -> dict[int, list[str]]:
    """By line the badges, without the places and the shortlist."""
    standings = standings_of(category)
    flags = LineFlags(standings, shown(standings.rows), reader=personas.administrator())
    return {row.key: _texts(flags, row) for row in standings.rows}


def _texts(flags: LineFlags, row: StandingRow) -> list[str]:
    return [badge.text for badge in flags.of(row)]


def test_lines_say_what_puts_them_ahead_of_the_next(contest: Contest):
    assert [one.sentence for one in whys(contest.jury)] == [
        "ahead of the next by the result: 20.00 points more",
        "ahead of the next by the result: 20.00 points more",
        "the last with a rank",
    ]
    assert whys(contest.videos)[0].sentence == "ahead of the next by 1 view"
    assert whys(contest.creators)[0].sentence == "ahead of the next by 1 view"


def test_tied_lines_and_those_without_a_rank_say_so(contest: Contest):
    two_tied(contest)
    build_entry(contest.campaign)
    told = [one.sentence for one in whys(contest.jury)]
    assert told[0] == told[1] == "shares the rank with 1 other: nothing parts them"
    assert told[-1] == "without a rank: no finished review yet"


def test_line_that_the_chair_put_ahead_says_so(contest: Contest):
    order = two_tied(contest)[::-1]
    decide_tie(
        category_id=contest.jury.pk, order=order, reason="Bold.", by=contest.staff, at=contest.at
    )
    assert whys(contest.jury)[0].sentence == "ahead of the next by the chair’s decision"


@pytest.mark.parametrize(
    ("points", "rule"),
    [
        # Two judges; the first criterion weighs twice as much as the second.
        ([[(5, 3), (5, 3)], [(4, 5), (4, 5)]], "heaviest"),
        ([[(5, 5), (5, 5)], [(5, 5), (5, 4)]], "value"),
    ],
)
def test_rule_between_two_lines_is_the_first_in_which_they_differ(points: Any, rule: str):
    contest = build_contest(entries=0)
    contest.round.criteria.filter(order=1).update(weight=2)
    for of_entry in points:
        entry = build_entry(contest.campaign)
        for judge, given in zip(contest.judges, of_entry, strict=True):
            give_score(contest.round, entry, judge, *given)
    standings = standings_of(contest.jury)
    assert parted(standings, standings.rows) == {standings.rows[0].key: rule}


def test_equal_views_are_parted_by_the_earlier_post(contest: Contest):
    closes_at = contest.campaign.closes_at
    for days in (3, 4):
        entry = build_entry(contest.campaign, posted_at=closes_at - days * DAY)
        build_reading(entry, views=500_000, taken_at=closes_at - DAY / 4)
    assert whys(contest.videos)[0].sentence == "ahead of the next by the earlier post"


def test_details_show_the_reviews_and_the_readings_that_decided(contest: Contest):
    by_jury = whys(contest.jury)[0]
    assert [[cell.text for cell in row[1:]] for row in by_jury.rows] == [["90.00", "90.00"]] * 2
    [[_moment, views]] = whys(contest.videos)[0].rows
    assert views.text == "100,000"
    [video] = whys(contest.creators)[0].rows
    assert (video[1].text, video[0].url) == (
        "100,000",
        f"/admin/entries/entry/{contest.entries[0].pk}/change/",
    )


def test_badges_tell_what_is_known_of_the_entries(contest: Contest):
    first, second, third = contest.entries
    now = timezone.now()
    Case.objects.create(entry=first, kind="jump", raised_at=now)
    Assignment.objects.filter(entry=first, judge=contest.judges[0]).update(
        flagged_at=now, flag_reason="Is it theirs?"
    )
    Case.objects.create(
        entry=second,
        kind="fell",
        raised_at=now,
        decided_at=now,
        decided_by=contest.staff,
        outcome="harmless",
        reason="A purge.",
    )
    Entry.objects.filter(pk=second.pk).update(submitted_by=None, proposal="reject")
    Entry.objects.filter(pk=third.pk).update(declared_age=15, available=False, asked_at=now)
    for rule in ("guardian", "owner"):
        Check.objects.create(entry=third, rule=rule, outcome="unknown", checked_at=now)
    expected = {
        first.pk: ["open case: a sudden jump", "flagged by a judge"],
        second.pk: [
            "breaks a rule, to be decided",
            "nobody took it over",
            "looked at, nothing wrong: the count fell",
        ],
        third.pk: [
            "video not to be seen",
            "guardian’s consent missing",
            "the creator was asked",
            "ownership not proven",
        ],
    }
    assert badges(contest.jury) == badges(contest.videos) == expected
    of_creators = badges(contest.creators)
    assert of_creators == {entry.creator_id: expected[entry.pk] for entry in contest.entries}


def test_badges_tell_of_readings_that_are_old_or_missing(contest: Contest):
    unread = build_entry(contest.campaign)
    old = build_entry(contest.campaign)
    build_reading(old, views=5, taken_at=contest.campaign.opens_at + DAY)
    told = badges(contest.videos)
    assert "no reading" in told[unread.pk]
    assert "old reading" in told[old.pk]
    assert told[contest.entries[0].pk] == []
    assert badges(contest.creators)[unread.creator_id] == [
        "nobody took it over",
        "1 video with unknown views",
    ]


def test_badges_tell_who_wins_who_stands_behind_and_who_is_shortlisted(contest: Contest):
    contest.draft()
    put_forward(contest, contest.entries[0])
    told = badges(contest.jury)
    assert told[contest.entries[0].pk] == ["winner, place 1", "shortlisted"]
    assert told[contest.entries[1].pk] == ["alternate 1"]
    assert Alternate.objects.filter(category=contest.jury).count() == 2


def test_badges_lead_only_where_the_reader_may_look(contest: Contest):
    Case.objects.create(entry=contest.entries[0], kind="jump", raised_at=timezone.now())
    standings = standings_of(contest.jury)
    lines = shown(standings.rows)
    links = [
        LineFlags(standings, lines, reader=reader).of(standings.rows[0])[0].url
        for reader in (personas.administrator(), personas.stranger())
    ]
    assert links == [f"/admin/metrics/case/{Case.objects.get().pk}/decide/", ""]


def test_places_with_a_prize_are_seen_to_end(contest: Contest):
    build_prize(contest.jury, place=2)
    page = client("manager").get(url("results_standings", contest))
    ends = [[line.ends for line in section.lines] for section in page.context["sections"]]
    assert ends == [
        ["Place 1 ends here", "The places with a prize end here", ""],
        ["The places with a prize end here", "", ""],
        ["The places with a prize end here", "", ""],
    ]
    assert page.content.decode().count("The places with a prize end here") == 3


def _many(contest: Contest, count: int) -> None:
    """So many more entries, each with its own creator, written in bulk."""
    start = Entry.objects.count()
    numbers = range(start, start + count)
    creators = Creator.objects.bulk_create(
        Creator(platform="tiktok", handle=f"many_{number}") for number in numbers
    )
    model = contest.entries[0]
    Entry.objects.bulk_create(
        Entry(
            campaign=contest.campaign,
            creator=creator,
            platform="tiktok",
            video_id=str(7_000_000_000_000_000_000 + number),
            url=f"https://www.tiktok.com/@{creator.handle}/video/{number}",
            status="accepted",
            received_at=model.received_at,
            confirmed_at=model.received_at,
            posted_at=model.posted_at,
        )
        for number, creator in zip(numbers, creators, strict=True)
    )


def test_page_takes_the_same_queries_at_twenty_and_two_thousand_lines(contest: Contest):
    browser, address = client("manager"), url("results_standings", contest)
    counts = []
    for count in (17, 1980):
        _many(contest, count)
        browser.get(address)
        with CaptureQueriesContext(connection) as queries:
            page = browser.get(address)
        assert len(page.context["sections"][0].standings.rows) in (20, 2000)
        counts.append(len(queries))
    assert counts[0] == counts[1]
