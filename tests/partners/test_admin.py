"""Partners and quotes in the admin."""

import pytest
from django.test import Client
from django.urls import reverse

from partners.models import Partner, Quote
from tests.builders import build_campaign, build_partner, build_partnership
from tests.personas import manager

pytestmark = pytest.mark.django_db

ADD = reverse("admin:partners_partner_add")
LISTS = {
    "partner": reverse("admin:partners_partner_changelist"),
    "quote": reverse("admin:partners_quote_changelist"),
}


@pytest.fixture
def staff(client: Client, settings) -> Client:
    client.force_login(manager(), backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def typed(**fields: str) -> dict[str, str]:
    return {
        "slug": "national-library",
        "kind": "library",
        "country": "kz",
        "website": "library.kz",
        "name_kk": "Ұлттық кітапхана",
        "accounts-TOTAL_FORMS": "1",
        "accounts-INITIAL_FORMS": "0",
        "accounts-0-platform": "tiktok",
        "accounts-0-handle": "trend_kitapkhana",
    } | fields


def test_partner_is_added_with_its_account(staff):
    assert staff.post(ADD, typed()).status_code == 302
    partner = Partner.objects.get()
    assert (str(partner), partner.country) == ("Ұлттық кітапхана", "KZ")
    assert partner.website == "https://library.kz"
    assert [str(account) for account in partner.accounts.all()] == ["@trend_kitapkhana"]


def test_partner_needs_a_name_in_one_language(staff):
    response = staff.post(ADD, typed(name_kk=""))
    assert (response.status_code, Partner.objects.count()) == (200, 0)


def test_partner_of_a_campaign_cannot_be_deleted(staff):
    partner = build_partnership(build_campaign()).partner
    staff.post(reverse("admin:partners_partner_delete", args=[partner.pk]), {"post": "yes"})
    assert list(Partner.objects.all()) == [partner]


def test_partner_is_found_by_its_name_in_any_language_for_a_campaigns_form(staff):
    partner = build_partner(name_ar="المكتبة الوطنية")
    build_partner()
    response = staff.get(
        reverse("admin:autocomplete"),
        {
            "term": "المكتبة",
            "app_label": "contests",
            "model_name": "partnership",
            "field_name": "partner",
        },
    )
    assert [row["id"] for row in response.json()["results"]] == [str(partner.pk)]


@pytest.mark.parametrize("count", [1, 3, 30])
@pytest.mark.parametrize("which", LISTS)
def test_lists_take_the_same_queries_for_any_number(staff, which, count, django_assert_num_queries):
    for _ in range(count):
        Quote.objects.create(partner=build_partner(), speaker="Speaker", text="Text")
    staff.get(LISTS[which])
    with django_assert_num_queries(7):
        assert staff.get(LISTS[which]).status_code == 200
