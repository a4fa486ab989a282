"""What a press release is made of: from the campaign's rows to its texts in every language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.utils.translation import override

from accounts.bidi import direction
from contests.models import Campaign
from results.evidence import digest
from results.locking import open_correction_of
from results.models import Announcement, Award, PressRelease, Standing
from results.press_figures import figures_of
from results.press_launch import launch_body, launch_title
from results.press_markdown import with_isolates, without_isolates
from results.press_results import Outcome, results_body, results_title
from results.reading import CategoryAwards, awards_in, drafted_awards
from results.standings import standings_of

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
Kind = PressRelease.Kind
Texts = Mapping[str, Mapping[str, str]]
"""By language: {"kk": {"title": …, "body": …}}."""


def announcement_behind(campaign: Campaign) -> Announcement | None:
    """The newest announcement; None while a first one or a correction of it is being drafted."""
    if campaign.announced_at is None or open_correction_of(campaign) is not None:
        return None
    return newest_announcement(campaign)


def newest_announcement(campaign: Campaign) -> Announcement | None:
    """The announcement that the public reads."""
    return campaign.announcements.order_by("-number").first()


def awards_behind(campaign: Campaign, announcement: Announcement | None) -> list[CategoryAwards]:
    """What was announced, or what is drafted."""
    return drafted_awards(campaign) if announcement is None else awards_in(announcement)


def named_by(categories: Sequence[CategoryAwards]) -> str:
    """A digest of who wins what, and why; the same for a draft and for what it became."""
    return digest(
        {
            "awards": [_named(winner.award) for one in categories for winner in one.winners],
            "remarks": [
                [one.category.pk, *_in_each(one.remark, "text")] for one in categories if one.remark
            ],
        }
    )


def texts_of(campaign: Campaign, kind: str, *, at: datetime) -> tuple[Texts, str]:
    """The texts of a new release in every language of the site, and the digest of whom it names."""
    if kind == Kind.LAUNCH:
        return _launch(campaign), ""
    announcement = announcement_behind(campaign)
    categories = awards_behind(campaign, announcement)
    views = _views(categories, announcement)
    texts = {}
    for code in LANGUAGES:
        with override(code):
            outcome = Outcome(
                campaign=campaign,
                categories=categories,
                announcement=announcement,
                views=views,
                figures=figures_of(campaign, at=at),
                at=at,
            )
            texts[code] = _texts(code, results_title(outcome), results_body(outcome))
    return texts, named_by(categories)


def _launch(campaign: Campaign) -> Texts:
    texts = {}
    for code in LANGUAGES:
        with override(code):
            texts[code] = _texts(code, launch_title(campaign), launch_body(campaign))
    return texts


def _texts(code: str, title: str, body: str) -> dict[str, str]:
    """Where everything runs one way, the invisible signs would only travel into newspapers."""
    if direction(code) == "ltr":
        title, body = without_isolates(title), without_isolates(body)
    else:
        title, body = with_isolates(title), with_isolates(body)
    longest = PressRelease._meta.get_field("title").max_length or 0
    return {"title": title[:longest], "body": body}


def _views(
    categories: Sequence[CategoryAwards], announcement: Announcement | None
) -> dict[int, int]:
    """How many views counted for each award that views decide, by its id."""
    by_views = [one for one in categories if one.category.by_views]
    found: dict[tuple[int, int], object] = {}
    if announcement is not None:
        standings = Standing.objects.filter(
            announcement=announcement,
            category__in=[one.category.pk for one in by_views],
            rank__isnull=False,
            creator__in=[w.award.creator_id for one in by_views for w in one.winners],
        )
        found = {
            (one.category_id, one.entry_id or one.creator_id): one.figures.get("views")
            for one in standings
        }
    else:
        for one in by_views:
            rows = standings_of(one.category).rows
            found |= {(one.category.pk, row.key): row.figures.get("views") for row in rows}
    counted = {
        winner.award.pk: found.get(
            (one.category.pk, winner.award.entry_id or winner.award.creator_id)
        )
        for one in by_views
        for winner in one.winners
    }
    return {key: views for key, views in counted.items() if isinstance(views, int)}


def _named(award: Award) -> list[str | int | None]:
    return [
        award.prize_id,
        award.slot,
        award.entry_id,
        award.creator_id,
        *_in_each(award, "citation"),
    ]


def _in_each(row: object, name: str) -> list[str]:
    return [getattr(row, f"{name}_{code}", None) or "" for code in LANGUAGES]
