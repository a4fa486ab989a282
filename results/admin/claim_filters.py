"""How the list of prize claims is narrowed."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.clock import database_now
from contests.models import Campaign
from partners.models import Partner
from results.models import Claim


class OverdueFilter(admin.SimpleListFilter):
    """Those whose winners let the deadline pass."""

    title = _("deadline")
    parameter_name = "overdue"

    def lookups(
        self,
        request: HttpRequest,
        model_admin: admin.ModelAdmin[Claim],  # noqa: ARG002 - as above
    ) -> Iterable[tuple[str, str]]:
        return [("yes", gettext("has passed without an answer")), ("no", gettext("still runs"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Claim]) -> QuerySet[Claim]:
        offered = queryset.filter(status=Claim.Status.OFFERED)
        if self.value() == "yes":
            return offered.filter(accept_by__lt=database_now())
        if self.value() == "no":
            return offered.filter(accept_by__gte=database_now())
        return queryset


class CampaignFilter(admin.SimpleListFilter):
    """Those of one campaign, of the campaigns that have any."""

    title = _("campaign")
    parameter_name = "campaign"

    def lookups(
        self,
        request: HttpRequest,
        model_admin: admin.ModelAdmin[Claim],
    ) -> Iterable[tuple[str, str]]:
        offering = model_admin.get_queryset(request).order_by().values("prize__category__campaign")
        return [(str(one.pk), str(one)) for one in Campaign.objects.filter(pk__in=offering)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Claim]) -> QuerySet[Claim]:
        value = self.value()
        if value and value.isdecimal():
            return queryset.filter(prize__category__campaign=int(value))
        return queryset


class SponsorFilter(admin.SimpleListFilter):
    """Those of one sponsor."""

    title = _("sponsor")
    parameter_name = "sponsor"

    def lookups(
        self,
        request: HttpRequest,
        model_admin: admin.ModelAdmin[Claim],
    ) -> Iterable[tuple[str, str]]:
        giving = model_admin.get_queryset(request).order_by().values("prize__sponsor")
        return [(str(one.pk), str(one)) for one in Partner.objects.filter(pk__in=giving)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Claim]) -> QuerySet[Claim]:
        value = self.value()
        return (
            queryset.filter(prize__sponsor=int(value)) if value and value.isdecimal() else queryset
        )
