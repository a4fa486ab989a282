"""Showing that an account is one's own: the creator's page, its buttons, and who sees what."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.utils import timezone

from entries.models import Entry, OwnershipProof, OwnershipQuestion
from entries.ownership import personal_code, prove_by_sign_in
from entries.ownership_jobs import compare_account, look_for_code
from tests import personas
from tests.accounts.signing_in import go
from tests.builders import build_campaign, build_creator
from tests.entries.entering import build_contest, enter, sign_in, tiktok_link
from tests.entries.owning import HANDLE, build_owned, build_owned_on_youtube, signed_in
from tests.fakes.platforms import FakePlatforms

NOW = timezone.now()


@pytest.fixture
def mine(db: None, client: Client, platforms: FakePlatforms, settings: Any) -> Client:
    """The creator, signed in here, where TikTok and Google have keys."""
    settings.TIKTOK_CLIENT_KEY = settings.GOOGLE_CLIENT_ID = "key"
    return sign_in(client, personas.creator())


def page_of(client: Client, entry: Entry) -> str:
    return client.get(f"/en/my/{entry.pk}/").content.decode()


def code_of(entry: Entry) -> str:
    return personal_code(entry, user_id=personas.creator().pk)


def test_page_offers_both_ways(mine: Client):
    entry = build_owned()
    page = page_of(mine, entry)
    assert "The rules ask you to show" in page
    assert code_of(entry) in page
    assert f"/en/account/tiktok/?process=connect&amp;next=%2Fen%2Fmy%2F{entry.pk}%2F" in page
    assert "The text of your profile is not shown to us" in page


def test_page_does_not_insist_where_the_rules_do_not(mine: Client):
    page = page_of(mine, build_owned(build_campaign()))
    assert "The rules ask you to show" not in page
    assert "You may show" in page


def test_page_offers_google_for_youtube(mine: Client):
    page = page_of(mine, build_owned_on_youtube())
    assert "/en/account/google/?process=connect" in page
    assert "/en/account/tiktok/" not in page
    assert "the description of the video or of your channel" in page


def test_page_offers_only_what_there_are_keys_for(mine: Client, settings: Any):
    settings.TIKTOK_CLIENT_KEY = settings.GOOGLE_CLIENT_ID = settings.YOUTUBE_API_KEY = ""
    tiktok, youtube = page_of(mine, build_owned()), page_of(mine, build_owned_on_youtube())
    assert "Sign in with" not in tiktok + youtube
    assert "Show a code" in tiktok
    assert "Show a code" not in youtube
    assert "Write to the organisers. They can confirm" in youtube


def test_page_leads_owners_of_instagram_to_the_organisers(mine: Client):
    creator = build_creator(platform="instagram")
    entry = build_owned(creator=creator, told=None, platform="instagram", video_id="CabcdefghiJ")
    assert "Write to the organisers. They can confirm" in page_of(mine, entry)


@pytest.mark.parametrize("status", ["withdrawn", "rejected", "disqualified"])
def test_page_asks_for_nothing_where_it_would_be_of_no_use(mine: Client, status: str):
    page = page_of(mine, build_owned(status=status, status_reason="No."))
    assert "Whose account is it?" not in page


def test_page_says_what_is_proven(mine: Client):
    entry = build_owned()
    prove_by_sign_in(entry_id=entry.pk, user_id=personas.creator().pk, account=signed_in(), at=NOW)
    page = page_of(mine, entry)
    assert "You have shown that <bdi>@aysel.math</bdi> is your account" in page
    assert code_of(entry) not in page


def test_proof_of_somebody_else_is_not_shown(mine: Client):
    entry = build_owned()
    OwnershipProof.objects.create(
        creator=entry.creator, user=personas.stranger(), method="code", proven_at=NOW
    )
    assert "You have shown" not in page_of(mine, entry)


def test_code_is_looked_for_and_the_page_fills_in(mine: Client, platforms: FakePlatforms):
    entry = build_owned(told=None)
    platforms.add_tiktok(entry.video_id, handle=HANDLE, caption=code_of(entry))
    response = mine.post(f"/en/my/{entry.pk}/ownership/code/")
    assert response.url == f"/en/my/{entry.pk}/#ownership"
    page = page_of(mine, entry)
    assert "We are looking for your code." in page
    assert f'hx-get="/en/my/{entry.pk}/ownership/?look=0"' in page
    assert "django_htmx/htmx" in page
    waiting = mine.get(f"/en/my/{entry.pk}/ownership/?look=0").content.decode()
    assert f'hx-get="/en/my/{entry.pk}/ownership/?look=1"' in waiting
    assert "You have shown" not in waiting
    look_for_code.call(personas.creator().pk)
    done = mine.get(f"/en/my/{entry.pk}/ownership/?look=1").content.decode()
    assert "hx-get" not in done
    assert '<section id="ownership" class="stack" hx-swap-oob="true">' in done
    assert "You have shown that <bdi>@aysel.math</bdi>" in done
    assert '<div id="video" class="stack stack--l" hx-swap-oob="true">' in done


def test_code_that_is_not_there_says_what_to_do(mine: Client, platforms: FakePlatforms):
    entry = build_owned()
    mine.post(f"/en/my/{entry.pk}/ownership/code/")
    look_for_code.call(personas.creator().pk)
    page = page_of(mine, entry)
    assert "We looked and did not find the code." in page
    response = mine.post(f"/en/my/{entry.pk}/ownership/code/", follow=True)
    assert "We looked a moment ago." in response.content.decode()


def test_account_is_connected_from_the_entry_and_compared(mine: Client, platforms: FakePlatforms):
    entry = build_owned(told=None)
    platforms.add_token("act.1", handle=HANDLE)
    platforms.add_tiktok(entry.video_id, handle=HANDLE)
    response = go(mine, f"/en/account/tiktok/?process=connect&next=/en/my/{entry.pk}/")
    assert response.url == f"/en/my/{entry.pk}/"
    assert "We are comparing your account with the video." in page_of(mine, entry)
    compare_account.call(personas.creator().pk, "tiktok")
    assert "You have shown that <bdi>@aysel.math</bdi>" in page_of(mine, entry)


def test_signing_in_with_tiktok_compares_too(mine: Client, platforms: FakePlatforms):
    platforms.add_token("act.1", handle=HANDLE, open_id="open-id-1")
    SocialAccount.objects.create(user=personas.creator(), provider="tiktok", uid="open-id-1")
    entry = build_owned()
    mine.logout()
    go(mine, "/en/account/tiktok/")
    assert OwnershipQuestion.objects.get().entry == entry


def test_account_of_another_video_says_so(mine: Client, platforms: FakePlatforms):
    entry = build_owned()
    platforms.add_token("act.1", handle="other")
    platforms.add_tiktok(entry.video_id, handle=HANDLE)
    go(mine, f"/en/account/tiktok/?process=connect&next=/en/my/{entry.pk}/")
    compare_account.call(personas.creator().pk, "tiktok")
    page = page_of(mine, entry)
    assert "The video belongs to another account" in page
    assert "You have connected <bdi>@other</bdi> on TikTok." in page
    assert not OwnershipProof.objects.exists()
    mine.post(f"/en/my/{entry.pk}/ownership/compare/")
    response = mine.post(f"/en/my/{entry.pk}/ownership/compare/", follow=True)
    assert "We looked a moment ago." in response.content.decode()


def test_compare_asks_anew(mine: Client, platforms: FakePlatforms):
    entry = build_owned()
    OwnershipQuestion.objects.create(
        entry=entry,
        user=personas.creator(),
        way="signed_in",
        asked_at=NOW - timedelta(hours=1),
        settled_at=NOW,
        result="not_told",
    )
    mine.post(f"/en/my/{entry.pk}/ownership/compare/")
    assert OwnershipQuestion.objects.get().due_at is not None


def test_video_entered_by_somebody_connected_is_compared(db: None, platforms: FakePlatforms):
    SocialAccount.objects.create(user=personas.creator(), provider="tiktok", uid="open-id-1")
    entry = enter(build_contest(), personas.creator(), url=tiktok_link())
    assert OwnershipQuestion.objects.get().entry == entry
    enter(build_contest(), personas.stranger(), url=tiktok_link())
    assert OwnershipQuestion.objects.count() == 1


@pytest.mark.parametrize("page", ["ownership/", "ownership/code/", "ownership/compare/"])
def test_somebody_elses_entry_is_not_there(mine: Client, page: str):
    entry = build_owned(by=personas.stranger())
    method = mine.get if page == "ownership/" else mine.post
    assert method(f"/en/my/{entry.pk}/{page}").status_code == 404
    assert not OwnershipQuestion.objects.exists()
