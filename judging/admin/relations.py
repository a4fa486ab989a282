"""Declared relations: added and withdrawn, never edited."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin
from unfold.decorators import action, display

from accounts.acting import acting_user
from accounts.clock import database_now
from contests.admin.in_reach import InReachMixin
from contests.wording import day_and_time
from judging.admin.judge_form import RelationForm
from judging.models import Assignment, Relation
from judging.refusal import JudgingRefused
from judging.relations import declare_relation, withdraw_relation


@admin.register(Relation)
class RelationAdmin(InReachMixin, ModelAdmin):
    """Whom a judge must not judge, and why."""

    campaign_path = "judge__campaign"
    list_display = ("judge", "other", "reason", "declared")
    list_select_related = ("judge__user", "judge__campaign", "creator", "partner")
    list_filter = ("judge__campaign",)
    list_per_page = 50
    search_fields = ("judge__user__name", "judge__user__email", "creator__handle")
    autocomplete_fields = ("judge", "creator", "partner")
    actions = None
    actions_detail = ("withdraw",)

    def get_form(self, request: HttpRequest, obj: Relation | None = None, **kwargs: Any) -> Any:
        if obj is None:
            kwargs["form"] = RelationForm
        return super().get_form(request, obj, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Relation | None = None) -> Any:
        if obj is None:
            return ("judge", "creator", "partner", "reason")
        return ("judge", "other", "reason", "declared", "declared_by")

    def has_delete_permission(self, request: HttpRequest, obj: Relation | None = None) -> bool:
        return False  # withdrawn below, so that reviews count again

    def has_change_permission(self, request: HttpRequest, obj: Relation | None = None) -> bool:
        return False

    def save_model(
        self, request: HttpRequest, obj: Relation, form: forms.ModelForm[Relation], change: bool
    ) -> None:
        relation, followed = declare_relation(
            judge_id=obj.judge_id,
            creator_id=obj.creator_id,
            partner_id=obj.partner_id,
            reason=obj.reason,
            by=acting_user(request),
            at=database_now(),
        )
        obj.pk = relation.pk
        if followed.reviews:
            messages.warning(
                request,
                ngettext(
                    "%(count)d review of theirs no longer counts.",
                    "%(count)d reviews of theirs no longer count.",
                    followed.reviews,
                )
                % {"count": followed.reviews},
            )

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """What was refused between the form's question and the writing is said, too."""
        try:
            return super().add_view(request, form_url, extra_context)
        except JudgingRefused as refused:
            messages.error(request, refused.message)
            return redirect("admin:judging_relation_changelist")

    def response_add(
        self, request: HttpRequest, obj: Relation, post_url_continue: str | None = None
    ) -> HttpResponse:
        super().response_add(request, obj, post_url_continue)
        return redirect("admin:judging_judge_change", obj.judge_id)

    def has_withdraw_permission(
        self,
        request: HttpRequest,
        object_id: str | None = None,  # noqa: ARG002 - Unfold's signature
    ) -> bool:
        return request.user.has_perm("judging.delete_relation")

    @action(
        description=_("Withdraw the relation"),
        url_path="withdraw",
        permissions=["withdraw"],
        icon="link_off",
    )
    def withdraw(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Say what counts again; on the nod withdraw."""
        relations = self.get_queryset(request).select_related(*self.list_select_related)
        relation = get_object_or_404(relations, pk=unquote(object_id))
        if request.method == "POST":
            return self._withdraw(request, relation)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Withdraw the relation"),
            "opts": self.opts,
            "original": relation,
            "relation": relation,
            "count": Assignment.objects.filter(
                judge=relation.judge_id, recused_at=relation.declared_at
            ).count(),
        }
        return TemplateResponse(request, "admin/judging/withdraw_relation.html", context)

    def _withdraw(self, request: HttpRequest, relation: Relation) -> HttpResponse:
        try:
            followed = withdraw_relation(
                relation_id=relation.pk, by=acting_user(request), at=database_now()
            )
        except JudgingRefused as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, _("The relation is withdrawn."))
            if followed.reviews:
                messages.success(
                    request,
                    ngettext(
                        "%(count)d review counts again.",
                        "%(count)d reviews count again.",
                        followed.reviews,
                    )
                    % {"count": followed.reviews},
                )
        return redirect("admin:judging_judge_change", relation.judge_id)

    @display(description=_("creator or institution"))
    def other(self, relation: Relation) -> str:
        return str(relation.creator or relation.partner)

    @display(description=_("declared"), ordering="declared_at")
    def declared(self, relation: Relation) -> str:
        return day_and_time(relation.declared_at, relation.judge.campaign.zone)
