"""How the winners were chosen, for readers who know nothing of it. All of it from the evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from babel.numbers import format_percent
from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from contests.models import Campaign, Category, Prize
from contests.wording import locale
from judging.models import Criterion
from results.evidence_pieces import CategoryRead, EvidenceRead, Tie, Weight
from results.explaining import explanation_of
from results.models import Announcement, CategoryRemark
from website.languages import fallback_order
from website.pages.campaign import Standpoint
from website.pages.how_lines import FirstLines, Who, first_lines, people_behind
from website.pages.preview import Previewing
from website.pages.winners import announcement_or_404, sha256_of

PARTED_BY: dict[str, Promise] = {
    "heaviest": _("the heaviest criterion"),
    "median": _("the median of the scores"),
    "majority": _("the majority of judges who scored both"),
    "points": _("the points of the round before"),
    "earlier_post": _("the earlier post"),
    "chair": _("a decision of the chair"),
}


@dataclass(frozen=True)
class ShownWeight:
    """A criterion with its title; None where it is not there any more."""

    weight: Weight
    criterion: Criterion | None

    @property
    def percent(self) -> str:
        """Its share of the score, in words."""
        return str(format_percent(self.weight.share, "#,##0.#%", locale=locale()))

    @property
    def share_width(self) -> str:
        """The same for a drawing that is 100 wide."""
        return f"{self.weight.share * 100:.2f}"


@dataclass(frozen=True)
class ShownTie:
    """A tie with those in it and the rules that parted them."""

    tie: Tie
    people: Sequence[Who]
    parted_by: Sequence[Promise]

    @property
    def some_share(self) -> bool:
        """Whether some of them were equal in everything."""
        return "shared" in self.tie.parted_by


@dataclass(frozen=True)
class ShownReason:
    """A reason for which entries were taken out, in the reader's language or the nearest."""

    text: str
    language: str
    count: int


@dataclass(frozen=True)
class HowCategory:
    """A category: what was judged and how, and what came of it."""

    category: Category
    prizes: Sequence[Prize]
    read: CategoryRead
    first: FirstLines
    criteria: Mapping[int, Criterion]
    people: Mapping[int, Who]
    remark: CategoryRemark | None

    @property
    def weights(self) -> list[ShownWeight]:
        """The criteria of the round that decides."""
        deciding = self.read.deciding
        return self.weights_of(deciding.criteria if deciding else ())

    def weights_of(self, weights: Sequence[Weight]) -> list[ShownWeight]:
        return [ShownWeight(one, self.criteria.get(one.criterion)) for one in weights]

    @property
    def ties(self) -> list[ShownTie]:
        return [
            ShownTie(
                tie,
                [self.people[key] for key in tie.first],
                [PARTED_BY[name] for name in tie.parted_by if name in PARTED_BY],
            )
            for tie in self.read.ties
        ]


@dataclass(frozen=True)
class HowPage:
    """The whole explanation; announcement: None in a preview; sha256: of the evidence file."""

    standpoint: Standpoint
    read: EvidenceRead
    categories: list[HowCategory]
    announcement: Announcement | None = None
    is_replaced: bool = False
    sha256: str = ""

    @property
    def answers(self) -> int:
        """How often a judge has answered: votes, reviews and comparisons that count."""
        return sum(round_.answers for one in self.read.categories.values() for round_ in one.rounds)

    @property
    def disqualified(self) -> list[ShownReason]:
        return [_reason(one.texts, one.count) for one in self.read.disqualified]


def how_page(view: Standpoint, *, number: int | None = None) -> HowPage:
    """The explanation of the newest announcement or of an earlier one; 404 without evidence."""
    announcement, history = announcement_or_404(view, number=number)
    read = explanation_of(announcement)
    if read is None:
        raise Http404
    remarks = CategoryRemark.objects.filter(announcement=announcement)
    return HowPage(
        standpoint=view,
        read=read,
        categories=_categories(
            view.campaign, read, {one.category_id: one for one in remarks}, at=view.at
        ),
        announcement=announcement,
        is_replaced=announcement != history[0],
        sha256=sha256_of(announcement),
    )


def how_preview(previewing: Previewing) -> HowPage:
    """The explanation as it would be, from the very file that would be frozen."""
    view, read = previewing.view, previewing.evidence
    remarks = {one.category_id: one for one in previewing.preview.remarks}
    return HowPage(
        standpoint=view,
        read=read,
        categories=_categories(view.campaign, read, remarks, at=view.at),
    )


def _categories(
    campaign: Campaign,
    read: EvidenceRead,
    remarks: Mapping[int, CategoryRemark],
    *,
    at: datetime,
) -> list[HowCategory]:
    """In the order of the campaign; a number of queries that does not depend on how much there is.

    What the evidence names is looked up: titles of categories, criteria and prizes.
    """
    people = people_behind(campaign, list(read.categories.values()), at=at)
    criteria = {one.pk: one for one in Criterion.objects.filter(round__category__campaign=campaign)}
    prizes = Prize.objects.select_related("sponsor").order_by("place")
    categories = list(campaign.categories.all())
    prefetch_related_objects(categories, Prefetch("prizes", prizes))
    return [
        HowCategory(
            category=category,
            prizes=list(category.prizes.all()),
            read=one,
            first=first_lines(one, people[one.slug]),
            criteria=criteria,
            people=people[one.slug],
            remark=remarks.get(category.pk),
        )
        for category in categories
        if (one := read.categories.get(category.slug)) is not None
    ]


def _reason(texts: Mapping[str, str], count: int) -> ShownReason:
    for code in fallback_order(get_language() or "en"):
        if texts.get(code):
            return ShownReason(texts[code], code, count)
    return ShownReason("", "", count)
