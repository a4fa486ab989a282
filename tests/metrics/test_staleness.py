"""Old last readings: which are old, when they block, and whose word lets them decide."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contests.models import Campaign, Category
from contests.phases import Phase
from entries.models import Entry
from metrics.models import ReadingPlan, StaleAcceptance
from metrics.refusal import MetricsRefused
from metrics.staleness import accept_stale_readings, stale_videos, staleness_of
from tests import personas
from tests.builders import build_campaign, build_category, build_entry, build_reading, dates_in
from tests.metrics.flagging import keep

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture(params=[True, False], ids=["kept", "not kept"])
def is_kept(request):
    return request.param


def build(*hours, is_kept=False, category=None, **fields):
    """A category whose entries were last read so many hours before the close; None: never."""
    category = category or build_category(
        build_campaign(phase=Phase.REVIEW), method=Category.Method.MOST_VIEWED_VIDEO
    )
    campaign = category.campaign
    for place, before in enumerate(hours):
        entry = build_entry(campaign, **fields)
        if before is not None:
            build_reading(entry, views=place, taken_at=campaign.closes_at - HOUR * before)
            build_reading(entry, views=99, taken_at=campaign.closes_at + HOUR)
    if is_kept:
        keep(campaign)
    return category


def accept(category, *, seen=None, reason="The platform was down.", at=None):
    seen = seen or staleness_of(category)
    return accept_stale_readings(
        category_id=category.pk,
        count=seen.count,
        oldest_at=seen.oldest_at,
        reason=reason,
        by=personas.manager(),
        at=at or timezone.now(),
    )


def test_reading_is_old_from_the_limit_on(is_kept):
    category = build(24, 24.001, 30, is_kept=is_kept)
    closes_at = category.campaign.closes_at
    found = staleness_of(category)
    assert (found.count, found.unread, found.oldest_at, found.limit_at, found.blocks) == (
        2,
        0,
        closes_at - 30 * HOUR,
        closes_at - 24 * HOUR,
        True,
    )


def test_limit_is_the_campaigns(is_kept):
    category = build(24, 30, is_kept=is_kept)
    ReadingPlan.objects.create(campaign=category.campaign, stale_hours=6)
    assert staleness_of(category).count == 2


def test_entry_without_a_reading_is_as_old_as_can_be(is_kept):
    found = staleness_of(build(1, 30, None, is_kept=is_kept))
    assert (found.count, found.unread, found.oldest_at) == (2, 1, None)


def test_videos_are_listed_by_their_views(is_kept):
    category = build(30, 40, 1, None, is_kept=is_kept)
    found = stale_videos(category, start=0, stop=10)
    closes_at = category.campaign.closes_at
    assert [(video.views, video.read_at) for video in found] == [
        (1, closes_at - 40 * HOUR),
        (0, closes_at - 30 * HOUR),
        (None, None),
    ]
    assert stale_videos(category, start=1, stop=2) == found[1:2]


@pytest.mark.parametrize(
    ("fields", "count"),
    [
        ({"status": Entry.Status.WITHDRAWN}, 0),
        ({"platform": "youtube"}, 0),
        ({"posted_at": timezone.now() - timedelta(days=90)}, 0),
        ({"posted_at": timezone.now()}, 0),
        ({}, 1),
    ],
)
def test_only_what_could_count_is_old(fields, count, is_kept):
    assert staleness_of(build(None, is_kept=is_kept, **fields)).count == count


def test_earlier_posts_count_where_the_rules_let_them(is_kept):
    early = timezone.now() - timedelta(days=90)
    category = build(30, is_kept=is_kept, posted_at=early)
    Campaign.objects.update(prior_posts_allowed=True)
    assert staleness_of(Category.objects.get(pk=category.pk)).count == 1


def test_jury_category_has_no_old_readings():
    campaign = build(None).campaign
    assert staleness_of(build_category(campaign)).count == 0


def test_accepted_readings_block_no_more(is_kept):
    category = build(30, None, is_kept=is_kept)
    word = accept(category)
    found = staleness_of(category)
    assert (found.count, found.accepted, found.blocks) == (2, word, False)
    assert (word.reason, word.accepted_by) == ("The platform was down.", personas.manager())


def test_word_covers_as_many_and_as_old_ones_as_were_seen():
    category = build(30, 40)
    accept(category)
    build(35, category=category)
    assert staleness_of(category).blocks is True
    accept(category)
    assert staleness_of(category).blocks is False
    Entry.objects.filter(campaign=category.campaign).first()
    build(None, category=category)
    assert staleness_of(category).blocks is True


def test_word_does_not_cover_an_older_one_in_place_of_another():
    category = build(30, 40)
    accept(category)
    newest = Entry.objects.filter(campaign=category.campaign).first()
    Entry.objects.filter(pk=newest.pk).update(status="withdrawn")
    assert staleness_of(category).blocks is False
    build(41, category=category)
    assert staleness_of(category).blocks is True


def _code(act):
    with pytest.raises(MetricsRefused) as refused:
        act()
    assert StaleAcceptance.objects.count() == 0
    return refused.value.code


def test_nothing_is_accepted_without_a_reason():
    assert _code(lambda: accept(build(30), reason=" ")) == "accept_reason_missing"


def test_nothing_is_accepted_where_nothing_is_old():
    assert _code(lambda: accept(build(3))) == "nothing_stale"


def test_nothing_is_accepted_that_was_not_seen():
    category = build(30)
    seen = staleness_of(category)
    build(29, category=category)
    assert _code(lambda: accept(category, seen=seen)) == "stale_changed"


@pytest.mark.parametrize("phase", sorted(set(Phase) - {Phase.REVIEW}))
def test_readings_are_accepted_under_review_only(phase):
    category, at = build(30), timezone.now()
    seen = staleness_of(category)
    Campaign.objects.update(**dates_in(phase, at=at))
    assert _code(lambda: accept(category, seen=seen, at=at)) == "not_under_review"


def test_staleness_takes_the_same_queries_at_any_size(is_kept):
    counts = []
    for size in (1, 3, 30):
        category = build(*[30] * size, is_kept=is_kept)
        with CaptureQueriesContext(connection) as queries:
            staleness_of(category)
            stale_videos(category, start=0, stop=50)
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]
