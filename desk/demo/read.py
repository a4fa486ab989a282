"""The demo's texts as the TOML files in `data/` hold them, checked while they are read."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

DATA = Path(__file__).resolve().parent / "data"
LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)
Texts = Mapping[str, str]
"""One text in all languages of the site, by language code."""


@dataclass(frozen=True)
class PartnerText:
    slug: str
    kind: str
    name: Texts
    country: str = ""
    region_code: str = ""
    region: Texts = field(default_factory=dict)
    website: str = ""
    description: Texts = field(default_factory=dict)
    accounts: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True)
class PrizeText:
    """`value` is a decimal number as text; `sponsor` is the slug of a partner."""

    title: Texts
    place: int = 1
    quantity: int = 1
    description: Texts = field(default_factory=dict)
    value: str = ""
    currency: str = ""
    sponsor: str = ""


@dataclass(frozen=True)
class CriterionText:
    title: Texts
    weight: str = "1"
    max_points: int = 5
    help: Texts = field(default_factory=dict)
    point_labels: Texts = field(default_factory=dict)


@dataclass(frozen=True)
class CategoryText:
    slug: str
    method: str
    title: Texts
    description: Texts = field(default_factory=dict)
    platform: str = ""
    aggregation: str = "trimmed_mean"
    prizes: tuple[PrizeText, ...] = ()
    criteria: tuple[CriterionText, ...] = ()


@dataclass(frozen=True)
class VideoText:
    """What an invented video says, and what its cover shows."""

    language: str
    caption: str
    motif: str
    headline: str


@dataclass(frozen=True)
class WinnerText(VideoText):
    """A video that is known to have won; `slot` counts the equal winners of one place."""

    category: str
    handle: str
    place: int = 1
    slot: int = 1
    display_name: str = ""
    citation: Texts = field(default_factory=dict)
    joint: tuple[str, ...] = ()


@dataclass(frozen=True)
class EntriesText:
    """How many entries to invent beside the winners', and whose."""

    count: int
    handles: tuple[str, ...]
    received: int = 0
    rejected: int = 0


@dataclass(frozen=True)
class AnnouncementText:
    """How the results come out and who signs the certificates."""

    needs_two: bool = False
    certificate_language: str = ""
    signatory_role: Texts = field(default_factory=dict)


@dataclass(frozen=True)
class CampaignText:
    """One campaign. Dates are still text: see desk.demo.moments."""

    slug: str
    accent: str
    ornament: str
    languages: tuple[str, ...]
    time_zone: str
    platforms: tuple[str, ...]
    dates: Mapping[str, str]
    title: Texts
    tagline: Texts
    description: Texts
    rules: Texts
    hashtags: tuple[Mapping[str, str], ...]
    previous_edition: str = ""
    min_seconds: int | None = None
    max_seconds: int | None = None
    max_entries_per_creator: int | None = None
    min_age: int | None = None
    guardian_age: int | None = None
    countries: tuple[str, ...] = ()
    prior_posts_allowed: bool = False
    ownership_required: bool = False
    participants_excluded: bool = False
    lookalikes: str = "review"
    accepts_automatically: bool = False
    categories: tuple[CategoryText, ...] = ()
    partnerships: tuple[Mapping[str, Any], ...] = ()
    ambassadors: tuple[Mapping[str, Any], ...] = ()
    quotes: tuple[Mapping[str, Any], ...] = ()
    questions: tuple[Mapping[str, Any], ...] = ()
    totals: tuple[Mapping[str, Any], ...] = ()
    winners: tuple[WinnerText, ...] = ()
    videos: tuple[VideoText, ...] = ()
    entries: EntriesText = field(default_factory=lambda: EntriesText(0, ()))
    announcement: AnnouncementText = field(default_factory=AnnouncementText)

    @property
    def official_hashtag(self) -> str:
        return next(f"#{tag['text']}" for tag in self.hashtags if tag["kind"] == "official")


def partners(folder: Path = DATA) -> list[PartnerText]:
    """Every partner of the demo."""
    listed = _table(folder / "partners.toml")["partners"]
    return [PartnerText(**{**one, "accounts": tuple(one.get("accounts", ()))}) for one in listed]


def campaigns(folder: Path = DATA) -> list[CampaignText]:
    """Every campaign of the demo, earlier editions before those that name them."""
    names = sorted(path.name for path in folder.glob("*.toml"))
    read = [_campaign(_table(folder / name)) for name in names if name not in _NOT_CAMPAIGNS]
    return sorted(read, key=lambda campaign: bool(campaign.previous_edition))


def phrases(folder: Path = DATA) -> Mapping[str, list[Texts]]:
    """What moderators and judges of the demo write: lists of texts by occasion."""
    return _table(folder / "phrases.toml")


_NOT_CAMPAIGNS = frozenset({"partners.toml", "phrases.toml"})
_PLAIN = (
    "hashtags",
    "languages",
    "platforms",
    "countries",
    "partnerships",
    "ambassadors",
    "quotes",
    "questions",
    "totals",
)


def _campaign(table: dict[str, Any]) -> CampaignText:
    made: dict[str, Any] = {
        "categories": tuple(_category(one) for one in table.get("categories", ())),
        "winners": tuple(
            WinnerText(**{**one, "joint": tuple(one.get("joint", ()))})
            for one in table.get("winners", ())
        ),
        "videos": tuple(VideoText(**one) for one in table.get("videos", ())),
    }
    made |= {name: tuple(table[name]) for name in _PLAIN if name in table}
    if "entries" in table:
        handles = tuple(table["entries"]["handles"])
        made["entries"] = EntriesText(**{**table["entries"], "handles": handles})
    if "announcement" in table:
        made["announcement"] = AnnouncementText(**table["announcement"])
    return CampaignText(**table | made)


def _category(table: dict[str, Any]) -> CategoryText:
    prizes = tuple(PrizeText(**one) for one in table.get("prizes", ()))
    criteria = tuple(CriterionText(**one) for one in table.get("criteria", ()))
    return CategoryText(**{**table, "prizes": prizes, "criteria": criteria})


def _table(path: Path) -> dict[str, Any]:
    """A file's table; ValueError where a text lacks a language."""
    with path.open("rb") as file:
        table = tomllib.load(file)
    for place, texts in _translated(table, path.name):
        missing = LANGUAGES - {code for code, text in texts.items() if text.strip()}
        if missing:
            raise ValueError(f"{place} lacks {', '.join(sorted(missing))}")
    return table


def _translated(value: Any, place: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Every table of texts by language in what a file holds, with where it is."""
    if isinstance(value, dict):
        if value and value.keys() <= LANGUAGES:
            yield place, value
        else:
            for key, inner in value.items():
                yield from _translated(inner, f"{place}: {key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value, start=1):
            yield from _translated(inner, f"{place} {number}")
