"""What pictures for the press are called once they are downloaded: readable on any machine."""

import re
from typing import Any

import pytest
from django.utils import timezone

from contests.models import Campaign
from contests.phases import Phase
from results.card_content import PIXELS
from results.models import Award, Card
from results.press_pictures import picture_groups
from tests.builders import build_campaign, build_category, build_creator, build_prize
from tests.results_constraints import build_announcement

pytestmark = pytest.mark.django_db
SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*\.png")


def draw(campaign: Campaign, *, award: Award | None = None) -> None:
    for size in PIXELS:
        Card.objects.create(
            campaign=campaign,
            award=award,
            kind="winner" if award else "campaign",
            language="ar",
            size=size,
            digest=f"{campaign.pk}-{award.pk if award else 0}-{size}",
            made_at=timezone.now(),
            image=f"cards/{size}.png",
        )


def names(campaign: Campaign) -> list[str]:
    groups = picture_groups(campaign, language="ar", at=timezone.now())
    return [picture.name for group in groups for picture in group.pictures]


def winners_of(campaign: Campaign, places: list[tuple[str, str]], **values: Any) -> list[str]:
    """The names of the pictures of who won: by the category's address name and the handle."""
    announcement = build_announcement(campaign)
    Campaign.objects.filter(pk=campaign.pk).update(announced_at=timezone.now())
    campaign.refresh_from_db()
    for number, (slug, handle) in enumerate(places):
        category = build_category(campaign, slug=slug, **values)
        creator = build_creator(handle=handle, platform=("tiktok", "youtube")[number % 2])
        award = Award.objects.create(
            prize=build_prize(category), creator=creator, announcement=announcement
        )
        draw(campaign, award=award)
    return names(campaign)


@pytest.mark.parametrize("title", ["مسابقة الكتاب / ٢٠٢٦", "Қазақ әні: «Өлең-жыр»", 'a"b\\c/../d'])
def test_names_are_plain_whatever_the_titles_and_handles_are(title):
    campaign = build_campaign(phase=Phase.REVIEW, title=title)
    draw(campaign)
    found = winners_of(campaign, [("best", "قارئ.الكتب"), ("next", "Әлия")], title=title)
    assert len(found) == 3 * len(PIXELS)
    assert all(SAFE.fullmatch(name) for name in found), found


def test_readable_handles_stay_readable():
    found = winners_of(build_campaign(phase=Phase.REVIEW), [("best", "la.la.leila"), ("b", "Öykü")])
    assert sum("-best-1-1-la.la.leila-ar-" in name for name in found) == len(PIXELS)
    assert sum("-b-1-1-Oyku-ar-" in name for name in found) == len(PIXELS)


def test_two_pictures_never_have_one_name():
    """Of equal handles on two platforms, in categories that some machines cannot tell apart."""
    campaign = build_campaign(phase=Phase.REVIEW)
    found = winners_of(campaign, [("Best", "same"), ("best", "same")])
    assert len(found) == 2 * len(PIXELS)
    assert len({name.casefold() for name in found}) == len(found)
