"""What a campaign is made of, below its own form."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.decorators import display

from contests.forms import PrizeForm, QuestionForm, RejectionReasonForm
from contests.formsets import HashtagFormSet
from contests.locks import ENTRY_TERMS_OPEN, PRIZES_OPEN
from contests.models import (
    Ambassador,
    Campaign,
    CampaignQuestion,
    Category,
    Hashtag,
    Partnership,
    Prize,
    RejectionReason,
)
from contests.phases import Phase
from partners.language_tabs import CODES, TranslatedStackedInline


class PhaseLockMixin:
    """An inline that can be edited in some phases of the campaign only; comes first."""

    open_in: frozenset[Phase] = frozenset(Phase)

    def _is_open(self, parent: Campaign | Category | None) -> bool:
        if parent is None:
            return True
        campaign = parent.campaign if isinstance(parent, Category) else parent
        return campaign.phase(at=timezone.now()) in self.open_in

    def has_add_permission(self, request: HttpRequest, obj: Any) -> bool:
        return self._is_open(obj) and super().has_add_permission(request, obj)  # type: ignore[misc]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._is_open(obj) and super().has_change_permission(request, obj)  # type: ignore[misc]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._is_open(obj) and super().has_delete_permission(request, obj)  # type: ignore[misc]


class HashtagInline(PhaseLockMixin, TabularInline):
    model = Hashtag
    formset = HashtagFormSet
    fields = ("text", "kind")
    extra = 1
    tab = True
    # The title would repeat the first column.
    hide_title = True
    open_in = ENTRY_TERMS_OPEN

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "text":
            field.widget.attrs["dir"] = "auto"
        return field


class PartnershipInline(TranslatedStackedInline):
    model = Partnership
    verbose_name = _("partner")
    verbose_name_plural = _("partners")
    autocomplete_fields = ("partner",)
    tab = True
    collapsible = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Partnership]:
        return super().get_queryset(request).select_related("partner")

    def get_fieldsets(self, request: HttpRequest, obj: Campaign | None = None) -> Any:
        own = ("partner", ("role", "order"))
        return [(None, {"fields": (*own, *_texts("contribution", campaign=obj))})]


class AmbassadorInline(TranslatedStackedInline):
    model = Ambassador
    tab = True
    collapsible = True

    def get_fieldsets(self, request: HttpRequest, obj: Campaign | None = None) -> Any:
        own = (("platform", "handle", "order"),)
        return [(None, {"fields": (*own, *_texts("name", "note", campaign=obj))})]


class QuestionInline(TranslatedStackedInline):
    """Questions and answers: the public's, so they may be mended at any time."""

    model = CampaignQuestion
    form = QuestionForm
    tab = True
    collapsible = True

    def get_fieldsets(self, request: HttpRequest, obj: Campaign | None = None) -> Any:
        return [(None, {"fields": (*_texts("question", "answer", campaign=obj), "order")})]


class RejectionReasonInline(TranslatedStackedInline):
    """What moderators pick from; it may grow while they work."""

    model = RejectionReason
    form = RejectionReasonForm
    tab = True
    collapsible = True

    def get_fieldsets(self, request: HttpRequest, obj: Campaign | None = None) -> Any:
        return [(None, {"fields": (*_texts("text", campaign=obj), "order")})]


class CategoryInline(TabularInline):
    """The categories at a glance; each has a page of its own, because prizes hang below it."""

    model = Category
    fields = ("name", "method", "platform", "prizes_in_words")
    readonly_fields = fields
    show_change_link = True
    can_delete = False
    extra = 0
    max_num = 0
    tab = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Category]:
        return super().get_queryset(request).prefetch_related("prizes")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @display(description=_("title"))
    def name(self, category: Category) -> str:
        return str(category)

    @display(description=_("prizes"))
    def prizes_in_words(self, category: Category) -> str:
        return ", ".join(f"{prize} × {prize.quantity}" for prize in category.prizes.all())


class PrizeInline(PhaseLockMixin, TranslatedStackedInline):
    model = Prize
    form = PrizeForm
    autocomplete_fields = ("sponsor",)
    open_in = PRIZES_OPEN

    def get_queryset(self, request: HttpRequest) -> QuerySet[Prize]:
        return super().get_queryset(request).select_related("sponsor")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        campaign = obj.campaign if isinstance(obj, Category) else None
        own = (("place", "quantity"), ("value", "currency"), "sponsor")
        return [(None, {"fields": (*own, *_texts("title", "description", campaign=campaign))})]


def _texts(*names: str, campaign: Campaign | None) -> tuple[str, ...]:
    """Only the campaign's languages are asked for, where the campaign is known."""
    codes = campaign.languages if campaign else CODES
    return tuple(f"{name}_{code}" for name in names for code in codes)
