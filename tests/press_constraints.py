"""How each constraint on press releases is broken, and rows of each kind; see test_constraints."""

from collections.abc import Callable

from django.db import models
from django.utils import timezone

from contests.models import Campaign
from results.models import Announcement, PressDecision, PressRelease
from tests import personas
from tests.builders import build_campaign
from tests.results_constraints import build_announcement


def build_release(campaign: Campaign | None = None, **values: object) -> PressRelease:
    """A draft for the launch, unless told otherwise."""
    base = {
        "kind": "launch",
        "title_en": "The contest has begun",
        "body_en": "Everybody may take part.",
        "created_at": timezone.now(),
        "created_by": personas.manager(),
        "edited_at": timezone.now(),
        "edited_by": personas.manager(),
    }
    return PressRelease.objects.create(campaign=campaign or build_campaign(), **base | values)


def build_published_release(campaign: Campaign | None = None, **values: object) -> PressRelease:
    base = {"published_at": timezone.now(), "published_by": personas.manager()}
    return build_release(campaign, **base | values)


def build_press_decision(**values: object) -> PressDecision:
    base = {"verb": "begin", "to_state": "draft", "at": timezone.now(), "by": personas.manager()}
    return PressDecision.objects.create(release=build_release(), **base | values)


def _two_drafts() -> None:
    campaign = build_campaign()
    build_release(campaign)
    build_release(campaign)


def _two_launches() -> None:
    campaign = build_campaign()
    build_published_release(campaign)
    build_published_release(campaign)


def _two_for_results() -> None:
    announcement = build_announcement()
    for _time in range(2):
        _of_results(announcement)


def _of_results(announcement: Announcement) -> PressRelease:
    return build_published_release(announcement.campaign, kind="results", announcement=announcement)


BROKEN: dict[str, Callable[[], object]] = {
    "results_pressrelease_one_draft": _two_drafts,
    "results_pressrelease_one_launch": _two_launches,
    "results_pressrelease_one_for_results": _two_for_results,
    "results_pressrelease_tells_of_results": lambda: build_published_release(kind="results"),
    "results_pressrelease_published_by": lambda: build_release(published_at=timezone.now()),
    "results_pressrelease_withdrawn_by": lambda: build_release(withdrawn_at=timezone.now()),
    "results_pressdecision_withdrawing_has_reason": lambda: build_press_decision(verb="withdraw"),
}

WRITTEN_ONCE: dict[str, Callable[[], models.Model]] = {
    "published press release": build_published_release,
    "step of a press release": build_press_decision,
}
