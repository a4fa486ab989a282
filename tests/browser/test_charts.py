"""Charts in Chromium: drawn in every theme and direction, quiet, and a table without the script."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from contests.phases import Phase
from metrics.models import ReadingPlan
from tests import personas
from tests.accounts.signing_in import PASSWORD
from tests.browser.accessibility import violations
from tests.browser.windows import DESKTOP, PHONE, Window
from tests.builders import build_campaign, build_reading
from tests.metrics.test_pulse import fill, keep

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# How many pixels of a chart's canvas have ink, and the colours of the line and of the axis.
INK = """figure => {
  const canvas = figure.querySelector("canvas");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let inked = 0;
  for (let at = 3; at < data.length; at += 4) if (data[at]) inked += 1;
  return inked;
}"""
COLOUR = """(figure, wanted) => {
  const canvas = figure.querySelector("canvas");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const probe = document.createElement("i");
  figure.append(probe);
  probe.style.color = getComputedStyle(figure).getPropertyValue(wanted);
  const [r, g, b] = getComputedStyle(probe).color.match(/\\d+/g).map(Number);
  probe.remove();
  for (let at = 0; at < data.length; at += 4) {
    if (data[at] === r && data[at + 1] === g && data[at + 2] === b && data[at + 3] === 255) {
      return true;
    }
  }
  return false;
}"""
# Where the axis of values stands: the drawing lies right of it, or left.
AXIS = """figure => {
  const drawing = figure.querySelector(".u-over").getBoundingClientRect();
  const whole = figure.querySelector("[data-chart-plot]").getBoundingClientRect();
  return drawing.left - whole.left > whole.right - drawing.right ? "left" : "right";
}"""


@pytest.fixture
def campaign():
    campaign = build_campaign(phase=Phase.OPEN)
    ReadingPlan.objects.create(campaign=campaign, shows_numbers=True)
    fill(campaign, size=2)
    for entry in campaign.entries.all():
        for day in range(2, 6):
            build_reading(
                entry,
                views=1000 * day + entry.pk,
                taken_at=entry.posted_at + timedelta(days=day),
            )
    keep(campaign)
    return campaign


def first_chart(window):
    chart = window.page.locator('[data-chart="line"]').first
    chart.scroll_into_view_if_needed()
    expect(chart).to_have_attribute("data-drawn", "")
    return chart


@pytest.mark.parametrize(("language", "axis"), [("kk", "left"), ("ar", "right")])
@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_charts_are_drawn_and_follow_the_theme(
    browser, live_server, campaign, language, axis, width
):
    with Window(browser, live_server, width=width, language=language) as window:
        window.open(f"/{language}/{campaign.slug}/numbers/")
        chart = first_chart(window)
        assert chart.evaluate(INK) > 1000
        assert chart.evaluate(AXIS) == axis
        assert chart.evaluate(COLOUR, "--chart-1")
        light = chart.evaluate("figure => getComputedStyle(figure).getPropertyValue('--chart-1')")
        window.fits()
        assert violations(window.page) == []

        window.page.evaluate("document.documentElement.dataset.theme = 'dark'")
        dark = chart.evaluate("figure => getComputedStyle(figure).getPropertyValue('--chart-1')")
        assert dark != light
        window.page.wait_for_function(
            f"figure => ({COLOUR})(figure, '--chart-1')", arg=chart.element_handle()
        )


def test_the_library_is_loaded_only_when_a_chart_comes_near(browser, live_server, campaign):
    with Window(browser, live_server, width=PHONE) as window:
        asked: list[str] = []
        window.page.on("request", lambda request: asked.append(request.url))
        window.open(f"/en/{campaign.slug}/numbers/")
        assert not any("uPlot.iife" in url for url in asked)
        first_chart(window)
        assert sum("uPlot.iife" in url for url in asked) == 1
        window.open(f"/en/{campaign.slug}/")
        assert not any("charts" in url for url in asked[asked.index(window.page.url) :])


def test_a_pointer_is_told_the_words_of_the_table(browser, live_server, campaign):
    with Window(browser, live_server) as window:
        window.open(f"/ar/{campaign.slug}/numbers/")
        chart = first_chart(window)
        drawing = chart.locator(".u-over")
        box = drawing.bounding_box()
        drawing.hover(position={"x": box["width"] - 2, "y": box["height"] / 2})
        last = chart.locator("tbody tr").last
        told = chart.locator(".chart__tip")
        expect(told).to_be_visible()
        expect(told).to_contain_text(last.locator("time").text_content())
        expect(told).to_contain_text(last.locator("td").first.text_content())


def test_the_drawing_follows_the_width(browser, live_server, campaign):
    with Window(browser, live_server) as window:
        window.open(f"/en/{campaign.slug}/numbers/")
        chart = first_chart(window)
        window.page.set_viewport_size({"width": 500, "height": 800})
        canvas = chart.locator("canvas")
        window.page.wait_for_function(
            "canvas => canvas.getBoundingClientRect().width < 500", arg=canvas.element_handle()
        )
        window.fits()


def test_without_script_and_without_the_library_the_table_is_open(browser, live_server, campaign):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/en/{campaign.slug}/numbers/")
    assert page.locator(".chart__data[open]").count() == page.locator(".chart__table").count() > 0
    expect(page.locator(".chart__plot").first).to_be_hidden()
    context.close()

    context = browser.new_context(base_url=live_server.url)
    page = context.new_page()
    page.route("**/uPlot.iife*", lambda route: route.abort())
    page.goto(f"/en/{campaign.slug}/numbers/")
    figure = page.locator('[data-chart="line"]').first
    figure.scroll_into_view_if_needed()
    expect(figure.locator(".chart__data[open]")).to_be_visible()
    expect(figure.locator(".chart__plot")).to_be_hidden()
    context.close()


def test_charts_are_drawn_in_the_admin_and_follow_its_theme(browser, live_server, campaign):
    manager = personas.manager()
    manager.set_password(PASSWORD)
    manager.save()
    with Window(browser, live_server) as window:
        path = f"/admin/metrics/campaignreading/campaign/{campaign.pk}/pulse/"
        window.sign_in_with_password(manager.email, to=path)
        chart = first_chart(window)
        assert chart.evaluate(COLOUR, "--chart-1")
        window.page.evaluate("document.documentElement.classList.add('dark')")
        window.page.wait_for_function(
            f"figure => ({COLOUR})(figure, '--chart-1')", arg=chart.element_handle()
        )
        window.fits()
