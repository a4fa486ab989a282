"""Judges: appointed by their e-mail address, so that managers need not see all users."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db.models import Count, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin
from unfold.dataclasses import UnfoldAction
from unfold.decorators import action, display

from accounts.acting import acting_user
from accounts.clock import database_now
from contests.admin.in_reach import InReachMixin
from contests.wording import day_and_time
from judging.admin.judge_form import AppointmentForm, JudgeForm
from judging.admin.leave_page import leave_page, return_page
from judging.admin.progress import EXPECTED, FINISHED, how_far, is_hidden_from
from judging.appointing import appoint_judge
from judging.models import Judge, Relation
from judging.relations import follow_conflicts


@admin.register(Judge)
class JudgeAdmin(InReachMixin, ModelAdmin):
    """The people of a jury, how far each of them is, and to whom they are tied."""

    campaign_path = "campaign"
    list_display = ("person", "campaign", "organisation", "is_chair", "progress", "sits")
    list_select_related = ("user", "campaign", "organisation")
    list_filter = ("campaign", ("left_at", admin.EmptyFieldListFilter))
    list_per_page = 50
    search_fields = ("user__email", "user__name")
    autocomplete_fields = ("campaign", "organisation")
    actions = None
    actions_detail = ("leave", "come_back")
    warn_unsaved_form = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Judge]:
        relations = Relation.objects.select_related("creator", "partner")
        return (
            super()
            .get_queryset(request)
            .prefetch_related(Prefetch("relations", queryset=relations))
            .annotate(
                duties=Count("assignments", filter=EXPECTED),
                finished=Count("assignments", filter=EXPECTED & FINISHED),
                is_hidden=is_hidden_from(
                    acting_user(request), at=timezone.now(), campaign="campaign"
                ),
            )
        )

    def get_form(self, request: HttpRequest, obj: Judge | None = None, **kwargs: Any) -> Any:
        kwargs["form"] = JudgeForm if obj else AppointmentForm
        return super().get_form(request, obj, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Judge | None = None) -> Any:
        if obj is None:
            return ("campaign", "email", "name", "organisation", "is_chair", "languages")
        left = ("left",) if obj.left_at else ()
        return (
            "named",
            "campaign",
            *left,
            "organisation",
            "is_chair",
            "languages",
            "ties",
            "progress",
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Judge | None = None) -> Any:
        return ("named", "campaign", "left", "ties", "progress") if obj else ()

    def get_actions_detail(self, request: HttpRequest, object_id: int) -> list[UnfoldAction]:
        """Only what fits: who sits may leave, who has left may come back."""
        offered: list[UnfoldAction] = super().get_actions_detail(request, object_id)
        sits = Judge.objects.sitting().filter(pk=object_id).exists()
        return [one for one in offered if one.action_name.endswith("_leave") is sits]

    def has_assign_judges_permission(
        self,
        request: HttpRequest,
        object_id: str | None = None,  # noqa: ARG002 - Unfold's signature
    ) -> bool:
        return request.user.has_perm("judging.assign_judges")

    @action(
        description=_("Leaves the jury"),
        url_path="leave",
        permissions=["assign_judges"],
        icon="person_remove",
    )
    def leave(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask why, whether finished work counts and who takes over; say what that means; do it."""
        return leave_page(request, self._judge(object_id), self.admin_site.each_context(request))

    @action(
        description=_("Comes back"),
        url_path="return",
        permissions=["assign_judges"],
        icon="person_add",
    )
    def come_back(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Say what coming back means; on the nod do it."""
        return return_page(request, self._judge(object_id), self.admin_site.each_context(request))

    def _judge(self, object_id: str) -> Judge:
        judges = Judge.objects.select_related("user", "campaign")
        return get_object_or_404(judges, pk=unquote(object_id))

    def save_model(
        self, request: HttpRequest, obj: Judge, form: forms.ModelForm[Judge], change: bool
    ) -> None:
        if change:
            super().save_model(request, obj, form, change)
            self._follow(request, obj)
            return
        appointed = appoint_judge(
            campaign_id=obj.campaign_id,
            email=form.cleaned_data["email"],
            name=form.cleaned_data["name"],
            organisation=obj.organisation,
            is_chair=obj.is_chair,
            languages=form.cleaned_data["languages"],
            at=database_now(),
        )
        obj.pk, obj.user = appointed.pk, appointed.user

    def _follow(self, request: HttpRequest, judge: Judge) -> None:
        """A new organisation may make a conflict of what is reviewed already."""
        followed = follow_conflicts(judge_id=judge.pk, by=acting_user(request), at=database_now())
        if followed.reviews:
            messages.warning(
                request,
                ngettext(
                    "%(count)d review is in a conflict of interest now and no longer counts.",
                    "%(count)d reviews are in a conflict of interest now and no longer count.",
                    followed.reviews,
                )
                % {"count": followed.reviews},
            )

    @display(description=_("judge"), ordering="user__name", header=True)
    def person(self, judge: Judge) -> list[str]:
        return [str(judge.user), judge.user.email]

    @display(description=_("judge"))
    def named(self, judge: Judge) -> SafeString:
        return format_html("<bdi>{}</bdi> · <bdi>{}</bdi>", judge.user, judge.user.email)

    @display(description=_("finished reviews"))
    def progress(self, judge: Judge) -> Any:
        return how_far(judge)

    @display(description=_("in the jury"), label={"sits": "success", "left": "warning"})
    def sits(self, judge: Judge) -> tuple[str, Any]:
        return ("left", _("has left")) if judge.left_at else ("sits", _("sits"))

    @display(description=_("left the jury"))
    def left(self, judge: Judge) -> str:
        if judge.left_at is None:
            return ""
        counts = (
            _("Finished reviews count.") if judge.work_counts else _("Nothing of theirs counts.")
        )
        return format_html(
            "{} · {}<br>{}",
            day_and_time(judge.left_at, judge.campaign.zone),
            judge.left_reason,
            counts,
        )

    @display(description=_("declared relations"))
    def ties(self, judge: Judge) -> SafeString:
        """The relations with a link to withdraw each, and one to declare another."""
        lines = format_html_join(
            "",
            '<li><bdi>{}</bdi> · {} · <a class="underline" href="{}">{}</a></li>',
            (
                (
                    relation.creator or relation.partner,
                    relation.reason,
                    reverse("admin:judging_relation_withdraw", args=[relation.pk]),
                    _("withdraw"),
                )
                for relation in judge.relations.all()
            ),
        )
        return format_html(
            '<ul>{}</ul><a class="underline" href="{}?judge={}">{}</a>',
            lines,
            reverse("admin:judging_relation_add"),
            judge.pk,
            _("Declare a relation"),
        )
