"""Several links in one form: what is entered, what is refused, and that nothing typed is lost."""

import time
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from accounts.models import User
from entries.link_messages import LINK_MESSAGES
from entries.links import LinkRefusal
from entries.models import Decision, Entry, Lookup
from entries.refusal import EntryRefused
from tests import personas
from tests.accounts.signing_in import code_in_last_mail
from tests.builders import build_entry
from tests.entries.entering import (
    address,
    build_contest,
    errors_of,
    filled_in,
    new_video_id,
    send,
    sign_in,
    tiktok_link,
)

pytestmark = pytest.mark.django_db

PROFILE = "https://www.tiktok.com/@aysel.math"


def video_ids() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("video_id", flat=True))


def page_of(response) -> str:
    return " ".join(response.content.decode().split())


def signed_in() -> Client:
    return sign_in(Client(), personas.creator())


def test_each_link_becomes_an_entry_of_its_own():
    client, campaign = signed_in(), build_contest()
    ids = [new_video_id() for _ in range(3)]
    text = f"{tiktok_link(ids[0])}\nMy caption #кітапток {tiktok_link(ids[1])}\n\n" + tiktok_link(
        ids[2]
    )
    response = send(client, campaign, links=text, email=None)
    assert response.url == f"/kk/{campaign.slug}/submit/entered/"
    assert video_ids() == ids
    assert Decision.objects.filter(verb="receive").count() == 3
    assert set(Lookup.objects.values_list("video_id", flat=True)) == set(ids)
    page = client.get(f"/en/{campaign.slug}/submit/entered/")
    assert [entry.video_id for entry, _state in page.context["rows"]] == ids
    assert "Not entered" not in page_of(page)


def test_ten_videos_are_entered_at_once():
    client, campaign = signed_in(), build_contest()
    send(client, campaign, links=" ".join(tiktok_link() for _ in range(10)), email=None)
    assert Entry.objects.count() == 10


def test_good_links_are_entered_and_refused_ones_told_about():
    client, campaign, taken = signed_in(), build_contest(), new_video_id()
    build_entry(campaign, video_id=taken)
    good = new_video_id()
    text = f"{PROFILE}\n{tiktok_link(good)}\n{tiktok_link(taken)}"
    send(client, campaign, links=text, email=None)
    page = client.get(f"/en/{campaign.slug}/submit/entered/")
    assert [entry.video_id for entry, _state in page.context["rows"]] == [good]
    assert [text for text, _sentence in page.context["refused"]] == [PROFILE, tiktok_link(taken)]
    assert f'<bdi dir="ltr">{PROFILE}</bdi>' in page_of(page)
    again = client.get(f"/en/{campaign.slug}/submit/?again")
    assert again.context["form"]["links"].value() == f"{PROFILE}\n{tiktok_link(taken)}"
    assert client.get(f"/en/{campaign.slug}/submit/").context["form"]["links"].value() == ""


def test_links_of_which_none_can_be_entered_are_each_told_beside_the_form(client: Client):
    campaign, taken = build_contest(), new_video_id()
    build_entry(campaign, video_id=taken)
    text = f"{PROFILE}\n{tiktok_link(taken)}"
    response = client.post(address(campaign, "en"), filled_in(campaign, links=text))
    assert errors_of(response) == {
        "links": [
            f'<bdi dir="ltr">{PROFILE}</bdi> {LINK_MESSAGES[LinkRefusal.PROFILE]}',
            f'<bdi dir="ltr">{tiktok_link(taken)}</bdi> {EntryRefused("already_entered").message}',
        ]
    }
    assert text in response.content.decode()
    assert not User.objects.filter(email="aysel@example.org").exists()


