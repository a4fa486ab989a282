"""A press release as a form: headline and text in each language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from accounts.bidi import direction
from partners.language_tabs import own_name
from results.models import PressRelease
from results.press_facts import LANGUAGES
from results.press_writing import LONGEST


@dataclass(frozen=True)
class LanguagePart:
    """The two fields of a language.

    is_wanted: the campaign is published in it; preview: where it is looked at as a page.
    """

    code: str
    name: str
    title: forms.BoundField
    body: forms.BoundField
    is_wanted: bool
    preview: str

    @property
    def fields(self) -> tuple[forms.BoundField, forms.BoundField]:
        return (self.title, self.body)

    @property
    def is_missing(self) -> bool:
        return self.is_wanted and not (self.title.value() and self.body.value())

    @property
    def has_errors(self) -> bool:
        return bool(self.title.errors or self.body.errors)


class ReleaseForm(forms.Form):
    """What is sent back counts only where it differs from what the page showed.

    So two people who write in two languages do not undo each other's work.
    """

    def __init__(self, *args: Any, release: PressRelease, **kwargs: Any) -> None:
        kwargs["prefix"] = "text"
        super().__init__(*args, **kwargs)
        self.release = release
        for code in LANGUAGES:
            attrs = {
                "lang": code,
                "dir": direction(code),
            }
            self.fields[f"title_{code}"] = forms.CharField(
                label=_("Headline"),
                required=False,
                max_length=LONGEST["title"],
                initial=getattr(release, f"title_{code}") or "",
                show_hidden_initial=True,
                widget=UnfoldAdminTextInputWidget(attrs=attrs),
            )
            self.fields[f"body_{code}"] = forms.CharField(
                label=_("Text"),
                required=False,
                max_length=LONGEST["body"],
                initial=getattr(release, f"body_{code}") or "",
                show_hidden_initial=True,
                widget=UnfoldAdminTextareaWidget(attrs=attrs | {"rows": 18}),
            )

    @property
    def parts(self) -> Iterator[LanguagePart]:
        """By language, those of the campaign first."""
        wanted = self.release.campaign.languages
        for code in (*wanted, *(code for code in LANGUAGES if code not in wanted)):
            with override(code):
                address = [self.release.campaign.slug, self.release.pk]
                preview = reverse("website:press_preview", args=address)
            yield LanguagePart(
                code=code,
                name=own_name(code),
                title=self[f"title_{code}"],
                body=self[f"body_{code}"],
                is_wanted=code in wanted,
                preview=preview,
            )

    @property
    def changed_texts(self) -> dict[str, dict[str, str]]:
        """What was changed, by language."""
        changed: dict[str, dict[str, str]] = {}
        for field in self.changed_data:
            name, _sign, code = field.partition("_")
            changed.setdefault(code, {})[name] = self.cleaned_data[field]
        return changed
