"""The judge's pages in Chromium, on a phone: fit for a thumb, inside the policy, saved."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import JUDGE
from judging.models import Score
from tests.builders import build_assignment, build_entry
from tests.judging.conftest import BACKEND, build_jury

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def a_judge() -> User:
    user = User.objects.create_user("phone@example.org", name="Phone")
    group, _new = Group.objects.get_or_create(name=JUDGE)
    group.permissions.add(Permission.objects.get(codename="score_entries"))
    user.groups.add(group)
    return user


@pytest.mark.parametrize(("language", "scheme"), [("kk", "light"), ("ar", "dark")])
def test_judging_on_a_phone(browser, live_server, language, scheme):
    jury = build_jury(user=a_judge())
    jury.criteria[0].max_points = 10
    jury.criteria[0].save()
    other = build_assignment(jury.round, build_entry(jury.campaign), jury.judge)
    client = Client()
    client.force_login(jury.user, backend=BACKEND)
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, color_scheme=scheme, has_touch=True
    )
    cookies = {
        settings.SESSION_COOKIE_NAME: client.session.session_key,
        settings.LANGUAGE_COOKIE_NAME: language,
    }
    context.add_cookies(
        [{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()]
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)

    def looks_right() -> None:
        broken = Axe().run(page).response["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in broken] == []
        assert page.evaluate(OVERFLOW) == 0
        assert complaints == []

    page.goto(live_server.url + reverse("judging:desk"))
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    looks_right()
    page.locator(".work__go").tap()
    page.wait_for_url(live_server.url + reverse("judging:review", args=[jury.assignment.pk]))
    looks_right()
    for step in page.locator(".scale__step").all():
        box = step.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
    for criterion, points in zip(jury.criteria, (7, 4), strict=True):
        page.locator(f'input[name="points_{criterion.pk}"][value="{points}"]').tap()
    page.locator('button[value="next"]').tap()
    page.wait_for_url(live_server.url + reverse("judging:review", args=[other.pk]))
    page.goto(live_server.url + reverse("judging:recuse", args=[other.pk]))
    looks_right()
    context.close()
    stored = Score.objects.values_list("assignment", "criterion", "points")
    assert set(stored) == {
        (jury.assignment.pk, jury.criteria[0].pk, 7),
        (jury.assignment.pk, jury.criteria[1].pk, 4),
    }