def test_link_cannot_smuggle_markup_into_the_answer():
    client, campaign = signed_in(), build_contest()
    text = f"https://evil.example/<script>alert(1)</script>\n{PROFILE}"
    response = send(client, campaign, links=text, email=None)
    assert "<script>alert" not in response.content.decode()
    send(client, campaign, links=f"{text}\n{tiktok_link()}", email=None)
    page = client.get(f"/en/{campaign.slug}/submit/entered/").content.decode()
    assert "&lt;script&gt;alert" in page
    assert "<script>alert" not in page


def test_number_of_entries_is_held_within_one_form():
    client, campaign = signed_in(), build_contest(max_entries_per_creator=2)
    send(client, campaign, links=" ".join(tiktok_link() for _ in range(3)), email=None)
    page = client.get(f"/en/{campaign.slug}/submit/entered/")
    assert (len(page.context["rows"]), Entry.objects.count()) == (2, 2)
    [[_text, sentence]] = page.context["refused"]
    assert "2" in sentence


def test_eleventh_link_is_kept_for_the_next_form():
    client, campaign = signed_in(), build_contest()
    links = [tiktok_link() for _ in range(12)]
    send(client, campaign, links="\n".join(links), email=None)
    assert Entry.objects.count() == 10
    page = client.get(f"/en/{campaign.slug}/submit/entered/")
    assert "Enter the other 2 afterwards" in page_of(page)
    again = client.get(f"/en/{campaign.slug}/submit/?again")
    assert again.context["form"]["links"].value() == "\n".join(links[10:])


def test_address_confirms_all_entries_of_the_browser(client: Client):
    campaign = build_contest()
    text = f"{tiktok_link()}\n{PROFILE}\n{tiktok_link()}"
    response = client.post(address(campaign, "en"), filled_in(campaign, links=text))
    assert response.url.startswith("/en/account/login/code/confirm/")
    assert "Not every video could be entered." in page_of(client.get(response.url))
    assert set(Entry.objects.values_list("confirmed_at", flat=True)) == {None}
    assert len(mail.outbox) == 1
    entered = f"/en/{campaign.slug}/submit/entered/"
    answer = client.post(response.url, {"code": code_in_last_mail(), "next": entered})
    assert answer.url == entered
    assert Entry.objects.confirmed().count() == 2
    page = client.get(entered)
    assert (len(page.context["rows"]), len(page.context["refused"])) == (2, 1)
    assert page_of(page).count("2 entries have been received.") == 1


def test_refusal_that_all_share_is_said_once(client: Client):
    campaign = build_contest()
    send(client, campaign, links=f"{tiktok_link()} {tiktok_link()}")
    campaign.closes_at = timezone.now() - timedelta(hours=2)
    campaign.save()
    client.post("/en/account/login/code/confirm/", {"code": code_in_last_mail()})
    page = page_of(client.get("/en/my/"))
    assert page.count(escape(EntryRefused("confirmed_too_late").message)) == 1
    assert not Entry.objects.confirmed().exists()


def test_what_came_of_the_links_is_for_whoever_entered_them(client: Client):
    campaign = build_contest()
    path = f"/en/{campaign.slug}/submit/entered/"
    assert client.get(path).url.startswith("/en/account/login/")
    mine = signed_in()
    send(mine, campaign, links=f"{tiktok_link()} {PROFILE}", email=None)
    stranger = sign_in(Client(), personas.stranger())
    assert stranger.get(path).url == "/en/my/"
    other_campaign = f"/en/{build_contest().slug}/submit/entered/"
    assert mine.get(other_campaign).url == "/en/my/"


@pytest.mark.parametrize("text", ["x" * 100_000, "https://a.bc/ " * 7_000, "\n" * 100_000])
def test_junk_is_answered_at_once_with_a_sentence(client: Client, text: str):
    campaign = build_contest()
    data = filled_in(campaign, links=text)
    client.post(address(campaign), data)
    began = time.perf_counter()
    response = client.post(address(campaign), data)
    assert time.perf_counter() - began < 1
    assert list(errors_of(response)) == ["links"]
    assert not Entry.objects.exists()
