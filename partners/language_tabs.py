"""Texts in every language of the site: one tab per language in the admin.

Lives at the bottom of the house, because each room above has translated texts of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.db.models import Field
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline
from unfold.admin import ModelAdmin, StackedInline
from unfold.forms import PaginationInlineFormSet

CODES = tuple(code for code, _name in settings.LANGUAGES)
# Django calls two of them by names that their speakers do not use.
OWN_NAMES = {"kk": "Қазақша", "ar": "العربية"}
Fieldset = tuple[str, dict[str, Any]]


def own_name(code: str) -> str:
    """The language's name in itself, as its readers look for it."""
    return OWN_NAMES.get(code) or str(get_language_info(code)["name_local"])


def language_tabs(*names: str, codes: Iterable[str] = CODES) -> list[Fieldset]:
    """Return a fieldset for each language with the translated fields `names`, shown as a tab."""
    return [
        (own_name(code), {"classes": ["tab"], "fields": tuple(f"{name}_{code}" for name in names)})
        for code in codes
    ]


def search_in_all_languages(*names: str) -> list[str]:
    """Return the columns of translated fields: a search must not depend on the active language."""
    return [f"{name}_{code}" for name in names for code in CODES]


class TranslatedForm(forms.ModelForm[Any]):
    """A form that wants each of `one_of` in at least one language, whichever it is."""

    one_of: ClassVar[tuple[str, ...]] = ()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for name in self.one_of:
            columns = [f"{name}_{code}" for code in CODES if f"{name}_{code}" in self.fields]
            if columns and not any(
                (self.cleaned_data.get(column) or "").strip() for column in columns
            ):
                self.add_error(columns[0], _("Write this in at least one language."))
        return cleaned


class RowErrorsFormSet(PaginationInlineFormSet):
    """Rows whose errors as a whole stand above them; Unfold's stacked rows do not show these."""

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound:
            errors = [str(error) for form in self.forms for error in form.non_field_errors()]
            self._non_form_errors.extend(dict.fromkeys(errors))


class _LanguageFields:
    """Inputs that know their language; no language is more required than another."""

    # In a tab the language is the tab's name; elsewhere the label has to say it.
    language_in_label = False

    def patch_translation_field(
        self, db_field: Field[Any, Any], field: forms.Field, request: HttpRequest, **kwargs: Any
    ) -> None:
        super().patch_translation_field(db_field, field, request, **kwargs)  # type: ignore[misc]
        code = getattr(db_field, "language", None)
        if not code:
            return
        field.required = False
        if self.language_in_label and "rows" in field.widget.attrs:
            field.widget.attrs["rows"] = 3
        # Not by get_language_info: Django calls Azerbaijani right-to-left, as it is in Iran.
        way = "rtl" if code in settings.LANGUAGES_BIDI else "ltr"
        field.widget.attrs |= {"lang": code, "dir": way}
        name = capfirst(db_field.translated_field.verbose_name)  # type: ignore[attr-defined]
        field.label = f"{name} · {own_name(code)}" if self.language_in_label else name


class TranslatedAdmin(_LanguageFields, ModelAdmin, TranslationAdmin):
    """An admin with a tab per language; put `language_tabs(…)` into its fieldsets."""

    form = TranslatedForm


class TranslatedStackedInline(_LanguageFields, StackedInline, TranslationStackedInline):
    """Rows with translated texts below another object, where there is no room for tabs."""

    form = TranslatedForm
    formset = RowErrorsFormSet
    language_in_label = True
    extra = 0
