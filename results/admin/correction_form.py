"""What the public is told about a correction, as a form with a field for each language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from unfold.widgets import UnfoldAdminTextareaWidget

from accounts.bidi import direction
from results.models import Correction


class NoteForm(forms.Form):
    """What is sent back counts only where it differs from what the page showed.

    So two people who write in two languages do not undo each other's work.
    """

    def __init__(
        self, *args: Any, correction: Correction, languages: Iterable[str], **kwargs: Any
    ) -> None:
        kwargs["prefix"] = "note"
        super().__init__(*args, **kwargs)
        names = dict(settings.LANGUAGES)
        for code in languages:
            self.fields[code] = forms.CharField(
                label=names[code],
                required=False,
                initial=getattr(correction, f"note_{code}") or "",
                show_hidden_initial=True,
                widget=UnfoldAdminTextareaWidget(
                    attrs={
                        "rows": 3,
                        "lang": code,
                        "dir": direction(code),
                    }
                ),
            )

    @property
    def missing(self) -> int:
        """In how many languages the note is still to be written."""
        return sum(not field.value() for field in self)

    @property
    def changed_texts(self) -> dict[str, str]:
        """The texts that were changed, by the language's code."""
        return {code: self.cleaned_data[code] for code in self.changed_data}
