"""What an announcement can say: equals, duos, several places, and places that nobody won."""

import json

import pytest

from contests.models import Prize
from entries.models import Entry
from judging.models import Score
from outbox.models import Message
from results.awarding import write_citations
from results.differences import differences
from results.models import Announcement, Award, Claim
from results.preview import preview_of
from results.preview_parts import LINES_BEHIND
from results.reading import published_awards
from results.remarks import write_remark
from tests.builders import build_creator, build_entry, build_prize, build_reading
from tests.results.announcing import announce, refused
from tests.results.contests import Contest, build_contest, give_score
from tests.results.deeds import choose

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest() -> Contest:
    return build_contest(entries=5)


def remark(contest: Contest, *, leaves_places_empty: bool = False) -> None:
    write_remark(
        category_id=contest.jury.pk,
        texts={code: f"Because ({code})" for code in contest.campaign.languages},
        leaves_places_empty=leaves_places_empty,
        by=contest.staff,
        at=contest.at,
    )


def second_prize(contest: Contest) -> None:
    titles = {f"title_{code}": "Book" for code in contest.campaign.languages}
    build_prize(contest.jury, place=2, **titles)


def jury_of(made: Announcement) -> dict[str, object]:
    found: dict[str, object] = json.loads(made.evidence.body)["categories"][0]
    return found


def test_equal_winners_and_several_places_are_announced(contest: Contest):
    Prize.objects.filter(category=contest.jury).update(quantity=2)
    second_prize(contest)
    contest.draft()
    made = announce(contest)
    jury = published_awards(contest.campaign, at=contest.at)[0]
    best = [entry.pk for entry in contest.entries]
    assert [winner.award.entry_id for winner in jury.winners] == best[:3]
    assert [winner.shares_place for winner in jury.winners] == [True, True, False]
    places = [(one["place"], one["winner"], one["entry"]) for one in jury_of(made)["awards"]]
    assert places == [(1, 1, best[0]), (1, 2, best[1]), (2, 1, best[2])]
    assert Claim.objects.filter(prize__category=contest.jury).count() == 3


def test_duo_wins_one_award_and_both_are_told(contest: Contest):
    partner = build_creator(handle="duo", user=contest.staff)
    contest.entries[0].joint_creators.add(partner)
    contest.draft()
    made = announce(contest)
    winner = published_awards(contest.campaign, at=contest.at)[0].winners[0]
    assert winner.creators == [contest.entries[0].creator, partner]
    assert made.awards.filter(prize__category=contest.jury).count() == 1
    told = Message.objects.filter(key__startswith="winner:", recipient=contest.staff)
    assert told.exists()
    # One claim that both share, and a certificate for each.
    claim = Claim.objects.get(prize__category=contest.jury)
    assert {one.creator for one in claim.certificates.all()} == {*winner.creators}


def test_category_without_a_winner_is_announced_with_its_reason(contest: Contest):
    contest.draft()
    choose(contest, contest.jury, None)
    assert refused(contest) == "blocked"
    remark(contest, leaves_places_empty=True)
    made = announce(contest)
    jury = published_awards(contest.campaign, at=contest.at)[0]
    assert jury.winners == []
    assert jury.remark is not None
    assert jury.remark.text_ar == "Because (ar)"
    assert jury_of(made)["remark"]["leaves_places_empty"] is True
    assert jury_of(made)["awards"] == []


def test_place_that_stays_empty_is_announced_with_its_reason(contest: Contest):
    second_prize(contest)
    contest.draft()
    second = Award.objects.get(prize__category=contest.jury, prize__place=2)
    second.delete()
    assert refused(contest) == "blocked"
    remark(contest, leaves_places_empty=True)
    announce(contest)
    jury = published_awards(contest.campaign, at=contest.at)[0]
    assert [place.prize.place for place in jury.empty_places] == [2]


def test_difference_says_which_lines_have_moved(contest: Contest):
    contest.draft()
    seen = preview_of(contest.campaign).parts
    last = contest.entries[4]
    Score.objects.filter(assignment__entry=last).update(points=5)
    found = differences(seen, preview_of(contest.campaign))
    [standings] = [one for one in found if one.code == "standings"]
    assert [one.code for one in standings.lines] == ["rank"] * 5
    assert standings.lines[0].message == f"\u2068{last.creator}\u2069: rank 1, before 5."


def test_difference_tells_who_came_and_who_left(contest: Contest):
    contest.draft()
    seen = preview_of(contest.campaign).parts
    contest.entries[0].status = "withdrawn"
    contest.entries[0].save()
    new = build_entry(contest.campaign)
    for judge in contest.judges:
        give_score(contest.round, new, judge, 5, 5)
    found = differences(seen, preview_of(contest.campaign))
    [jury] = [one for one in found if one.code == "standings" and one.category == contest.jury]
    codes = {line.who: line.code for line in jury.lines}
    assert codes[f"\u2068{new.creator}\u2069"] == "came"
    assert codes[f"\u2068{contest.entries[0].creator}\u2069"] == "left"


def test_change_behind_the_first_lines_is_said_to_be_there():
    contest = build_contest(entries=LINES_BEHIND + 8, judges=1)
    contest.draft()
    preview = preview_of(contest.campaign)
    seen = preview.parts
    assert len(seen[f"standings:{contest.jury.slug}"]) == 2 + 1 + 3 + LINES_BEHIND
    last = preview.categories[1].standings.rows[-1]
    behind = Entry.objects.get(pk=last.entry_id)
    build_reading(behind, views=3, taken_at=contest.campaign.closes_at)
    found = differences(seen, preview_of(contest.campaign))
    assert "standings_behind" in {one.code for one in found if one.category == contest.videos}


def test_alternates_and_remarks_are_part_of_what_is_looked_at(contest: Contest):
    contest.draft()
    seen = preview_of(contest.campaign)
    parts = seen.parts
    remark(contest)
    seen.alternates[0].delete()
    codes = [one.code for one in differences(parts, preview_of(contest.campaign))]
    assert codes == ["alternates", "remark"]
    award = seen.awards[0]
    write_citations(award_id=award.pk, texts={"kk": "New"}, by=contest.staff, at=contest.at)
    codes = [one.code for one in differences(parts, preview_of(contest.campaign))]
    assert codes == ["text", "alternates", "remark"]
