"""The admin's first page: campaigns, and what waits for whom."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.bidi import isolated
from accounts.models import User
from contests.models import Campaign
from contests.phases import Phase
from desk.promise_needs import promise_needs
from entries.models import Entry
from metrics.models import Case, Reading
from outbox.models import Message
from results.models import AnnouncementPlan
from tests.builders import (
    build_assignment,
    build_campaign,
    build_category,
    build_entry,
    build_judge,
    build_reading,
    build_round,
)
from tests.personas import administrator, announcer, auditor, creator, manager, moderator

pytestmark = pytest.mark.django_db

INDEX = reverse("admin:index")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def needs(user: User) -> list[str]:
    return [need.text for need in signed_in(user).get(INDEX).context["needs"]]


def draft_mail(key: str) -> None:
    Message.objects.create(
        key=key,
        purpose="entry_accepted",
        to_email="someone@example.org",
        language="kk",
        subject="Subject",
        body="Body",
        created_at=timezone.now(),
    )


def test_quiet_days_say_so():
    page = signed_in(manager()).get(INDEX).content.decode()
    assert "Nothing: everything is done." in page
    assert "No campaign is running or being prepared." in page


def test_waiting_entries_are_counted_for_each_campaign():
    first = build_campaign(slug="first", title="First")
    second = build_campaign(slug="second", title="Second")
    for campaign in (first, second, second):
        build_entry(campaign, status=Entry.Status.RECEIVED)
    build_entry(first)
    build_entry(first, status=Entry.Status.RECEIVED, confirmed_at=None)
    assert needs(moderator()) == [
        "First: 1 entry waits for a decision.",
        "Second: 2 entries wait for a decision.",
    ]
    assert needs(announcer()) == []


def test_mails_wait_for_those_who_may_release_them():
    draft_mail("one")
    draft_mail("two")
    assert needs(announcer()) == ["2 mails wait for your nod."]
    assert needs(moderator()) == needs(auditor()) == []


def build_typed(campaign: Campaign, person: User) -> None:
    build_reading(
        build_entry(campaign),
        views=1,
        taken_at=timezone.now() - timedelta(hours=1),
        source=Reading.Source.MANUAL,
        recorded_by=person,
    )


def test_readings_wait_for_those_who_may_attest_and_did_not_type_them():
    first = build_campaign(slug="first", title="First")
    second = build_campaign(slug="second", title="Second")
    for campaign, person in ((first, manager()), (second, manager()), (second, administrator())):
        build_typed(campaign, person)
    assert needs(moderator()) == [
        "First: 1 reading waits for a second person.",
        "Second: 2 readings wait for a second person.",
    ]
    assert needs(manager()) == ["Second: 1 reading waits for a second person."]
    assert needs(announcer()) == needs(auditor()) == []
    found = signed_in(manager()).get(INDEX).context["needs"]
    listed = signed_in(manager()).get(found[0].url).context["cl"].result_list
    assert {reading.entry.campaign for reading in listed} == {second}


def test_open_cases_wait_for_those_who_may_decide_them():
    campaign = build_campaign(title="First")
    now = timezone.now()
    for kind in ("jump", "stale"):
        Case.objects.create(entry=build_entry(campaign), kind=kind, raised_at=now)
    Case.objects.create(
        entry=build_entry(campaign),
        kind="jump",
        raised_at=now,
        decided_at=now,
        decided_by=manager(),
        outcome="harmless",
        reason="On television",
    )
    for entry in (
        build_entry(campaign, status=Entry.Status.DISQUALIFIED),
        build_entry(build_campaign(phase=Phase.ANNOUNCED)),
    ):
        Case.objects.create(entry=entry, kind="jump", raised_at=now)
    assert needs(moderator()) == ["First: 2 cases about views are open."]
    assert needs(announcer()) == needs(auditor()) == []
    found = signed_in(moderator()).get(INDEX).context["needs"]
    assert signed_in(moderator()).get(found[0].url).status_code == 200


def test_jury_waits_for_those_who_run_it():
    now = timezone.now()
    campaign = build_campaign(
        phase=Phase.REVIEW, title="First", shortlist_by=None, announce_by=None
    )
    category = build_category(campaign, title="Best")
    judge = build_judge(campaign, creator())
    entry = build_entry(campaign)
    build_round(category, closes_at=now - timedelta(hours=1))
    soon = build_round(category, order=2, closes_at=now + timedelta(days=2, hours=1))
    build_assignment(soon, entry, judge, flagged_at=now, flag_reason="It is gone")
    expected = [
        "First: 1 flag of a judge waits for an answer.",
        "First, Best: scoring 2: it closes in 2 days, and 1 judge has work left.",
        "First: 1 round is over. Close it, so that the next one can begin.",
    ]
    assert needs(manager()) == needs(administrator()) == expected
    assert needs(announcer()) == needs(auditor()) == needs(moderator()) == []
    client = signed_in(manager())
    pages = [need.url for need in client.get(INDEX).context["needs"]]
    assert [client.get(page).status_code for page in pages] == [200, 200, 200]
    build_judge(campaign, manager())
    # Whoever judges too is not told what others do, only what is to be closed.
    assert needs(manager()) == expected[2:]


def test_missed_promise_comes_first_and_is_late():
    now = timezone.now()
    late = build_campaign(
        phase=Phase.REVIEW,
        title="Late",
        closes_at=now - timedelta(days=3),
        shortlist_by=None,
        announce_by=now - timedelta(days=2),
    )
    build_category(late)
    draft_mail("one")
    found = signed_in(announcer()).get(INDEX).context["needs"]
    assert [(need.text, need.is_late) for need in found] == [
        (f"{isolated('Late')}: the winners were promised 2 days ago and are not announced.", True),
        ("1 mail waits for your nod.", False),
    ]


@pytest.mark.parametrize(("days", "told"), [(7, True), (8, False)])
def test_promise_is_brought_up_a_week_ahead(days, told):
    now = timezone.now()
    campaign = build_campaign(
        closes_at=now - timedelta(days=1),
        shortlist_by=None,
        announce_by=now + timedelta(days=days),
        archives_at=None,
    )
    build_category(campaign)
    sentence = f"{isolated(campaign)}: the winners are promised in {days} days."
    assert needs(announcer()) == ([sentence] if told else [])


def test_announcement_whose_set_time_has_passed_is_late():
    now = timezone.now()
    campaign = build_campaign(
        phase=Phase.REVIEW, title="First", shortlist_by=None, announce_by=now + timedelta(days=30)
    )
    build_category(campaign)
    plan = AnnouncementPlan.objects.create(
        campaign=campaign, announces_at=now + timedelta(minutes=5)
    )
    assert needs(announcer()) == []
    plan.announces_at = now - timedelta(hours=3)
    plan.save()
    [need] = signed_in(announcer()).get(INDEX).context["needs"]
    waits = "the announcement was set for 3 hours ago and still waits."
    assert (need.text, need.is_late) == (f"{isolated('First')}: {waits}", True)
    assert signed_in(announcer()).get(need.url).status_code == 200
    assert needs(moderator()) == []


def test_promises_of_many_campaigns_take_the_queries_of_one():
    counts = []
    for number in (1, 4):
        for _one in range(number):
            late = build_campaign(phase=Phase.REVIEW)
            build_category(late)
        campaigns = list(Campaign.objects.prefetch_related("categories"))
        user = User.objects.get(pk=announcer().pk)
        user.has_perm("results.view_standings")
        with CaptureQueriesContext(connection) as queries:
            found = promise_needs(user, campaigns, at=timezone.now())
        assert len(found) == 2 * len(campaigns)
        counts.append(len(queries))
    assert counts == [3, 3]


def test_showcase_and_announced_campaigns_promise_nothing():
    build_campaign(phase=Phase.REVIEW, shortlist_by=None, announce_by=timezone.now())
    announced = build_campaign(phase=Phase.ANNOUNCED)
    build_category(announced)
    assert needs(administrator()) == []


def test_campaigns_stand_by_phase_and_past_ones_below():
    for phase in Phase:
        build_campaign(phase=phase, title=phase.value.title())
    context = signed_in(auditor()).get(INDEX).context
    assert [str(card.campaign) for card in context["cards"]] == [
        "Open",
        "Review",
        "Coming",
        "Draft",
    ]
    assert {str(card.campaign) for card in context["past"]} == {
        "Announced",
        "Archived",
        "Cancelled",
    }


def test_only_managers_are_offered_a_new_campaign():
    assert "New campaign" in signed_in(manager()).get(INDEX).content.decode()
    assert "New campaign" not in signed_in(moderator()).get(INDEX).content.decode()


def test_creators_are_sent_away():
    assert signed_in(creator()).get(INDEX).status_code == 302


def build_jury_with_needs(campaign: Campaign) -> None:
    now = timezone.now()
    category = build_category(campaign)
    build_round(category, closes_at=now - timedelta(hours=1))
    soon = build_round(category, order=2, closes_at=now + timedelta(days=2))
    judge = build_judge(campaign, creator())
    build_assignment(soon, build_entry(campaign), judge, flagged_at=now, flag_reason="Gone")


@pytest.mark.parametrize("count", [1, 3, 30])
def test_first_page_takes_the_same_queries_for_any_number(count, django_assert_num_queries):
    for number in range(count):
        campaign = build_campaign()
        build_category(campaign)
        build_entry(campaign, status=Entry.Status.RECEIVED)
        Case.objects.create(entry=build_entry(campaign), kind="jump", raised_at=timezone.now())
        build_typed(campaign, moderator())
        draft_mail(str(number))
        build_jury_with_needs(campaign)
    client = signed_in(manager())
    client.get(INDEX)
    with django_assert_num_queries(25):
        assert client.get(INDEX).status_code == 200


def test_sidebar_shows_only_what_the_role_may_see():
    def titles(user: User) -> set[str]:
        groups = signed_in(user).get(INDEX).context["sidebar_navigation"]
        return {str(item["title"]) for group in groups for item in group["items"]}

    assert titles(moderator()) == {
        "Help",
        "Overview",
        "Campaigns",
        "Categories",
        "Partners",
        "Quotes",
        "Entries",
        "Imports of videos",
        "Creators",
        "Decisions",
        "Consents",
        "Answers of platforms",
        "Guardians’ consents",
        "Proofs of ownership",
        "Questions to platforms",
        "Readings",
        "Imports of readings",
        "Cases about views",
        "Attestations of readings",
        "Acceptances of old readings",
        "Readings to be taken",
    }
    assert {"Users", "Log entries"} <= titles(auditor())
    assert "Groups" not in titles(manager())


def test_demo_is_labelled(settings):
    client = signed_in(manager())
    assert ">\nDemo\n<" not in client.get(INDEX).content.decode()
    settings.DEMO = True
    assert client.get(INDEX).context["environment"] == ["Demo", "warning"]


def test_admin_speaks_the_language_of_the_account():
    person = manager()
    person.preferred_language = "ar"
    person.save()
    page = signed_in(person).get(INDEX).content.decode()
    assert '<html lang="ar" dir="rtl"' in page


def test_admin_loads_nothing_from_foreign_hosts():
    page = signed_in(manager()).get(INDEX).content.decode()
    for attribute in ('src="http', 'src="//', 'href="http', 'href="//'):
        assert attribute not in page


def test_language_chosen_by_the_switch_goes_before_the_accounts(settings):
    person = manager()
    person.preferred_language = "ar"
    person.save()
    client = signed_in(person)
    client.post(reverse("set_language"), {"language": "kk"})
    assert '<html lang="kk" dir="ltr"' in client.get(INDEX).content.decode()
