"""The public pages in Chromium: accessible, inside the policy, inside the screen."""

import pytest

from contests.phases import Phase
from results.sharing import key_of, make_preview_link
from tests.browser.accessibility import violations
from tests.builders import build_campaign, build_entry
from tests.results.announcing import announce as announce_contest
from tests.results.contests import build_contest
from tests.website.campaigns import announce, rich_campaign

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = ("", "{slug}/", "{slug}/gallery/", "{slug}/gallery/{entry}/", "{slug}/rules/")


def visit(browser, live_server, paths, *, width=390, scheme="light"):
    """Open each path and yield the page with what the console complained about."""
    context = browser.new_context(
        viewport={"width": width, "height": 844},
        color_scheme=scheme,
        locale="en",
        reduced_motion="reduce",  # axe measures contrast in the middle of an entrance
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on(
        "console",
        lambda message: complaints.append(message.text) if message.type == "error" else None,
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for path in paths:
        complaints.clear()
        page.goto(f"{live_server.url}{path}")
        yield path, page, complaints
    context.close()


@pytest.mark.parametrize(("language", "scheme"), [("kk", "light"), ("ar", "dark")])
@pytest.mark.parametrize("width", [390, 1280])
def test_pages_are_accessible_and_fit(browser, live_server, language, scheme, width):
    campaign = rich_campaign(size=7, phase=Phase.ANNOUNCED, hashtag="TikTokdanÖyrən")
    announce(campaign)
    showcase = build_campaign(phase=Phase.OPEN, accent="saffron")
    entry = build_entry(showcase)
    paths = [
        f"/{language}/" + page.format(slug=one.slug, entry=shown.pk)
        for one, shown in ((campaign, campaign.entries.first()), (showcase, entry))
        for page in PAGES
    ]
    paths.append(f"/{language}/{campaign.slug}/winners/")

    for path, page, complaints in visit(browser, live_server, paths, width=width, scheme=scheme):
        assert violations(page) == []
        assert complaints == [], path
        overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(overflow) == 0, path


@pytest.mark.parametrize(
    ("language", "scheme", "width"), [("kk", "light", 390), ("ar", "dark", 1280)]
)
def test_result_and_its_explanation_are_accessible_and_fit(
    browser, live_server, language, scheme, width
):
    contest = build_contest(entries=12, judges=6)
    contest.draft()
    key = key_of(
        make_preview_link(
            campaign_id=contest.campaign.pk, label="Office", by=contest.staff, at=contest.at
        )
    )
    base = f"/{language}/{contest.campaign.slug}/winners/"
    pages = [f"{base}preview/?key={key}", f"{base}preview/how/?key={key}", f"{base}preview/?key=x"]
    _check(browser, live_server, pages, width, scheme)
    announce_contest(contest)
    _check(browser, live_server, [base, f"{base}1/", f"{base}how/"], width, scheme)


def _check(browser, live_server, paths, width, scheme):
    """Accessible, inside the policy, inside the screen; a friendly 404 is in the console, too."""
    for path, page, complaints in visit(browser, live_server, paths, width=width, scheme=scheme):
        assert violations(page) == []
        assert [one for one in complaints if "404 (Not Found)" not in one] == [], path
        overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(overflow) == 0, path


def test_player_is_loaded_by_a_click_only(browser, live_server):
    entry = build_entry(build_campaign())
    asked: list[str] = []
    for _path, page, _complaints in visit(
        browser, live_server, [f"/en/{entry.campaign.slug}/gallery/{entry.pk}/"]
    ):
        page.route("https://www.tiktok.com/**", lambda route: route.fulfill(body="player"))
        page.on("request", lambda request: asked.append(request.url))
        page.reload()
        assert [url for url in asked if not url.startswith(live_server.url)] == []
        page.get_by_role("button", name="Play the video").click()
        frame = page.locator("iframe")
        frame.wait_for()
        assert frame.get_attribute("src") == (
            f"https://www.tiktok.com/player/v1/{entry.video_id}?rel=0"
        )
        assert [url for url in asked if "tiktok.com" in url] == [frame.get_attribute("src")]


def test_theme_is_kept_and_language_is_remembered(browser, live_server):
    campaign = build_campaign()
    for _path, page, _complaints in visit(browser, live_server, [f"/en/{campaign.slug}/"]):
        page.get_by_role("button", name="Dark theme").click()
        page.reload()
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"

        page.locator("header summary").click()
        page.get_by_role("navigation", name="Main menu").get_by_text("العربية").click()
        page.wait_for_url(f"**/ar/{campaign.slug}/")
        page.goto(f"{live_server.url}/")
        assert page.url == f"{live_server.url}/ar/"


def test_countdown_ticks(browser, live_server):
    campaign = build_campaign(phase=Phase.OPEN)
    for _path, page, _complaints in visit(browser, live_server, [f"/en/{campaign.slug}/"]):
        clock = page.locator("[data-clock]")
        before = clock.inner_text()
        page.wait_for_function(
            "then => document.querySelector('[data-clock]').textContent !== then", arg=before
        )
        assert clock.inner_text() != before
