"""Lists and forms that show only what belongs to campaigns in which the reader has a role."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth import get_permission_codename
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.db.models import Field, ForeignKey, Model, QuerySet
from django.db.models.constants import LOOKUP_SEP
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.acting import acting_user
from contests.campaign_roles import acting_within, campaigns_where


class InReachFilter(admin.RelatedFieldListFilter):
    """Offers only what belongs to campaigns that the reader reaches."""

    def field_choices(
        self, field: Any, request: HttpRequest, model_admin: admin.ModelAdmin[Any]
    ) -> Any:
        chosen, own = admin_in_reach(field.remote_field.model), admin_in_reach(model_admin.model)
        reached = own.campaigns_reached(request, "view") if own else None
        if chosen is None or reached is None:
            return super().field_choices(field, request, model_admin)
        rows = chosen.in_campaigns(field.remote_field.model._default_manager.all(), reached)
        return [(str(row.pk), str(row)) for row in rows]


class InReachMixin:
    """A model admin for rows of campaigns. Comes first among the bases.

    `campaign_path` leads from a row to its campaign. A role in one campaign reaches that campaign's
    rows: others are in no list, have no page and cannot be chosen.
    """

    campaign_path: str
    in_several_campaigns = False
    view_right = ""  # another model's, where whoever may see that may see this
    model: type[Model]
    opts: Any

    def in_campaigns(self, rows: QuerySet[Any], campaign_ids: Collection[int]) -> QuerySet[Any]:
        """Those rows that belong to one of these campaigns."""
        inside = {f"{self.campaign_path}__in": campaign_ids}
        if self.in_several_campaigns:  # a join would show such a row several times
            found = self.model._base_manager.filter(**inside)
            return rows.filter(pk__in=found.values("pk"))
        return rows.filter(**inside)

    def campaigns_reached(self, request: HttpRequest, verb: str) -> frozenset[int] | None:
        """Where the reader may "view", "add" or "change" rows of this kind; None: everywhere."""
        user = acting_user(request)
        name = get_permission_codename(verb, self.opts)
        right = self.view_right if verb == "view" else ""
        return campaigns_where(user, right or f"{self.opts.app_label}.{name}")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)  # type: ignore[misc]  # a mixin
        reached = self.campaigns_reached(request, "view")
        return rows if reached is None else self.in_campaigns(rows, reached)

    def get_list_filter(self, request: HttpRequest) -> Any:
        filters = super().get_list_filter(request)  # type: ignore[misc]  # a mixin
        if self.campaigns_reached(request, "view") is None:
            return filters
        return [
            (one, InReachFilter) if isinstance(one, str) and self._is_foreign_key(one) else one
            for one in filters
        ]

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Let nothing be chosen that belongs to a campaign in which no such row may be added."""
        chosen = admin_in_reach(db_field.remote_field.model)
        reached = self.campaigns_reached(request, "add")
        if reached is not None and chosen:
            rows = kwargs.get("queryset") or db_field.remote_field.model._default_manager.all()
            kwargs["queryset"] = chosen.in_campaigns(rows, reached)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]  # a mixin

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Undo all of it where the row would belong to a campaign of others."""
        super().save_related(request, form, formsets, change)  # type: ignore[misc]  # a mixin
        reached = self.campaigns_reached(request, "change" if change else "add")
        saved = self.model._base_manager.filter(pk=form.instance.pk)
        if reached is not None and not self.in_campaigns(saved, reached).exists():
            raise PermissionDenied

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseBase:
        if request.method == "POST" and not self._may_act_on_chosen(request):
            text = _(
                "You may not do this in every campaign of the rows that you chose. "
                "Filter by campaign."
            )
            messages.error(request, text)
            return redirect(request.get_full_path())
        response: HttpResponseBase = super().changelist_view(request, extra_context)  # type: ignore[misc]  # a mixin
        return response

    def _may_act_on_chosen(self, request: HttpRequest) -> bool:
        """Whether the action is on offer in each campaign that the chosen rows belong to."""
        action = request.POST.get("action", "")
        reached = self.campaigns_reached(request, "view")
        if not action or reached is None:
            return True
        rows = self.get_queryset(request)
        if request.POST.get("select_across") != "1":
            chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
            rows = rows.filter(pk__in=[pk for pk in chosen if pk.isdecimal() and len(pk) < 19])
        for campaign_id in reached:
            if self.in_campaigns(rows, [campaign_id]).exists():
                with acting_within(acting_user(request), [campaign_id]):
                    if action not in self.get_actions(request):  # type: ignore[attr-defined]  # a mixin
                        return False
        return True

    def _is_foreign_key(self, path: str) -> bool:
        model: Any = self.model
        field: Field[Any, Any] | None = None
        for name in path.split(LOOKUP_SEP):
            try:
                field = model._meta.get_field(name)
            except FieldDoesNotExist:
                return False
            model = field.related_model if field.is_relation else None
        return isinstance(field, ForeignKey)


def admin_in_reach(model: type[Model]) -> InReachMixin | None:
    """The admin of a model whose rows belong to campaigns; None for other models."""
    found: Any = admin.site._registry.get(model)
    return found if isinstance(found, InReachMixin) else None
