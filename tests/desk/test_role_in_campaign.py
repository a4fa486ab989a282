"""Staff whose role holds in one campaign: there it is the role, elsewhere nothing of it."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from accounts import roles
from contests.admin.in_reach import admin_in_reach
from contests.campaign_roles import RIGHTS as ROLE_RIGHTS
from contests.campaign_roles import act_within, acting_within
from contests.models import Campaign
from contests.phases import Phase
from entries.models import Entry
from outbox.models import Message
from tests import personas
from tests.builders import build_campaign, build_entry
from tests.desk.one_of_each import one_of_each
from tests.desk.test_admin_access import RIGHTS, client_of, expected, statuses
from tests.desk.test_page_access import PAGES, addresses

pytestmark = pytest.mark.django_db

ROLES = {
    "manager": roles.CAMPAIGN_MANAGER,
    "moderator": roles.MODERATOR,
    "announcer": roles.ANNOUNCER,
    "auditor": roles.AUDITOR,
}
SITE_WIDE = {
    "accounts.User",
    "auth.Group",
    "auditlog.LogEntry",
    "mfa.Authenticator",
    "axes.AccessAttempt",
    "django_tasks_database.DBTaskResult",
}
SHARED = {"partners.Partner", "partners.Quote"}
OF_CAMPAIGNS = sorted(set(RIGHTS) - SITE_WIDE - SHARED)
COLUMN = {name: place for place, name in enumerate(ROLES, start=1)}


def mail_of(row: Model) -> Model:
    """The outbox knows campaigns by their address names."""
    if isinstance(row, Message):
        row.topic = Campaign.objects.order_by("pk").first().slug
        row.save()
    return row


def elsewhere(role: str) -> Client:
    other = build_campaign(phase=Phase.OPEN, title="A campaign of one's own")
    return client_of(personas.in_campaigns("elsewhere", other, role=ROLES[role]))


@pytest.mark.parametrize("label", OF_CAMPAIGNS)
def test_rows_of_other_campaigns_are_not_there(label):
    row = mail_of(one_of_each()[label])
    client = elsewhere("manager")
    found = statuses(client, label, row.pk)
    assert {found[letter] for letter in "CDE"} <= {403, 404}
    assert found["C"] == 404
    # A list that may be seen holds nothing of theirs.
    name = f"admin:{label.lower().replace('.', '_')}_changelist"
    text = client.get(reverse(name)).content.decode()
    change = reverse(f"{name.removesuffix('_changelist')}_change", args=[row.pk])
    assert found["L"] == 200
    assert change not in text


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("label", OF_CAMPAIGNS)
def test_rows_of_ones_own_campaigns_answer_as_the_role_of_the_whole_site_does(label, role):
    row = mail_of(one_of_each()[label])
    client = client_of(personas.in_campaigns("here", *Campaign.objects.all(), role=ROLES[role]))
    rights = RIGHTS[label][COLUMN[role]]
    if label == "contests.Campaign":  # campaigns are begun by those of the whole site
        rights = rights.replace("A", "")
    assert statuses(client, label, row.pk) == expected(label, rights)


@pytest.mark.parametrize("label", sorted(SITE_WIDE))
@pytest.mark.parametrize("role", ROLES)
def test_what_belongs_to_the_whole_site_stays_closed(label, role):
    row = one_of_each()[label]
    client = client_of(personas.in_campaigns("here", *Campaign.objects.all(), role=ROLES[role]))
    assert set(statuses(client, label, row.pk).values()) == {403}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", PAGES)
def test_page_about_another_campaign_is_not_there(name, role):
    address = addresses()[name]
    about_one = any(part.isdecimal() for part in address.split("?")[0].split("/"))
    answer = elsewhere(role).get(address)
    if about_one:
        assert answer.status_code == 404
    else:
        assert "Campaign 1" not in answer.content.decode()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", PAGES)
def test_page_about_ones_own_campaign_answers_as_to_the_role_of_the_whole_site(name, role):
    address = addresses()[name]
    client = client_of(personas.in_campaigns("here", *Campaign.objects.all(), role=ROLES[role]))
    wanted = PAGES[name][COLUMN[role]]
    if name == "desk_next_edition":
        wanted = 403
    assert client.get(address).status_code == wanted


def test_every_model_of_the_admin_says_which_campaign_its_rows_belong_to():
    known = {model._meta.label for model in admin.site._registry if admin_in_reach(model)}
    assert known | {"outbox.Message"} == set(OF_CAMPAIGNS)


def test_rights_of_a_campaign_hold_nothing_of_the_whole_site():
    beginnings = ("accounts.", "auth.", "auditlog.", "mfa.", "axes.")
    held = set().union(*ROLE_RIGHTS.values())
    assert not [right for right in held if right.startswith(beginnings)]
    assert "contests.add_campaign" not in held


def test_two_roles_do_not_mix_across_campaigns():
    managed, audited = build_campaign(), build_campaign()
    user = personas.in_campaigns("somebody", managed)
    user = personas.in_campaigns("somebody", audited, role=roles.AUDITOR)
    assert user.has_perm("entries.moderate_entry")
    assert user.has_perm("entries.moderate_entry", managed)
    assert not user.has_perm("entries.moderate_entry", audited)
    assert user.has_perm("entries.view_entry", build_entry(audited))
    with acting_within(user, [audited.pk]):
        assert not user.has_perm("entries.moderate_entry")
        assert user.has_perm("entries.view_entry")
    act_within(user, [managed.pk])
    assert user.has_perm("entries.moderate_entry")


def test_role_of_the_whole_site_needs_no_look_at_campaigns(django_assert_num_queries):
    build_campaign()
    manager = personas.manager()
    assert manager.has_perm("entries.moderate_entry")
    with django_assert_num_queries(0):
        assert not manager.has_perm("results.announce_campaign")
        assert manager.has_perm("entries.moderate_entry", Campaign.objects.model(pk=1))


def test_person_who_left_may_nothing_any_more():
    campaign = build_campaign()
    user = personas.in_campaigns("gone", campaign)
    user.is_active = False
    user.save()
    assert not user.has_perm("entries.moderate_entry")
    assert not user.has_perm("entries.moderate_entry", campaign)


def test_bulk_action_on_rows_where_one_may_only_look_is_refused():
    managed, audited = build_campaign(), build_campaign()
    personas.in_campaigns("somebody", managed)
    user = personas.in_campaigns("somebody", audited, role=roles.AUDITOR)
    first, second = build_message(managed), build_message(audited)
    page = reverse("admin:outbox_message_changelist")
    data = {"action": "hold", "confirmed": "hold", "_selected_action": [first.pk, second.pk]}
    assert client_of(user).post(page, data).status_code == 403
    assert set(Message.objects.values_list("status", flat=True)) == {"draft"}
    client_of(user).post(page, data | {"_selected_action": [first.pk]})
    assert Message.objects.get(pk=first.pk).status == "held"


def build_message(campaign: Campaign) -> Message:
    return Message.objects.create(
        key=campaign.slug,
        purpose="entry_accepted",
        topic=campaign.slug,
        to_email="someone@example.org",
        language="kk",
        subject="Subject",
        body="Body",
        created_at=campaign.opens_at,
    )


def test_queue_shows_and_decides_only_ones_own():
    mine, other = (
        build_entry(build_campaign(), status="received"),
        build_entry(build_campaign(), status="received"),
    )
    client = client_of(personas.in_campaigns("mod", mine.campaign, role=roles.MODERATOR))
    page = reverse("admin:entries_entry_queue")
    text = client.get(page).content.decode()
    assert mine.creator.handle in text
    assert other.creator.handle not in text
    client.post(page, {"entry": other.pk, "verb": "accept", "seen": ""})
    assert Entry.objects.get(pk=other.pk).status == "received"
    bulk = reverse("admin:entries_entry_queue_bulk")
    batch = "2f1c1c66-2c1d-4d0c-9b55-3f8f6c3f0a11"
    client.post(bulk, {"entry": f"{other.pk}:0", "verb": "accept", "batch": batch})
    assert Entry.objects.get(pk=other.pk).status == "received"


def test_category_cannot_be_added_to_a_campaign_of_others():
    mine, other = build_campaign(phase=Phase.DRAFT), build_campaign(phase=Phase.DRAFT)
    client = client_of(personas.in_campaigns("here", mine))
    page = reverse("admin:contests_category_add")
    data = {
        "slug": "best",
        "method": "jury",
        "order": "1",
        "title_kk": "Best",
        **dict.fromkeys(("prizes-TOTAL_FORMS", "prizes-INITIAL_FORMS"), "0"),
    }
    refused = client.post(page, data | {"campaign": other.pk}).content.decode()
    assert "Select a valid choice" in refused
    assert not other.categories.exists()
    assert client.post(page, data | {"campaign": mine.pk}).status_code == 302
    assert mine.categories.exists()
