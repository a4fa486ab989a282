"""Where the texts of a campaign are kept, and who may change which of them now.

One query for each kind of row, however many there are. What is closed here is closed in the forms
of the admin, too: prizes and rules by the campaign's phase, criteria by the first score.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modeltranslation.manager import get_translatable_fields_for_model

from accounts.models import User
from contests.locks import PRIZES_OPEN
from contests.models import Campaign, Category, Prize, RulesVersion
from contests.phases import Phase
from contests.refusals import CampaignRefused
from contests.rules import WRITABLE
from desk.texts import Completeness, Text, completeness, tidy
from judging.locks import locked_round_ids
from judging.models import Criterion, Round
from judging.refusal import JudgingRefused
from partners.language_tabs import CODES, own_name
from partners.models import Quote

# As in the form of the rules' own page.
LONGEST_RULES = 50_000
_OVER = frozenset({Phase.ANNOUNCED, Phase.ARCHIVED, Phase.CANCELLED})
_CHANGE = "contests.change_campaign"


@dataclass(frozen=True)
class Section:
    """One kind of row with texts.

    one_of: fields that must be written in at least one language, as in the admin's forms.
    """

    code: str
    name: Promise | str
    model: type[models.Model]
    rows: Callable[[Campaign], Any]
    view: str
    change: tuple[str, ...]
    one_of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Place:
    """A text, and the row and field that keep it."""

    text: Text
    section: Section
    row: models.Model
    field: str


def _rows_of(name: str, *joined: str) -> Callable[[Campaign], Any]:
    return lambda campaign: getattr(campaign, name).select_related(*joined)


def _last_rules(campaign: Campaign) -> list[RulesVersion]:
    """The version that holds, or one to be written; both are the campaign's one text."""
    latest = campaign.rules.order_by("-number").first()
    return [latest or RulesVersion(campaign=campaign, **{f"text_{code}": "" for code in CODES})]


def _prizes(campaign: Campaign) -> Any:
    prizes = Prize.objects.filter(category__campaign=campaign).select_related("category")
    return prizes.order_by("category__order", "category_id", "place")


def _criteria(campaign: Campaign) -> Any:
    criteria = Criterion.objects.filter(round__category__campaign=campaign)
    return (
        criteria.filter(round__kind=Round.Kind.SCORING)
        .select_related("round__category")
        .order_by("round__category__order", "round__category_id", "round__order", "order", "pk")
    )


def _section(
    code: str,
    name: Promise,
    rows: Callable[[Campaign], Any],
    model: type[models.Model],
    *one_of: str,
) -> Section:
    app, table = model._meta.app_label, model._meta.model_name
    change: tuple[str, ...] = (f"{app}.change_{table}",)
    if model is RulesVersion:
        change = (f"{app}.add_{table}",)
    elif model is Criterion:
        change += ("judging.change_round",)
    return Section(code, name, model, rows, f"{app}.view_{table}", change, one_of)


def _sections() -> tuple[Section, ...]:
    relation = {one.name: one.related_model for one in Campaign._meta.related_objects}
    return (
        _section("campaign", _("Campaign"), lambda campaign: [campaign], Campaign, "title"),
        _section("categories", _("Categories"), _rows_of("categories"), Category, "title"),
        _section("prizes", _("Prizes"), _prizes, Prize, "title"),
        _section(
            "partners",
            _("Partners"),
            _rows_of("partnerships", "partner"),
            relation["partnerships"],
        ),
        _section(
            "ambassadors", _("Invited creators"), _rows_of("ambassadors"), relation["ambassadors"]
        ),
        _section("quotes", _("Quotes"), _rows_of("quotes", "partner"), Quote, "speaker", "text"),
        _section(
            "questions",
            _("Questions and answers"),
            _rows_of("questions"),
            relation["questions"],
            "question",
            "answer",
        ),
        _section(
            "reasons",
            _("Reasons for turning down"),
            _rows_of("rejection_reasons"),
            relation["rejection_reasons"],
            "text",
        ),
        _section("rules", _("Rules"), _last_rules, RulesVersion),
        _section("criteria", _("Criteria"), _criteria, Criterion, "title"),
    )


SECTIONS: tuple[Section, ...] = _sections()


def places_of(campaign: Campaign, *, phase: Phase, by: User) -> Iterator[Place]:
    """Every text of the campaign that this person may see, section by section.

    For a verb that holds the campaign's lock, or for a page: the answers are of this moment.
    """
    may_change = by.has_perm(_CHANGE)
    for section in SECTIONS:
        if not by.has_perm(section.view):
            continue
        allowed = may_change and all(by.has_perm(one) for one in section.change)
        locked = locked_round_ids(campaign_id=campaign.pk) if section.code == "criteria" else set()
        for row in section.rows(campaign):
            closed = _closed(section, row, phase, locked)
            if not allowed:
                closed = str(_("You may read this text, but not change it."))
            for name in _fields_of(section.model):
                yield Place(_text(section, row, name, campaign, closed), section, row, name)


def _fields_of(model: type[models.Model]) -> list[str]:
    """The translated fields in the model's own order; modeltranslation keeps none."""
    translated = set(get_translatable_fields_for_model(model) or ())
    return [one.name for one in model._meta.fields if one.name in translated]


def progress_of(campaign: Campaign, *, phase: Phase, by: User) -> list[tuple[Completeness, str]]:
    """How much of what this person may see is written in each language, with its own name."""
    found = [place.text for place in places_of(campaign, phase=phase, by=by)]
    return with_names(completeness(found, campaign.languages))


def with_names(figures: Iterable[Completeness]) -> list[tuple[Completeness, str]]:
    return [(one, own_name(one.language)) for one in figures]


def _closed(section: Section, row: Any, phase: Phase, locked: set[int]) -> str:
    if section.code == "prizes" and phase not in PRIZES_OPEN:
        return str(_("Prizes can no longer be changed."))
    if section.code == "rules" and phase not in WRITABLE:
        code = "cancelled" if phase is Phase.CANCELLED else "rules_closed"
        return CampaignRefused(code).message
    if section.code == "criteria" and phase in _OVER:
        return JudgingRefused("campaign_over").message
    if section.code == "criteria" and row.round_id in locked:
        return JudgingRefused("round_locked").message
    return ""


def _text(section: Section, row: models.Model, name: str, campaign: Campaign, closed: str) -> Text:
    field = row._meta.get_field(name)
    # A new version of the rules has another number, and is the same text to whoever translates.
    pk = campaign.pk if section.code == "rules" else row.pk
    longest = LONGEST_RULES if section.code == "rules" else getattr(field, "max_length", None)
    return Text(
        key=f"{section.model._meta.model_name}:{pk}:{name}",
        section=section.code,
        owner="" if section.code in ("campaign", "rules") else _owner(row),
        name=capfirst(str(getattr(field, "verbose_name", name))),
        values={code: tidy(getattr(row, f"{name}_{code}")) for code in CODES},
        needed=name in section.one_of,
        is_short=not isinstance(field, models.TextField),
        longest=longest,
        closed=closed,
    )


def _owner(row: models.Model) -> str:
    """What the text belongs to, as the staff knows it."""
    if isinstance(row, Prize):
        return f"{row.category} · {row.place}"
    if isinstance(row, Criterion):
        return f"{row.round} · {row}"
    return str(row)
