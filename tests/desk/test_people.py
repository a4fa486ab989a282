"""The page of those who work on a campaign."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import User
from contests.models import CampaignRole
from tests import personas
from tests.builders import build_campaign
from tests.desk.test_admin_access import client_of

pytestmark = pytest.mark.django_db
SENT = {"email": "new@example.org", "name": "Aigerim", "language": "kk", "role": "Moderator"}


def test_manager_gives_a_role_and_takes_it_back():
    campaign = build_campaign()
    client, page = client_of(personas.manager()), reverse("admin:desk_people", args=[campaign.pk])
    assert client.post(page, SENT).status_code == 302
    shown = client.get(page).content.decode()
    assert "Aigerim" in shown
    given = CampaignRole.objects.get()
    take = reverse("admin:desk_take_role", args=[campaign.pk, given.pk])
    assert take in shown
    assert CampaignRole.objects.filter(pk=given.pk).exists()
    assert "Aigerim" in client.get(take).content.decode()
    assert client.post(take).status_code == 302
    assert not CampaignRole.objects.exists()
    assert client.post(take, follow=True).status_code == 200  # a second tap


def test_role_that_one_may_not_give_is_not_on_offer_and_refused():
    campaign = build_campaign()
    client, page = client_of(personas.manager()), reverse("admin:desk_people", args=[campaign.pk])
    assert 'value="Announcer"' not in client.get(page).content.decode()
    refused = client.post(page, SENT | {"role": "Announcer"})
    assert refused.status_code == 200
    assert "new@example.org" in refused.content.decode()  # nothing typed is lost
    assert not User.objects.filter(email="new@example.org").exists()


def test_refusal_stands_at_the_address_and_keeps_what_was_typed():
    campaign = build_campaign()
    client, page = client_of(personas.manager()), reverse("admin:desk_people", args=[campaign.pk])
    shown = client.post(page, SENT | {"email": personas.auditor().email}).content.decode()
    assert "role on the whole site" in shown
    assert personas.auditor().email in shown


def test_those_who_may_only_look_have_no_form():
    campaign = build_campaign()
    page = reverse("admin:desk_people", args=[campaign.pk])
    client = client_of(personas.auditor())
    assert '<form method="post" class="desk-column"' not in client.get(page).content.decode()
    assert client.post(page, SENT).status_code == 403


def test_role_of_another_campaign_is_not_taken_here():
    campaign, other = build_campaign(), build_campaign()
    personas.in_campaigns("somebody", other)
    given = CampaignRole.objects.get()
    client = client_of(personas.manager())
    client.post(reverse("admin:desk_take_role", args=[campaign.pk, given.pk]))
    assert CampaignRole.objects.filter(pk=given.pk).exists()


@pytest.mark.parametrize("number", [1, 12])
def test_page_asks_the_same_whatever_the_number(number, django_assert_max_num_queries):
    campaign = build_campaign()
    for count in range(number):
        personas.in_campaigns(f"person {count}", campaign)
    client = client_of(personas.manager())
    with django_assert_max_num_queries(18):
        client.get(reverse("admin:desk_people", args=[campaign.pk]))
