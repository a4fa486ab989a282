"""Contests that strain their pages: nothing there, too much, too long, or not translated."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from contests.models import Campaign
from contests.phases import Phase
from entries.models import Entry
from tests.builders import (
    build_campaign,
    build_category,
    build_creator,
    build_entry,
    build_partner,
    build_partnership,
    build_prize,
)
from tests.website.campaigns import award, build_announcement

# Ninety characters each, without a hint where to break the longest word.
LONG_TITLES = {
    "kk": "Ең шығармашыл бейнежазбалардың республикалық көпшілікқолды "
    "байқауы: кітапханаларымыз жайлы",
    "ru": "Всероссийско-казахстанский конкурс достопримечательностей и "
    "человеколюбивых видеорассказов",
    "az": "Respublikamızın kitabxanaçılarının qəhrəmanlıqlarından bəhs "
    "edən videoçarxların müsabiqəsi",
    "en": "The internationally unprecedented competition of "
    "extraordinarily conscientious librarians.",
    "ar": "المسابقة الوطنية الكبرى لأجمل مقاطع الفيديو التعليمية عن "
    "المكتبات والمتاحف والمسرح العربية",
}
KAZAKH = {
    "title": "Тек қазақша жазылған байқау",
    "tagline": "Кітап туралы бейнежазба түсір",
    "description": "Бұл мәтін әзірге **тек қазақ тілінде** бар.",
}


def build_strained() -> list[Campaign]:
    """One of each."""
    plain = (build_empty, build_undecided, build_unawarded, build_long, build_untranslated)
    return [*(build() for build in plain), *(build_crowded(number) for number in (18, 200))]


def picture(width: int, height: int) -> ContentFile[bytes]:
    """A plain picture of that size, in pixels."""
    out = BytesIO()
    Image.new("RGB", (width, height), "#7a3355").save(out, "WEBP")
    return ContentFile(out.getvalue(), name="picture.webp")


def long(field: str) -> dict[str, str]:
    """A field with ninety characters in every language."""
    return {f"{field}_{code}": text for code, text in LONG_TITLES.items()}


def only_in_kazakh(**texts: str) -> dict[str, str]:
    """Values of fields of which nobody has written another language yet."""
    return {
        name: text
        for field, text in texts.items()
        for name, text in ((field, text), (f"{field}_en", ""), (f"{field}_kk", text))
    }


def build_empty() -> Campaign:
    """Open since a moment ago: nobody has entered yet, no partner is named."""
    campaign = build_campaign(phase=Phase.OPEN, accent="graphite")
    build_prize(build_category(campaign))
    return campaign


def build_undecided() -> Campaign:
    """Closed, and nobody has won yet."""
    campaign = build_campaign(phase=Phase.REVIEW, accent="rose")
    build_prize(build_category(campaign))
    build_entry(campaign)
    return campaign


def build_unawarded() -> Campaign:
    """Announced, and nobody has won anything."""
    campaign = build_campaign(phase=Phase.ANNOUNCED, accent="lapis")
    build_prize(build_category(campaign))
    build_announcement(campaign)
    return campaign


def build_long() -> Campaign:
    """Everything that has a title has one of ninety characters, and it was won."""
    titles = long("title")
    campaign = build_campaign(
        phase=Phase.ANNOUNCED,
        accent="amber",
        hashtag="AHashtagThatIsAsLongAsHashtagsGetOnThePlatformsOfToday",
        **titles,
    )
    partner = build_partner(**long("name"))
    build_partnership(campaign, partner=partner)
    announcement = build_announcement(campaign)
    for number in range(3):
        own = {field: f"{number} {title[2:].lstrip()}" for field, title in titles.items()}
        prize = build_prize(build_category(campaign, **own), sponsor=partner, **titles)
        award(announcement, prize=prize, entry=covered_entry(campaign))
    return campaign


def build_untranslated() -> Campaign:
    """One of the languages that it promises is missing everywhere."""
    campaign = build_campaign(phase=Phase.OPEN, accent="violet", **only_in_kazakh(**KAZAKH))
    category = build_category(campaign, **only_in_kazakh(title="Үздік кітап шолуы"))
    build_prize(category, **only_in_kazakh(title="Бас жүлде"))
    partner = build_partner(**only_in_kazakh(name="Ұлттық кітапхана"))
    build_partnership(campaign, partner=partner)
    return campaign


def build_crowded(number: int) -> Campaign:
    """With so many partners, each with a name of its own length."""
    campaign = build_campaign(phase=Phase.OPEN, accent="emerald")
    for one in range(number):
        name = f"Library {one}" if one % 3 else f"Regional universal scientific library {one}"
        build_partnership(campaign, partner=build_partner(name_en=name))
    return campaign


def covered_entry(campaign: Campaign, **fields: Any) -> Entry:
    entry = build_entry(campaign, creator=build_creator(), **fields)
    entry.cover.save("cover.webp", picture(360, 640))
    return entry


def build_full(entries: int) -> Campaign:
    """A campaign with more videos than one page of its gallery shows."""
    campaign = build_campaign(phase=Phase.OPEN, accent="turquoise")
    covered_entry(campaign, posted_at=timezone.now())
    for _each in range(entries - 1):
        build_entry(campaign)
    return campaign
