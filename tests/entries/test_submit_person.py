"""What the form asks of the person: age, country, guardian, categories."""

import pytest
from django.test import Client
from django.utils import translation

from entries.models import Entry, GuardianConsent
from entries.refusal import EntryRefused
from tests import personas
from tests.builders import build_category
from tests.entries.entering import address, build_contest, errors_of, filled_in, send, sign_in

pytestmark = pytest.mark.django_db

GUARDIAN = {"guardian_name": "Aigul", "guardian_email": "mother@example.org"}


def fields_of(client: Client, campaign) -> set[str]:
    return set(client.get(address(campaign)).context["form"].fields)


def test_nothing_is_asked_that_the_campaign_does_not_ask(client: Client):
    asked = fields_of(client, build_contest())
    assert not asked & {"age", "country", "categories", "guardian_name", "guardian_email"}


def test_age_is_asked_and_kept(client: Client):
    campaign = build_contest(min_age=16)
    assert list(errors_of(send(client, campaign, age=None))) == ["age"]
    send(client, campaign, age="17")
    assert Entry.objects.get().declared_age == 17


@pytest.mark.parametrize("age", ["15", "0", "-3", "121", "old", "1e9"])
def test_age_that_does_not_do_is_told_at_its_field(client: Client, age: str):
    response = send(client, build_contest(min_age=16), age=age)
    assert list(errors_of(response)) == ["age"]
    assert f'value="{age}"' in response.content.decode()
    assert not Entry.objects.exists()


def test_countries_are_named_in_the_readers_language(client: Client):
    campaign = build_contest(countries=["KZ", "AZ"])
    page = client.get(address(campaign, "az")).content.decode()
    assert '<option value="AZ">Azərbaycan</option>' in page
    assert '<option value="KZ">Qazaxıstan</option>' in page
    send(client, campaign, country="AZ")
    assert Entry.objects.get().declared_country == "AZ"


def test_everything_that_is_wrong_is_told_at_once(client: Client):
    campaign = build_contest(min_age=16, countries=["KZ"])
    response = send(client, campaign, links="none", age="15", country="ZZ", agree_rules=None)
    assert set(errors_of(response)) == {"links", "age", "country", "agree_rules"}
    with translation.override("kk"):
        assert errors_of(response)["age"] == [EntryRefused("too_young", age=16).message]


@pytest.mark.parametrize("country", ["", "ZZ", "TR"])
def test_country_that_is_none_of_the_campaigns(client: Client, country: str):
    response = send(client, build_contest(countries=["KZ"]), country=country)
    assert list(errors_of(response)) == ["country"]
    assert not Entry.objects.exists()


def test_guardian_is_asked_of_the_young_only(client: Client):
    campaign = build_contest(guardian_age=18)
    assert fields_of(client, campaign) >= {"age", "guardian_name", "guardian_email"}
    send(client, campaign, age="18")
    assert Entry.objects.exists()
    assert not GuardianConsent.objects.exists()


def test_young_entrant_names_a_guardian(client: Client):
    campaign = build_contest(guardian_age=18)
    assert list(errors_of(send(client, campaign, age="14"))) == ["guardian_name"]
    own = GUARDIAN | {"guardian_email": "AYSEL@example.org"}
    assert list(errors_of(send(client, campaign, age="14", **own))) == ["guardian_email"]
    typed = GUARDIAN | {"guardian_email": "no address"}
    assert list(errors_of(send(client, campaign, age="14", **typed))) == ["guardian_email"]
    send(client, campaign, age="14", **GUARDIAN)
    assert GuardianConsent.objects.get().email == "mother@example.org"


def test_guardian_of_whoever_is_signed_in_is_somebody_else(client: Client):
    sign_in(client, personas.creator())
    said = GUARDIAN | {"guardian_email": personas.creator().email, "email": None}
    response = send(client, build_contest(guardian_age=18), age="14", **said)
    assert list(errors_of(response)) == ["guardian_email"]


def test_guardian_is_noted_for_each_of_the_videos(client: Client):
    campaign = build_contest(guardian_age=18)
    links = f"{filled_in(campaign)['links']} {filled_in(campaign)['links']}"
    send(client, campaign, links=links, age="14", **GUARDIAN)
    assert GuardianConsent.objects.count() == 2


def test_category_is_chosen_where_categories_ask_for_it(client: Client):
    campaign = build_contest()
    chosen = build_category(campaign, is_chosen=True)
    build_category(campaign, is_chosen=True)
    send(client, campaign, categories=[chosen.pk])
    assert list(Entry.objects.get().chosen_categories.all()) == [chosen]


def test_no_category_need_be_chosen_where_one_takes_all(client: Client):
    campaign = build_contest()
    build_category(campaign, is_chosen=True)
    send(client, campaign)
    assert not Entry.objects.get().chosen_categories.exists()


def test_category_has_to_be_chosen_where_all_ask_for_it(client: Client):
    campaign = build_contest()
    campaign.categories.update(is_chosen=True)
    assert list(errors_of(send(client, campaign))) == ["categories"]
    other = build_category(build_contest(), is_chosen=True)
    assert list(errors_of(send(client, campaign, categories=[other.pk]))) == ["categories"]
    assert not Entry.objects.exists()


def test_all_that_was_typed_stands_in_the_form_again(client: Client):
    campaign = build_contest(min_age=10, guardian_age=18, countries=["KZ"])
    chosen = build_category(campaign, is_chosen=True)
    sent = {"links": "no link", "age": "14", "categories": [chosen.pk], **GUARDIAN}
    page = send(client, campaign, **sent).content.decode()
    assert 'value="14"' in page
    assert 'value="Aigul"' in page
    assert 'value="mother@example.org"' in page
    assert '<option value="KZ" selected>' in page
    assert f'value="{chosen.pk}" id="id_categories_0" checked' in page
    assert page.count(" checked") == 1 + 3


@pytest.mark.parametrize("language", ["kk", "ru", "az", "en", "ar"])
def test_whole_form_in_every_language(client: Client, language: str):
    campaign = build_contest(min_age=10, guardian_age=18, countries=["KZ", "AZ"])
    build_category(campaign, is_chosen=True)
    assert client.get(address(campaign, language)).status_code == 200
