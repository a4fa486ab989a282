"""The page on which moderators set a rule aside, and the rules on the entry's own page."""

import pytest
from django.test import Client
from django.urls import reverse

from contests.models import Campaign
from entries.models import Check, Entry
from tests import personas
from tests.builders import build_campaign
from tests.entries.entering import sign_in
from tests.entries.test_checking import build_known_entry, check
from tests.entries.test_overriding import build_long_entry, override

pytestmark = pytest.mark.django_db


def page_of(entry: Entry) -> str:
    return reverse("admin:entries_entry_rules", args=[entry.pk])


@pytest.fixture
def moderator(client: Client) -> Client:
    return sign_in(client, personas.moderator())


def send(client: Client, entry: Entry, **fields: str):
    values = {"rule": "duration", "act": "override", "reason": "A whole play."}
    return client.post(page_of(entry), values | fields)


def test_page_shows_every_rule_in_words(moderator: Client):
    entry = build_long_entry()
    response = moderator.get(page_of(entry))
    lines = response.context["lines"]
    assert [line.name for line in lines] == [
        "Time of posting",
        "Length",
        "Hashtag",
        "Platform",
        "Visible to all",
        "Independence",
    ]
    assert lines[1].sentence == (
        "Length of the video: 40 seconds. The longest allowed: 30 seconds; enter a shorter video."
    )
    # Only what is not met can be set aside.
    assert [line.name for line in lines if line.form] == ["Length"]


def test_page_has_as_many_queries_for_overridden_rules(
    moderator: Client, django_assert_num_queries
):
    entry = build_long_entry(build_campaign(max_seconds=30, min_age=14, countries=["KZ"]))
    moderator.get(page_of(entry))
    for rule in ("duration", "age", "country"):
        override(entry, rule=rule)
    with django_assert_num_queries(FIXED):
        response = moderator.get(page_of(entry))
    assert response.content.decode().count("A whole play.") == 3


FIXED = 6  # session, user, permissions of both kinds, entry, checks


def test_rule_is_set_aside_and_restored(moderator: Client):
    entry = build_long_entry()
    response = send(moderator, entry)
    assert (response.status_code, response["Location"]) == (302, page_of(entry))
    assert entry.checks.get(rule="duration").outcome == "overridden"
    response = moderator.get(page_of(entry))
    assert [str(message) for message in response.context["messages"]] == ["Length: set aside."]
    line = response.context["lines"][1]
    assert line.restores
    send(moderator, entry, act="restore", reason="It is none.")
    assert entry.checks.get(rule="duration").outcome == "fail"


def test_missing_reason_is_asked_for_where_it_is_missing(moderator: Client):
    entry = build_long_entry()
    response = send(moderator, entry, reason=" ")
    assert response.status_code == 200
    line = response.context["lines"][1]
    assert line.form.errors == {"reason": ["Write why, for those who look at this entry later."]}
    assert entry.checks.get(rule="duration").outcome == "fail"


@pytest.mark.parametrize(
    "fields", [{"act": "restore"}, {"rule": "hashtag"}, {"rule": "age"}, {"act": "delete"}]
)
def test_refusal_is_said_whatever_was_sent(moderator: Client, fields):
    entry = build_long_entry()
    response = send(moderator, entry, **fields)
    assert response.status_code == 200
    assert 'role="alert"' in response.content.decode()
    assert not Check.objects.filter(outcome="overridden").exists()


def test_nothing_is_offered_when_the_campaign_is_over(moderator: Client):
    entry = build_long_entry()
    Campaign.objects.update(cancelled_at=entry.received_at)
    response = moderator.get(page_of(entry))
    assert [line.name for line in response.context["lines"] if line.form] == []


@pytest.mark.parametrize("persona", [personas.auditor, personas.announcer, personas.creator])
def test_only_moderators_have_the_page(client: Client, persona):
    entry = build_long_entry()
    client = sign_in(client, persona())
    assert client.get(page_of(entry)).status_code in (302, 403)
    assert send(client, entry).status_code in (302, 403)
    assert not Check.objects.filter(outcome="overridden").exists()


def test_entry_that_does_not_exist_has_no_page(moderator: Client):
    assert moderator.get(reverse("admin:entries_entry_rules", args=[99])).status_code == 404


def test_entry_page_tells_the_rules_in_their_order(moderator: Client):
    entry = build_known_entry(build_campaign(max_seconds=30))
    check(entry)
    override(entry)
    page = moderator.get(reverse("admin:entries_entry_change", args=[entry.pk])).content.decode()
    assert page.index("Time of posting") < page.index("The longest allowed: 30 seconds")
    assert page.index("The longest allowed: 30 seconds") < page.index("Independence")
    assert "max_seconds: 30" in page
    assert "A whole play." in page
