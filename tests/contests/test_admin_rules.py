"""The page on which rules are read and written."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from contests.models import Campaign
from contests.phases import Phase
from tests.builders import build_campaign, build_category
from tests.contests.typed import ADD, change, typed
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


def test_own_part_can_be_taken_out():
    campaign = build_campaign(languages=["en"])
    signed_in(manager()).post(page(campaign), {"en": "  "})
    assert campaign.rules.get(number=2).text_en == ""


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


def test_saving_the_campaign_renews_its_rules():
    campaign = build_campaign(phase=Phase.COMING)
    data = typed(min_seconds="45")
    del data["slug"]
    assert signed_in(manager()).post(change(campaign), data).status_code == 302
    version = campaign.rules.get(number=2)
    assert (version.terms["min_seconds"], version.created_by) == (45, manager())


def test_new_campaign_has_no_rules_before_it_is_published():
    signed_in(manager()).post(ADD, typed())
    assert Campaign.objects.get().rules.count() == 0


def test_saving_and_deleting_a_category_renews_the_rules():
    campaign = build_campaign(phase=Phase.COMING)
    category = build_category(campaign)
    client = signed_in(manager())
    client.post(
        reverse("admin:contests_category_change", args=[category.pk]),
        {
            "slug": category.slug,
            "method": "jury",
            "order": "0",
            "title_kk": "Ең үздік",
            "is_chosen": "on",
            "prizes-TOTAL_FORMS": "0",
            "prizes-INITIAL_FORMS": "0",
        },
    )
    told = campaign.rules.get(number=2).terms["categories"]
    assert [(category["title"], category["is_chosen"]) for category in told] == [
        ({"kk": "Ең үздік"}, True)
    ]
    delete = reverse("admin:contests_category_delete", args=[category.pk])
    client.post(delete, {"post": "yes"})
    assert campaign.rules.get(number=3).terms["categories"] == []
