"""The campaign's admin with the desk around it.

The form belongs to contests, which knows nothing of the rooms above; the desk, which does, puts
its pages beside it. One of them comes between the form and saving it: a change of terms shows
first what it would do to the entries that are there.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display

from accounts.acting import acting_user
from accounts.clock import database_now
from contests.admin import CampaignAdmin
from contests.models import Campaign, Partnership
from contests.rules import RENEWABLE
from desk.held_uploads import PREFIX, hold_uploads, restore_uploads
from desk.views.campaign import campaign_desk
from desk.views.decisions import cancel, publish
from desk.views.help_page import staff_help
from desk.views.next_edition import next_edition
from desk.views.people import people, take_back
from desk.views.terms_change import AGREED, BACK, TermsChange, terms_change_page
from desk.views.texts import texts
from entries.models import Recheck
from entries.rechecking import start_recheck
from entries.terms_change import Standing, has_entries

admin.site.unregister(Campaign)


class AskFirst(Exception):  # noqa: N818 - a question, not an error
    """Raised in the transaction that saves a form, so that all of it is undone."""

    def __init__(self, change: TermsChange) -> None:
        super().__init__()
        self.change = change


class UnsavedForm:
    """A form that is only shown again as it was typed; comes first among the bases."""

    def is_valid(self) -> bool:
        return False


@admin.register(Campaign)
class CampaignWithDeskAdmin(CampaignAdmin):
    list_display = ("campaign", "phase", "opens", "closes", "winners_by", "edit")
    list_display_links = None
    actions_detail = ("open_desk", "open_rules")

    def get_urls(self) -> list[URLPattern]:
        pages = (
            ("desk", campaign_desk),
            ("desk/publish", publish),
            ("desk/cancel", cancel),
            ("desk/next-edition", next_edition),
            ("desk/people", people),
            ("desk/people/<int:role_id>", take_back),
            ("texts", texts),
        )
        names = (
            "campaign",
            "publish",
            "cancel",
            "next_edition",
            "people",
            "take_role",
            "texts",
        )
        return [
            path("help/", self.admin_site.admin_view(staff_help), name="desk_help"),
            *(
                path(
                    f"<int:campaign_id>/{address}/",
                    self.admin_site.admin_view(view),
                    name=f"desk_{name}",
                )
                for name, (address, view) in zip(names, pages, strict=True)
            ),
            *super().get_urls(),
        ]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponseBase:
        if BACK in request.POST:
            messages.info(request, _("Nothing is saved yet."))
        restore_uploads(request)
        held = {key: word for key, word in request.POST.items() if key.startswith(PREFIX)}
        try:
            return super().changeform_view(
                request, object_id, form_url, {**(extra_context or {}), "held": held.items()}
            )
        except AskFirst as question:
            held_now = hold_uploads(request, at=database_now())
            return terms_change_page(request, question.change, held=held_now)

    def get_form(self, request: HttpRequest, obj: Campaign | None = None, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, **kwargs)
        return type("ReturnedForm", (UnsavedForm, form), {}) if BACK in request.POST else form

    def save_model(self, request: HttpRequest, obj: Campaign, form: Any, change: bool) -> None:
        form.stood = Standing.of(Campaign.objects.get(pk=obj.pk)) if change else None
        super().save_model(request, obj, form, change)

    def after_saving(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Ask before a change of terms that is not agreed to; check all entries after one."""
        checks = change and self._matters(form.instance)
        asked = TermsChange(form.stood, Standing.of(form.instance)) if checks else None
        if asked and asked.changes_terms and request.POST.get(AGREED) != asked.fingerprint:
            _delete_new_cover(form)
            raise AskFirst(asked)
        super().after_saving(request, form, formsets, change)
        # Partners may not win, so that another partner can turn an answer too.
        if asked and (asked.changes_terms or _has_changed(formsets, Partnership)):
            by, at = acting_user(request), database_now()
            start_recheck(campaign_id=form.instance.pk, by=by, at=at)
            messages.info(request, _("All entries are checked again by the terms as they are now."))

    @staticmethod
    def _matters(campaign: Campaign) -> bool:
        """Whether terms can still do something to entries: until the winners are announced."""
        phase = campaign.phase_under_lock(at=database_now())
        return phase in RENEWABLE and has_entries(campaign)

    def response_post_save_add(self, request: HttpRequest, obj: Campaign) -> HttpResponse:
        """After saving, the desk shows what is still missing."""
        return redirect("admin:desk_campaign", campaign_id=obj.pk)

    def response_post_save_change(self, request: HttpRequest, obj: Campaign) -> HttpResponse:
        run = Recheck.objects.filter(campaign=obj, finished_at__isnull=True).first()
        if run and request.user.has_perm("entries.view_recheck"):
            return redirect("admin:entries_recheck_change", run.pk)
        return redirect("admin:desk_campaign", campaign_id=obj.pk)

    @display(description=_("campaign"), ordering="slug")
    def campaign(self, campaign: Campaign) -> SafeString:
        return format_html(
            '<a href="{}" class="desk-title">{}<bdi class="desk-hashtag">{}</bdi></a>',
            reverse("admin:desk_campaign", args=[campaign.pk]),
            campaign,
            campaign.official_hashtag,
        )

    @display(description="")
    def edit(self, campaign: Campaign) -> SafeString:
        url = reverse("admin:contests_campaign_change", args=[campaign.pk])
        return format_html('<a href="{}">{}</a>', url, _("Form"))

    @action(description=_("Campaign desk"), icon="dashboard")
    def open_desk(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return redirect("admin:desk_campaign", campaign_id=object_id)

    @action(description=_("Rules"), icon="gavel")
    def open_rules(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return redirect("admin:contests_campaign_rules", campaign_id=object_id)


def _delete_new_cover(form: Any) -> None:
    """Its row is undone with the transaction, its file is not."""
    if "cover" in form.changed_data and form.instance.cover:
        form.instance.cover.delete(save=False)


def _has_changed(formsets: Any, model: type[Model]) -> bool:
    return any(formset.model is model and formset.has_changed() for formset in formsets)
