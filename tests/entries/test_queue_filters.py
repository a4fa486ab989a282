"""The queue's filters: what each lets through, what it counts, and addresses without sense."""

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from contests.models import Category
from entries.admin.queue.counts import Counts
from entries.admin.queue.filters import (
    QueueFilter,
    decidable_campaigns,
    read_filter,
    undecided,
)
from entries.models import Entry
from entries.moderation import Verb
from tests import personas
from tests.builders import build_campaign, build_category, build_creator, build_partner
from tests.entries.deciding import build_waiting, decided
from tests.entries.entering import sign_in
from tests.entries.queueing import QUEUE, build_check, shown

NOW = timezone.now()


@pytest.fixture
def desk(db: None, client: Client) -> Client:
    return sign_in(client, personas.moderator())


def counts_of(**chosen: str) -> Counts:
    campaigns = decidable_campaigns(personas.manager(), at=NOW)
    return Counts(undecided(campaigns), QueueFilter(**chosen), campaigns)


def told(options) -> dict[str, int]:
    return {option.value: option.count for option in options}


def test_queue_of_one_campaign(desk: Client):
    one, other = build_campaign(), build_campaign()
    entry = build_waiting(one)
    for _ in range(2):
        build_waiting(other)
    assert shown(desk, f"?campaign={one.pk}") == [entry]
    assert told(counts_of(campaign=str(one.pk)).by_campaign()) == {str(one.pk): 1, str(other.pk): 2}


def test_filters_let_through_what_they_say(desk: Client):
    campaign = build_campaign()
    chosen = build_category(campaign, is_chosen=True)
    library = build_partner()
    entries = {
        "proposal=reject": build_waiting(campaign, proposal="reject"),
        "proposal=none": build_waiting(campaign, proposal=""),
        "platform=youtube": build_waiting(
            campaign, proposal="look", platform="youtube", video_id="BGQWPY4IigY"
        ),
        "source=import": build_waiting(campaign, proposal="look", source="import"),
        f"institution={library.pk}": build_waiting(campaign, proposal="look", institution=library),
        f"category={chosen.pk}": build_waiting(campaign, proposal="look"),
        "check=hashtag:unknown": build_waiting(campaign, proposal="look"),
        "state=asked": build_waiting(campaign, proposal="look"),
    }
    entries[f"category={chosen.pk}"].chosen_categories.add(chosen)
    for query, entry in entries.items():
        outcome = "unknown" if query == "check=hashtag:unknown" else "pass"
        build_check(entry, "hashtag", outcome)
        build_check(entry, "window", "unknown")
    decided(entries["state=asked"], Verb.ASK)
    for query, entry in entries.items():
        assert shown(desk, f"?{query}") == [entry], query


@pytest.mark.parametrize(
    "search",
    [
        "aysel.math",
        "@aysel.math",
        "AYSEL",
        "7348705314746699054",
        "https://www.tiktok.com/@somebody/video/7348705314746699054?x=1",
        "https://m.tiktok.com/v/7348705314746699054.html",
    ],
)
def test_search_finds_an_account_and_any_link_of_a_video(desk: Client, search: str):
    campaign = build_campaign()
    creator = build_creator(handle="aysel.math")
    entry = build_waiting(campaign, creator=creator, video_id="7348705314746699054")
    build_waiting(campaign)
    query = QueryDict(mutable=True)
    query["search"] = search
    assert shown(desk, f"?{query.urlencode()}") == [entry]


def test_each_filter_counts_beside_the_others(db: None):
    campaign = build_campaign()
    build_waiting(campaign, proposal="reject", source="import")
    build_waiting(campaign, proposal="reject")
    build_waiting(campaign, proposal="accept")
    decided(build_waiting(campaign, proposal="accept"), Verb.ASK)
    everything = counts_of()
    assert told(everything.by_proposal()) == {"accept": 1, "reject": 2}
    assert (everything.waiting, everything.asked) == (3, 1)
    assert told(everything.by_source()) == {"form": 2, "import": 1}
    narrow = counts_of(source="import")
    assert told(narrow.by_proposal()) == {"reject": 1}
    # What is chosen stays among the options, and so do the others.
    assert told(narrow.by_source()) == {"form": 2, "import": 1}
    assert told(counts_of(proposal="look").by_proposal()) == {"accept": 1, "reject": 2, "look": 0}
    assert (narrow.waiting, narrow.asked) == (1, 0)


def test_checks_are_counted_unless_they_are_met(db: None):
    campaign = build_campaign()
    for outcome in ("pass", "unknown", "unknown", "fail"):
        build_check(build_waiting(campaign), "hashtag", outcome)
    options = counts_of(check="hashtag:fail").by_check()
    assert [(one.value, one.count, one.is_chosen) for one in options] == [
        ("hashtag:fail", 1, True),
        ("hashtag:unknown", 2, False),
    ]
    assert str(options[0].label) == "Hashtag: not met"


def test_categories_are_those_that_entrants_choose(db: None):
    campaign = build_campaign()
    build_category(campaign)
    poems = build_category(campaign, is_chosen=True)
    for number in range(3):
        entry = build_waiting(campaign, proposal="look" if number else "accept")
        entry.chosen_categories.add(poems)
    assert Category.objects.count() == 2
    assert counts_of().by_category() == []
    of_campaign = counts_of(campaign=str(campaign.pk), proposal="look")
    assert told(of_campaign.by_category()) == {str(poems.pk): 2}


@pytest.mark.parametrize(
    "query",
    [
        "campaign=",
        "campaign=x",
        "campaign=999999999999999999999",
        "proposal=x",
        "check=x:y",
        "check=hashtag",
        "platform=x",
        "source=x",
        "category=x",
        "institution=9999999999999999999999",
        "state=x",
        "search=",
    ],
)
def test_filter_without_sense_lets_all_through(desk: Client, query: str):
    entry = build_waiting()
    assert shown(desk, f"?{query}") == [entry]


def test_filter_says_itself_in_an_address():
    chosen = QueueFilter(
        state="asked", proposal="look", check="hashtag:fail", institution="7", search="#a&b"
    )
    assert read_filter(QueryDict(chosen.as_query()), []) == chosen
    assert QueueFilter().as_query() == ""
    assert (chosen.is_narrow, QueueFilter(campaign="1", state="asked").is_narrow) == (True, False)


def test_page_offers_filters_with_their_counts(desk: Client):
    campaign = build_campaign()
    build_check(build_waiting(campaign, proposal="reject"), "hashtag", "fail")
    page = desk.get(f"{QUEUE}?proposal=reject").content.decode()
    assert "Breaks a rule · 1" in page
    assert "Hashtag: not met · 1" in page
    assert '<input type="hidden" name="proposal" value="reject">' in page
    assert "Take the filters off" in page
    assert Entry.objects.count() == 1
