"""What of a preview can change by itself, each with a digest and what a person is shown of it.

The parts travel with the page to whoever confirms, and come back with the digest; where that is no
longer right, results.differences puts the parts of then and of now side by side. Of the standings
only the first lines travel, so that the page of 20,000 entries stays small; one digest stands for
them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings

from accounts.bidi import isolated
from entries.models import Creator
from results.evidence import canonical_json, digest
from results.models import Alternate, CategoryRemark
from results.reading import Winner

if TYPE_CHECKING:
    from results.preview import CategoryPreview, Preview
    from results.standings import StandingRow

Part = Sequence[str]
Parts = Mapping[str, Part]
"""By part ("standings:slug", "award:slug:place:slot", "mails"): its digest, then what it shows."""

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
LINES_BEHIND = 10
"""Lines of the standings behind the places and alternates that a preview keeps in mind."""
MAIN_FIGURES = ("views", "final", "value")
OF_CAMPAIGN = ("rules", "judges", "disqualified")
OF_CATEGORY = ("prizes", "shortlist")
"""What of the evidence is a part of its own; the rest is "campaign" and "basis:slug"."""
_SAID_ELSEWHERE = ("standings", "awards", "alternates", "remark", "categories", "note", "seal")


def parts_of(preview: Preview) -> Parts:
    """The parts of a preview in the order in which a person reads them."""
    content = preview.content
    found: dict[str, Part] = {"number": (str(preview.number), "")}
    found |= {name: (digest(content[name]), "") for name in OF_CAMPAIGN}
    found["campaign"] = (digest(_rest(content, OF_CAMPAIGN)), "")
    for category, about in zip(preview.categories, content["categories"], strict=True):
        found |= dict(_category(category, about))
    found["note"] = (digest(preview.note), "")
    people = sorted([one.user.email, one.award.pk] for one in preview.mails)
    found["mails"] = (digest(people), str(len(people)))
    return found


def first_lines(category: CategoryPreview) -> list[StandingRow]:
    """The lines whose changes a person is told one by one: as far as anybody wins, and some."""
    standings = category.standings
    return standings.rows[: len(category.places) + len(category.alternates) + LINES_BEHIND]


def names_of(creators: Iterable[Creator]) -> str:
    """The handles of a winner, for staff."""
    return " · ".join(isolated(creator) for creator in creators)


def main_figure(row: StandingRow) -> str:
    """The figure that decides, as exact as it is worth telling: "0.875", "1200"; "" if unknown."""
    for name in MAIN_FIGURES:
        value = row.figures.get(name)
        if isinstance(value, Decimal):
            return str(canonical_json(round(value, 6)), "ascii").strip('"')
        if isinstance(value, int):
            return str(value)
    return ""


def _category(category: CategoryPreview, about: Mapping[str, Any]) -> Iterator[tuple[str, Part]]:
    slug = category.standings.category.slug
    # All lines by what is in the evidence of them.
    lines = [f"{row.key} {row.rank or ''} {main_figure(row)}" for row in first_lines(category)]
    yield f"standings:{slug}", (digest(about["standings"]), "", *lines)
    yield f"basis:{slug}", (digest(_rest(about, OF_CATEGORY)), "")
    for name in OF_CATEGORY:
        yield f"{name}:{slug}", (digest(about[name]), "")
    for place in category.places:
        if place.winner:
            name = f"award:{slug}:{place.prize.place}:{place.slot}"
            yield name, (digest(_award(place.winner)), names_of(place.winner.creators))
    alternates = category.alternates
    yield (
        f"alternates:{slug}",
        (
            digest([_alternate(one) for one in alternates]),
            ", ".join(isolated(one.creator) for one in alternates),
        ),
    )
    yield f"remark:{slug}", (digest(_remark(category.remark)), "")


def _rest(content: Mapping[str, Any], told: Sequence[str]) -> dict[str, Any]:
    left_out = {*told, *_SAID_ELSEWHERE}
    return {name: value for name, value in content.items() if name not in left_out}


def _award(winner: Winner) -> dict[str, Any]:
    """All that the public will read of an award, in every language."""
    award, prize = winner.award, winner.prize
    sponsor = prize.sponsor
    return {
        "award": award.pk,
        "entry": award.entry_id,
        "video": winner.public_entry is not None,
        "creators": [[one.platform, one.handle] for one in winner.creators],
        "citation": [getattr(award, f"citation_{code}") for code in LANGUAGES],
        "prize": [getattr(prize, f"title_{code}") for code in LANGUAGES],
        "value": prize.value,
        "currency": prize.currency,
        "sponsor": [getattr(sponsor, f"name_{code}") for code in LANGUAGES] if sponsor else None,
    }


def _alternate(one: Alternate) -> list[Any]:
    creator = one.creator
    return [one.position, one.entry_id, one.creator_id, creator.platform, creator.handle]


def _remark(remark: CategoryRemark | None) -> list[Any] | None:
    if remark is None:
        return None
    texts = [getattr(remark, f"text_{code}") or "" for code in LANGUAGES]
    return [remark.leaves_places_empty, *texts]
