"""What is still to do on a campaign before it is published and before its jury can work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from contests.locks import ENTRY_TERMS_OPEN
from contests.models import Campaign, Category
from contests.phases import Phase
from contests.readiness import Concern, Missing, missing_for_publication, warnings_about
from judging.models import Judge, Round

_JURY_MATTERS = frozenset({Phase.DRAFT, Phase.COMING, Phase.OPEN, Phase.REVIEW})


@dataclass(frozen=True)
class Task:
    """One thing to do and the page on which it is done; `blocks` when publishing waits for it."""

    code: str
    message: str
    url: str
    blocks: bool


def tasks_of(campaign: Campaign, *, at: datetime) -> list[Task]:
    """Return what is to do, first what publishing waits for."""
    phase = campaign.phase(at=at)
    tasks: list[Task] = []
    if phase is Phase.DRAFT:
        tasks += [
            Task(missing.code, missing.message, place_of(missing, campaign), blocks=True)
            for missing in missing_for_publication(campaign, at=at)
        ]
    if phase in _JURY_MATTERS:
        tasks += _jury_tasks(campaign)
    return tasks


def warnings_of(campaign: Campaign, *, at: datetime) -> list[Task]:
    """Return what staff should look at while entries may still come."""
    if campaign.phase(at=at) not in ENTRY_TERMS_OPEN:
        return []
    return [
        Task(concern.code, concern.message, place_of(concern, campaign), blocks=False)
        for concern in warnings_about(campaign)
    ]


def place_of(missing: Missing | Concern, campaign: Campaign) -> str:
    """The address of the page, and the tab on it, where a missing thing is added."""
    if missing.place == "rules":
        return reverse("admin:contests_campaign_rules", args=[campaign.pk])
    if isinstance(missing, Missing) and missing.category:
        return reverse("admin:contests_category_change", args=[missing.category.pk])
    return f"{reverse('admin:contests_campaign_change', args=[campaign.pk])}#{missing.place}"


def _jury_tasks(campaign: Campaign) -> Iterator[Task]:
    juries = [
        category
        for category in campaign.categories.all()
        if category.method == Category.Method.JURY
    ]
    if not juries:
        return
    rounds: dict[int, list[Round]] = {category.pk: [] for category in juries}
    for round_ in Round.objects.filter(category__in=juries).annotate(count=Count("criteria")):
        rounds[round_.category_id].append(round_)
    for category in juries:
        yield from _round_tasks(category, rounds[category.pk])
    if not Judge.objects.filter(campaign=campaign).exists():
        yield Task(
            "no_judges",
            _("Appoint the judges."),
            f"{reverse('admin:judging_judge_add')}?campaign={campaign.pk}",
            blocks=False,
        )


def _round_tasks(category: Category, rounds: list[Round]) -> Iterator[Task]:
    names = {"category": str(category)}
    if not rounds:
        yield Task(
            "no_round",
            _("Say how the jury of “%(category)s” works: add a round with criteria.") % names,
            f"{reverse('admin:judging_round_add')}?category={category.pk}",
            blocks=False,
        )
    elif not any(round_.kind == Round.Kind.SCORING for round_ in rounds):
        yield Task(
            "no_scoring",
            _("Add a round in which judges of “%(category)s” give points: it decides the ranks.")
            % names,
            f"{reverse('admin:judging_round_add')}?category={category.pk}",
            blocks=False,
        )
    for round_ in rounds:
        # Votes and pairs need no criteria.
        if round_.kind == Round.Kind.SCORING and not getattr(round_, "count", 0):
            yield Task(
                "no_criteria",
                _("Give the round of “%(category)s” its criteria.") % names,
                reverse("admin:judging_round_change", args=[round_.pk]),
                blocks=False,
            )
