"""The winners as drafted: proposed from the standings, replaced by hand, with their citations."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import acting_user
from accounts.clock import database_now
from contests.models import Campaign, Category
from results.admin.outcome_forms import AlternatesForm, RemarkForm
from results.admin.page import campaign_or_404, demand, page_context
from results.admin.place_form import PlaceForm, choices_for
from results.alternates import choose_alternates
from results.awarding import choose_winners, draft_awards, write_citations
from results.models import Alternate, Award
from results.plans import plan_of
from results.preview import CategoryPreview, preview_of
from results.reading import CategoryAwards, published_awards
from results.refusal import ResultsRefused
from results.remarks import write_remark


@dataclass(frozen=True)
class Section:
    """One category on the page."""

    preview: CategoryPreview
    forms: list[PlaceForm]
    alternates: AlternatesForm
    remark: RemarkForm

    @property
    def category(self) -> Category:
        return self.preview.standings.category

    @property
    def has_undecided_tie(self) -> bool:
        return bool(self.preview.standings.ties)

    @property
    def all_forms(self) -> list[Form]:
        return [*self.forms, self.alternates, self.remark]


def winners_page(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Show the drafted awards; on POST propose them from the standings, or save the form."""
    campaign = campaign_or_404(request, campaign_id)
    if request.method == "POST":
        demand(request, "results.change_award")
        if request.POST.get("do") == "propose":
            _propose(request, campaign)
            return redirect("admin:results_winners", campaign.pk)
    count = plan_of(campaign).alternates
    data = request.POST if request.method == "POST" else None
    sections = [
        _section(category, campaign, data, count=count)
        for category in preview_of(campaign).categories
    ]
    if request.method == "POST" and _save(request, sections):
        return redirect("admin:results_winners", campaign.pk)
    context = {
        **page_context(request, campaign, title=_("Winners"), here="winners"),
        "sections": sections,
        "announced_groups": _announced(campaign),
        "has_drafts": any(section.preview.awards for section in sections),
        "may_change": request.user.has_perm("results.change_award"),
    }
    return TemplateResponse(request, "admin/results/winners.html", context)


@dataclass(frozen=True)
class AnnouncedGroup:
    """One category as it stands announced."""

    awards: CategoryAwards
    alternates: list[Alternate]


def _announced(campaign: Campaign) -> list[AnnouncedGroup]:
    """What the newest announcement says, category by category; empty while there is none."""
    newest = Alternate.objects.filter(
        announcement=campaign.announcements.order_by("-number").values("pk")[:1]
    )
    by_category: defaultdict[int, list[Alternate]] = defaultdict(list)
    for one in newest.select_related("creator").order_by("position"):
        by_category[one.category_id].append(one)
    return [
        AnnouncedGroup(awards, by_category[awards.category.pk])
        for awards in published_awards(campaign, at=timezone.now())
    ]


def _section(category: CategoryPreview, campaign: Campaign, data: Any, *, count: int) -> Section:
    choices = choices_for(category)
    return Section(
        preview=category,
        forms=[
            PlaceForm(data, place=place, choices=choices, languages=campaign.languages)
            for place in category.places
        ],
        alternates=AlternatesForm(
            data,
            category_id=category.standings.category.pk,
            alternates=category.alternates,
            rows=category.standings.by_key,
            choices=choices,
            count=count,
        ),
        remark=RemarkForm(
            data,
            category_id=category.standings.category.pk,
            remark=category.remark,
            languages=campaign.languages,
        ),
    )


def _propose(request: HttpRequest, campaign: Campaign) -> None:
    try:
        drafted = draft_awards(campaign_id=campaign.pk, by=acting_user(request), at=database_now())
    except ResultsRefused as refused:
        messages.error(request, refused.message)
        return
    if drafted:
        messages.success(request, _("The winners are proposed from the standings."))
    else:
        messages.warning(request, _("The standings name nobody yet who could win."))


def _save(request: HttpRequest, sections: list[Section]) -> bool:
    """Write what was changed, all or nothing; False if the page has to be shown again."""
    valid = [form.is_valid() for section in sections for form in section.all_forms]
    if not all(valid):
        messages.error(request, _("Nothing was saved. Look at what is marked below."))
        return False
    try:
        with transaction.atomic():
            for section in sections:
                _save_category(request, section)
    except ResultsRefused as refused:
        messages.error(request, refused.message)
        return False
    messages.success(request, _("Saved."))
    return True


def _save_category(request: HttpRequest, section: Section) -> None:
    """Winners first: who wins now is no alternate any more."""
    by, at = acting_user(request), database_now()
    choices = {
        form.key: form.cleaned_data["winner"]
        for form in section.forms
        if "winner" in form.changed_data
    }
    # Drafts for places that the prize no longer has go with the next save.
    choices |= {(award.prize_id, award.slot): None for award in section.preview.surplus}
    if choices:
        choose_winners(category_id=section.category.pk, choices=choices, by=by, at=at)
    texts = {form.key: form.changed_citations for form in section.forms}
    if any(texts.values()):
        awards = Award.objects.filter(announcement=None, prize__category=section.category)
        ids = {(award.prize_id, award.slot): award.pk for award in awards}
        for place, of_place in texts.items():
            if of_place and place in ids:
                write_citations(award_id=ids[place], texts=of_place, by=by, at=at)
    if section.alternates.has_changed():
        awards = Award.objects.filter(announcement=None, prize__category=section.category)
        winners = {award.entry_id or award.creator_id for award in awards}
        keys = section.alternates.keys(winners)
        choose_alternates(category_id=section.category.pk, keys=keys, by=by, at=at)
    if section.remark.has_changed():
        write_remark(
            category_id=section.category.pk,
            texts=section.remark.changed_texts,
            leaves_places_empty=section.remark.leaves_places_empty,
            by=by,
            at=at,
        )
