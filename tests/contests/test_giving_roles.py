"""Giving and taking roles in one campaign: who may, what it changes, and at once."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import roles
from accounts.models import User
from contests.giving_roles import RoleRefused, give_role, roles_to_give, take_role
from contests.models import Campaign, CampaignRole
from outbox.models import Message
from tests import personas
from tests.builders import build_campaign

pytestmark = pytest.mark.django_db
NEW = "aigerim@example.org"


def give(
    campaign: Campaign, by: User, *, email: str = NEW, role: str = roles.MODERATOR
) -> CampaignRole:
    return give_role(
        campaign_id=campaign.pk,
        email=email,
        name="Aigerim",
        language="kk",
        role=role,
        by=by,
        at=timezone.now(),
    )


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def refusal(campaign: Campaign, by: User, **fields: str) -> str:
    with pytest.raises(RoleRefused) as refused:
        give(campaign, by, **fields)
    assert str(refused.value)
    return refused.value.code


def test_new_person_gets_an_account_a_role_and_a_mail_in_their_language():
    campaign = build_campaign()
    given = give(campaign, personas.manager())
    user = User.objects.get(email=NEW)
    assert (user.name, user.preferred_language, user.is_staff) == ("Aigerim", "kk", True)
    assert given.given_by == personas.manager()
    message = Message.objects.get(recipient=user)
    assert (message.language, message.topic) == ("kk", campaign.slug)
    assert message.released_by == personas.manager()
    assert reverse("admin:desk_campaign", args=[campaign.pk]) in message.body
    desk = reverse("admin:desk_campaign", args=[campaign.pk])
    assert client_of(user).get(desk).status_code == 200


def test_known_person_keeps_name_and_language():
    person = personas.make_person("known", language="ru")
    give(build_campaign(), personas.manager(), email="Known@Example.org ")
    person.refresh_from_db()
    assert (person.name, person.preferred_language, person.is_staff) == ("Known", "ru", True)
    assert User.objects.filter(email__iexact="known@example.org").count() == 1


def test_nobody_gives_more_than_they_have():
    campaign = build_campaign()
    announcing = personas.announcer()
    managers = {roles.CAMPAIGN_MANAGER, roles.MODERATOR, roles.AUDITOR}
    assert set(roles_to_give(personas.manager(), campaign)) == managers
    assert set(roles_to_give(personas.administrator(), campaign)) == set(CampaignRole.Role.values)
    assert refusal(campaign, personas.manager(), role=roles.ANNOUNCER) == "more_than_yours"
    assert "Campaign manager" not in roles_to_give(announcing, campaign)
    assert refusal(campaign, personas.manager(), role=roles.ADMINISTRATOR) == "unknown"
    assert not User.objects.filter(email=NEW).exists()


def test_manager_of_one_campaign_gives_roles_there_only():
    mine, other = build_campaign(), build_campaign()
    by = personas.in_campaigns("here", mine)
    give(mine, by)
    assert refusal(other, by) == "more_than_yours"


def test_role_is_refused_to_oneself_and_to_those_who_have_it():
    campaign = build_campaign()
    by = personas.manager()
    give(campaign, by)
    assert refusal(campaign, by) == "held"
    assert refusal(campaign, by, email=by.email) == "own"
    assert refusal(campaign, by, email=personas.auditor().email) == "whole_site"
    User.objects.filter(email=NEW).update(is_active=False)
    assert refusal(campaign, by, role=roles.CAMPAIGN_MANAGER) == "account_closed"


def test_role_taken_back_ends_access_at_once():
    campaign = build_campaign()
    given = give(campaign, personas.manager())
    client = client_of(given.user)
    desk = reverse("admin:desk_campaign", args=[campaign.pk])
    assert client.get(desk).status_code == 200
    take_role(role_id=given.pk, by=personas.manager(), at=timezone.now())
    assert client.get(desk).status_code == 302
    assert not User.objects.get(pk=given.user_id).is_staff
    assert User.objects.get(pk=given.user_id).is_active


def test_role_elsewhere_keeps_the_way_into_the_admin():
    campaign, other = build_campaign(), build_campaign()
    given = give(campaign, personas.manager())
    give(other, personas.manager())
    take_role(role_id=given.pk, by=personas.manager(), at=timezone.now())
    client = client_of(User.objects.get(email=NEW))
    assert client.get(reverse("admin:desk_campaign", args=[campaign.pk])).status_code == 404
    assert client.get(reverse("admin:desk_campaign", args=[other.pk])).status_code == 200


def test_own_role_and_a_greater_one_are_not_taken():
    campaign = build_campaign()
    by = personas.in_campaigns("here", campaign)
    own = CampaignRole.objects.get(user=by)
    with pytest.raises(RoleRefused) as refused:
        take_role(role_id=own.pk, by=by, at=timezone.now())
    assert refused.value.code == "own"
    announcing = give(campaign, personas.administrator(), role=roles.ANNOUNCER)
    with pytest.raises(RoleRefused) as refused:
        take_role(role_id=announcing.pk, by=by, at=timezone.now())
    assert refused.value.code == "more_than_yours"


def test_role_of_the_whole_site_given_later_is_not_narrowed():
    campaign = build_campaign()
    given = give(campaign, personas.manager())
    given.user.groups.add(personas.moderator().groups.get())
    user = User.objects.get(pk=given.user_id)
    assert user.has_perm("entries.moderate_entry", build_campaign())
