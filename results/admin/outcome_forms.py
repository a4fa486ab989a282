"""What stands behind the prize places of a category: the alternates, and the remark for the public.

As in results.admin.place_form, what is sent back counts only where it differs from what the page
showed, so that two people do not undo each other's work.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from accounts.bidi import direction
from results.admin.place_form import Choices
from results.models import Alternate, CategoryRemark
from results.standings import StandingRow


@dataclass(frozen=True)
class AlternateLine:
    """One position: its field, and what is to be known of who stands there."""

    field: forms.BoundField
    note: str


class AlternatesForm(forms.Form):
    """Who stands behind the winners, position by position."""

    def __init__(
        self,
        *args: Any,
        category_id: int,
        alternates: list[Alternate],
        rows: Mapping[int, StandingRow],
        choices: Choices,
        count: int,
        **kwargs: Any,
    ) -> None:
        kwargs["prefix"] = f"alternates-{category_id}"
        super().__init__(*args, **kwargs)
        self._rows = rows
        self.drafted = len(alternates)
        self.more_than_planned = max(len(alternates) - count, 0)
        keys = [one.entry_id or one.creator_id for one in alternates]
        nobody: Choices = [("", _("nobody"))]
        for position in range(1, max(count, len(keys)) + 1):
            self.fields[str(position)] = forms.TypedChoiceField(
                label=_("Alternate %(position)s") % {"position": position},
                choices=nobody + choices[1:],
                coerce=int,
                empty_value=None,
                required=False,
                initial=keys[position - 1] if position <= len(keys) else None,
                show_hidden_initial=True,
                widget=UnfoldAdminSelectWidget(),
            )

    @property
    def lines(self) -> list[AlternateLine]:
        """The positions in their order, and where somebody shares the rank with others."""
        return [AlternateLine(field, self._note(field)) for field in self]

    def keys(self, winners: Collection[int]) -> list[int]:
        """Who is chosen, in order; who wins now and was left where they stood moves up."""
        found = []
        for name, field in self.fields.items():
            changed = name in self.changed_data
            key = self.cleaned_data[name] if changed else field.initial
            if key is not None and (changed or key not in winners):
                found.append(key)
        return found

    def _note(self, field: forms.BoundField) -> str:
        row = self._rows.get(field.initial)
        if row is None or not row.tied:
            return ""
        others = len(row.tied) - 1
        return ngettext(
            "shares rank %(rank)s with %(count)s other",
            "shares rank %(rank)s with %(count)s others",
            others,
        ) % {"rank": row.rank, "count": others}


class RemarkForm(forms.Form):
    """Why nobody wins, or why others win than the standings name, in each language."""

    def __init__(
        self,
        *args: Any,
        category_id: int,
        remark: CategoryRemark | None,
        languages: Iterable[str],
        **kwargs: Any,
    ) -> None:
        kwargs["prefix"] = f"remark-{category_id}"
        super().__init__(*args, **kwargs)
        self.is_written = remark is not None
        self.fields["leaves_places_empty"] = forms.BooleanField(
            label=_("Prize places without a winner stay empty."),
            required=False,
            initial=remark.leaves_places_empty if remark else False,
            show_hidden_initial=True,
        )
        names = dict(settings.LANGUAGES)
        for code in languages:
            self.fields[f"text_{code}"] = forms.CharField(
                label=names[code],
                required=False,
                max_length=2000,
                initial=getattr(remark, f"text_{code}") if remark else "",
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
    def texts(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name != "leaves_places_empty"]

    @property
    def missing(self) -> int:
        """In how many languages the remark is still to be written."""
        return sum(not field.value() for field in self.texts)

    @property
    def changed_texts(self) -> dict[str, str]:
        """The texts that were changed, by the language's code."""
        prefix = "text_"
        return {
            name.removeprefix(prefix): self.cleaned_data[name]
            for name in self.changed_data
            if name.startswith(prefix)
        }

    @property
    def leaves_places_empty(self) -> bool | None:
        """What was decided about empty places; None if nothing was."""
        name = "leaves_places_empty"
        return bool(self.cleaned_data[name]) if name in self.changed_data else None
