"""Passing pages on: what the links carry, and that nothing foreign is loaded for them."""

from urllib.parse import parse_qs, urlsplit

import pytest

from contests.phases import Phase
from tests.builders import build_campaign, build_category, build_prize
from tests.website.campaigns import announce, html
from website.share_links import share_links

TEXT = "@айгүл & co won “Ең үздік” in #кітапток"
URL = "https://sahna.example/kk/kitaptok/winners/?a=1&b=2"


def test_links_carry_the_address_and_the_sentence_whole():
    asked = {one.name: parse_qs(urlsplit(one.url).query) for one in share_links(url=URL, text=TEXT)}
    assert asked == {
        "Telegram": {"url": [URL], "text": [TEXT]},
        "WhatsApp": {"text": [f"{TEXT} {URL}"]},
        "X": {"text": [TEXT], "url": [URL]},
        "Facebook": {"u": [URL]},
    }


@pytest.mark.django_db
def test_winners_can_be_passed_on_together_and_one_by_one(client, settings):
    settings.SITE_URL = "https://sahna.example"
    campaign = build_campaign(phase=Phase.ANNOUNCED)
    build_prize(build_category(campaign))
    entry = announce(campaign).awards.get().entry
    page = html(client, f"/en/{campaign.slug}/winners/")
    for path in (f"/en/{campaign.slug}/winners/", f"/en/{campaign.slug}/gallery/{entry.pk}/"):
        assert f'data-share="https://sahna.example{path}"' in page
    for foreign in ("t.me", "wa.me", "x.com", "facebook.com"):
        assert f'href="https://{foreign}' in page or f'href="https://www.{foreign}' in page
        assert f'src="https://{foreign}' not in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("phase", "sentence"),
    [
        (Phase.OPEN, "They will stand here"),
        (Phase.REVIEW, "They will stand here"),
    ],
)
def test_winners_to_come_are_announced_by_a_page_that_is_not_there_yet(client, phase, sentence):
    campaign = build_campaign(phase=phase)
    build_prize(build_category(campaign))
    answer = client.get(f"/en/{campaign.slug}/winners/")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "The winners are not announced yet" in page
    assert sentence in page
    assert client.get(f"/en/{campaign.slug}/winners/1/").status_code == 404
