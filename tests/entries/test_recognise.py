"""What the form says about links while they are typed."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult

from contests.phases import Phase
from entries.link_messages import LINK_MESSAGES
from entries.links import LinkRefusal
from entries.models import AddressUse, Entry, Lookup, ShortLink, VideoCover
from entries.refusal import EntryRefused
from tests import personas
from tests.builders import build_entry
from tests.entries.entering import (
    build_answer,
    build_contest,
    enter,
    new_video_id,
    sign_in,
    tiktok_link,
)

pytestmark = pytest.mark.django_db

SHORT = "https://vm.tiktok.com/ZMabc/"


def recognise(client: Client, campaign, links: str, *, language: str = "en", **sent: Any):
    return client.post(
        f"/{language}/{campaign.slug}/submit/recognise/",
        {"links": links} | sent,
        headers={"hx-request": "true"},
    )


def only(response):
    [one] = response.context["videos"]
    return one


def page_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_video_is_recognised_from_its_link_and_asked_about(client: Client):
    campaign, video_id = build_contest(), new_video_id()
    response = recognise(client, campaign, f"look: {tiktok_link(video_id)}?lang=kk")
    one = only(response)
    assert (one.video.video_id, one.handle, one.problem) == (video_id, "aysel.math", "")
    assert one.is_waiting
    assert "<bdi>@aysel.math</bdi> · TikTok" in page_of(response)
    assert "Posted about" in page_of(response)
    assert Lookup.objects.get().video_id == video_id
    assert [check.rule for check in one.checks] == ["Time of posting"]
    assert not Entry.objects.exists()


def test_what_the_platform_has_told_is_shown_with_checks(client: Client):
    campaign, video_id = build_contest(min_seconds=60), new_video_id()
    told = {
        "caption": "Оқимыз #кітапток",
        "author_handle": "true.owner",
        "seconds": 20,
        "public": True,
    }
    build_answer(video_id, told)
    VideoCover.objects.create(
        platform="tiktok", video_id=video_id, image="covers/x.webp", fetched_at=timezone.now()
    )
    response = recognise(client, campaign, tiktok_link(video_id))
    one, page = only(response), page_of(response)
    assert one.handle == "true.owner"
    assert [(check.rule, check.colour) for check in one.checks] == [
        ("Time of posting", "ok"),
        ("Length", "bad"),
        ("Hashtag", "ok"),
        ("Visible to all", "ok"),
    ]
    assert 'src="/media/covers/x.webp"' in page
    assert "Оқимыз <bdi>#кітапток</bdi>" in page
    assert one.checks[1].sentence in page
    assert not one.is_waiting
    assert "hx-trigger" not in page
    assert not Lookup.objects.exists()


def test_video_that_was_not_heard_of_for_long_is_asked_about_anew(client: Client):
    video_id = new_video_id()
    build_answer(video_id, {"caption": "a"}, said_at=timezone.now() - timedelta(days=2))
    assert only(recognise(client, build_contest(), tiktok_link(video_id))).is_waiting


def test_duplicate_is_told_before_it_is_entered(client: Client):
    campaign, video_id = build_contest(), new_video_id()
    build_entry(campaign, video_id=video_id)
    response = recognise(client, campaign, tiktok_link(video_id), language="kk")
    with translation.override("kk"):
        assert only(response).problem == EntryRefused("already_entered").message


def test_own_video_is_told_to_its_own_person_only(client: Client):
    campaign, url = build_contest(), tiktok_link()
    enter(campaign, personas.creator(), url=url, address_proven=True)
    sign_in(client, personas.creator())
    assert only(recognise(client, campaign, url)).problem == EntryRefused("already_yours").message
    sign_in(client, personas.stranger())
    stranger = only(recognise(client, campaign, url))
    assert stranger.problem == EntryRefused("already_entered").message


def test_platform_that_the_campaign_does_not_take(client: Client):
    response = recognise(client, build_contest(platforms=["youtube"]), tiktok_link())
    assert "YouTube only" in only(response).problem


def test_links_that_name_no_video_are_told_beside_those_that_do(client: Client):
    text = f"https://www.tiktok.com/@aysel\n{tiktok_link()}\nhttps://example.org/x"
    problems = [one.problem for one in recognise(client, build_contest(), text).context["videos"]]
    assert problems == [
        LINK_MESSAGES[LinkRefusal.PROFILE],
        "",
        LINK_MESSAGES[LinkRefusal.FOREIGN_HOST],
    ]


@pytest.mark.parametrize(("text", "sentence"), [("", ""), (" \n", ""), ("hello", "not a link")])
def test_text_without_links(client: Client, text: str, sentence: str):
    page = page_of(recognise(client, build_contest(), text))
    assert (sentence in page) if sentence else ('<p class="recognised__note"' not in page)


def test_short_link_is_followed_by_a_job_and_then_replaced_by_its_video(client: Client):
    campaign, video_id = build_contest(), new_video_id()
    response = recognise(client, campaign, SHORT)
    assert only(response).is_waiting
    assert "finding out which video" in page_of(response)
    row = ShortLink.objects.get()
    assert row.due_at is not None
    ShortLink.objects.update(
        platform="tiktok", video_id=video_id, settled_at=timezone.now(), due_at=None
    )
    one = only(recognise(client, campaign, f"{SHORT}\n{tiktok_link(video_id)}"))
    assert (one.video.video_id, one.is_waiting) == (video_id, True)
    assert Lookup.objects.get().video_id == video_id


def test_short_link_that_leads_to_no_video(client: Client):
    ShortLink.objects.create(
        link=SHORT, asked_at=timezone.now(), settled_at=timezone.now(), refusal="photo"
    )
    problem = only(recognise(client, build_contest(), SHORT)).problem
    assert problem == LINK_MESSAGES[LinkRefusal.PHOTO]


def test_account_is_asked_for_only_when_nobody_will_tell_it(client: Client, settings: Any):
    settings.YOUTUBE_API_KEY = ""
    campaign = build_contest()
    text = f"https://youtu.be/aB3-_xYz09Q\nhttps://www.tiktok.com/video/{new_video_id()}"
    response = recognise(client, campaign, text)
    assert response.context["asked_of"] == ["youtube"]
    assert 'data-asks="youtube"' in page_of(response)


def test_page_that_asks_again_is_told_only_what_is_new(client: Client):
    campaign, video_id = build_contest(), new_video_id()
    link = tiktok_link(video_id)
    first = recognise(client, campaign, link)
    sent = {"shown": first.context["shown"], "since": first.context["since"]}
    assert recognise(client, campaign, link, **sent).status_code == 204
    build_answer(video_id, {"caption": "#кітапток"})
    assert recognise(client, campaign, link, **sent).status_code == 200
    Lookup.objects.all().delete()
    last = recognise(client, campaign, link, **sent)
    assert last.status_code == 286
    assert "hx-trigger" not in page_of(last)


def test_page_stops_asking_after_a_minute(client: Client):
    campaign, link = build_contest(), tiktok_link()
    long_ago = int(timezone.now().timestamp()) - 61
    response = recognise(client, campaign, link, shown="x", since=long_ago)
    assert response.status_code == 286
    assert only(response).is_waiting


def test_lookups_of_one_address_are_limited_but_not_the_page(client: Client, settings: Any):
    settings.LOOKUPS_PER_ADDRESS = 2
    campaign = build_contest()
    first = f"{tiktok_link()} {tiktok_link()}"
    assert not recognise(client, campaign, first).context["is_limited"]
    assert not recognise(client, campaign, first).context["is_limited"]
    response = recognise(client, campaign, tiktok_link())
    assert response.context["is_limited"]
    assert "enter yours all the same" in page_of(response)
    assert (only(response).problem, Lookup.objects.count()) == ("", 2)
    assert AddressUse.objects.get().used == 2


def test_ten_links_cost_as_many_queries_as_one(client: Client):
    campaign = build_contest()
    ids = [new_video_id() for _ in range(10)]
    for video_id in ids:
        build_answer(video_id, {"caption": "#кітапток"})
    counts = []
    for text in (tiktok_link(ids[0]), "\n".join(map(tiktok_link, ids))):
        with CaptureQueriesContext(connection) as queries:
            recognise(client, campaign, text)
        counts.append(len(queries))
    assert counts[0] == counts[1] < 12


def test_eleventh_link_is_left_over(client: Client):
    text = "\n".join(tiktok_link() for _ in range(12))
    response = recognise(client, build_contest(), text)
    assert (len(response.context["videos"]), len(response.context["left_over"])) == (10, 2)
    assert "Enter the other 2 afterwards" in page_of(response)


@pytest.mark.django_db(transaction=True)
def test_only_jobs_ask_the_network(client: Client):
    """Typing ten links leaves one job that waits for each kind of question."""
    text = "\n".join([*(tiktok_link() for _ in range(5)), SHORT, "https://vt.tiktok.com/ZSx/"])
    recognise(client, build_contest(), text)
    assert sorted(DBTaskResult.objects.values_list("task_path", flat=True)) == [
        "entries.looking_up.look_up_task",
        "entries.short_link_lookup.settle_short_links_task",
    ]


def test_nothing_is_recognised_where_nothing_can_be_entered(client: Client):
    assert recognise(client, build_contest(phase=Phase.DRAFT), tiktok_link()).status_code == 404
    response = recognise(client, build_contest(phase=Phase.REVIEW), tiktok_link())
    assert EntryRefused("not_open").message in page_of(response)
    assert not Lookup.objects.exists()


def test_recognising_is_no_reading(client: Client):
    campaign = build_contest()
    assert client.get(f"/en/{campaign.slug}/submit/recognise/").status_code == 405
    strict = Client(enforce_csrf_checks=True)
    assert recognise(strict, campaign, tiktok_link()).status_code == 403


@pytest.mark.parametrize("language", ["kk", "ru", "az", "en", "ar"])
def test_fragment_in_every_language(client: Client, language: str):
    text = f"{tiktok_link()}\n{SHORT}\nhttps://example.org/x"
    assert recognise(client, build_contest(), text, language=language).status_code == 200
