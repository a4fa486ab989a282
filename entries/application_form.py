"""What a campaign asks of the person behind videos, and what that person agrees to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from contests.models import Campaign, RulesVersion
from entries.application import Application, check_application
from entries.consents import REQUIRED_CONSENTS
from entries.entrant_fields import GUARDIAN_FIELDS, entrant_fields
from entries.models import Consent
from entries.refusal import EntryRefused

REFUSED_AT = {
    "age_missing": "age",
    "too_young": "age",
    "country_missing": "country",
    "wrong_country": "country",
    "guardian_unnamed": "guardian_name",
    "guardian_is_entrant": "guardian_email",
    "guardian_asked_often": "guardian_email",
    "category_missing": "categories",
    "rules_changed": "agree_rules",
}
"""Where a refusal can be mended, by its code; the others stand above the form."""


class ApplicationForm(forms.Form):
    """The person's declarations and consents, the same whether videos are entered or claimed.

    campaign: its rules decide what is asked.
    rules: the version that the page shows; `rules_number` in the form is the one that was read.
    user: who is signed in, if anybody is.
    """

    # Hidden, and always of the version that the page shows: the template writes it.
    rules_number = forms.IntegerField(required=False)

    def __init__(
        self,
        *args: Any,
        campaign: Campaign,
        rules: RulesVersion | None,
        user: User | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.campaign, self.rules, self.user = campaign, rules, user
        self.fields |= self.more_fields() | entrant_fields(campaign)
        for kind in REQUIRED_CONSENTS:
            self.fields[_name(kind)] = forms.BooleanField(
                label=self._consent_label(kind),
                error_messages={"required": _("Tick this box to enter your video.")},
            )

    def more_fields(self) -> dict[str, forms.Field]:
        """What a form asks before the person's fields."""
        return {}

    def _consent_label(self, kind: Consent.Kind) -> str:
        if kind is Consent.Kind.RULES:
            link = reverse("website:rules", args=[self.campaign.slug])
            return format_html(
                _("I have read {start}the rules{end} and agree to them."),
                start=format_html('<a href="{}" target="_blank" rel="noopener">', link),
                end=SafeString("</a>"),
            )
        if kind is Consent.Kind.PRIVACY:
            return _("My e-mail address and my handle may be used to run this campaign.")
        return _("My video and my handle may be shown on this site and in its reports.")

    @property
    def person_fields(self) -> list[forms.BoundField]:
        """What is asked of the person, but the guardian and the categories."""
        return self._bound(["email", "age", "country"])

    @property
    def guardian_fields(self) -> list[forms.BoundField]:
        return self._bound(GUARDIAN_FIELDS)

    @property
    def category_fields(self) -> list[forms.BoundField]:
        return self._bound(["categories"])

    @property
    def consent_fields(self) -> list[forms.BoundField]:
        """The boxes to tick."""
        return self._bound(map(_name, REQUIRED_CONSENTS))

    def _bound(self, names: Iterable[str]) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]

    @property
    def application(self) -> Application:
        """What was said once for all the videos."""
        said = self.cleaned_data
        return Application(
            consents={kind for kind in REQUIRED_CONSENTS if said.get(_name(kind))},
            language=get_language() or "en",
            age=said.get("age"),
            country=said.get("country", ""),
            guardian_name=said.get("guardian_name", ""),
            guardian_email=said.get("guardian_email", ""),
            category_ids=said.get("categories", ()),
            rules_number=self.rules.number if self.rules else None,
        )

    def clean(self) -> None:
        number = self.cleaned_data.get("rules_number")
        if number != (self.rules.number if self.rules else None):
            self.add_refusal(EntryRefused("rules_changed"))
        if not self.errors:
            by = self.user or User(email=self.cleaned_data.get("email", ""))
            try:
                check_application(self.campaign, self.application, by=by)
            except EntryRefused as refused:
                self.add_refusal(refused)

    def add_refusal(self, refused: EntryRefused) -> None:
        """Show why the verb said no at the field where it can be mended."""
        self.add_at(refused.code, refused.message)

    def add_at(self, code: str, sentence: str) -> None:
        """Show a refusal at its field, or above the form where no field can mend it."""
        name = REFUSED_AT.get(code)
        self.add_error(name if name in self.fields else None, sentence)


def _name(kind: Consent.Kind) -> str:
    return f"agree_{kind.value}"
