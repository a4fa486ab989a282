"""Which pages of the demo are photographed: one of each kind, by a name for its file."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from contests.models import Campaign, Category
from entries.models import Entry
from metrics.plans import plan_of

# One that takes entries, one with winners, one that is only measured.
OPEN, ANNOUNCED, SHOWCASE = "tiktokdan-oyren", "kitaptok", "tiktok-cares"


def demo_pages() -> list[tuple[str, str]]:
    """Name and address of each page, in the language that is active."""
    missing = ("404", f"{reverse('website:home')}-/")
    return [*_of_the_site(), *_of_campaigns(), *_of_results(), missing]


def _of_the_site() -> Iterator[tuple[str, str]]:
    yield "home", reverse("website:home")
    yield "partner", reverse("website:partner", args=["national-academic-library"])
    yield "sign-in", reverse("account_login")
    yield "verify", reverse("results:verify")


def _of_campaigns() -> Iterator[tuple[str, str]]:
    for slug in (OPEN, ANNOUNCED, SHOWCASE):
        campaign = Campaign.objects.get(slug=slug)
        numbers = ("numbers",) if plan_of(campaign).shows_numbers else ()
        for page in ("campaign", "gallery", "rules", "press", *numbers):
            yield f"{slug}-{page}", reverse(f"website:{page}", args=[slug])
        entry = Entry.objects.accepted().filter(campaign=campaign).exclude(cover="").first()
        if entry is not None:
            yield f"{slug}-entry", reverse("website:entry", args=[slug, entry.pk])
    yield f"{OPEN}-submit", reverse("entries:submit", args=[OPEN])
    for category in Category.objects.filter(campaign__slug=OPEN).exclude(method="jury"):
        yield f"{OPEN}-leaderboard", reverse("website:leaderboard", args=[OPEN, category.slug])


def _of_results() -> Iterator[tuple[str, str]]:
    for page in ("shortlist", "winners", "how_chosen", "ceremony"):
        yield f"{ANNOUNCED}-{page}", reverse(f"website:{page}", args=[ANNOUNCED])
