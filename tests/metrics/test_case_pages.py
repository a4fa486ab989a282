"""The queue of cases, the page of one, and the page that accepts old readings, role by role."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from contests.models import Category
from contests.phases import Phase
from contests.wording import day_and_time
from entries.models import Entry
from metrics.case_charts import middle_curve
from metrics.case_sentences import sentences_of
from metrics.models import Case, StaleAcceptance
from tests import personas
from tests.builders import build_campaign, build_category, build_entry, build_reading
from tests.metrics.curves import START
from tests.metrics.flagging import CALM, JUMP, entry_with, look, running
from tests.results.staff import client
from tests.views_constraints import build_case

pytestmark = pytest.mark.django_db

STAFF = ("administrator", "manager", "moderator", "announcer", "auditor")
QUEUE = "admin:metrics_case_changelist"
HOUR = timedelta(hours=1)
OTHERS_CALM = (
    "At the same time other videos grew no faster than before (6 of the most viewed on the "
    "platform were compared)."
)


def queue(who: str = "moderator", **query: object) -> Any:
    return client(who).get(reverse(QUEUE), query)


def shown(answer: Any) -> list[int]:
    return [told.case.pk for told in answer.context["cases"]]


def case_url(case: Case) -> str:
    return reverse("admin:metrics_case_decide", args=[case.pk])


def form(outcome: str = "harmless", **fields: str) -> dict[str, str]:
    return {"outcome": outcome, "reason": "On television.", "chosen": "", "words": "", **fields}


def told(answer: Any) -> list[str]:
    return [str(one) for one in get_messages(answer.wsgi_request)]


def decided(case: Case) -> Case:
    Case.objects.filter(pk=case.pk).update(
        decided_at=timezone.now(),
        decided_by=personas.moderator(),
        outcome="harmless",
        reason="Seen.",
    )
    return case


def jumped_campaign() -> Case:
    campaign = running()
    for _ in range(6):
        entry_with(campaign, CALM)
    entry_with(campaign, JUMP)
    look(campaign)
    return Case.objects.get()


@pytest.mark.parametrize("who", STAFF)
def test_pages_are_read_by_all_staff_and_decided_by_those_who_may(who):
    case = build_case()
    assert queue(who).status_code == 200
    page = client(who).get(case_url(case))
    may = who in ("administrator", "manager", "moderator")
    assert (page.status_code, page.context["may_decide"]) == (200, may)
    assert (b"data-decision" in page.content) is may
    answer = client(who).post(case_url(case), form())
    assert answer.status_code == (302 if may else 403)
    assert (Case.objects.get().decided_at is not None) is may


@pytest.mark.parametrize("who", ["judge", "creator", "stranger"])
def test_pages_send_everybody_else_to_sign_in(who):
    case = build_case()
    for url in (reverse(QUEUE), case_url(case)):
        assert client(who).get(url).status_code == 302
        assert Client().post(url, form()).status_code == 302
    assert Case.objects.get().decided_at is None


def test_page_of_no_case_is_not_found():
    assert (
        client("moderator").get(reverse("admin:metrics_case_decide", args=[7])).status_code == 404
    )


def test_queue_shows_open_cases_newest_first_with_counts():
    at = timezone.now()
    first = build_case(raised_at=at - HOUR)
    second = build_case(kind="fell", raised_at=at)
    done = decided(build_case())
    answer = queue()
    assert shown(answer) == [second.pk, first.pk]
    counts = {one.value: one.count for one in answer.context["states"]}
    assert counts == {"open": 2, "decided": 1}
    assert [(one.value, one.count) for one in answer.context["kinds"]] == [("jump", 1), ("fell", 1)]
    assert shown(queue(state="decided")) == [done.pk]


def test_queue_filters_by_campaign_and_kind():
    one, other = build_case(), build_case(kind="fell")
    assert shown(queue(campaign=one.entry.campaign_id)) == [one.pk]
    assert shown(queue(kind="fell")) == [other.pk]
    assert shown(queue(kind="fell", campaign=one.entry.campaign_id)) == []
    assert sorted(shown(queue(kind="nonsense", campaign="x", state="y", order="z"))) == sorted(
        [one.pk, other.pk]
    )


def test_queue_orders_by_views():
    campaign = running()
    few, many = (entry_with(campaign, CALM, views=views) for views in (10, 90_000))
    cases = [build_case(entry) for entry in (many, few)]
    look(campaign)
    assert shown(queue(order="views")) == [cases[0].pk, cases[1].pk]


def test_queue_leaves_out_what_can_no_longer_be_decided():
    build_case(build_entry(running(), status="withdrawn"))
    build_case(build_entry(build_campaign(phase=Phase.ANNOUNCED)))
    answer = queue()
    assert shown(answer) == []
    assert {one.value: one.count for one in answer.context["states"]} == {
        "open": 0,
        "decided": 0,
        "left": 2,
    }
    assert len(shown(queue(state="left"))) == 2


def test_page_tells_what_is_striking_and_draws_the_curves():
    case = jumped_campaign()
    page = client("auditor").get(case_url(case))
    zone = case.entry.campaign.zone
    since, until = (
        day_and_time(moment, zone)
        for moment in (
            case.entry.readings.order_by("-taken_at")[1].taken_at,
            case.entry.readings.latest("taken_at").taken_at,
        )
    )
    assert page.context["told"].sentences == [
        f"From {since} to {until} it gained 60,000 views: from 5,000 to 65,000.",
        "That is 240,000 views a day. Its fastest growth between earlier readings was 2,000 a day.",
        OTHERS_CALM,
    ]
    own, peers = page.context["views_chart"].series
    assert [value for _at, value in own.points][-2:] == [5_000, 65_000]
    assert [value for _at, value in peers.points][-1] == 5_500
    assert [mark.label for mark in page.context["views_chart"].marks] == [
        "opening",
        "close",
        "what is striking begins",
    ]
    assert page.context["likes_chart"].series[0].points[-1][1] == 3_250


def test_deciding_goes_on_to_the_next_case_of_the_same_filter():
    at = timezone.now()
    campaign = running()
    newest, second, other = (
        build_case(build_entry(campaign), kind=kind, raised_at=at - place * HOUR)
        for place, kind in enumerate(("jump", "jump", "fell"))
    )
    moderator = client("moderator")
    answer = moderator.post(f"{case_url(newest)}?kind=jump", form())
    assert answer.url == f"{case_url(second)}?kind=jump"
    answer = moderator.post(f"{case_url(second)}?kind=jump", form())
    assert answer.url == f"{reverse(QUEUE)}?kind=jump"
    assert Case.objects.get(decided_at=None) == other


def test_disqualifying_tells_the_creator_the_words_for_the_creator():
    case = build_case()
    page = client("moderator").post(case_url(case), form("disqualified"))
    assert page.context["form"].errors == {
        "words": ["Tell the creator why the entry is disqualified."]
    }
    answer = client("moderator").post(case_url(case), form("disqualified", words="Not people."))
    assert told(answer) == [f"\u2068{case.entry.creator}\u2069 is disqualified."]
    assert Entry.objects.get().status_reason == "Not people."


def test_what_is_missing_stands_at_its_field():
    case = build_case()
    page = client("moderator").post(case_url(case), form("", reason=""))
    assert list(page.context["form"].errors) == ["outcome"]
    page = client("moderator").post(case_url(case), form(reason=" "))
    assert list(page.context["form"].errors) == ["reason"]


def test_case_that_somebody_decided_meanwhile_says_so():
    case = decided(build_case())
    page = client("moderator").post(case_url(case), form())
    assert page.status_code == 200
    [error] = page.context["form"].non_field_errors()
    assert "decided this case already" in error
    assert error in page.content.decode().replace("&#x27;", "'")


def test_page_shows_earlier_cases_and_companions():
    case = jumped_campaign()
    earlier = decided(build_case(case.entry, kind="fell"))
    friend = build_entry(case.entry.campaign)
    step = build_case(case.entry, kind="in_step", evidence={"entries": [friend.pk]})
    page = client("moderator").get(case_url(step))
    assert {one.case.pk for one in page.context["others"]} == {case.pk, earlier.pk}
    assert page.context["companions"] == [(friend, None)]


def test_queue_and_page_take_the_same_queries_at_any_size():
    counts = []
    for size in (1, 3, 30):
        campaign = running()
        entries = [entry_with(campaign, CALM) for _ in range(size)]
        look(campaign)
        cases = [build_case(entry) for entry in entries]
        moderator = client("moderator")
        with CaptureQueriesContext(connection) as of_queue:
            moderator.get(reverse(QUEUE), {"campaign": campaign.pk})
        with CaptureQueriesContext(connection) as of_page:
            moderator.get(case_url(cases[0]))
        counts.append((len(of_queue), len(of_page)))
    # The first look at a page warms what a process keeps.
    assert counts[1] == counts[2]


@pytest.mark.parametrize("language", ["kk", "ru", "az", "en", "ar"])
def test_every_kind_has_its_sentences(language):
    moment = START.isoformat()
    between = {"since": moment, "until": moment, "views_before": 5, "views_after": 9}
    evidence = {
        "jump": between
        | {"gain": 4, "per_day": 4, "usual_per_day": 1, "times": 4, "peers": 9, "peers_tenths": 12},
        "no_likes": {"until": moment, "views": 9, "likes": 0, "peers_per_10000": 500},
        "in_step": {"since": moment, "until": moment, "gain": 4, "creators": 5, "compared": 9}
        | {"usual": 0},
        "fell": between | {"fall": 4},
        "stale": {"read_at": moment, "limit_at": moment, "views": 5},
        "gone": {"absent_since": moment},
    }
    zone = build_campaign().zone
    with translation.override(language):
        for kind in Case.Kind.values:
            sentences = sentences_of(Case(kind=kind, evidence=evidence[kind]), zone)
            assert len(sentences) >= 2
            assert not any("%(" in sentence for sentence in sentences)
            assert sentences_of(Case(kind=kind, evidence={}), zone) == []


def test_middle_curve_waits_for_half_of_the_peers():
    curves = {1: [(START, 10)], 2: [(START + HOUR, 30)], 3: [(START + 2 * HOUR, 20)]}
    moments = [START + place * HOUR for place in range(3)]
    assert middle_curve(curves, moments) == [None, 10, 20]


def stale_category() -> Category:
    campaign = build_campaign(phase=Phase.REVIEW)
    assert campaign.closes_at is not None
    category = build_category(campaign, method=Category.Method.MOST_VIEWED_VIDEO)
    build_reading(build_entry(campaign), views=5, taken_at=campaign.closes_at - 30 * HOUR)
    return category


def stale_url(category: Category) -> str:
    return reverse("admin:metrics_stale", args=[category.pk])


@pytest.mark.parametrize("who", STAFF)
def test_old_readings_are_seen_by_all_staff_and_accepted_by_those_who_may(who):
    category = stale_category()
    browser = client(who)
    page = browser.get(stale_url(category))
    may = who in ("administrator", "manager", "announcer")
    assert (page.status_code, page.context["form"] is not None) == (200, may)
    assert [line.age for line in page.context["lines"]] == ["30 hours"]
    seen = page.context["form"]["seen"].value() if may else "x"
    answer = browser.post(stale_url(category), {"seen": seen, "reason": "It was down."})
    assert answer.status_code == (302 if may else 403)
    assert StaleAcceptance.objects.count() == may


@pytest.mark.parametrize("who", ["judge", "stranger"])
def test_old_readings_are_hidden_from_everybody_else(who):
    assert client(who).get(stale_url(stale_category())).status_code == 302


def test_old_readings_are_accepted_only_as_they_were_shown():
    category = stale_category()
    browser = client("announcer")
    seen = browser.get(stale_url(category)).context["form"]["seen"].value()
    build_entry(category.campaign)
    page = browser.post(stale_url(category), {"seen": seen, "reason": "It was down."})
    assert page.context["form"].data["reason"] == "It was down."
    assert "when you looked" in page.context["form"].non_field_errors()[0]
    again = page.context["form"].data["seen"]
    assert browser.post(stale_url(category), {"seen": again, "reason": "x"}).status_code == 302


def test_old_readings_need_a_reason_and_an_honest_form():
    category = stale_category()
    browser = client("announcer")
    seen = browser.get(stale_url(category)).context["form"]["seen"].value()
    page = browser.post(stale_url(category), {"seen": seen, "reason": " "})
    assert list(page.context["form"].errors) == ["reason"]
    page = browser.post(stale_url(category), {"seen": "made up", "reason": "x"})
    assert list(page.context["form"].errors) == ["__all__"]
    assert StaleAcceptance.objects.count() == 0


def test_old_readings_are_paged_with_the_same_queries(monkeypatch):
    monkeypatch.setattr("metrics.admin.stale.PER_PAGE", 2)
    counts = []
    for size in (1, 3, 30):
        category = stale_category()
        for _ in range(size):
            build_entry(category.campaign)
        browser = client("announcer")
        with CaptureQueriesContext(connection) as queries:
            page = browser.get(stale_url(category), {"page": 1})
        counts.append(len(queries))
        assert len(page.context["lines"]) == 2
    assert counts[1] == counts[2]
