"""The page on which rules are read and written."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from contests.models import Campaign
from contests.phases import Phase
from tests.builders import build_campaign
from tests.personas import auditor, manager, moderator

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def page(campaign: Campaign) -> str:
    return reverse("admin:contests_campaign_rules", args=[campaign.pk])


def test_saving_makes_a_version_and_says_so():
    campaign = build_campaign(languages=["kk", "ru"])
    response = signed_in(manager()).post(page(campaign), {"kk": "Ереже", "ru": ""}, follow=True)
    assert "Version 2 of the rules holds now." in response.content.decode()
    version = campaign.rules.get(number=2)
    assert (version.text_kk, version.created_by) == ("Ереже", manager())


def test_texts_in_languages_that_the_page_does_not_show_stay():
    campaign = build_campaign(languages=["kk"])
    assert set(signed_in(manager()).get(page(campaign)).context["form"].fields) == {"kk", "en"}
    signed_in(manager()).post(page(campaign), {"kk": "Ереже", "en": "Be kind."})
    assert campaign.rules.get(number=2).text_en == "Be kind."


def test_empty_rules_are_refused_on_the_page():
    campaign = build_campaign(languages=["en"])
    response = signed_in(manager()).post(page(campaign), {"en": "  "})
    assert "Write the rules in at least one language." in response.content.decode()
    assert campaign.rules.count() == 1


def test_former_version_is_shown_and_cannot_be_written():
    campaign = build_campaign(languages=["en"])
    signed_in(manager()).post(page(campaign), {"en": "Be kinder."})
    response = signed_in(manager()).get(page(campaign), {"version": "1"})
    assert response.context["form"].initial["en"] == "Be kind."
    assert response.context["may_write"] is False


@pytest.mark.parametrize(
    ("phase", "may_write"),
    [(Phase.DRAFT, True), (Phase.OPEN, True), (Phase.REVIEW, False), (Phase.CANCELLED, False)],
)
def test_rules_are_offered_for_writing_until_the_close(phase, may_write):
    response = signed_in(manager()).get(page(build_campaign(phase=phase)))
    assert response.context["may_write"] is may_write


@pytest.mark.parametrize("persona", [moderator, auditor])
def test_others_read_and_do_not_write(persona):
    campaign = build_campaign()
    client = signed_in(persona())
    assert client.get(page(campaign)).status_code == 200
    assert client.post(page(campaign), {"en": "Mine"}).status_code == 403
    assert campaign.rules.count() == 1


def test_rules_of_an_unknown_campaign_are_not_found():
    assert signed_in(manager()).get("/admin/contests/campaign/999/rules/").status_code == 404
