"""What a campaign still lacks before it can be published, and what staff should know, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Model, prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from accounts.bidi import isolated
from contests.models import Campaign, Category, Hashtag, Partnership
from contests.overlaps import Overlap, Season, Tag, overlaps_of
from contests.rules import current_rules, texts_of

SENTENCES = {
    "no_languages": _("Choose the languages of the campaign."),
    "no_title": _("Write the title. Missing languages: %(languages)s."),
    "no_description": _("Describe the campaign. Missing languages: %(languages)s."),
    "no_dates": _("Set when the campaign opens and when it closes."),
    "close_passed": _("The close lies in the past. Set a later one."),
    "no_promise": _("Promise a date for the winners."),
    "no_platforms": _("Choose the platforms on which videos may be posted."),
    "no_hashtag": _("Give the campaign its official hashtag."),
    "no_rules": _("Write your own part of the rules in every language. Missing: %(languages)s."),
    "no_organiser": _("Name at least one organiser."),
    "no_category_title": _("Write the title of “%(category)s”. Missing languages: %(languages)s."),
    "category_platform": _(
        "“%(category)s” counts views on a platform that the campaign does not accept."
    ),
    "no_prize": _("Say what “%(category)s” wins: add a prize."),
    "no_prize_title": _("Name the prizes of “%(category)s”. Missing languages: %(languages)s."),
}

WARNINGS = {
    "same_hashtag": _(
        "“%(campaign)s” runs at the same time with the same hashtag (%(hashtags)s): "
        "a video could belong to either. Change the dates or the hashtag."
    ),
    "alike_hashtag": _(
        "“%(campaign)s” runs at the same time with a hashtag that looks like ours (%(hashtags)s): "
        "people will mix them up. Change the dates or the hashtag."
    ),
}


@dataclass(frozen=True)
class Missing:
    """One thing to do: what (`code`) and where.

    `place` is the part of the campaign that solves it: `general`, `hashtags`, `partnerships`,
    `rules`, or `category` (then with the category).
    """

    code: str
    place: str
    languages: tuple[str, ...] = ()
    category: Category | None = None

    @property
    def message(self) -> str:
        """What to do, as a sentence in the active language."""
        names = dict(settings.LANGUAGES)
        return str(SENTENCES[self.code]) % {
            "languages": ", ".join(str(names[code]) for code in self.languages),
            "category": self.category,
        }


@dataclass(frozen=True)
class Concern:
    """Something that staff should know; publishing does not wait for it.

    `place` is as in `Missing`.
    """

    code: str
    other: Campaign
    hashtags: tuple[tuple[str, str], ...]
    place: str = "hashtags"

    @property
    def message(self) -> str:
        """What is doubtful and what helps, as a sentence in the active language."""
        # Each isolated, so that its # stays in front in Arabic.
        pairs = [
            " · ".join(isolated(f"#{text}") for text in dict.fromkeys(pair))
            for pair in self.hashtags
        ]
        return str(WARNINGS[self.code]) % {"campaign": self.other, "hashtags": ", ".join(pairs)}


def warnings_about(campaign: Campaign) -> list[Concern]:
    """Return the campaigns of the same time whose hashtags are or look like this one's."""
    season = _season(campaign)
    others = (
        Campaign.objects.filter(
            hashtags__lookalike_key__in=[tag.lookalike_key for tag in season.tags],
            cancelled_at__isnull=True,
        )
        .exclude(pk=campaign.pk)
        .prefetch_related("hashtags")
        .order_by("opens_at", "pk")
        .distinct()
    )
    by_id = {other.pk: other for other in others}
    return [
        _concern(overlap, by_id[overlap.campaign_id])
        for overlap in overlaps_of(season, map(_season, by_id.values()))
    ]


def _season(campaign: Campaign) -> Season:
    tags = tuple(
        Tag(tag.text, tag.strict_key, tag.lookalike_key) for tag in campaign.hashtags.all()
    )
    return Season(campaign.pk, campaign.opens_at, campaign.closes_at, tags)


def _concern(overlap: Overlap, other: Campaign) -> Concern:
    code = "same_hashtag" if overlap.same else "alike_hashtag"
    return Concern(code, other, overlap.pairs)


def missing_for_publication(campaign: Campaign, *, at: datetime) -> list[Missing]:
    """Return what must be done before the campaign can be published; empty when it is ready.

    `at` is the moment of publishing: a close that has passed by then cannot be published.
    """
    prefetch_related_objects([campaign], "hashtags", "partnerships", "rules", "categories__prizes")
    return [
        *_texts(campaign),
        *_dates(campaign, at),
        *_entry_conditions(campaign),
        *_rules(campaign),
        *_people(campaign),
        *(
            thing
            for category in campaign.categories.all()
            for thing in _category(category, campaign)
        ),
    ]


def languages_without(instance: Model | None, field: str, codes: list[str]) -> tuple[str, ...]:
    """The languages among `codes` in which a translated field has no text."""
    return tuple(
        code for code in codes if not (getattr(instance, f"{field}_{code}", None) or "").strip()
    )


def _texts(campaign: Campaign) -> Iterator[Missing]:
    if not campaign.languages:
        yield Missing("no_languages", "general")
    for field in ("title", "description"):
        codes = languages_without(campaign, field, campaign.languages)
        if codes:
            yield Missing(f"no_{field}", "general", codes)


def _dates(campaign: Campaign, at: datetime) -> Iterator[Missing]:
    if not campaign.opens_at or not campaign.closes_at:
        yield Missing("no_dates", "general")
    elif campaign.closes_at <= at:
        yield Missing("close_passed", "general")
    if campaign.categories.all() and not campaign.announce_by:
        yield Missing("no_promise", "general")


def _entry_conditions(campaign: Campaign) -> Iterator[Missing]:
    if not campaign.platforms:
        yield Missing("no_platforms", "general")
    if not any(tag.kind == Hashtag.Kind.OFFICIAL for tag in campaign.hashtags.all()):
        yield Missing("no_hashtag", "hashtags")


def _rules(campaign: Campaign) -> Iterator[Missing]:
    """The rules write themselves; own texts below them are wanted in all languages or in none."""
    texts = texts_of(current_rules(campaign))
    codes = tuple(code for code in campaign.languages if not texts[code].strip())
    if codes and any(texts.values()):
        yield Missing("no_rules", "rules", codes)


def _people(campaign: Campaign) -> Iterator[Missing]:
    roles = {partnership.role for partnership in campaign.partnerships.all()}
    if Partnership.Role.ORGANISER not in roles:
        yield Missing("no_organiser", "partnerships")


def _category(category: Category, campaign: Campaign) -> Iterator[Missing]:
    codes = languages_without(category, "title", campaign.languages)
    if codes:
        yield Missing("no_category_title", "category", codes, category)
    if category.by_views and category.platform not in campaign.platforms:
        yield Missing("category_platform", "category", category=category)
    prizes = list(category.prizes.all())
    if not prizes:
        yield Missing("no_prize", "category", category=category)
    unnamed = [languages_without(prize, "title", campaign.languages) for prize in prizes]
    codes = tuple(code for code in campaign.languages if any(code in codes for codes in unnamed))
    if codes:
        yield Missing("no_prize_title", "category", codes, category)
