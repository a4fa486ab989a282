"""The ceremony: who may hold it and when, its steps, and that its page knows no name."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from contests.models import Campaign
from contests.phases import Phase
from entries.models import Entry
from results.models import Award, CategoryRemark
from results.sharing import key_of, make_preview_link, withdraw_preview_link
from tests import personas
from tests.builders import build_campaign, build_category, build_creator, build_entry, build_prize
from tests.results.announcing import announce as announce_contest
from tests.results.contests import Contest, build_contest
from tests.website.campaigns import announce, award, build_announcement, html

pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def contest() -> Contest:
    contest = build_contest()
    contest.draft()
    return contest


def address(campaign: Campaign, page: str = "", *, key: str = "", language: str = "en") -> str:
    query = f"?key={key}" if key else ""
    return f"/{language}/{campaign.slug}/ceremony/{page}{query}"


def shown(client, campaign: Campaign, **asked) -> dict:
    answer = client.get(address(campaign, "show/", **asked))
    assert answer.status_code == 200
    return json.loads(answer.content)


def kinds(body: dict) -> list[str]:
    return [step["kind"] for step in body["steps"]]


def key_for(contest: Contest, **values) -> str:
    given = {"label": "Stage", "by": contest.staff, "at": contest.at}
    return key_of(make_preview_link(campaign_id=contest.campaign.pk, **given | values))


def announced(*quantities: int) -> Campaign:
    """A campaign with one category, whose places are won by so many each."""
    campaign = build_campaign(phase=Phase.ANNOUNCED)
    category = build_category(campaign, title_en="The most creative video")
    announcement = build_announcement(campaign)
    for place, quantity in enumerate(quantities, start=1):
        prize = build_prize(category, place=place, quantity=quantity, title_en=f"Prize {place}")
        for slot in range(1, quantity + 1):
            creator = build_creator(handle=f"winner_{place}_{slot}")
            award(
                announcement, prize=prize, entry=build_entry(campaign, creator=creator), slot=slot
            )
    return campaign


@pytest.mark.parametrize("language", ["kk", "ru", "az", "en", "ar"])
def test_page_of_the_stage_holds_no_name(client, contest: Contest, language):
    key = key_for(contest)
    before = html(client, address(contest.campaign, key=key, language=language))
    announce_contest(contest)
    after = html(client, address(contest.campaign, language=language))
    told = shown(client, contest.campaign, language=language)
    for award_ in Award.objects.filter(announcement__campaign=contest.campaign):
        secrets = [award_.creator.handle, award_.citation]
        if award_.entry and award_.entry.cover:
            secrets.append(award_.entry.cover.name)
        for secret in secrets:
            assert secret not in before
            assert secret not in after
            # It is there to be shown: the check above is able to fail.
            assert any(secret in step["html"] for step in told["steps"])


def test_places_come_from_the_last_to_the_first_and_each_winner_in_two_steps(client):
    campaign = announced(1, 2)
    body = shown(client, campaign)
    assert kinds(body) == [
        "opening",
        "category",
        *("place", "winner"),
        *("place", "winner"),
        *("place", "winner"),
        "all",
        "end",
    ]
    told = [step["html"] for step in body["steps"]]
    handles = ["winner_2_1", "winner_2_2", "winner_1_1"]
    for turn, handle in enumerate(handles):
        place, winner = told[2 + 2 * turn], told[3 + 2 * turn]
        assert "winner_" not in place
        assert f'<bdi data-length="m">@{handle}</bdi>' in winner
        assert [other for other in handles if other in winner] == [handle]
    assert "Prize 2" in told[2]
    assert "Winner 1 of 2" in told[2]
    assert "Place 1" in told[6]
    assert "Prize 1" in told[6]
    # Whoever is alone on a place is not counted.
    assert "Winner 1 of" not in told[6]


def test_steps_name_no_winner_before_the_turn(client):
    body = shown(client, announced(1, 1, 1))
    seen: list[str] = []
    for step in body["steps"]:
        if step["kind"] == "winner":
            seen.append(step["html"])
        elif step["kind"] in ("opening", "category", "place"):
            assert "@winner_" not in step["html"]
    assert len(seen) == 3


def test_only_winner_of_a_category_needs_no_picture_of_all(client):
    assert kinds(shown(client, announced(1))) == ["opening", "category", "place", "winner", "end"]


def test_place_that_nobody_won_and_category_without_winner_are_told(client):
    campaign = build_campaign(phase=Phase.ANNOUNCED)
    category, empty = build_category(campaign, order=1), build_category(campaign, order=2)
    first, _second = build_prize(category), build_prize(category, place=2)
    build_prize(empty)
    announcement = build_announcement(campaign)
    award(announcement, prize=first, entry=build_entry(campaign))
    CategoryRemark.objects.create(
        category=empty,
        announcement=announcement,
        leaves_places_empty=True,
        text_en="No video met what the jury had asked for.",
    )
    body = shown(client, campaign)
    assert kinds(body) == [
        *("opening", "category", "empty", "place", "winner"),
        *("category", "nobody", "end"),
    ]
    told = [step["html"] for step in body["steps"]]
    assert "Place 2: not awarded" in told[2]
    assert "Nobody wins in this category." in told[6]
    assert "No video met what the jury had asked for." in told[6]


def test_joint_winners_stand_on_the_stage_together_and_a_withdrawn_video_is_not_shown(client):
    campaign = build_campaign(phase=Phase.ANNOUNCED)
    build_prize(build_category(campaign))
    entry = announce(campaign).awards.get().entry
    handles = [entry.creator.handle, entry.joint_creators.get().handle]
    Entry.objects.filter(pk=entry.pk).update(
        status=Entry.Status.WITHDRAWN, cover="covers/withdrawn.webp"
    )
    winner = next(step for step in shown(client, campaign)["steps"] if step["kind"] == "winner")
    assert all(f"@{handle}" in winner["html"] for handle in handles)
    assert winner["pictures"] == []
    assert "withdrawn.webp" not in winner["html"]


def test_user_text_is_data_on_the_stage(client):
    campaign = build_campaign(phase=Phase.ANNOUNCED)
    prize = build_prize(build_category(campaign))
    evil = "<img src=x onerror=alert(1)>"
    award(build_announcement(campaign), prize=prize, entry=build_entry(campaign), citation_en=evil)
    told = "".join(step["html"] for step in shown(client, campaign)["steps"])
    assert evil not in told
    assert "&lt;img src=x" in told


@pytest.mark.parametrize("page", ["", "show/"])
def test_before_the_announcement_only_those_who_see_the_preview_come_in(client, contest, page):
    url = address(contest.campaign, page)
    assert client.get(url).status_code == 404
    for persona, status in {
        "stranger": 404,
        "creator": 404,
        "judge": 404,
        "moderator": 404,
        "manager": 200,
        "announcer": 200,
        "auditor": 200,
    }.items():
        client.force_login(getattr(personas, persona)(), backend=BACKEND)
        assert client.get(url).status_code == status, persona
    client.logout()
    announce_contest(contest)
    assert client.get(url).status_code == 200


@pytest.mark.parametrize("page", ["", "show/"])
def test_link_opens_the_ceremony_until_it_is_withdrawn(client, contest: Contest, page):
    link = make_preview_link(
        campaign_id=contest.campaign.pk, label="Stage", by=contest.staff, at=contest.at
    )
    url = address(contest.campaign, page, key=key_of(link))
    assert client.get(url).status_code == 200
    withdraw_preview_link(link_id=link.pk, by=contest.staff, at=contest.at)
    answer = client.get(url)
    assert answer.status_code == 410
    handles = [entry.creator.handle for entry in contest.entries]
    assert not [one for one in handles if one in answer.content.decode()]
    assert client.get(address(contest.campaign, page, key="x")).status_code in (404, 410)


def test_nothing_of_it_is_kept_by_others(client, contest: Contest):
    key = key_for(contest)
    for page in ("", "show/"):
        answer = client.get(address(contest.campaign, page, key=key))
        assert "no-store" in answer["Cache-Control"]
        assert "noindex" in answer["X-Robots-Tag"]
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer.cookies == {}
    announce_contest(contest)
    for page in ("", "show/"):
        assert "no-store" in client.get(address(contest.campaign, page))["Cache-Control"]


def test_what_is_not_announced_is_kept_for_a_time_only(client, contest: Contest):
    soon = key_for(contest, days=1)
    assert (
        shown(client, contest.campaign, key=soon)["until"]
        < (contest.at + timedelta(days=1, minutes=1)).isoformat()
    )
    late = key_for(contest, days=30)
    assert (
        shown(client, contest.campaign, key=late)["until"]
        < (contest.at + timedelta(days=3, minutes=1)).isoformat()
    )
    announce_contest(contest)
    assert shown(client, contest.campaign)["until"] is None


def test_announcing_leaves_the_ceremony_as_it_was_and_a_new_citation_does_not(client, contest):
    key = key_for(contest)
    first = shown(client, contest.campaign, key=key)
    assert shown(client, contest.campaign, key=key)["version"] == first["version"]
    Award.objects.filter(announcement=None).update(citation_en="Another reason")
    second = shown(client, contest.campaign, key=key)
    assert second["version"] != first["version"]
    announce_contest(contest)
    # Held by those who began with the private link, and by everybody.
    assert shown(client, contest.campaign, key=key)["version"] == second["version"]
    last = shown(client, contest.campaign)
    assert last["version"] == second["version"]
    assert f"/en/{contest.campaign.slug}/winners" in last["steps"][-1]["html"]
    assert f"/en/{contest.campaign.slug}/winners" not in second["steps"][-1]["html"]


@pytest.mark.parametrize("phase", [Phase.ANNOUNCED, Phase.CANCELLED, Phase.DRAFT])
def test_there_is_no_ceremony_where_there_are_no_winners(client, phase):
    campaign = build_campaign(phase=phase)  # without categories: a showcase
    client.force_login(personas.manager(), backend=BACKEND)
    assert client.get(address(campaign)).status_code == 404


def test_presenter_is_told_where_nobody_is_drafted(client):
    contest = build_contest()
    page = html(client, address(contest.campaign, key=key_for(contest)))
    assert "Nobody is drafted to win in these categories:" in page


def test_winners_page_leads_to_the_ceremony(client, contest: Contest):
    key = key_for(contest)
    slug = contest.campaign.slug
    preview = html(client, f"/en/{slug}/winners/preview/?key={key}")
    assert address(contest.campaign, key=key) in preview
    announce_contest(contest)
    assert f'href="{address(contest.campaign)}"' in html(client, f"/en/{slug}/winners/")


def test_worker_may_act_below_the_ceremony_only(client):
    answer = client.get("/en/whatever/ceremony/worker.js")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in answer


@pytest.mark.parametrize("quantities", [(1,), (3, 3, 3)])
def test_ceremony_keeps_its_queries(client, django_assert_max_num_queries, quantities):
    campaign = announced(*quantities)
    for page in ("", "show/"):
        with django_assert_max_num_queries(12):
            client.get(address(campaign, page))
