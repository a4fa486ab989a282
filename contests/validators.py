"""What the fields of a campaign refuse."""

from typing import Any
from zoneinfo import available_timezones

from babel import Locale
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

RESERVED_SLUGS = frozenset(
    {
        "account",
        "admin",
        "api",
        "calendar",
        "cards",
        "claim",
        "covers",
        "demo",
        "evidence",
        "feed",
        "guardian",
        "help",
        "judge",
        "media",
        "my",
        "partners",
        "press",
        "prizes",
        "static",
        "verify",
    }
)


COUNTRIES = frozenset(
    code for code in map(str, Locale("en").territories) if len(code) == 2 and code.isalpha()
) - {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}
"""Two-letter codes of countries and territories (ISO 3166-1, as CLDR has them)."""


def validate_slug_free(value: str) -> None:
    """Refuse address names that the site itself uses."""
    if value in RESERVED_SLUGS:
        raise ValidationError(_("The site uses this address itself. Choose another one."))


def validate_time_zone(value: str) -> None:
    """Refuse what is no zone of the IANA database."""
    if value not in available_timezones():
        raise ValidationError(_("Unknown time zone. Write it like Asia/Almaty."))


def validate_languages(value: Any) -> None:
    """Accept a list of one or more of the site's languages, each once."""
    known = {code for code, _name in settings.LANGUAGES}
    if not isinstance(value, list) or not value or len(set(value)) != len(value):
        raise ValidationError(_("Choose at least one language."))
    if not set(value) <= known:
        raise ValidationError(_("Choose from the languages of this site."))


def validate_countries(value: Any) -> None:
    """Accept a list of two-letter codes of countries, each once."""
    if not isinstance(value, list) or not COUNTRIES.issuperset(value):
        raise ValidationError(_("Choose countries by their two letters, e.g. KZ."))
    if len(set(value)) != len(value):
        raise ValidationError(_("Name each country once."))
