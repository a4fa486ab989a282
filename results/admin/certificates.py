"""Certificates, for staff to look up: whose, which code, and the file."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from contests.admin.in_reach import InReachMixin
from contests.wording import day_and_time
from results.admin.records import RecordAdmin
from results.certificate_codes import code_in, grouped
from results.certificates import award_behind
from results.models import Certificate


@admin.register(Certificate)
class CertificateAdmin(InReachMixin, RecordAdmin):
    """Issued by announcements; nobody changes one."""

    campaign_path = "claim__prize__category__campaign"
    list_display = ("shown_code", "winner", "category", "campaign", "languages", "moment", "file")
    list_select_related = ("claim__prize__category__campaign", "creator")
    list_filter = ("claim__prize__category__campaign", "language")
    search_fields = ("code", "creator__handle")
    search_help_text = _("A code, with or without hyphens, or a handle")
    fields = (
        "shown_code",
        "winner",
        "category",
        "campaign",
        "languages",
        "moment",
        "state",
        "file",
    )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Certificate], search_term: str
    ) -> tuple[QuerySet[Certificate], bool]:
        return super().get_search_results(request, queryset, code_in(search_term) or search_term)

    @admin.display(description=_("code"), ordering="code")
    def shown_code(self, certificate: Certificate) -> str:
        return format_html('<bdi dir="ltr">{}</bdi>', grouped(certificate.code))

    @admin.display(description=_("winner"), ordering="creator__handle")
    def winner(self, certificate: Certificate) -> str:
        return format_html("<bdi>{}</bdi>", certificate.creator)

    @admin.display(description=_("category"))
    def category(self, certificate: Certificate) -> str:
        return str(certificate.claim.prize.category)

    @admin.display(description=_("campaign"))
    def campaign(self, certificate: Certificate) -> str:
        return str(certificate.claim.prize.category.campaign)

    @admin.display(description=_("languages"))
    def languages(self, certificate: Certificate) -> str:
        second = certificate.get_second_language_display()
        return " · ".join(name for name in (certificate.get_language_display(), second) if name)

    @admin.display(description=_("issued"), ordering="issued_at")
    def moment(self, certificate: Certificate) -> str:
        return day_and_time(certificate.issued_at, certificate.claim.prize.category.campaign.zone)

    @admin.display(description=_("state"))
    def state(self, certificate: Certificate) -> str:
        if award_behind(certificate, at=timezone.now()):
            return str(_("The award stands."))
        return str(_("The award does not stand any more."))

    @admin.display(description=_("file"))
    def file(self, certificate: Certificate) -> str:
        pdf = reverse("results:certificate", args=[certificate.claim_id, certificate.pk])
        check = reverse("results:verified", args=[certificate.code])
        return format_html(
            '<a href="{}">PDF</a> · <a href="{}">{}</a>', pdf, check, _("Public page")
        )
