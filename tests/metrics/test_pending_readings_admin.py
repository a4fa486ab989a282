"""What waits to be read, and which videos cannot be seen, as staff are shown them."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from contests.wording import day_and_time
from metrics.admin.pending_readings import in_words
from metrics.asking_tiktok import REFUSED
from metrics.models import EntryViews, PendingReading
from tests import personas
from tests.entries.entering import sign_in
from tests.metrics.collecting import (
    HOUR,
    OPENS,
    collect,
    measured_campaign,
    want,
    watch_of,
    youtube_entry,
)

pytestmark = pytest.mark.django_db

WAITING = reverse("admin:metrics_pendingreading_changelist")
UNSEEN = reverse("admin:metrics_pendingreading_unseen")


def hide(platforms: Any, campaign: Any, count: int = 1) -> list[Any]:
    """Videos that were read once and then were no longer there."""
    entries = [youtube_entry(platforms, campaign) for _ in range(count)]
    watch = watch_of(platforms)
    collect(campaign, watch, OPENS)
    for entry in entries:
        platforms.videos["youtube", entry.video_id].privacy = "private"
    collect(campaign, watch, OPENS + 6 * HOUR)
    return entries


def test_list_says_what_waits_and_why(platforms: Any):
    campaign = measured_campaign()
    entry = youtube_entry(platforms, campaign)
    want(campaign, OPENS)
    PendingReading.objects.update(error="timeout", attempts=2)
    page = sign_in(Client(), personas.auditor()).get(WAITING)
    text = page.content.decode()
    assert entry.video_id in text
    assert "The platform did not answer in time." in text
    assert UNSEEN in text
    row = PendingReading.objects.get()
    one = sign_in(Client(), personas.auditor()).get(
        reverse("admin:metrics_pendingreading_change", args=[row.pk])
    )
    assert escape(day_and_time(OPENS, campaign.zone)) in one.content.decode()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("500", "The platform is out of order (500)."),
        ("429", "The platform asks for a pause."),
        (
            REFUSED,
            "The creator’s permission is refused. They may have to sign in with TikTok again.",
        ),
        ("RuntimeError", "RuntimeError"),
    ],
)
def test_errors_are_told_in_words(error: str, words: str):
    assert in_words(error) == words


def test_videos_that_cannot_be_seen_are_shown_until_they_are_back(platforms: Any):
    campaign = measured_campaign()
    [entry] = hide(platforms, campaign)
    youtube_entry(platforms, campaign)
    client = sign_in(Client(), personas.moderator())
    page = client.get(UNSEEN)
    assert [one.views.entry for one in page.context["videos"]] == [entry]
    assert escape(day_and_time(OPENS + 6 * HOUR, campaign.zone)) in page.content.decode()
    platforms.videos["youtube", entry.video_id].privacy = "public"
    collect(campaign, watch_of(platforms), OPENS + 12 * HOUR)
    page = client.get(UNSEEN)
    assert page.context["videos"] == []
    assert "Every video that was asked about can be seen." in page.content.decode()


def test_entries_that_are_out_are_not_shown(platforms: Any):
    [entry] = hide(platforms, measured_campaign())
    type(entry).objects.update(status="withdrawn")
    client = sign_in(Client(), personas.moderator())
    assert client.get(UNSEEN).context["videos"] == []


def test_videos_are_shown_by_campaign(platforms: Any):
    first, second = measured_campaign(), measured_campaign()
    hide(platforms, first, 2)
    [entry] = hide(platforms, second)
    client = sign_in(Client(), personas.manager())
    page = client.get(UNSEEN)
    assert [choice.count for choice in page.context["choices"]] == [3, 2, 1]
    page = client.get(UNSEEN, {"campaign": second.pk})
    assert [one.views.entry for one in page.context["videos"]] == [entry]
    for junk in ("x", "٣", "9" * 40, "-1"):
        assert len(client.get(UNSEEN, {"campaign": junk}).context["videos"]) == 3


@pytest.mark.parametrize("count", [1, 3, 30])
def test_page_costs_the_same_for_any_number_of_videos(
    platforms: Any, django_assert_max_num_queries: Any, count: int
):
    hide(platforms, measured_campaign(), count)
    client = sign_in(Client(), personas.manager())
    client.get(UNSEEN)
    with django_assert_max_num_queries(12):
        assert len(client.get(UNSEEN).context["videos"]) == count
    assert EntryViews.objects.filter(absent_since__isnull=False).count() == count


@pytest.mark.parametrize("person", [personas.creator, personas.judge])
def test_others_do_not_see_it(person: Any):
    client = sign_in(Client(), person())
    assert client.get(UNSEEN).status_code in {302, 403}
