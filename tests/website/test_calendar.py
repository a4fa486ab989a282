"""Calendar files: read back by a parser of another hand; they say what the pages say."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from contests.models import Campaign
from contests.phases import Phase
from tests.builders import build_campaign, build_category, build_entry, utc
from tests.website.campaigns import publish_shortlist
from website.calendar_file import CalendarEvent, calendar_text

DAY = timedelta(days=1)


def read(client, path: str) -> Calendar:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.content)


def dates(calendar: Calendar) -> dict[str, str]:
    """What each event is called, by its key."""
    return {
        str(event["UID"]).rpartition("@")[0].rpartition("-")[2]: str(event["SUMMARY"])
        for event in calendar.events
    }


def contest(**fields) -> Campaign:
    campaign = build_campaign(slug="one", hashtag="кітапток", **fields)
    build_category(campaign)
    return campaign


@pytest.mark.django_db
def test_campaign_has_its_dates_in_the_language_of_the_address(client):
    campaign = contest(title_en="Books", time_zone="Asia/Almaty")
    calendar = read(client, "/en/one/calendar.ics")
    assert dates(calendar) == {
        "opens": "\u2068#кітапток\u2069 · Entries open",
        "closes": "\u2068#кітапток\u2069 · Entries close",
        "shortlist": "\u2068#кітапток\u2069 · Shortlist by",
        "winners": "\u2068#кітапток\u2069 · Winners announced by",
    }
    closes = calendar.events[1]
    assert closes["DTSTART"].dt == campaign.closes_at.replace(microsecond=0)
    assert closes["URL"] == f"{settings.SITE_URL}/en/one/"
    assert closes["SUMMARY"].params["LANGUAGE"] == "en"
    assert "Almaty time" in closes["DESCRIPTION"]
    assert str(calendar.calendar_name) == "#кітапток"
    assert "Entries close" not in dates(read(client, "/kk/one/calendar.ics"))["closes"]


@pytest.mark.django_db
def test_uids_are_the_same_in_every_language_and_after_a_change(client):
    campaign = contest()
    before = [event["UID"] for event in read(client, "/en/one/calendar.ics").events]
    campaign.title = "Another"
    campaign.closes_at += DAY
    campaign.save()
    assert [event["UID"] for event in read(client, "/ar/one/calendar.ics").events] == before


@pytest.mark.django_db
def test_what_happened_takes_the_place_of_what_was_promised(client):
    campaign = contest(phase=Phase.ANNOUNCED)
    publish_shortlist(campaign.categories.get(), [build_entry(campaign)])
    calendar = read(client, "/en/one/calendar.ics")
    assert dates(calendar)["shortlist"].endswith("Shortlist published")
    assert dates(calendar)["winners"].endswith("Winners announced")
    assert {event["URL"].rpartition("/en/")[2] for event in calendar.events} == {
        "one/",
        "one/shortlist/",
        "one/winners/",
    }


@pytest.mark.django_db
def test_showcase_promises_no_winners(client):
    build_campaign(slug="one")
    assert set(dates(read(client, "/en/one/calendar.ics"))) == {"opens", "closes"}


@pytest.mark.django_db
def test_cancelled_campaign_cancels_what_was_to_come(client):
    contest(phase=Phase.CANCELLED)
    states = [event["STATUS"] for event in read(client, "/en/one/calendar.ics").events]
    assert states == ["CONFIRMED", "CANCELLED", "CANCELLED", "CANCELLED"]


@pytest.mark.django_db
def test_site_has_the_dates_of_all_that_is_public(client):
    contest()
    build_campaign(slug="two")
    build_campaign(slug="draft", phase=Phase.DRAFT)
    events = read(client, "/en/calendar.ics").events
    assert len(events) == 6
    assert [event["DTSTART"].dt for event in events] == sorted(
        event["DTSTART"].dt for event in events
    )
    assert client.get("/en/draft/calendar.ics").status_code == 404


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300),
    st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"), max_size=300),
)
def test_any_text_comes_back_as_it_was(summary, description):
    event = CalendarEvent("1@x", utc(2026, 5, 1), summary, description, "https://x.example/")
    text = calendar_text([event], name="x", language="kk", made_at=utc(2026, 1, 1))
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    (found,) = Calendar.from_ical(text).events
    assert str(found["SUMMARY"]) == summary
    assert str(found["DESCRIPTION"]) == description


def test_text_of_people_begins_no_line_of_its_own():
    evil = "Books\r\nEND:VEVENT\rBEGIN:VALARM\x00"
    event = CalendarEvent("1@x", utc(2026, 5, 1), evil, evil, "https://x.example/")
    text = calendar_text([event], name=evil, language="kk", made_at=timezone.now())
    assert text.count("\r\nEND:VEVENT\r\n") == 1
    assert "\r\nBEGIN:VALARM" not in text
