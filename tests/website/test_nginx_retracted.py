"""What the site has taken back stays taken back, even where nginx answers in its stead."""

import time

import pytest
from django.core.management import call_command
from django.utils import timezone

from contests.models import Campaign
from contests.phases import Phase
from tests.builders import build_campaign, build_category, build_prize
from tests.website.campaigns import announce
from tests.website.front import FRESH, Front

pytestmark = [pytest.mark.nginx, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def front(tmp_path):
    call_command("error_pages", verbosity=0)
    with Front(tmp_path) as front:
        yield front


def test_page_that_was_taken_back_does_not_return_while_the_site_is_away(front):
    campaign = build_campaign(phase=Phase.ANNOUNCED)
    build_prize(build_category(campaign))
    handle = announce(campaign).awards.get().entry.creator.handle
    page, answer = f"/en/{campaign.slug}/winners/", f"/api/v1/campaigns/{campaign.slug}/winners"
    assert handle in front.get(page).text
    assert handle in front.get(answer).text
    Campaign.objects.filter(pk=campaign.pk).update(cancelled_at=timezone.now())
    time.sleep(FRESH)
    assert [front.get(one).status_code for one in (page, answer)] == [404, 404]

    front.kill()
    time.sleep(FRESH)

    for one in (page, answer):
        kept = front.get(one)
        assert handle not in kept.text
        assert kept.status_code == 404


def test_draft_in_the_eyes_of_staff_is_not_what_strangers_are_told(front):
    """A 404 that nginx keeps is one for strangers only, in the language of its address."""
    campaign = build_campaign(phase=Phase.DRAFT)
    page = f"/kk/{campaign.slug}/"
    first = front.get(page, headers={"Accept-Language": "ru", "Cookie": "csrftoken=" + "a" * 32})
    again = front.get(page)

    assert [first.status_code, again.status_code] == [404, 404]
    assert first.headers["x-cache"] == "MISS"
    assert first.text == again.text
    assert '<html lang="kk"' in first.text
    assert "set-cookie" not in again.headers
    # Past the cache, as everybody is whose session may be somebody's.
    assert front.get(page, cookies={"sessionid": "x"}).headers["x-cache"] == "BYPASS"


def test_what_nobody_may_send_gets_an_answer_through_nginx(front):
    page = f"/en/{build_campaign(phase=Phase.OPEN).slug}/"
    assert front.get("/").status_code == 302
    strange = {"Content-Type": "text/plain; charset=rot13"}
    assert front.get(f"{page}?x=%31", headers=strange).status_code == 200
    assert front.get(page, headers={"Cookie": 'sessionid="\\000abcdefgh"'}).status_code == 200
