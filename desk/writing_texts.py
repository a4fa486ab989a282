"""Writing a campaign's texts in one language, many at once.

Each text stands for itself: those that can be written are, the others come back with a sentence,
so that one that somebody else has changed does not hold up forty (docs/decisions/0041-texts.md).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.forms import CharField
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.refusal import Refused
from contests.locking import lock_campaign
from contests.models import Campaign, RulesVersion
from contests.rules import current_rules, renew_rules, texts_of, write_rules
from desk.text_places import Place, places_of
from desk.texts import digest, tidy
from judging.admin.round_form import fault_sentence
from judging.models import Criterion
from judging.point_labels import faulty_lines
from partners.models import Quote


class TextsRefused(Refused):
    """Texts were refused: all of them, or the one that it stands beside."""

    messages = {
        "language_gone": _("The campaign is not in this language any more. Nothing was saved."),
        "changed_meanwhile": _(
            "Somebody else has changed this text meanwhile. Yours is not saved: compare the two, "
            "and save again if yours is to stand."
        ),
        "gone": _("This text is not in the campaign any more. Yours is not saved."),
    }


@dataclass(frozen=True)
class Change:
    """A text as it is to be, and the digest of what the page was opened with."""

    value: str
    was: str


@dataclass(frozen=True)
class Written:
    """The keys of what was written, and why the others were not."""

    saved: tuple[str, ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def write_texts(
    *, campaign_id: int, language: str, changes: Mapping[str, Change], by: User, at: datetime
) -> Written:
    """Write what may be written of the changes, by key, and say of each other one why not.

    A text that stands as asked already is left alone. A change of the rules makes one new version;
    other changes renew them where they name them. Refused as a whole: `language_gone`.
    """
    campaign = lock_campaign(campaign_id)
    if language not in campaign.languages:
        raise TextsRefused("language_gone")
    _lock_quotes(campaign)
    phase = campaign.phase_under_lock(at=at)
    places = {place.text.key: place for place in places_of(campaign, phase=phase, by=by)}
    refused: dict[str, str] = {}
    good: dict[str, str] = {}
    for key, change in changes.items():
        place, value = places.get(key), tidy(change.value)
        if place is None:
            refused[key] = TextsRefused("gone").message
        elif value != place.text.values[language]:
            problem = _problem(place, language, value, change.was)
            if problem:
                refused[key] = problem
            else:
                good[key] = value
    _save({key: (places[key], value) for key, value in good.items()}, language)
    rules = [value for key, value in good.items() if _is_rules(places[key])]
    if rules:
        texts = texts_of(current_rules(campaign)) | {language: rules[0]}
        write_rules(campaign_id=campaign.pk, texts=texts, by=by, at=at)
    elif good:
        renew_rules(campaign_id=campaign.pk, by=by, at=at)
    return Written(tuple(good), refused)


def _lock_quotes(campaign: Campaign) -> None:
    """Hold the rows that other campaigns may show, too; the campaign's lock holds all others."""
    quotes = Quote.objects.select_for_update(no_key=True, of=("self",)).filter(campaigns=campaign)
    list(quotes.order_by("pk").values_list("pk", flat=True))


def _problem(place: Place, language: str, value: str, was: str) -> str:
    """Why the text cannot be written; empty when it can."""
    text = place.text
    if text.closed:
        return text.closed
    if digest(text.values[language]) != was:
        return TextsRefused("changed_meanwhile").message
    try:
        CharField(required=False, max_length=text.longest, strip=False).clean(value)
    except ValidationError as error:
        return " ".join(error.messages)
    if text.needed and not any({**text.values, language: value}.values()):
        return str(_("Write this in at least one language."))
    if isinstance(place.row, Criterion) and place.field == "point_labels":
        most = place.row.max_points
        return " ".join(fault_sentence(one, most) for one in faulty_lines(value, most=most))
    return ""


def _is_rules(place: Place) -> bool:
    return place.section.model is RulesVersion


def _save(good: Mapping[str, tuple[Place, str]], language: str) -> None:
    """Write only the columns that change, row by row, so that the audit log has each of them."""
    rows: dict[tuple[type[models.Model], Any], models.Model] = {}
    columns: defaultdict[tuple[type[models.Model], Any], list[str]] = defaultdict(list)
    for place, value in good.values():
        if _is_rules(place):
            continue
        row = (type(place.row), place.row.pk)
        rows[row] = place.row
        column = f"{place.field}_{language}"
        setattr(place.row, column, value)
        columns[row].append(column)
    for key, one in rows.items():
        one.save(update_fields=columns[key])
