"""What a person says about themselves when entering videos, and whether the campaign takes it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from accounts.models import User
from contests.models import Campaign, Category
from entries.consents import REQUIRED_CONSENTS
from entries.models import Consent
from entries.refusal import EntryRefused


@dataclass(frozen=True, kw_only=True)
class Application:
    """What is said once for all videos entered together.

    language: of the page on which it was said.
    age in whole years and country in two letters: declared where the campaign asks for them.
    guardian_name, guardian_email: of whom to ask where the entrant is under age.
    category_ids: of the categories that were chosen, where they ask to be chosen.
    rules_number: of the version of the rules that was read; None where none was shown.
    """

    consents: Collection[Consent.Kind]
    language: str
    age: int | None = None
    country: str = ""
    guardian_name: str = ""
    guardian_email: str = ""
    category_ids: Collection[int] = field(default=())
    rules_number: int | None = None


def asks_age(campaign: Campaign) -> bool:
    """Whether entrants have to say how old they are."""
    return campaign.min_age is not None or campaign.guardian_age is not None


def needs_guardian(campaign: Campaign, age: int | None) -> bool:
    """Whether somebody of that age takes part only with a guardian's consent."""
    return campaign.guardian_age is not None and age is not None and age < campaign.guardian_age


def choosable(campaign: Campaign) -> list[Category]:
    """The categories that take part only in what chose them."""
    return [category for category in campaign.categories.all() if category.is_chosen]


def must_choose(campaign: Campaign) -> bool:
    """Whether an entry that chose no category would take part in none."""
    return all(category.is_chosen for category in campaign.categories.all())


def check_application(campaign: Campaign, application: Application, *, by: User) -> None:
    """Raise EntryRefused where something that the campaign asks is missing or rules it out.

    Codes: consent_missing, rules_changed, age_missing, too_young, country_missing, wrong_country,
    guardian_unnamed, guardian_is_entrant, category_missing.
    """
    if not set(REQUIRED_CONSENTS) <= set(application.consents):
        raise EntryRefused("consent_missing")
    if application.rules_number not in (None, _rules_number(campaign)):
        raise EntryRefused("rules_changed")
    _check_age(campaign, application, by)
    if campaign.countries and not application.country:
        raise EntryRefused("country_missing")
    if campaign.countries and application.country not in campaign.countries:
        raise EntryRefused("wrong_country")
    if must_choose(campaign) and not chosen_categories(campaign, application):
        raise EntryRefused("category_missing")


def _rules_number(campaign: Campaign) -> int | None:
    return campaign.rules.order_by("-number").values_list("number", flat=True).first()


def _check_age(campaign: Campaign, application: Application, by: User) -> None:
    age = application.age
    if age is None:
        if asks_age(campaign):
            raise EntryRefused("age_missing")
        return
    if campaign.min_age is not None and age < campaign.min_age:
        raise EntryRefused("too_young", age=campaign.min_age)
    if needs_guardian(campaign, age):
        if not (application.guardian_name and application.guardian_email):
            raise EntryRefused("guardian_unnamed")
        if application.guardian_email.lower() == by.email.lower():
            raise EntryRefused("guardian_is_entrant")


def chosen_categories(campaign: Campaign, application: Application) -> list[Category]:
    """The campaign's choosable categories that were chosen."""
    return [one for one in choosable(campaign) if one.pk in application.category_ids]
