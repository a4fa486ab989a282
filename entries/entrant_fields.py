"""What a campaign asks of the person behind the videos: age, country, guardian, categories."""

from __future__ import annotations

from django import forms
from django.core.validators import MinValueValidator
from django.utils.translation import gettext as _

from contests.models import Campaign
from contests.wording import locale
from entries.application import asks_age, choosable, must_choose
from entries.guardian_forms import GuardianForm
from entries.refusal import EntryRefused

OLDEST = 120
ELSEWHERE = "ZZ"
"""Chosen by whoever lives in none of the campaign's countries: no country has this code."""
GUARDIAN_FIELDS = {"guardian_name": "name", "guardian_email": "email"}


def entrant_fields(campaign: Campaign) -> dict[str, forms.Field]:
    """The fields by name, in the active language; none where the campaign asks nothing."""
    fields: dict[str, forms.Field] = {}
    if asks_age(campaign):
        fields["age"] = _age(campaign)
    if campaign.guardian_age is not None:
        of_guardian = GuardianForm().fields
        for name, there in GUARDIAN_FIELDS.items():
            fields[name] = of_guardian[there]
            fields[name].required = False  # application.check_application asks where it is needed
    if campaign.countries:
        fields["country"] = _country(campaign)
    if choosable(campaign):
        fields["categories"] = _categories(campaign)
    return fields


def _age(campaign: Campaign) -> forms.Field:
    attributes = {"inputmode": "numeric", "autocomplete": "off", "class": "narrow"}
    if campaign.guardian_age is not None:
        attributes["data-guardian-below"] = str(campaign.guardian_age)
    return forms.IntegerField(
        label=_("Your age"),
        min_value=1,
        max_value=OLDEST,
        # The verb has the last word; here it is said together with what else is wrong.
        validators=[MinValueValidator(campaign.min_age, _too_young(campaign.min_age))]
        if campaign.min_age
        else [],
        widget=forms.NumberInput(attrs=attributes),
    )


def _too_young(age: int) -> str:
    return EntryRefused("too_young", age=age).message


def _country(campaign: Campaign) -> forms.Field:
    names = locale().territories
    countries = sorted((str(names.get(code, code)), code) for code in campaign.countries)
    return forms.ChoiceField(
        label=_("Country in which you live"),
        choices=[
            ("", _("Choose a country")),
            *((code, name) for name, code in countries),
            (ELSEWHERE, _("Another country")),
        ],
        validators=[_lives_there],
        widget=forms.Select(attrs={"autocomplete": "country"}),
    )


def _lives_there(code: str) -> None:
    if code == ELSEWHERE:
        raise forms.ValidationError(EntryRefused("wrong_country").message)


def _categories(campaign: Campaign) -> forms.Field:
    return forms.TypedMultipleChoiceField(
        label=_("Categories"),
        choices=[(category.pk, str(category)) for category in choosable(campaign)],
        coerce=int,
        required=must_choose(campaign),
        widget=forms.CheckboxSelectMultiple,
    )
