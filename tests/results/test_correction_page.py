"""The page of corrections: a reason, an alternate who moves up, the note, the announcement."""

from typing import Any

import pytest
from django.utils import timezone

from entries.moderation import disqualify_entry
from results.correcting import open_correction, open_correction_of
from results.models import Announcement, Award, Correction
from tests import personas
from tests.results.announcing import announce
from tests.results.contests import Contest, build_contest
from tests.results.staff import SEE, STAFF, announce_form, client, told, url

pytestmark = pytest.mark.django_db
PAGE = "results_correction"


@pytest.fixture
def contest() -> Contest:
    contest = build_contest(entries=4)
    contest.draft()
    announce(contest)
    return contest


def correct(contest: Contest) -> Correction:
    return open_correction(
        campaign_id=contest.campaign.pk, reason="Why", by=contest.staff, at=contest.at
    )


def move_form(contest: Contest, **values: Any) -> dict[str, Any]:
    prize = contest.prizes[contest.jury.title]
    form = {"category": contest.jury.pk, "prize": prize.pk, "slot": 1, "position": 1}
    return {"do": "move", "how": "place"} | form | values


def drafted(contest: Contest) -> list[int | None]:
    awards = Award.objects.filter(announcement=None, prize__category=contest.jury)
    return list(awards.values_list("entry", flat=True))


def test_correction_is_walked_from_the_reason_to_the_announcement(contest: Contest):
    browser, address = client("announcer"), url(PAGE, contest)
    assert "Begin a correction" in browser.get(address).content.decode()
    browser.post(address, {"do": "open", "reason": "The winner broke the rules."})
    correction = Correction.objects.get()
    assert (correction.reason, correction.number) == ("The winner broke the rules.", 2)
    disqualify_entry(
        entry_id=contest.entries[0].pk,
        by=personas.moderator(),
        at=timezone.now(),
        reason="Bought views.",
    )
    page = browser.get(address)
    assert [place.why for section in page.context["sections"] for place in section.places] == [
        "left",
        "left",
        # A creator of whom nothing is left.
        "left",
    ]
    for category in contest.categories:
        prize = contest.prizes[category.title]
        form = move_form(contest, category=category.pk, prize=prize.pk)
        assert told(browser.post(address, form))[-1].startswith("Moved up.")
    assert drafted(contest) == [contest.entries[1].pk]
    for award in Award.objects.filter(announcement=None):
        for code in contest.campaign.languages:
            setattr(award, f"citation_{code}", "Warm")
        award.save()
    blocking = browser.get(url("results_announce", contest)).context["blocking"]
    assert [one.code for one in blocking] == ["no_note"]
    assert blocking[0].url == address
    texts = {f"note-{code}": f"Told ({code})" for code in contest.campaign.languages}
    assert told(browser.post(address, {"do": "note", "correction": correction.pk} | texts)) != []
    browser.post(url("results_announce", contest), announce_form(contest) | {"do": "announce"})
    made = Announcement.objects.order_by("-number")[0]
    assert (made.number, made.note_kk, made.note_ar) == (2, "Told (kk)", "Told (ar)")
    page = browser.get(url("results_announce", contest)).content.decode()
    assert "Announcement 1" in page
    assert "Announcement 2" in page
    assert "Became announcement 2" in browser.get(address).content.decode()


def test_winners_are_chosen_again_while_a_correction_is_open(contest: Contest):
    browser, address = client("announcer"), url("results_winners", contest)
    assert not browser.get(address).content.decode().count('value="save"')
    correct(contest)
    page = browser.get(address)
    assert page.content.decode().count('value="save"') == 1
    assert page.context["closed_because"] == ""


def test_shortlist_stays_closed_while_a_correction_is_open(contest: Contest):
    correct(contest)
    page = client("manager").get(url("results_standings", contest)).content.decode()
    assert 'value="shortlist"' not in page


def test_correction_is_withdrawn_by_its_page(contest: Contest):
    correction = correct(contest)
    browser, address = client("announcer"), url(PAGE, contest)
    form = {"do": "withdraw", "correction": correction.pk}
    assert told(browser.post(address, form))[-1].startswith("Withdrawn.")
    assert open_correction_of(contest.campaign) is None
    assert drafted(contest) == []
    assert "Withdrawn by" in browser.get(address).content.decode()
    # From an old page, or twice.
    assert told(browser.post(address, form))[-1].startswith("This correction is")


def test_correction_without_a_reason_keeps_the_page(contest: Contest):
    answer = client("announcer").post(url(PAGE, contest), {"do": "open", "reason": "  "})
    assert answer.status_code == 200
    assert not Correction.objects.exists()


def test_note_of_one_language_leaves_what_others_wrote_meanwhile(contest: Contest):
    correction = correct(contest)
    browser, address = client("announcer"), url(PAGE, contest)
    about = {"do": "note", "correction": correction.pk}
    seen = {f"initial-note-{code}": "" for code in contest.campaign.languages}
    browser.post(address, about | seen | {"note-kk": "Kazakh"})
    browser.post(address, about | seen | {"note-kk": "", "note-ar": "Arabic"})
    correction.refresh_from_db()
    assert (correction.note_kk, correction.note_ar) == ("Kazakh", "Arabic")


@pytest.mark.parametrize(
    "junk",
    [
        {"slot": "9"},
        {"slot": ""},
        {"prize": "x"},
        {"prize": "9" * 30},
        {"category": "0"},
        {"position": "99"},
        {"position": "-1"},
        {"do": "dance"},
    ],
)
def test_junk_moves_nobody(contest: Contest, junk: dict[str, str]):
    correct(contest)
    answer = client("announcer").post(url(PAGE, contest), move_form(contest) | junk)
    assert answer.status_code == 302
    assert drafted(contest) == [contest.entries[0].pk]


def test_category_of_another_campaign_is_out_of_reach(contest: Contest):
    other = build_contest(entries=4)
    other.draft()
    correct(contest)
    prize = other.prizes[other.jury.title]
    form = move_form(contest, category=other.jury.pk, prize=prize.pk)
    client("announcer").post(url(PAGE, contest), form)
    assert drafted(other) == [other.entries[0].pk]


@pytest.mark.parametrize("role", sorted({*STAFF, "creator", "judge"}))
def test_correction_page_is_for_those_who_see_standings(contest: Contest, role: str):
    correct(contest)
    status = client(role).get(url(PAGE, contest)).status_code
    assert status == (200 if role in SEE else 302 if role in ("creator", "judge") else 403)


@pytest.mark.parametrize("role", sorted(SEE - {"administrator", "announcer"}))
@pytest.mark.parametrize("do", ["open", "note", "withdraw"])
def test_correcting_is_for_those_who_may_announce(contest: Contest, role: str, do: str):
    answer = client(role).post(url(PAGE, contest), {"do": do, "reason": "Why"})
    assert answer.status_code == 403
    assert not Correction.objects.exists()


def test_page_before_the_announcement_says_that_there_is_nothing(contest: Contest):
    other = build_contest()
    page = client("announcer").get(url(PAGE, other)).content.decode()
    assert "nothing is announced yet" in page
    assert "Begin a correction" not in page
