"""What a creator fills in to enter videos."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.models import User
from contests.models import Campaign, RulesVersion
from entries.application import Application, check_application
from entries.consents import REQUIRED_CONSENTS
from entries.entering import RefusedLink
from entries.entrant_fields import GUARDIAN_FIELDS, entrant_fields
from entries.handle_fields import HandleFields
from entries.intake import platform_names
from entries.link_messages import link_message
from entries.links import LinkRefused
from entries.models import Consent
from entries.refusal import EntryRefused
from entries.several_links import PastedLink, read_links

REFUSED_AT = {
    "age_missing": "age",
    "too_young": "age",
    "country_missing": "country",
    "wrong_country": "country",
    "guardian_unnamed": "guardian_name",
    "guardian_is_entrant": "guardian_email",
    "guardian_asked_often": "guardian_email",
    "category_missing": "categories",
}
"""Where a refusal can be mended, by its code; the others stand above the form."""
REFUSED_FOR_ALL = frozenset({*REFUSED_AT, "showcase", "not_open", "consent_missing", "too_many"})
"""Refusals that are the same for each of the videos."""


class SubmitForm(HandleFields, forms.Form):
    """The links, what the campaign asks of the person, the address, the consents.

    campaign: its rules and platforms decide what is asked.
    rules: the version that the page shows; `rules_number` in the form is the one that was read.
    user: who is signed in; nobody is asked for the address then.
    """

    links = forms.CharField(
        label=gettext_lazy("Links of your videos"),
        widget=forms.Textarea(
            attrs={
                "rows": 3,
                "inputmode": "url",
                "class": "ltr",
                "autocomplete": "off",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("We send a code to it, and later what becomes of your entry."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    # A trap: people neither see nor reach it, programs that fill every field do. See views.submit.
    homepage = forms.CharField(
        required=False,
        label=gettext_lazy("Leave this field empty"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
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
        self.pasted: tuple[PastedLink, ...] = ()
        self.left_over: tuple[str, ...] = ()
        self.fields["links"].help_text = _("One link a line, up to ten. From %(platforms)s.") % {
            "platforms": platform_names(campaign)
        }
        self.fields["links"].widget.attrs |= {
            "hx-post": reverse("entries:recognise", args=[campaign.slug]),
            "hx-trigger": "input changed delay:700ms, load",
            "hx-target": "#recognised",
            "hx-params": "links,csrfmiddlewaretoken",
            "hx-sync": "this:replace",
        }
        self.fields |= self.handle_fields(campaign) | entrant_fields(campaign)
        if user is not None:
            del self.fields["email"]
        for kind in REQUIRED_CONSENTS:
            self.fields[_name(kind)] = forms.BooleanField(
                label=self._consent_label(kind),
                error_messages={"required": _("Tick this box to enter your video.")},
            )

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
        )

    def clean_links(self) -> str:
        text: str = self.cleaned_data["links"]
        try:
            read = read_links(text)
        except LinkRefused as refused:
            raise forms.ValidationError(
                str(link_message(refused.code)), code=refused.code.value
            ) from refused
        self.pasted, self.left_over = read.links, read.left_over
        return text

    def clean(self) -> None:
        number = self.cleaned_data.get("rules_number")
        if number != (self.rules.number if self.rules else None):
            self.add_error(
                _name(Consent.Kind.RULES),
                _("The rules have changed meanwhile. Read them again before you agree."),
            )
        if not self.errors:
            by = self.user or User(email=self.cleaned_data["email"])
            try:
                check_application(self.campaign, self.application, by=by)
            except EntryRefused as refused:
                self.add_refusal(refused)

    @property
    def is_trapped(self) -> bool:
        """Whether a program filled what no person sees; nobody who is signed in is suspected."""
        return self.user is None and bool(self.cleaned_data.get("homepage"))

    def add_refused(self, refused: Sequence[RefusedLink]) -> None:
        """Show why none of the links was entered: beside them, or once where it holds for all."""
        for_all = {link.code: link for link in refused if link.code in REFUSED_FOR_ALL}
        for link in for_all.values():
            self._add_at(link.code, link.sentence)
        for link in refused:
            if link.code not in for_all:
                self.add_error("links", _told(link) if len(refused) > 1 else link.sentence)

    def add_refusal(self, refused: EntryRefused) -> None:
        """Show why the verb said no at the field where it can be mended."""
        self._add_at(refused.code, refused.message)

    def _add_at(self, code: str, sentence: str) -> None:
        name = REFUSED_AT.get(code)
        self.add_error(name if name in self.fields else None, sentence)


def _name(kind: Consent.Kind) -> str:
    return f"agree_{kind.value}"


def _told(link: RefusedLink) -> SafeString:
    return format_html('<bdi dir="ltr">{}</bdi> {}', link.text, link.sentence)
