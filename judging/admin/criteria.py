"""The criteria of a round, on its page."""

from __future__ import annotations

from typing import Any

from django.forms import Textarea
from django.http import HttpRequest

from judging.admin.round_form import CriterionForm
from judging.locks import is_locked
from judging.models import Criterion, Round
from partners.language_tabs import CODES, TranslatedStackedInline


def terms_locked(request: HttpRequest, round_: Round | None) -> bool:
    """Whether a score is in; asked once for a page, under the lock where it is being saved."""
    if round_ is None or round_.pk is None:
        return False
    known: dict[int, bool] = request.__dict__.setdefault("_locked_rounds", {})
    if round_.pk not in known:
        known[round_.pk] = is_locked(round_)
    return known[round_.pk]


class CriterionInline(TranslatedStackedInline):
    """What judges score. Only the campaign's languages are asked for, where it is known."""

    model = Criterion
    form = CriterionForm

    def get_fieldsets(self, request: HttpRequest, obj: Round | None = None) -> Any:
        codes = obj.category.campaign.languages if obj else CODES
        texts = [
            row
            for code in codes
            for row in ((f"title_{code}", f"help_{code}"), f"point_labels_{code}")
        ]
        return [(None, {"fields": (("weight", "max_points", "order"), *texts)})]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, Textarea):
            field.widget.attrs["rows"] = 3
        return field

    def has_add_permission(self, request: HttpRequest, obj: Round | None) -> bool:
        return not terms_locked(request, obj) and bool(super().has_add_permission(request, obj))

    def has_change_permission(self, request: HttpRequest, obj: Round | None = None) -> bool:
        return not terms_locked(request, obj) and bool(super().has_change_permission(request, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Round | None = None) -> bool:
        return not terms_locked(request, obj) and bool(super().has_delete_permission(request, obj))
