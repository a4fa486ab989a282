"""The moderators' queue: what is in it, deciding, being second, and who may enter."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from contests.phases import Phase
from entries.models import Check, Decision, Entry
from entries.moderation import accept_entry
from entries.video_ids import tiktok_id_for
from tests import personas
from tests.builders import build_campaign, build_entry
from tests.entries.entering import sign_in

QUEUE = "/admin/entries/entry/queue/"
NOW = timezone.now()


@pytest.fixture
def desk(db: None, client: Client) -> Client:
    return sign_in(client, personas.moderator())


def build_waiting(campaign=None, **fields):
    return build_entry(campaign or build_campaign(), status="received", **fields)


def send(client: Client, entry: Entry, verb: str, reason: str = "", query: str = ""):
    data = {"entry": entry.pk, "verb": verb, "reason": reason}
    return client.post(QUEUE + query, data, follow=True)


def shown(client: Client, query: str = "") -> list[Entry]:
    return [card.entry for card in client.get(QUEUE + query).context["cards"]]


def test_queue_shows_what_waits_oldest_first(desk: Client):
    campaign = build_campaign()
    late = build_waiting(campaign, received_at=NOW)
    early = build_waiting(campaign, received_at=NOW - timedelta(hours=1))
    build_waiting(campaign, confirmed_at=None)
    for status in ("accepted", "rejected", "disqualified", "withdrawn"):
        build_entry(campaign, status=status)
    assert shown(desk) == [early, late]


@pytest.mark.parametrize("phase", [Phase.CANCELLED, Phase.ANNOUNCED, Phase.ARCHIVED])
def test_queue_leaves_out_what_cannot_be_decided_any_more(desk: Client, phase: Phase):
    build_waiting(build_campaign(phase=phase))
    assert shown(desk) == []


def test_queue_of_one_campaign(desk: Client):
    one, other = build_campaign(), build_campaign()
    entry = build_waiting(one)
    build_waiting(other)
    build_waiting(other)
    page = desk.get(f"{QUEUE}?campaign={one.pk}")
    assert [card.entry for card in page.context["cards"]] == [entry]
    assert set(page.context["campaigns"]) == {(one, 1), (other, 2)}


@pytest.mark.parametrize("query", ["?campaign=", "?campaign=x", "?campaign=999999999999999999999"])
def test_queue_of_a_campaign_that_is_none_shows_all(desk: Client, query: str):
    entry = build_waiting()
    assert shown(desk, query) == [entry]


def test_card_shows_what_is_known(desk: Client):
    campaign = build_campaign(time_zone="Asia/Almaty")
    entry = build_waiting(campaign, caption="Кітап туралы <b>#кітапток</b>")
    Check.objects.create(entry=entry, rule="hashtag", outcome="pass", checked_at=NOW)
    page = desk.get(QUEUE).content.decode()
    assert f"@{entry.creator.handle}" in page
    assert "Кітап туралы &lt;b&gt;#кітапток&lt;/b&gt;" in page
    assert f'href="{entry.url}" target="_blank" rel="noopener noreferrer"' in page
    assert "hashtag" in page


@pytest.mark.parametrize(
    ("days", "prior_posts_allowed", "warning"),
    [
        (-1, False, "before the opening"),
        (-1, True, ""),
        (1, False, ""),
        (90, False, "after the close"),
    ],
)
def test_card_warns_of_a_video_posted_outside(
    desk: Client, days: int, prior_posts_allowed: bool, warning: str
):
    campaign = build_campaign(prior_posts_allowed=prior_posts_allowed)
    assert campaign.opens_at is not None
    video_id = tiktok_id_for(campaign.opens_at + timedelta(days=days), salt=1)
    entry = build_waiting(campaign, video_id=video_id)
    Entry.objects.filter(pk=entry.pk).update(posted_at=None)
    card = desk.get(QUEUE).context["cards"][0]
    assert card.posted_outside == warning
    assert card.posted.startswith("about ")


def test_card_of_an_id_that_tells_no_time(desk: Client):
    entry = build_waiting(platform="youtube", video_id="BGQWPY4IigY")
    Entry.objects.filter(pk=entry.pk).update(posted_at=None)
    card = desk.get(QUEUE).context["cards"][0]
    assert (card.posted, card.posted_outside) == ("", "")


def test_accept_leads_to_the_next_one(desk: Client):
    campaign = build_campaign()
    first, second = build_waiting(campaign), build_waiting(campaign)
    query = f"?campaign={campaign.pk}"
    response = send(desk, first, "accept", query=query)
    assert response.redirect_chain == [(QUEUE + query, 302)]
    assert f"@{first.creator.handle}" in response.content.decode()
    assert shown(desk) == [second]
    first.refresh_from_db()
    assert first.status == "accepted"
    assert Decision.objects.get().by == personas.moderator()


def test_reject_tells_the_reason(desk: Client):
    entry = build_waiting()
    send(desk, entry, "reject", "Not about books.")
    entry.refresh_from_db()
    assert (entry.status, entry.status_reason) == ("rejected", "Not about books.")


def test_reject_without_a_reason_keeps_the_entry(desk: Client):
    entry, other = build_waiting(), build_waiting()
    response = send(desk, entry, "reject", "  ")
    cards = {card.entry: card.form for card in response.context["cards"]}
    assert list(cards[entry].errors) == ["reason"]
    assert not cards[other].is_bound
    assert "Tell the creator why." in response.content.decode()
    assert Entry.objects.filter(status="received").count() == 2


def test_second_moderator_reads_that_it_was_decided(desk: Client):
    entry = build_waiting()
    accept_entry(entry_id=entry.pk, by=personas.manager(), at=timezone.now())
    response = send(desk, entry, "reject", "No.")
    assert "Manager decided about this entry meanwhile" in response.content.decode()
    assert Entry.objects.get().status == "accepted"


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"entry": "x", "verb": "accept"},
        {"entry": "1", "verb": "disqualify"},
        {"entry": "999999", "verb": "accept"},
    ],
)
def test_nonsense_decides_nothing(desk: Client, data: dict[str, str]):
    build_waiting()
    assert desk.post(QUEUE, data).status_code == 200
    assert Entry.objects.get().status == "received"


def test_queue_is_empty(desk: Client):
    assert "Nothing waits for a decision." in desk.get(QUEUE).content.decode()


def test_queue_has_pages(desk: Client):
    campaign = build_campaign()
    for _ in range(11):
        build_waiting(campaign)
    assert (len(shown(desk)), len(shown(desk, "?page=2"))) == (10, 1)


def test_queue_takes_the_same_queries_whatever_its_length(desk: Client, django_assert_num_queries):
    campaigns = [build_campaign() for _ in range(3)]
    desk.get(QUEUE)
    for already, wanted in ((0, 1), (1, 3), (3, 30)):
        for number in range(already, wanted):
            entry = build_waiting(campaigns[number % 3])
            Check.objects.create(entry=entry, rule="hashtag", outcome="pass", checked_at=NOW)
        # Two for permissions; each one for session, user, count, entries, checks, counts, campaigns
        with django_assert_num_queries(9):
            assert len(shown(desk)) == min(wanted, 10)


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("moderator", 200),
        ("manager", 200),
        ("administrator", 200),
        ("announcer", 403),
        ("auditor", 403),
        ("judge", 302),
        ("creator", 302),
        ("stranger", 302),
    ],
)
def test_queue_is_for_moderators(db: None, client: Client, name: str, status: int):
    entry = build_waiting()
    sign_in(client, getattr(personas, name)())
    assert client.get(QUEUE).status_code == status
    answer = client.post(QUEUE, {"entry": entry.pk, "verb": "accept"})
    assert answer.status_code == (302 if status == 200 else status)
    assert (Entry.objects.get().status == "accepted") == (status == 200)


def test_queue_sends_strangers_to_sign_in(db: None, client: Client):
    assert client.get(QUEUE).status_code == 302
