"""Categories and their prizes in the admin."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from contests.models import Campaign, Category, Prize
from contests.phases import Phase
from tests.builders import build_campaign, build_category, build_partner, build_prize
from tests.personas import manager

pytestmark = pytest.mark.django_db

ADD = reverse("admin:contests_category_add")


def change(category: Category) -> str:
    return reverse("admin:contests_category_change", args=[category.pk])


@pytest.fixture
def staff(client: Client, settings) -> Client:
    client.force_login(manager(), backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def typed(campaign: Campaign | None = None, **fields: object) -> dict[str, object]:
    values: dict[str, object] = {
        "slug": "most-creative",
        "method": "jury",
        "order": "0",
        "title_kk": "Ең шығармашыл",
        "prizes-TOTAL_FORMS": "0",
        "prizes-INITIAL_FORMS": "0",
    }
    if campaign:
        values["campaign"] = campaign.pk
    return values | fields


def prize(**fields: object) -> dict[str, object]:
    values = {"place": "1", "quantity": "3", "title_kk": "Сертификат"} | fields
    return {"prizes-TOTAL_FORMS": "1"} | {f"prizes-0-{name}": v for name, v in values.items()}


@pytest.mark.parametrize(
    ("method", "platform"),
    [("jury", ""), ("most_viewed_video", "tiktok"), ("most_viewed_creator", "tiktok")],
)
def test_category_of_each_method_is_added_with_its_prize(staff, method, platform):
    campaign, sponsor = build_campaign(phase=Phase.DRAFT), build_partner()
    rows = prize(value="70000", currency="kzt", sponsor=sponsor.pk)
    response = staff.post(ADD, typed(campaign, method=method, platform=platform, **rows))
    assert response.headers["Location"] == reverse("admin:desk_campaign", args=[campaign.pk])
    won = Prize.objects.get()
    assert (won.place, won.quantity, won.value, won.currency, won.sponsor) == (
        1,
        3,
        Decimal("70000"),
        "KZT",
        sponsor,
    )
    assert (won.category.method, won.category.campaign) == (method, campaign)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"method": "most_viewed_video"}, "Name the platform on which views are counted."),
        (prize(value="70000"), "A value needs its currency, and a currency its value."),
        (prize(currency="KZT"), "A value needs its currency, and a currency its value."),
        (prize(quantity="0"), "Ensure this value is greater than or equal to 1."),
        (prize(value="-1", currency="KZT"), "Ensure this value is greater than or equal to 0."),
        (prize(title_kk=""), "Write this in at least one language."),
        ({"title_kk": ""}, "Write this in at least one language."),
    ],
)
def test_wrong_values_are_refused_in_words(staff, fields, sentence):
    response = staff.post(ADD, typed(build_campaign(phase=Phase.DRAFT), **fields))
    assert (response.status_code, Category.objects.count()) == (200, 0)
    assert sentence in response.content.decode()


def test_two_prizes_for_one_place_are_refused(staff):
    rows = prize() | {
        "prizes-TOTAL_FORMS": "2",
        "prizes-1-place": "1",
        "prizes-1-quantity": "1",
        "prizes-1-title_kk": "Тағы",
    }
    response = staff.post(ADD, typed(build_campaign(phase=Phase.DRAFT), **rows))
    assert (response.status_code, Prize.objects.count()) == (200, 0)


def test_same_address_name_twice_in_a_campaign_is_refused(staff):
    campaign = build_campaign(phase=Phase.DRAFT)
    build_category(campaign, slug="most-creative")
    response = staff.post(ADD, typed(campaign))
    assert "The campaign has a category with this address name." in response.content.decode()


def test_campaign_is_filled_in_from_the_link_on_the_desk(staff):
    campaign = build_campaign(phase=Phase.DRAFT)
    form = staff.get(f"{ADD}?campaign={campaign.pk}").context["adminform"].form
    assert form.initial["campaign"] == str(campaign.pk)


@pytest.mark.parametrize("phase", [Phase.REVIEW, Phase.ANNOUNCED, Phase.CANCELLED])
def test_closed_campaign_takes_no_new_category(staff, phase):
    response = staff.post(ADD, typed(build_campaign(phase=phase)))
    assert "The campaign has closed. It takes no new categories." in response.content.decode()
    assert Category.objects.count() == 0


@pytest.mark.parametrize(
    ("phase", "method_open", "prizes_open", "deletable"),
    [
        (Phase.DRAFT, True, True, True),
        (Phase.OPEN, True, True, True),
        (Phase.REVIEW, False, True, False),
        (Phase.ANNOUNCED, False, False, False),
        (Phase.ARCHIVED, False, False, False),
        (Phase.CANCELLED, False, False, False),
    ],
)
def test_phase_closes_method_and_prizes(staff, phase, method_open, prizes_open, deletable):
    category = build_category(build_campaign(phase=phase))
    won = build_prize(category, quantity=1)
    page = staff.get(change(category))
    assert ("method" in page.context["adminform"].form.fields) is method_open
    rows = prize(id=won.pk, category=category.pk, quantity="2", title_en="Prize")
    staff.post(change(category), typed(**rows | {"prizes-INITIAL_FORMS": "1"}))
    won.refresh_from_db()
    assert (won.quantity == 2) is prizes_open
    delete = reverse("admin:contests_category_delete", args=[category.pk])
    assert (staff.get(delete).status_code == 200) is deletable


def test_only_the_campaigns_languages_are_asked_for(staff):
    category = build_category(build_campaign(languages=["kk", "ar"]))
    fields = staff.get(change(category)).context["adminform"].form.fields
    assert {name for name in fields if name.startswith("title_")} == {"title_kk", "title_ar"}


def test_inputs_know_their_language_and_direction(staff):
    page = staff.get(ADD).context["adminform"].form.fields
    assert page["title_ar"].widget.attrs["dir"] == "rtl"
    assert page["title_kk"].widget.attrs["lang"] == "kk"


@pytest.mark.parametrize("count", [1, 3, 30])
def test_list_takes_the_same_queries_for_any_number(staff, count, django_assert_num_queries):
    for _ in range(count):
        build_prize(build_category(build_campaign()))
    url = reverse("admin:contests_category_changelist")
    staff.get(url)
    with django_assert_num_queries(9):
        assert staff.get(url).status_code == 200


@pytest.mark.parametrize(
    ("phase", "closed"), [(Phase.COMING, False), (Phase.OPEN, True), (Phase.REVIEW, True)]
)
def test_choosing_a_category_can_be_asked_for_until_entries_come(staff, phase, closed):
    category = build_category(build_campaign(phase=phase))
    form = staff.get(change(category)).context["adminform"].form
    assert ("is_chosen" not in form.fields) is closed
