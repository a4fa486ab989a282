"""The campaign desk: what it shows, to whom, and what its buttons do."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from contests.models import Campaign, CampaignDecision
from contests.phases import Phase
from entries.models import Entry
from metrics.models import Case
from outbox.models import Message
from tests.builders import (
    build_assignment,
    build_campaign,
    build_category,
    build_entry,
    build_judge,
    build_prize,
    build_reading,
    build_round,
)
from tests.contests.ready import ready_campaign
from tests.personas import (
    administrator,
    announcer,
    auditor,
    creator,
    judge,
    manager,
    moderator,
)

pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def desk(campaign: Campaign) -> str:
    return reverse("admin:desk_campaign", args=[campaign.pk])


def publish(campaign: Campaign) -> str:
    return reverse("admin:desk_publish", args=[campaign.pk])


def cancel(campaign: Campaign) -> str:
    return reverse("admin:desk_cancel", args=[campaign.pk])


def links(response) -> set[str]:
    return {str(work.name) for work in response.context["work"]}


@pytest.mark.parametrize(
    ("persona", "work", "may_publish", "may_change"),
    [
        (
            manager,
            {
                "Entries to decide on",
                "All entries",
                "Imports of videos",
                "Claim links for imported creators",
                "Readings of views",
                "Readings that wait for a second person",
                "Imports of readings",
                "Open cases about views",
                "How views are read",
                "The campaign in numbers",
                "Reviews still to come",
                "Flags of judges",
                "Judges",
                "Standings and shortlist",
                "Winners and citations",
                "Promised dates, and what is in their way",
                "Plan of the announcement",
                "Prizes, and who delivers them",
                "Press releases",
                "Mails that wait for your nod",
            },
            True,
            True,
        ),
        (
            moderator,
            {
                "Entries to decide on",
                "All entries",
                "Imports of videos",
                "Readings of views",
                "Readings that wait for a second person",
                "Imports of readings",
                "Open cases about views",
            },
            False,
            False,
        ),
        (
            auditor,
            {
                "All entries",
                "Imports of videos",
                "Claim links for imported creators",
                "Readings of views",
                "Imports of readings",
                "Open cases about views",
                "How views are read",
                "The campaign in numbers",
                "Reviews still to come",
                "Judges",
                "Standings and shortlist",
                "Winners and citations",
                "Promised dates, and what is in their way",
                "Plan of the announcement",
                "Prizes, and who delivers them",
                "Press releases",
                "Mails that wait for your nod",
            },
            False,
            False,
        ),
    ],
)
def test_desk_shows_what_the_role_may_do(persona, work, may_publish, may_change):
    response = signed_in(persona()).get(desk(ready_campaign()))
    assert links(response) == work
    assert response.context["may_publish"] is may_publish
    assert response.context["may_change"] is may_change
    assert ("Publish…" in response.content.decode()) is may_publish


def test_showcase_has_neither_jury_nor_winners():
    response = signed_in(manager()).get(desk(build_campaign()))
    assert links(response) == {
        "Entries to decide on",
        "All entries",
        "Readings of views",
        "Readings that wait for a second person",
        "Imports of readings",
        "Open cases about views",
        "How views are read",
        "The campaign in numbers",
        "Press releases",
        "Mails that wait for your nod",
    }


def test_desk_is_not_for_creators_and_judges():
    campaign = build_campaign()
    for person in (creator(), judge()):
        assert signed_in(person).get(desk(campaign)).status_code == 302
    assert Client().get(desk(campaign)).status_code == 302


def test_desk_of_an_unknown_campaign_is_not_found():
    assert signed_in(manager()).get("/admin/contests/campaign/999/desk/").status_code == 404


def test_draft_lists_what_is_missing_and_hides_the_button():
    campaign = build_campaign(phase=Phase.DRAFT)
    response = signed_in(manager()).get(desk(campaign))
    page = response.content.decode()
    assert "Name at least one organiser." in page
    assert f"{reverse('admin:contests_campaign_change', args=[campaign.pk])}#partnerships" in page
    assert "Publish…" not in page


def test_publish_page_names_the_consequences():
    page = signed_in(manager()).get(publish(ready_campaign())).content.decode()
    assert "Everybody can read the campaign’s pages from this moment on:" in page
    assert "Almaty time, \u2066UTC+5\u2069" in page


def test_publish_button_publishes_once():
    campaign, client = ready_campaign(), signed_in(manager())
    first = client.post(publish(campaign), follow=True).content.decode()
    second = client.post(publish(campaign), follow=True).content.decode()
    assert "The campaign is published." in first
    assert "The campaign is published already." in second
    decision = CampaignDecision.objects.get()
    assert (decision.verb, decision.by) == ("publish", manager())


def test_publish_page_of_an_incomplete_draft_leads_back_to_the_desk():
    campaign = build_campaign(phase=Phase.DRAFT)
    client = signed_in(manager())
    assert client.get(publish(campaign)).headers["Location"] == desk(campaign)
    assert (
        "Something is still missing."
        in client.post(publish(campaign), follow=True).content.decode()
    )


def test_cancelling_needs_a_reason_and_keeps_it():
    campaign, client = build_campaign(), signed_in(manager())
    build_entry(campaign)
    assert "1 entry stays without a result." in client.get(cancel(campaign)).content.decode()
    assert client.post(cancel(campaign), {"reason": ""}).status_code == 200
    assert client.post(cancel(campaign), {"reason": "No sponsor"}).headers["Location"] == desk(
        campaign
    )
    assert CampaignDecision.objects.get().reason == "No sponsor"
    decisions = client.get(desk(campaign)).context["decisions"]
    assert [(str(told.what), told.who, told.why) for told in decisions] == [
        ("Cancelled", "Manager", "No sponsor")
    ]
    campaign.refresh_from_db()
    assert campaign.phase(at=timezone.now()) is Phase.CANCELLED


@pytest.mark.parametrize("persona", [moderator, announcer, auditor])
def test_publishing_and_cancelling_are_for_managers(persona):
    draft, running = ready_campaign(), build_campaign()
    client = signed_in(persona())
    for address in (publish(draft), cancel(running)):
        assert client.get(address).status_code == 403
        assert client.post(address, {"reason": "No"}).status_code == 403
    assert CampaignDecision.objects.count() == 0


def test_figures_count_confirmed_entries_reviews_and_drafts():
    campaign = build_campaign()
    category = build_category(campaign)
    round_ = build_round(category)
    appointed = build_judge(campaign, judge())
    entries = [build_entry(campaign) for _ in range(3)]
    build_entry(campaign, status=Entry.Status.RECEIVED)
    build_entry(campaign, status=Entry.Status.RECEIVED, confirmed_at=None)
    build_assignment(round_, entries[0], appointed, finished_at=timezone.now())
    build_assignment(round_, entries[1], appointed)
    build_assignment(
        round_, entries[2], appointed, recused_at=timezone.now(), recusal_reason="A friend"
    )
    for number, topic in enumerate((campaign.slug, "another")):
        Message.objects.create(
            key=str(number),
            topic=topic,
            to_email="a@example.org",
            language="kk",
            subject="S",
            body="B",
            purpose="p",
            created_at=timezone.now(),
        )
    figures = signed_in(manager()).get(desk(campaign)).context["figures"]
    assert figures.by_status == {"accepted": 3, "received": 1}
    assert (figures.waiting, figures.entries) == (1, 4)
    assert (figures.reviews_done, figures.reviews_left, figures.drafts) == (1, 1, 1)


def test_desk_counts_open_cases_and_readings_that_wait():
    campaign = build_campaign()
    entries = [build_entry(campaign) for _ in range(2)]
    now = timezone.now()
    for entry in (*entries, build_entry(build_campaign())):
        typed = {"source": "manual", "recorded_by": manager()}
        build_reading(entry, views=1, taken_at=now - timedelta(hours=2))
        build_reading(entry, views=2, taken_at=now - timedelta(hours=1), **typed)
        Case.objects.create(entry=entry, kind="jump", raised_at=now)
    Case.objects.create(
        entry=entries[0],
        kind="stale",
        raised_at=now,
        decided_at=now,
        decided_by=moderator(),
        outcome="harmless",
        reason="On television",
    )
    shown = signed_in(moderator()).get(desk(campaign)).context["work"]
    found = {str(work.name): (work.count, work.waits) for work in shown}
    assert found["Readings that wait for a second person"] == (2, True)
    assert found["Open cases about views"] == (2, True)


@pytest.mark.parametrize("count", [1, 3, 30])
def test_desk_takes_the_same_queries_for_any_number(count, django_assert_num_queries):
    campaign = build_campaign(phase=Phase.DRAFT)
    for _ in range(count):
        category = build_category(campaign)
        build_prize(category)
        build_round(category)
        entry = build_entry(campaign)
        Case.objects.create(entry=entry, kind="jump", raised_at=timezone.now())
        build_reading(entry, views=1, taken_at=timezone.now(), source="manual")
    client = signed_in(manager())
    client.get(desk(campaign))
    with django_assert_num_queries(31):
        assert client.get(desk(campaign)).status_code == 200


def test_public_pages_lead_to_the_winners_once_they_are_announced():
    campaign = build_campaign(phase=Phase.ANNOUNCED, languages=["kk", "ar"])
    build_category(campaign)
    pages = signed_in(administrator()).get(desk(campaign)).context["public_pages"]
    assert [page.url for page in pages] == [
        f"/kk/{campaign.slug}/winners/",
        f"/ar/{campaign.slug}/winners/",
    ]


def test_countdown_names_the_next_stage():
    now = timezone.now()
    campaign = build_campaign(closes_at=now + timedelta(days=3, minutes=1))
    response = signed_in(manager()).get(desk(campaign))
    assert tuple(map(str, response.context["next"])) == ("Under review", "in 3 days")
