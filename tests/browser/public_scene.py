"""What the public face can look like: contests in every state, and what strains their pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from contests.models import Campaign, Category
from contests.phases import Phase
from metrics.boards import build_board
from metrics.models import EntryViews, ReadingPlan
from results.models import Certificate, PressRelease
from tests.browser.strained_scene import build_strained, picture
from tests.builders import (
    build_campaign,
    build_category,
    build_creator,
    build_entry,
    build_partner,
    build_partnership,
    build_prize,
    build_reading,
)
from tests.results.announcing import announce as announce_contest
from tests.results.contests import build_contest
from tests.results.press import begin as begin_press
from tests.results.press import publish as publish_press
from tests.website.campaigns import publish_shortlist, rich_campaign

LANGUAGES = [code for code, _name in settings.LANGUAGES]
LONG_HANDLE = "a_name_as_long_as_tiktok_lets_it_be"


@dataclass(frozen=True)
class Face:
    """The campaigns by what is special about them; shortlist: the category that has one."""

    announced: Campaign
    open: Campaign
    showcase: Campaign
    strained: list[Campaign]
    shortlist: str

    def paths(self, language: str) -> list[str]:
        """Every public page of theirs, once."""
        with translation.override(language):
            return list(dict.fromkeys(self._paths()))

    def _paths(self) -> Iterator[str]:
        yield reverse("website:home")
        yield reverse("website:help")
        for campaign in (self.announced, self.open, self.showcase):
            yield from self._everything_of(campaign)
        for campaign in self.strained:
            # Many partners strain the campaign's own page alone.
            more = () if campaign.partnerships.count() > 1 else ("gallery",)
            won = ("winners",) if campaign.announced_at else ()
            for page in ("campaign", *more, *won):
                yield reverse(f"website:{page}", args=[campaign.slug])
        yield reverse("entries:submit", args=[self.open.slug])
        for category in self.open.categories.exclude(method=Category.Method.JURY):
            yield reverse("website:leaderboard", args=[self.open.slug, category.slug])
        for page in ("winners", "how_chosen", "shortlist", "ceremony", "press"):
            yield reverse(f"website:{page}", args=[self.announced.slug])
        for page in ("winners_version", "how_chosen_version"):
            yield reverse(f"website:{page}", args=[self.announced.slug, 1])
        rules = self.open.rules.latest("number")
        yield reverse("website:rules_version", args=[self.open.slug, rules.number])
        release = PressRelease.objects.get(campaign=self.announced)
        yield reverse("website:press_release", args=[self.announced.slug, release.pk])
        for partnership in self.announced.partnerships.select_related("partner"):
            yield reverse("website:partner", args=[partnership.partner.slug])
        for choice in ("?q=nobody-says-this", "?winners=1", f"?shortlist={self.shortlist}"):
            yield f"{reverse('website:gallery', args=[self.announced.slug])}{choice}"
        yield f"{reverse('website:gallery', args=[self.open.slug])}?sort=views"
        yield reverse("results:verify")
        of_theirs = Certificate.objects.filter(claim__prize__category__campaign=self.announced)
        yield reverse("results:verified", args=[of_theirs.latest("pk").code])

    @staticmethod
    def _everything_of(campaign: Campaign) -> Iterator[str]:
        for page in ("campaign", "gallery", "rules", "numbers"):
            yield reverse(f"website:{page}", args=[campaign.slug])
        entry = campaign.entries.get(caption="The one that is opened")
        yield reverse("website:entry", args=[campaign.slug, entry.pk])


def build_face() -> Face:
    contest = build_contest(entries=12, judges=6, hashtag="TikTokdanÖyrən")
    publish_shortlist(contest.jury, contest.entries[:5])
    contest.draft()
    announce_contest(contest)
    contest.campaign.refresh_from_db()
    library = build_partner(description="A library with a stage.")
    build_partnership(contest.campaign, partner=library)
    publish_press(contest, begin_press(contest))
    running = _running()
    showcase = build_campaign(
        phase=Phase.OPEN, accent="saffron", hashtag="اقرأ_معنا", languages=["ar"]
    )
    for campaign in (contest.campaign, running, showcase):
        creator = build_creator(handle=f"{LONG_HANDLE}{campaign.pk}")
        entry = build_entry(campaign, creator=creator, caption="The one that is opened")
        entry.cover.save("cover.webp", picture(360, 640))
        ReadingPlan.objects.update_or_create(campaign=campaign, defaults={"shows_numbers": True})
    return Face(contest.campaign, running, showcase, build_strained(), contest.jury.slug)


def _running() -> Campaign:
    """A contest that takes entries, with a leaderboard by each way to count views."""
    campaign = rich_campaign(size=3)
    read = timezone.now() - timedelta(minutes=1)
    for method in Category.Method:
        category = build_category(campaign, method=method)
        build_prize(category, value=Decimal(70_000), currency="KZT")
    for number in range(3):
        build_reading(build_entry(campaign), views=10_000 * number, taken_at=read)
    for category in campaign.categories.exclude(method=Category.Method.JURY):
        build_board(category_id=category.pk, at=timezone.now())
    return campaign


def make_unavailable(campaign: Campaign) -> None:
    """Let the platform say that the opened video is gone."""
    entry = campaign.entries.get(caption="The one that is opened")
    EntryViews.objects.update_or_create(
        entry=entry, defaults={"campaign": campaign, "absent_since": timezone.now()}
    )
