"""What a winner fills in to accept a prize, and the question before one is declined."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.bidi import isolated
from contests.wording import countries_by_name
from results.delivery import Delivery
from results.lettering import printable, unprintable_letters

# Digits of any script, and what people write between them.
_PHONE = re.compile(r"[+＋]?[\d\s().\-–/]+")
_FEWEST_DIGITS = 5
NAMES = ("certificate_name", "is_winner")
PEOPLE = ("guardian", "recipient", "phone")
PLACE = ("street", "city", "postal_code", "country", "note")


class ClaimForm(forms.Form):
    """The name on the certificate, and who gets the prize where.

    asks_guardian: the entrant is a child, so a grown-up receives the prize.
    days: after how many days the data is deleted, counted from the prize's arrival.
    accepted: the prize is accepted; only the data is changed, and nothing is declared anew.
    """

    certificate_name = forms.CharField(
        label=gettext_lazy("Name on the certificate"),
        help_text=gettext_lazy(
            "As it is to be printed, in any script. It stays on the certificate."
        ),
        max_length=120,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "name"}),
    )
    guardian = forms.CharField(
        label=gettext_lazy("Name of the guardian who receives the prize"),
        max_length=120,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    recipient = forms.CharField(
        label=gettext_lazy("Recipient’s first name and family name"),
        max_length=120,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Telephone"),
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "class": "ltr"}),
    )
    street = forms.CharField(
        label=gettext_lazy("Street, house, flat"),
        max_length=300,
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 2, "autocomplete": "street-address"}),
    )
    city = forms.CharField(
        label=gettext_lazy("Town or village"),
        max_length=120,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "address-level2"}),
    )
    postal_code = forms.CharField(
        label=gettext_lazy("Postal code"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "class": "narrow"}),
    )
    country = forms.ChoiceField(
        label=gettext_lazy("Country"), widget=forms.Select(attrs={"autocomplete": "country"})
    )
    note = forms.CharField(
        label=gettext_lazy("What the courier should know"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 2}),
    )
    is_winner = forms.BooleanField()
    agree = forms.BooleanField()

    def __init__(
        self, *args: Any, asks_guardian: bool, days: int, accepted: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].help_text = _("With the country code, for example %(number)s.") % {
            "number": isolated("+7 700 000 00 00")
        }
        country: Any = self.fields["country"]
        country.choices = [("", _("Choose a country")), *countries_by_name()]
        if not asks_guardian:
            del self.fields["guardian"]
        if accepted:
            del self.fields["is_winner"], self.fields["agree"]
            return
        self.fields["is_winner"].label = _(
            "I am the winner, or one of the winners who won jointly."
        )
        if asks_guardian:
            self.fields["is_winner"].label = _("I am the winner, or the winner’s guardian.")
        self.fields["is_winner"].error_messages["required"] = _("Tick this box if it is so.")
        self.fields["agree"].label = kept_until(days)
        self.fields["agree"].error_messages["required"] = _(
            "Tick this box if you agree: without this data the prize cannot be delivered."
        )

    @property
    def name_fields(self) -> list[forms.BoundField]:
        return self._bound(*NAMES)

    @property
    def people_fields(self) -> list[forms.BoundField]:
        return self._bound(*PEOPLE)

    @property
    def place_fields(self) -> list[forms.BoundField]:
        return self._bound(*PLACE)

    @property
    def consent_fields(self) -> list[forms.BoundField]:
        return self._bound("agree")

    def _bound(self, *names: str) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]

    def clean_certificate_name(self) -> str:
        name: str = self.cleaned_data["certificate_name"]
        fit = printable(name)
        if not fit:
            raise ValidationError(
                _("These signs cannot be printed: %(signs)s"),
                params={"signs": " ".join(unprintable_letters(name))},
            )
        if not any(letter.isalpha() for letter in fit):
            raise ValidationError(_("Write a name."))
        return fit

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        digits = sum(sign.isdecimal() for sign in phone)
        if not _PHONE.fullmatch(phone) or digits < _FEWEST_DIGITS:
            raise ValidationError(_("Write a telephone number: digits, with the country code."))
        return phone

    @property
    def certificate(self) -> str:
        name: str = self.cleaned_data["certificate_name"]
        return name

    @property
    def delivery(self) -> Delivery:
        """What is to be kept, once the form is valid."""
        said = self.cleaned_data
        names = (*PEOPLE, *PLACE)
        return Delivery(**{name: said.get(name, "") for name in names})


def kept_until(days: int) -> str:
    """What is kept of a winner, who sees it, and until when."""
    return ngettext(
        "My name, telephone and address may be kept encrypted and given to the sponsor of the "
        "prize, so that it reaches me. They are deleted %(days)s day after I have the prize.",
        "My name, telephone and address may be kept encrypted and given to the sponsor of the "
        "prize, so that it reaches me. They are deleted %(days)s days after I have the prize.",
        days,
    ) % {"days": days}


class DeclineForm(forms.Form):
    """Why somebody does without the prize, if they want to say so."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Only the organisers read it."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 3}),
    )
