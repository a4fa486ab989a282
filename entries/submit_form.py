"""What a creator fills in to enter videos."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entries.application_form import REFUSED_AT, ApplicationForm
from entries.entering import RefusedLink
from entries.handle_fields import HandleFields
from entries.intake import platform_names
from entries.link_messages import link_message
from entries.links import LinkRefused
from entries.several_links import PastedLink, read_links

REFUSED_FOR_ALL = frozenset({*REFUSED_AT, "showcase", "not_open", "consent_missing", "too_many"})
"""Refusals that are the same for each of the videos."""


class SubmitForm(HandleFields, ApplicationForm):
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pasted: tuple[PastedLink, ...] = ()
        self.left_over: tuple[str, ...] = ()
        self.fields["links"].help_text = _("One link a line, up to ten. From %(platforms)s.") % {
            "platforms": platform_names(self.campaign)
        }
        self.fields["links"].widget.attrs |= {
            "hx-post": reverse("entries:recognise", args=[self.campaign.slug]),
            "hx-trigger": "input changed delay:700ms, load",
            "hx-target": "#recognised",
            "hx-params": "links,csrfmiddlewaretoken",
            "hx-sync": "this:replace",
        }
        if self.user is not None:
            del self.fields["email"]

    def more_fields(self) -> dict[str, forms.Field]:
        return self.handle_fields(self.campaign)

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

    @property
    def is_trapped(self) -> bool:
        """Whether a program filled what no person sees; nobody who is signed in is suspected."""
        return self.user is None and bool(self.cleaned_data.get("homepage"))

    def add_refused(self, refused: Sequence[RefusedLink]) -> None:
        """Show why none of the links was entered: beside them, or once where it holds for all."""
        for_all = {link.code: link for link in refused if link.code in REFUSED_FOR_ALL}
        for link in for_all.values():
            self.add_at(link.code, link.sentence)
        for link in refused:
            if link.code not in for_all:
                self.add_error("links", _told(link) if len(refused) > 1 else link.sentence)


def _told(link: RefusedLink) -> SafeString:
    return format_html('<bdi dir="ltr">{}</bdi> {}', link.text, link.sentence)
