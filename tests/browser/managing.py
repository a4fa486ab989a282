"""The campaign manager: from an empty form to a published campaign with a jury."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from contests.models import Campaign, Category
from judging.models import Round
from metrics.models import Reading
from tests.browser.admin_forms import add_row, choose, language_tab, save, type_moment
from tests.browser.windows import Window

ZONE = ZoneInfo("Asia/Baku")
TITLES = {
    "kk": ("Қазақша", "Кітап туралы айт"),
    "ru": ("Русский", "Расскажи о книге"),
    "en": ("English", "Tell about a book"),
}
ORGANISER, SPONSOR = "Otyrar Library", "Meloman"


@dataclass(frozen=True)
class CategoryPlan:
    """A category as the manager types it; titles in Kazakh, Russian and English."""

    slug: str
    method: Category.Method
    titles: tuple[str, str, str]
    value: int


CATEGORIES = (
    CategoryPlan(
        "creative",
        Category.Method.JURY,
        ("Ең шығармашыл бейне", "Самое творческое видео", "The most creative video"),
        70_000,
    ),
    CategoryPlan(
        "seen",
        Category.Method.MOST_VIEWED_VIDEO,
        ("Ең көп көрілген бейне", "Самое популярное видео", "The most viewed video"),
        50_000,
    ),
    CategoryPlan(
        "star",
        Category.Method.MOST_VIEWED_CREATOR,
        ("Ең танымал автор", "Самый популярный автор", "The most viewed creator"),
        30_000,
    ),
)


def in_days(days: int, hour: int = 9) -> datetime:
    """A full hour so many days from now, in the campaign's time zone."""
    day = timezone.now().astimezone(ZONE) + timedelta(days=days)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)


def add_partner(window: Window, *, slug: str, kind: str, name: str) -> None:
    window.open(reverse("admin:partners_partner_add"))
    window.fill(slug=slug, kind=kind)
    language_tab(window, "English")
    window.fill(name_en=name)
    save(window)


def create_campaign(window: Window, *, slug: str) -> Campaign:
    """Fill in the form of a campaign, without the description and without anybody's part in it."""
    window.open(reverse("admin:contests_campaign_add"))
    window.fill(slug=slug)
    for code, (tab, title) in TITLES.items():
        window.page.locator(f'[name="languages"][value="{code}"]').check()
        language_tab(window, tab)
        window.fill(**{f"title_{code}": title})
    choose(window, "time_zone", "Asia/Baku")
    type_moment(window, "opens_at", in_days(-10))
    type_moment(window, "closes_at", in_days(20, 18))
    type_moment(window, "announce_by", in_days(30, 18))
    window.page.locator('[name="platforms"][value="tiktok"]').check()
    window.page.locator('a[href="#hashtags"]').click()
    window.fill(hashtags__0__text="#КітапТок", hashtags__0__kind="official")
    add_row(window, "hashtags")
    window.fill(hashtags__1__text="kitaptok", hashtags__1__kind="accepted")
    save(window)
    campaign = Campaign.objects.get(slug=slug)
    assert campaign.opens_at == in_days(-10)  # typed in Baku, not where the server is
    assert campaign.closes_at == in_days(20, 18)
    return campaign


def desk(window: Window, campaign: Campaign) -> None:
    window.open(reverse("admin:desk_campaign", args=[campaign.pk]))


def what_is_missing(window: Window) -> list[str]:
    """What the desk wants before the campaign can be published."""
    return window.page.locator("#missing a").all_inner_texts()


def solve(window: Window, sentence: str) -> None:
    """Go where the desk leads for one of its sentences."""
    window.page.locator("#missing, #later").get_by_role("link", name=sentence).click()


def describe(window: Window) -> None:
    for code, (tab, title) in TITLES.items():
        language_tab(window, tab)
        window.fill(**{f"description_{code}": f"**{title}!**"})
    save(window)


