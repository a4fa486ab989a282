"""Prize claims in the admin: the list, and what is done with many at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Case, Q, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from unfold.decorators import display

from accounts.acting import acting_user
from accounts.clock import database_now
from contests.admin.in_reach import InReachMixin
from contests.wording import day_and_time
from results.admin.claim_filters import CampaignFilter, OverdueFilter, SponsorFilter
from results.admin.claim_page import claim_page
from results.admin.handover_page import handover_file, handover_page, handover_print
from results.admin.records import RecordAdmin
from results.claim_refusal import ClaimRefused
from results.fulfilment import fulfil_claims, hand_over_claims
from results.models import Claim

Status = Claim.Status
MOST_AT_ONCE = 2000
COLOURS = {
    Status.OFFERED: "info",
    Status.ACCEPTED: "warning",
    Status.HANDED_OVER: "info",
    Status.FULFILLED: "success",
    Status.DECLINED: "danger",
    Status.REVOKED: "",
    "overdue": "danger",
}
QUESTIONS: dict[str, Any] = {
    "hand_over": ngettext_lazy(
        "%(count)d prize is with its sponsor now?",
        "%(count)d prizes are with their sponsors now?",
        "count",
    ),
    "fulfil": ngettext_lazy(
        "%(count)d winner has the prize?", "%(count)d winners have their prizes?", "count"
    ),
}
DONE: dict[str, Any] = {
    "hand_over": ngettext_lazy(
        "%(count)d prize is noted as with the sponsor.",
        "%(count)d prizes are noted as with the sponsor.",
        "count",
    ),
    "fulfil": ngettext_lazy(
        "%(count)d prize is noted as received.",
        "%(count)d prizes are noted as received.",
        "count",
    ),
}
EXPLANATIONS = {
    "hand_over": _("From now on the winners cannot change their delivery data themselves."),
    "fulfil": _(
        "The delivery data is deleted when the days that the campaign settled have passed."
    ),
}


@admin.register(Claim)
class ClaimAdmin(InReachMixin, RecordAdmin):
    """What becomes of the prizes."""

    campaign_path = "prize__category__campaign"
    actions = ("hand_over", "fulfil")  # type: ignore[assignment]  # other records have none
    list_display = ("winner", "prize_title", "campaign", "sponsor", "state", "deadline")
    list_select_related = ("creator", "prize__sponsor", "prize__category__campaign")
    list_filter = ("status", OverdueFilter, CampaignFilter, SponsorFilter)
    search_fields = ("creator__handle", "certificate_name")
    ordering = ("-offered_at", "prize__category__order", "prize__place", "pk")

    def get_urls(self) -> list[URLPattern]:
        pages = (
            ("", "results_handover", handover_page),
            ("file/", "results_handover_file", handover_file),
            ("print/", "results_handover_print", handover_print),
        )
        return [
            path(
                f"campaign/<int:campaign_id>/handover/{end}",
                self.admin_site.admin_view(view),
                name=name,
            )
            for end, name, view in pages
        ] + super().get_urls()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Claim]:
        late = Q(status=Status.OFFERED, accept_by__lt=database_now())
        return (
            super().get_queryset(request).annotate(late=Case(When(late, then=True), default=False))
        )

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",  # noqa: ARG002 - Django's signature
        extra_context: dict[str, Any] | None = None,  # noqa: ARG002 - as above
    ) -> HttpResponse:
        return claim_page(request, object_id)

    def has_handle_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("results.change_claim")

    @admin.action(description=_("Note as with the sponsor"), permissions=["handle"])
    def hand_over(self, request: HttpRequest, queryset: QuerySet[Claim]) -> HttpResponse | None:
        return self._ask_or_do(request, queryset, "hand_over", hand_over_claims)

    @admin.action(description=_("Note as received by the winner"), permissions=["handle"])
    def fulfil(self, request: HttpRequest, queryset: QuerySet[Claim]) -> HttpResponse | None:
        return self._ask_or_do(request, queryset, "fulfil", fulfil_claims)

    def _ask_or_do(
        self,
        request: HttpRequest,
        queryset: QuerySet[Claim],
        verb: str,
        do: Callable[..., int],
    ) -> HttpResponse | None:
        """First a page that names the number; after its button was pressed, the verb.

        The verb gets the very prizes that were named: the list's filter may hide some by then.
        """
        if request.POST.get("confirmed") != verb:
            return self._question(request, queryset, verb)
        ids = [int(pk) for pk in request.POST.getlist(ACTION_CHECKBOX_NAME) if pk.isdecimal()]
        try:
            count = do(claim_ids=ids, by=acting_user(request), at=database_now())
        except ClaimRefused as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, DONE[verb] % {"count": count})
        return None

    def _question(
        self, request: HttpRequest, queryset: QuerySet[Claim], verb: str
    ) -> HttpResponse | None:
        chosen = list(queryset.order_by("pk")[: MOST_AT_ONCE + 1])
        if len(chosen) > MOST_AT_ONCE:
            text = _("Choose at most %(count)s prizes at once.") % {"count": MOST_AT_ONCE}
            messages.error(request, text)
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": QUESTIONS[verb] % {"count": len(chosen)},
            "explanation": EXPLANATIONS[verb],
            "verb": verb,
            "chosen": chosen,
            "shown": chosen[:10],
            "more": max(len(chosen) - 10, 0),
            "opts": self.opts,
            "media": self.media,
            "checkbox_name": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/results/claim_confirm.html", context)

    @admin.display(description=_("winner"), ordering="creator__handle")
    def winner(self, claim: Claim) -> str:
        return format_html('<bdi dir="ltr">@{}</bdi>', claim.creator.handle)

    @admin.display(description=_("prize"))
    def prize_title(self, claim: Claim) -> str:
        return f"{claim.prize.category}: {claim.prize.place}. {claim.prize.title}"

    @admin.display(description=_("campaign"))
    def campaign(self, claim: Claim) -> str:
        return str(claim.prize.category.campaign)

    @admin.display(description=_("sponsor"))
    def sponsor(self, claim: Claim) -> str:
        return str(claim.prize.sponsor or "–")

    @display(description=_("state"), ordering="status", label=COLOURS)
    def state(self, claim: Claim) -> tuple[str, str]:
        if getattr(claim, "late", False):
            return "overdue", str(_("no answer in time"))
        return claim.status, claim.get_status_display()

    @admin.display(description=_("to be accepted by"), ordering="accept_by")
    def deadline(self, claim: Claim) -> str:
        return day_and_time(claim.accept_by, claim.prize.category.campaign.zone)
