"""One's own entries: the list, one of them, withdrawing and confirming."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from contests.phases import Phase
from entries.models import Entry
from entries.moderation import accept_entry, disqualify_entry, reject_entry, withdraw_entry
from tests import personas
from tests.builders import build_campaign, build_entry
from tests.entries.entering import build_contest, enter, sign_in

NOW = timezone.now()


@pytest.fixture
def mine(db: None, client: Client) -> Client:
    return sign_in(client, personas.creator())


def build_own(campaign=None, **fields):
    values = {"status": "received", "submitted_by": personas.creator()}
    return build_entry(campaign or build_campaign(), **values | fields)


def text_of(client: Client, entry: Entry) -> str:
    return client.get(f"/en/my/{entry.pk}/").content.decode()


def test_list_is_empty_at_first(mine: Client):
    assert "You have not entered a video yet." in mine.get("/en/my/").content.decode()


def test_list_shows_ones_own_entries_only(mine: Client):
    campaign = build_campaign()
    own = build_own(campaign)
    other = build_entry(campaign, submitted_by=personas.stranger())
    page = mine.get("/en/my/").content.decode()
    assert f"@{own.creator.handle}" in page
    assert f"@{other.creator.handle}" not in page


def test_list_has_pages(mine: Client):
    campaign = build_campaign()
    for _ in range(21):
        build_own(campaign)
    assert len(mine.get("/en/my/").context["rows"]) == 20
    assert len(mine.get("/en/my/?page=2").context["rows"]) == 1


def test_list_takes_the_same_queries_whatever_its_length(mine: Client, django_assert_num_queries):
    campaigns = [build_campaign() for _ in range(3)]
    for already, wanted in ((0, 1), (1, 3), (3, 20)):
        for number in range(already, wanted):
            build_own(campaigns[number % 3])
        # One each for session, user, count, entries, hashtags and prizes; two for permissions.
        with django_assert_num_queries(8):
            mine.get("/en/my/")


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        ("received", "The organisers will look at your video soon."),
        ("accepted", "Your video takes part."),
        ("rejected", "Your video does not take part."),
        ("disqualified", "Your video no longer takes part."),
        ("withdrawn", "This entry was taken back and does not take part."),
    ],
)
def test_state_is_told_in_plain_words(mine: Client, status: str, sentence: str):
    entry = build_own(status=status)
    assert sentence in text_of(mine, entry)
    assert sentence in mine.get("/en/my/").content.decode()


def test_reason_is_told_at_once_as_it_was_written(mine: Client):
    entry = build_own()
    by = personas.moderator()
    reject_entry(entry_id=entry.pk, by=by, at=NOW, reason="<b>Not</b> about books")
    page = text_of(mine, entry)
    assert "&lt;b&gt;Not&lt;/b&gt; about books" in page
    assert by.email not in page
    assert by.name not in page


def test_history_tells_every_step(mine: Client):
    creator, by = personas.creator(), personas.moderator()
    entry = enter(build_contest(), creator, at=NOW - timedelta(minutes=5))
    Entry.objects.update(confirmed_at=NOW - timedelta(minutes=4))
    accept_entry(entry_id=entry.pk, by=by, at=NOW - timedelta(minutes=3))
    disqualify_entry(entry_id=entry.pk, by=by, at=NOW - timedelta(minutes=2), reason="Bots.")
    withdraw_entry(entry_id=entry.pk, by=creator, at=NOW)
    history = mine.get(f"/en/my/{entry.pk}/").context["history"]
    assert [(str(event.sentence), event.reason) for event in history] == [
        ("You entered the video.", ""),
        ("You confirmed your address.", ""),
        ("The organisers accepted it.", ""),
        ("The organisers disqualified it.", "Bots."),
        ("You withdrew it.", ""),
    ]


def test_history_leaves_out_what_belongs_to_somebody_else(mine: Client):
    campaign, stranger = build_contest(), personas.stranger()
    url = "https://www.tiktok.com/@other/video/7340215487445339434"
    entry = enter(campaign, stranger, url=url, at=NOW - timedelta(hours=2))
    withdraw_entry(entry_id=entry.pk, by=stranger, at=NOW - timedelta(hours=1))
    enter(campaign, personas.creator(), url=url, at=NOW)
    history = mine.get(f"/en/my/{entry.pk}/").context["history"]
    assert [event.at for event in history] == [NOW]


@pytest.mark.parametrize("page", ["", "withdraw/", "confirm/"])
def test_somebody_elses_entry_is_not_there(mine: Client, page: str):
    entry = build_entry(build_campaign(), submitted_by=personas.stranger(), status="received")
    path = f"/en/my/{entry.pk}/{page}"
    assert mine.post(path).status_code == (404 if page else 405)
    assert mine.get(path).status_code == (405 if page == "confirm/" else 404)
    assert Entry.objects.get().status == "received"


@pytest.mark.parametrize("page", ["my/", "my/1/", "my/1/withdraw/"])
def test_strangers_are_sent_to_sign_in(db: None, client: Client, page: str):
    assert client.get(f"/ar/{page}").url == f"/ar/account/login/?next=/ar/{page}"


def test_withdraw_asks_first(mine: Client):
    entry = build_own(status="accepted")
    assert mine.get(f"/en/my/{entry.pk}/withdraw/").status_code == 200
    assert Entry.objects.get().status == "accepted"
    response = mine.post(f"/en/my/{entry.pk}/withdraw/", follow=True)
    assert "Your entry is withdrawn." in response.content.decode()
    assert Entry.objects.get().status == "withdrawn"


def test_withdraw_twice_says_so(mine: Client):
    entry = build_own()
    mine.post(f"/en/my/{entry.pk}/withdraw/")
    response = mine.post(f"/en/my/{entry.pk}/withdraw/", follow=True)
    assert "This entry is withdrawn already." in response.content.decode()
    assert mine.get(f"/en/my/{entry.pk}/withdraw/").url == f"/en/my/{entry.pk}/"


def test_withdraw_after_the_announcement_says_whom_to_write_to(mine: Client):
    entry = build_own(build_campaign(phase=Phase.ANNOUNCED), status="accepted")
    assert f"/en/my/{entry.pk}/withdraw/" not in text_of(mine, entry)
    response = mine.post(f"/en/my/{entry.pk}/withdraw/", follow=True)
    assert "Write to the organisers" in response.content.decode()
    assert Entry.objects.get().status == "accepted"


def test_confirm_too_late_says_so(mine: Client):
    entry = build_own(build_campaign(phase=Phase.REVIEW), confirmed_at=None)
    response = mine.post(f"/en/my/{entry.pk}/confirm/", follow=True)
    assert "closed before you confirmed" in response.content.decode()
    assert Entry.objects.get().confirmed_at is None