def name_partners(window: Window) -> None:
    for row, (name, role) in enumerate(((ORGANISER, "organiser"), (SPONSOR, "prize_sponsor"))):
        add_row(window, "partnerships")
        choose(window, f"partnerships-{row}-partner", name)
        window.fill(**{f"partnerships-{row}-role": role})
    save(window)


def write_rules(window: Window, campaign: Campaign) -> None:
    """Put the staff's own part below the rules that are written from the form."""
    window.open(reverse("admin:contests_campaign_rules", args=[campaign.pk]))
    window.fill(kk="Бейне өзіңдікі болсын.", ru="Видео должно быть вашим.", en="Make it yourself.")
    window.page.get_by_role("button", name="Save as a new version").click()
    window.reads("Version 1 of the rules holds now.")


def add_category(window: Window, campaign: Campaign, plan: CategoryPlan, *, prize: bool) -> None:
    desk(window, campaign)
    window.page.get_by_role("link", name="Add a category").click()
    window.fill(slug=plan.slug, method=plan.method.value)
    if plan.method != Category.Method.JURY:
        window.fill(platform="tiktok")
    for (code, (tab, _title)), title in zip(TITLES.items(), plan.titles, strict=True):
        language_tab(window, tab)
        window.fill(**{f"title_{code}": title})
    if prize:
        add_prize(window, value=plan.value)
    save(window)


def add_prize(window: Window, *, value: int) -> None:
    add_row(window, "prizes")
    window.fill(prizes__0__place=1, prizes__0__quantity=1)
    window.fill(prizes__0__value=value, prizes__0__currency="kzt")
    choose(window, "prizes-0-sponsor", SPONSOR)
    for code, title in (("kk", "Сертификат"), ("ru", "Сертификат"), ("en", "Gift card")):
        window.fill(**{f"prizes-0-title_{code}": title})


def publish(window: Window, campaign: Campaign) -> None:
    desk(window, campaign)
    assert what_is_missing(window) == []
    window.page.get_by_role("link", name="Publish…").click()
    window.page.get_by_role("button", name="Publish").click()
    window.reads("The campaign is published.")
    expect(window.page.locator(".desk-badge").first).to_have_text("open now")


def add_round(window: Window) -> None:
    """A round that is open now, with two criteria; begun at the desk's sentence about it."""
    type_moment(window, "opens_at", in_days(-1))
    type_moment(window, "closes_at", in_days(25))
    for row, titles in enumerate((("Ой", "Замысел", "Idea"), ("Әсер", "Впечатление", "Effect"))):
        add_row(window, "criteria")
        for code, title in zip(TITLES, titles, strict=True):
            window.fill(**{f"criteria-{row}-title_{code}": title})
    save(window)


def appoint_judge(window: Window, *, email: str, name: str) -> None:
    window.fill(email=email, name=name)
    save(window)


def assign(window: Window, campaign: Campaign) -> None:
    round_ = Round.objects.get(category__campaign=campaign)
    window.open(reverse("admin:judging_round_change", args=[round_.pk]))
    window.page.get_by_role("link", name="Assign judges").click()
    window.page.get_by_role("button", name="Assign", exact=True).click()
    window.reads("2 reviews assigned.")


def record_views(window: Window, *, entry_id: int, views: int) -> None:
    """Type what was seen on a video an hour ago."""
    window.open(f"{reverse('admin:metrics_reading_add')}?entry={entry_id}")
    hour_ago = timezone.now().astimezone(ZONE) - timedelta(hours=1)
    type_moment(window, "taken_at", hour_ago.replace(second=0, microsecond=0))
    window.fill(views=views)
    save(window)


def attest_views(window: Window, *, count: int) -> None:
    """A second person sees the same figures, one reading after the other."""
    reading = Reading.objects.unattested().earliest("pk")
    window.open(reverse("admin:metrics_reading_attest", args=[reading.pk]))
    for left in range(count, 0, -1):
        window.reads(f"{left} wait for you" if left > 1 else "1 waits for you")
        window.page.get_by_role("button", name="I see the same figures").click()
    window.reads("Attested. The reading counts.")
