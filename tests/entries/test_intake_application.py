"""What a person declares when entering a video: age, country, guardian, categories."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contests.models import Campaign, RulesVersion
from entries.confirmation import confirm_entry
from entries.models import Check, Consent, Entry, GuardianConsent
from entries.moderation import withdraw_entry
from entries.refusal import EntryRefused
from outbox.models import Message
from tests import personas
from tests.builders import build_category
from tests.entries.entering import build_contest, enter, tiktok_link

pytestmark = pytest.mark.django_db

NOW = timezone.now()
GUARDIAN = {"guardian_name": "Aigul", "guardian_email": "mother@example.org"}


def refusal_of(campaign: Campaign, **said) -> EntryRefused:
    with pytest.raises(EntryRefused) as caught:
        enter(campaign, personas.creator(), **said)
    assert not Entry.objects.exists()
    return caught.value


def outcomes(entry: Entry) -> dict[str, str]:
    return dict(Check.objects.filter(entry=entry).values_list("rule", "outcome"))


def test_age_and_country_are_kept_and_checked():
    campaign = build_contest(min_age=16, countries=["KZ", "AZ"])
    entry = enter(campaign, personas.creator(), age=16, country="AZ")
    assert (entry.declared_age, entry.declared_country) == (16, "AZ")
    assert (outcomes(entry)["age"], outcomes(entry)["country"]) == ("pass", "pass")


def test_too_young_is_refused_at_once():
    refused = refusal_of(build_contest(min_age=16), age=15)
    assert (refused.code, refused.params) == ("too_young", {"age": 16})


@pytest.mark.parametrize("terms", [{"min_age": 16}, {"guardian_age": 18}])
def test_age_that_the_campaign_asks_is_not_left_out(terms: dict[str, int]):
    assert refusal_of(build_contest(**terms), age=None).code == "age_missing"


@pytest.mark.parametrize(("country", "code"), [("", "country_missing"), ("TR", "wrong_country")])
def test_country_that_is_none_of_the_campaigns(country: str, code: str):
    assert refusal_of(build_contest(countries=["KZ"]), country=country).code == code


def test_guardian_is_noted_and_written_to_when_the_address_is_proven():
    campaign = build_contest(guardian_age=18)
    entry = enter(campaign, personas.creator(), age=14, language="az", **GUARDIAN)
    guardian = GuardianConsent.objects.get(entry=entry)
    assert (guardian.name, guardian.email, guardian.language) == (
        "Aigul",
        "mother@example.org",
        "az",
    )
    assert outcomes(entry)["guardian"] == "unknown"
    assert not Message.objects.exists()
    confirm_entry(entry_id=entry.pk, by=personas.creator(), at=NOW)
    assert Message.objects.get().to_email == "mother@example.org"


def test_guardian_is_written_to_at_once_by_whoever_is_signed_in():
    campaign = build_contest(guardian_age=18)
    enter(campaign, personas.creator(), age=14, address_proven=True, **GUARDIAN)
    assert Message.objects.get().to_email == "mother@example.org"


def test_nobodys_guardian_is_kept_who_needs_none():
    enter(build_contest(guardian_age=18), personas.creator(), age=18, **GUARDIAN)
    assert not GuardianConsent.objects.exists()


@pytest.mark.parametrize("left_out", ["guardian_name", "guardian_email"])
def test_guardian_left_out(left_out: str):
    said = GUARDIAN | {left_out: ""}
    assert refusal_of(build_contest(guardian_age=18), age=14, **said).code == "guardian_unnamed"


def test_nobody_is_their_own_guardian():
    said = GUARDIAN | {"guardian_email": personas.creator().email.upper()}
    assert refusal_of(build_contest(guardian_age=18), age=14, **said).code == "guardian_is_entrant"


def test_video_entered_anew_asks_its_guardian_anew():
    campaign, by, url = build_contest(guardian_age=18), personas.creator(), tiktok_link()
    first = enter(campaign, by, url=url, age=14, address_proven=True, **GUARDIAN)
    GuardianConsent.objects.update(confirmed_at=NOW)
    withdraw_entry(entry_id=first.pk, by=by, at=NOW)
    again = enter(campaign, by, url=url, age=14, address_proven=True, **GUARDIAN)
    assert again.pk == first.pk
    assert GuardianConsent.objects.get().confirmed_at is None
    assert outcomes(again)["guardian"] == "unknown"


def test_chosen_categories_are_kept():
    campaign = build_contest()
    chosen, other = [build_category(campaign, is_chosen=True) for _ in range(2)]
    elsewhere = build_category(build_contest(), is_chosen=True)
    open_to_all = campaign.categories.get(is_chosen=False)
    ids = [chosen.pk, elsewhere.pk, open_to_all.pk]
    entry = enter(campaign, personas.creator(), category_ids=ids)
    assert list(entry.chosen_categories.all()) == [chosen]
    assert other not in entry.chosen_categories.all()


def test_category_has_to_be_chosen_where_all_ask_for_it():
    campaign = build_contest()
    campaign.categories.update(is_chosen=True)
    assert refusal_of(campaign, category_ids=[]).code == "category_missing"


def test_changed_rules_are_agreed_to_anew_when_a_withdrawn_video_comes_back():
    campaign, by, url = build_contest(), personas.creator(), tiktok_link()
    entry = enter(campaign, by, url=url, at=NOW, address_proven=True)
    withdraw_entry(entry_id=entry.pk, by=by, at=NOW)
    enter(campaign, by, url=url, at=NOW, address_proven=True)
    assert Consent.objects.count() == 3
    withdraw_entry(entry_id=entry.pk, by=by, at=NOW)
    RulesVersion.objects.create(campaign=campaign, number=2, text="Be kinder.", created_at=NOW)
    later = NOW + timedelta(days=1)
    enter(campaign, by, url=url, at=later, address_proven=True)
    kept = Consent.objects.filter(kind="rules").values_list("rules_version__number", "given_at")
    assert list(kept) == [(1, NOW), (2, later)]


def test_checks_begin_anew_with_the_entry():
    campaign, by, url = build_contest(min_age=16), personas.creator(), tiktok_link()
    entry = enter(campaign, by, url=url, age=20, address_proven=True)
    Check.objects.filter(rule="age").update(
        outcome="overridden", overridden_at=NOW, override_reason="Seen."
    )
    withdraw_entry(entry_id=entry.pk, by=by, at=NOW)
    enter(campaign, personas.stranger(), url=url, age=17)
    assert outcomes(entry)["age"] == "pass"
