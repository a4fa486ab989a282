"""The announcement's page: exactly what was looked at, once."""

import re

import pytest
from django.urls import reverse

from contests.models import Campaign
from contests.phases import Phase
from results.announcement import announce_campaign
from results.models import Announcement, Award
from tests import personas
from tests.builders import build_campaign
from tests.results.contests import Contest, build_contest
from tests.results.staff import announce_form, client, told, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest() -> Contest:
    return build_contest()


def test_announcement_is_made_by_its_page(contest: Contest):
    contest.draft()
    form = announce_form(contest)
    browser, address = client("announcer"), url("results_announce", contest)
    assert "Announce now" in browser.get(address).content.decode()
    answer = browser.post(address, form)
    assert answer.status_code == 302
    assert Announcement.objects.get().announced_by == personas.announcer()
    page = browser.get(address)
    assert "Announce now" not in page.content.decode()
    assert page.context["announcement"].evidence.sha256 in page.content.decode()


def test_announcement_pressed_twice_is_told_so(contest: Contest):
    contest.draft()
    form = announce_form(contest)
    browser, address = client("announcer"), url("results_announce", contest)
    browser.post(address, form)
    assert told(browser.post(address, form))[-1] == (
        "The results are announced already. Nothing was changed."
    )
    assert Announcement.objects.count() == 1


def test_announcement_of_something_else_shows_the_difference(contest: Contest):
    contest.draft()
    form = announce_form(contest)
    Award.objects.filter(prize=contest.prizes[contest.jury.title]).update(citation_ar="Changed")
    browser, address = client("announcer"), url("results_announce", contest)
    answer = browser.post(address, form)
    assert answer.status_code == 200
    assert [one.code for one in answer.context["changes"]] == ["text"]
    assert not Announcement.objects.exists()
    # What is shown now can be confirmed.
    form = {"digest": answer.context["preview"].digest, "seen": answer.context["seen"]}
    assert browser.post(address, form).status_code == 302
    assert Announcement.objects.exists()


@pytest.mark.parametrize("seen", ["", "x", "a:b:c"])
def test_preview_that_cannot_be_read_is_said_to_be_so(contest: Contest, seen: str):
    contest.draft()
    answer = client("announcer").post(
        url("results_announce", contest), {"digest": "", "seen": seen}
    )
    assert answer.status_code == 200
    assert [one.code for one in answer.context["changes"]] == ["unread"]
    assert not Announcement.objects.exists()


def test_announcement_with_something_in_the_way_has_no_button(contest: Contest):
    browser, address = client("announcer"), url("results_announce", contest)
    page = browser.get(address)
    assert "Announce now" not in page.content.decode()
    assert page.context["blocking"][0].code == "nothing"
    digest = page.context["preview"].digest
    assert told(browser.post(address, {"digest": digest}))[0].startswith("Something still stands")


def test_preview_links_lead_to_the_page_in_each_language(contest: Contest):
    contest.draft()
    browser = client("manager")
    pages = browser.get(url("results_announce", contest)).context["pages"]
    assert [page.code for page in pages] == ["kk", "ru", "az", "en", "ar"]
    for page in pages:
        html = browser.get(page.url).content.decode()
        assert f'lang="{page.code}"' in html
        assert f"<bdi>{contest.entries[0].creator}</bdi>" in html
        assert f"Warm ({page.code})" in html


def test_preview_is_what_the_public_reads_afterwards(contest: Contest):
    contest.draft()
    browser = client("manager")
    before = browser.get(f"/en/{contest.campaign.slug}/winners/preview/").content.decode()
    announce_campaign(
        campaign_id=contest.campaign.pk, digest=contest.digest(), by=contest.staff, at=contest.at
    )
    after = browser.get(f"/en/{contest.campaign.slug}/winners/").content.decode()
    assert _main(before) == _main(after)
    assert "Preview: nothing of this is announced." in before
    assert "Preview: nothing of this is announced." not in after


def _main(html: str) -> str:
    """What a page says of winners, without the moment at which it was asked for.

    Below them, the preview tells its digest, and the public page how to check the result; it alone
    leads there from its head, too, and can be passed on.
    """
    main = html[html.index("<main") : html.index('aria-labelledby="check"')]
    for public in (
        r'\s*<a class="more" href="[^"]*/how/">.*?</a>',
        r'\s*<details class="share".*?</details>',
        r' data-reveal="[^"]*"',
    ):
        main = re.sub(public, "", main, flags=re.DOTALL)
    main = main.replace("/winners/preview/", "/winners/")
    return re.sub(r"\s+", " ", re.sub(r"<time[^>]*>", "<time>", main))


def test_showcase_is_announced_by_its_page():
    campaign = build_campaign(phase=Phase.REVIEW)
    url = reverse("admin:results_announce", args=[campaign.pk])
    browser = client("announcer")
    page = browser.get(url)
    assert page.context["pages"][0].url == f"/kk/{campaign.slug}/"
    browser.post(url, {"digest": page.context["preview"].digest, "seen": page.context["seen"]})
    assert Campaign.objects.get(pk=campaign.pk).announced_at is not None
