"""One's own entry: the page tells what is known, and fills in while the platform is asked."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from entries.checking import check_entries
from entries.models import Check, Entry
from entries.views.facts import MOST_SECONDS, seconds_until_look
from tests import personas
from tests.builders import build_campaign, build_creator, build_entry
from tests.entries.entering import sign_in
from tests.entries.lookups import COVER, waiting_entry, work_off

pytestmark = pytest.mark.django_db


@pytest.fixture
def creator(client: Client) -> Client:
    return sign_in(client, personas.creator())


def own(entry: Entry) -> Entry:
    Entry.objects.filter(pk=entry.pk).update(submitted_by=personas.creator())
    return entry


def page_of(client: Client, entry: Entry) -> str:
    return client.get(f"/en/my/{entry.pk}/").content.decode()


def next_look(shown: str) -> str | None:
    """The address that the page asks next, if it does."""
    found = re.search(r'id="looking"[^>]*hx-get="([^"]+)"', shown)
    return found[1].replace("&amp;", "&") if found else None


def test_page_tells_what_is_known(creator: Client):
    campaign = build_campaign(time_zone="Asia/Almaty")
    account = build_creator(handle="aysel.math", display_name="Aysel Math")
    entry = own(
        build_entry(
            campaign,
            status="received",
            creator=account,
            caption="A minute of #кітапток",
            caption_state="whole",
            seconds=80,
            cover="covers/a.webp",
        )
    )
    shown = page_of(creator, entry)
    assert "<bdi>@aysel.math</bdi>" in shown
    assert "Aysel Math" in shown
    assert "A minute of <bdi>#кітапток</bdi>" in shown
    assert "1 minute, 20 seconds" in shown or "1 minute and 20 seconds" in shown
    assert "covers/a.webp" in shown
    assert next_look(shown) is None
    assert "htmx" not in shown


def test_page_says_what_is_not_known(creator: Client):
    entry = own(build_entry(build_campaign(), status="received"))
    Entry.objects.filter(pk=entry.pk).update(posted_at=None)
    assert page_of(creator, entry).count("not known") == 3


def test_each_rule_has_its_sentence(creator: Client):
    entry = own(
        build_entry(build_campaign(), status="received", caption="#other", caption_state="whole")
    )
    check_entries(campaign_id=entry.campaign_id, entry_ids=[entry.pk], at=timezone.now())
    shown = page_of(creator, entry)
    assert '<span class="badge badge--bad">not met</span>' in shown
    assert "The caption has no hashtag of the campaign." in shown
    assert '<span class="badge badge--ok">met</span>' in shown


def test_rule_set_aside_by_staff_is_no_reproach(creator: Client):
    entry = own(
        build_entry(build_campaign(), status="received", caption="#other", caption_state="whole")
    )
    check_entries(campaign_id=entry.campaign_id, entry_ids=[entry.pk], at=timezone.now())
    Check.objects.filter(entry=entry, rule="hashtag").update(
        outcome="overridden", overridden_at=timezone.now(), override_reason="A typing error."
    )
    shown = page_of(creator, entry)
    assert "The organisers have decided that this does not count against the video." in shown
    assert "A typing error." not in shown
    assert "The caption has no hashtag" not in shown


def test_page_asks_again_until_everything_is_told(creator: Client, platforms: Any):
    entry = own(waiting_entry(platforms, caption="Told by the platform"))
    shown = page_of(creator, entry)
    assert "We are asking TikTok about your video." in shown
    address = next_look(shown)
    nothing_new = creator.get(address).content.decode()
    assert 'id="video"' not in nothing_new
    work_off()
    filled = creator.get(next_look(nothing_new)).content.decode()
    assert "Told by the platform" in filled
    assert filled.count('hx-swap-oob="true"') == 3
    work_off(COVER)
    last = creator.get(next_look(filled)).content.decode()
    assert f"covers/tiktok-{entry.video_id}.webp" in last
    assert next_look(last) is None
    assert "Everything that the platform tells us is here now." in last
    assert "We are asking" not in page_of(creator, entry)


def test_page_asks_on_while_the_platform_is_away(creator: Client, platforms: Any):
    entry = own(waiting_entry(platforms))
    platforms.fail("tiktok_oembed", "500")
    work_off()
    assert next_look(page_of(creator, entry)) is not None


def test_page_asks_less_and_less_often():
    assert [seconds_until_look(number) for number in (0, 5, 10)] == [2, 2, 2]
    waits = [seconds_until_look(number) for number in range(40)]
    assert waits == sorted(waits)
    assert waits[-1] == seconds_until_look(10**5) == MOST_SECONDS


@pytest.mark.parametrize("look", ["", "x", "-1", "٣", "9" * 30])
def test_any_number_of_the_look_is_borne(creator: Client, look: str):
    entry = own(build_entry(build_campaign()))
    assert creator.get(f"/en/my/{entry.pk}/lookup/", {"look": look}).status_code == 200


def test_somebody_elses_entry_is_not_there(client: Client, platforms: Any):
    entry = waiting_entry(platforms)
    own(entry)
    address = f"/en/my/{entry.pk}/lookup/"
    assert client.get(address).status_code == 302
    assert sign_in(client, personas.stranger()).get(address).status_code == 404
    assert sign_in(client, personas.moderator()).get(address).status_code == 404


def test_page_costs_the_same_few_questions(creator: Client, django_assert_max_num_queries: Any):
    entry = own(build_entry(build_campaign(), status="received", caption="#кітапток"))
    check_entries(
        campaign_id=entry.campaign_id,
        entry_ids=[entry.pk],
        at=timezone.now() + timedelta(seconds=1),
    )
    page_of(creator, entry)
    with django_assert_max_num_queries(8):
        creator.get(f"/en/my/{entry.pk}/lookup/")


def test_history_tells_of_the_true_account(creator: Client, platforms: Any):
    entry = own(waiting_entry(platforms, handle="true.owner"))
    claimed = entry.creator
    work_off()
    shown = page_of(creator, entry)
    assert "The platform says that the video belongs to another account." in shown
    assert f"@{claimed.handle} → @true.owner" in shown
