"""Press releases: begun from the facts, and written; which step is possible when."""

import pytest
from django.utils import timezone

from contests.phases import Phase
from results.press_moves import MOVES, State, Verb, is_possible
from results.press_publishing import put_release_away, withdraw_release
from results.press_writing import (
    LONGEST,
    begin_release,
    make_release_anew,
    write_release,
)
from tests.builders import build_campaign
from tests.results.contests import build_contest, build_person
from tests.results.press import begin, publish, refused, steps

pytestmark = pytest.mark.django_db


def test_release_is_made_in_every_language_of_the_site():
    contest = build_contest(languages=["kk", "ru"])
    contest.draft()
    release = begin(contest)
    titles = {getattr(release, f"title_{code}") for code in ("kk", "ru", "az", "en", "ar")}
    assert all(titles)
    assert all(getattr(release, f"body_{code}") for code in ("kk", "ru", "az", "en", "ar"))
    assert steps(release) == [("begin", "", "draft")]


def test_drafted_winners_are_named_before_the_announcement():
    contest = build_contest()
    contest.draft()
    release = begin(contest)
    for winner in contest.draft():
        assert f"@{winner.creator.handle}" in release.body_en
    assert release.announcement is None
    assert "70,000 tenge" in release.body_en
    assert "> Warm (en)" in release.body_en
    assert "Views that counted: 100,000." in release.body_en


def test_writing_changes_only_what_is_given_and_keeps_what_it_wrote():
    contest = build_contest()
    release = begin(contest, "launch")
    body, title_kk = release.body_en, release.title_kk
    write_release(
        release_id=release.pk,
        texts={"en": {"title": "New\r\nline"}, "kk": {"title": title_kk}},
        by=contest.staff,
        at=contest.at,
    )
    release.refresh_from_db()
    assert (release.title_en, release.body_en, release.title_kk) == ("New\nline", body, title_kk)
    step = release.decisions.last()
    assert (step.verb, step.texts) == ("write", {"en": {"title": "New\nline"}})


def test_writing_nothing_new_leaves_no_step():
    contest = build_contest()
    release = begin(contest, "launch")
    write_release(
        release_id=release.pk,
        texts={"en": {"title": release.title_en}},
        by=contest.staff,
        at=contest.at,
    )
    assert release.decisions.count() == 1


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        ({"de": {"title": "Neu"}}, "no_such_language"),
        ({"en": {"title": "a" * (LONGEST["title"] + 1)}}, "too_long"),
        ({"en": {"body": "a" * (LONGEST["body"] + 1)}}, "too_long"),
    ],
)
def test_writing_is_refused(texts, code):
    contest = build_contest()
    release = begin(contest, "launch")
    values = {"release_id": release.pk, "texts": texts, "by": contest.staff, "at": contest.at}
    assert refused(write_release, **values) == code


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("verb", ["write", "make_anew", "publish", "withdraw", "put_away"])
def test_moves_that_are_not_in_the_table_are_refused(state, verb):
    contest = build_contest()
    release = begin(contest, "launch")
    if state in (State.PUBLISHED, State.WITHDRAWN):
        publish(contest, release)
    who = {"release_id": release.pk, "by": contest.staff, "at": contest.at}
    if state == State.WITHDRAWN:
        withdraw_release(reason="Wrong.", **who)
    if state == State.PUT_AWAY:
        put_release_away(**who)
    act = {
        "write": lambda: write_release(texts={"en": {"title": "B"}}, **who),
        "make_anew": lambda: make_release_anew(**who),
        "publish": lambda: publish(contest, release),
        "withdraw": lambda: withdraw_release(reason="Wrong.", **who),
        "put_away": lambda: put_release_away(**who),
    }[verb]
    release.refresh_from_db()
    assert release.state == state
    if (state, verb) in MOVES:
        act()
        release.refresh_from_db()
        assert release.state == MOVES[state, Verb(verb)]
    else:
        assert not is_possible(release, verb)
        assert refused(act) == f"is_{state}"


@pytest.mark.parametrize(
    ("phase", "launch", "results"),
    [
        (Phase.DRAFT, None, "not_published"),
        (Phase.COMING, None, "not_closed"),
        (Phase.OPEN, None, "not_closed"),
        (Phase.REVIEW, None, None),
        (Phase.CANCELLED, "cancelled", "cancelled"),
    ],
)
def test_when_a_release_can_be_begun(phase, launch, results):
    campaign = build_campaign(phase=phase)
    staff = build_person("staff")
    for kind, code in (("launch", launch), ("results", results)):
        who = {"campaign_id": campaign.pk, "kind": kind, "by": staff, "at": timezone.now()}
        if code is None:
            assert begin_release(**who).state == State.DRAFT
        else:
            assert refused(begin_release, **who) == code


def test_second_draft_for_an_occasion_is_refused():
    contest = build_contest()
    begin(contest, "launch")
    assert refused(lambda: begin(contest, "launch")) == "begun_already"
    assert refused(lambda: begin(contest, "party")) == "no_such_occasion"
