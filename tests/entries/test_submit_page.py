"""The form for entering a video: what it asks, and what it says when something is not right."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone, translation
from django.utils.html import escape

from accounts.models import User
from contests.models import RulesVersion
from contests.phases import Phase
from contests.wording import day_and_time
from entries.link_messages import LINK_MESSAGES
from entries.links import LinkRefusal
from entries.models import Consent, Creator, Entry
from entries.pasted_videos import awaited_videos
from entries.refusal import EntryRefused
from tests import personas
from tests.builders import build_campaign, build_entry
from tests.entries.entering import (
    address,
    build_answer,
    build_contest,
    enter,
    errors_of,
    filled_in,
    new_video_id,
    send,
    sign_in,
    tiktok_link,
)


def asked_handles(page) -> list[str]:
    """The platforms for which the form shows the field for the account."""
    return [platform for platform, _field, is_asked in page.context["form"].handles if is_asked]


def test_form_asks_for_the_handle_only_when_the_link_has_none(db: None, client: Client):
    campaign = build_contest()
    link = f"https://www.tiktok.com/video/{new_video_id()}"
    assert asked_handles(client.get(address(campaign))) == []
    response = send(client, campaign, links=link)
    assert list(errors_of(response)) == ["handle_tiktok"]
    assert asked_handles(response) == ["tiktok"]
    assert 'class="handle handle--tiktok is-asked"' in response.content.decode()
    assert link in response.content.decode()
    send(client, campaign, links=link, handle_tiktok="https://www.tiktok.com/@Aysel")
    assert Entry.objects.get().creator.handle == "Aysel"


def test_form_asks_for_the_handle_at_once_where_links_never_have_one(db: None, client: Client):
    campaign = build_contest(platforms=["youtube"])
    assert asked_handles(client.get(address(campaign))) == ["youtube"]


def test_handle_in_the_link_counts(db: None, client: Client):
    send(client, build_contest(), links=tiktok_link(handle="aysel"), handle_tiktok="other")
    assert Creator.objects.get().handle == "aysel"


def test_account_that_the_platform_has_told_counts_more_than_the_link(db: None, client: Client):
    video_id = new_video_id()
    told = {"author_handle": "true.owner"}
    build_answer(video_id, told)
    send(client, build_contest(), links=tiktok_link(video_id, handle="somebody"))
    assert Entry.objects.get().creator.handle == "true.owner"


def test_handle_that_is_none(db: None, client: Client):
    link = f"https://youtu.be/{'a' * 11}"
    response = send(client, build_contest(), links=link, handle_youtube="two words")
    assert list(errors_of(response)) == ["handle_youtube"]
    assert 'value="two words"' in response.content.decode()


@pytest.mark.parametrize(
    ("link", "code"),
    [
        ("my video", LinkRefusal.NOT_A_LINK),
        ("https://tiktok.com.evil.com/@a/video/7340215487445339434", LinkRefusal.FOREIGN_HOST),
        ("https://www.tiktok.com/@aysel.math", LinkRefusal.PROFILE),
        ("https://www.tiktok.com/@a.b/photo/7340215487445339434", LinkRefusal.PHOTO),
        ("https://www.youtube.com/playlist?list=PL1", LinkRefusal.PLAYLIST),
    ],
)
def test_link_that_names_no_video(db: None, client: Client, link: str, code: LinkRefusal):
    response = send(client, build_contest(), links=link, email="typed@example.org")
    assert response.status_code == 200
    with translation.override("kk"):
        assert errors_of(response) == {"links": [str(LINK_MESSAGES[code])]}
    assert escape(link) in response.content.decode()
    assert 'value="typed@example.org"' in response.content.decode()
    assert not User.objects.exists()


@pytest.mark.parametrize("left_out", ["rules", "privacy", "publication"])
def test_consent_left_out(db: None, client: Client, left_out: str):
    response = send(client, build_contest(min_age=16), **{f"agree_{left_out}": None})
    assert list(errors_of(response)) == [f"agree_{left_out}"]
    assert not Entry.objects.exists()


def test_consents_are_kept(db: None, client: Client):
    campaign = build_contest(min_age=16)
    send(client, campaign)
    kept = Consent.objects.values_list("kind", "language", "given_by__email")
    assert set(kept) == {
        (kind, "kk", "aysel@example.org") for kind in ("rules", "privacy", "publication")
    }


def test_rules_that_changed_since_they_were_read(db: None, client: Client):
    campaign = build_contest()
    data = filled_in(campaign)
    RulesVersion.objects.create(campaign=campaign, number=2, text="New", created_at=timezone.now())
    response = client.post(address(campaign), data)
    assert list(errors_of(response)) == ["agree_rules"]
    assert 'name="rules_number" value="2"' in response.content.decode()
    client.post(address(campaign), data | {"rules_number": 2})
    assert Entry.objects.get().rules_version.number == 2


def test_rules_that_change_while_the_form_is_on_its_way(db: None, client: Client, monkeypatch):
    campaign = build_contest()

    def change_rules(*args, **kwargs):
        RulesVersion.objects.create(
            campaign=campaign, number=2, text="New", created_at=timezone.now()
        )
        return awaited_videos(*args, **kwargs)

    monkeypatch.setattr("entries.views.submit.awaited_videos", change_rules)
    response = send(client, campaign)
    assert list(errors_of(response)) == ["agree_rules"]
    assert 'name="rules_number" value="2"' in response.content.decode()
    assert not Entry.objects.exists()


def test_campaign_without_written_rules(db: None, client: Client):
    campaign = build_contest()
    campaign.rules.all().delete()
    send(client, campaign)
    assert Entry.objects.get().rules_version is None


def test_same_video_twice_is_refused_in_a_sentence(db: None, client: Client):
    campaign, video_id = build_contest(), new_video_id()
    build_entry(campaign, video_id=video_id)
    response = send(client, campaign, links=tiktok_link(video_id))
    with translation.override("kk"):
        assert errors_of(response) == {"links": [EntryRefused("already_entered").message]}
    # The refused entry opened no account either.
    assert not User.objects.filter(email="aysel@example.org").exists()
    assert mail.outbox == []


def test_refusal_that_belongs_to_no_field(db: None, client: Client):
    campaign = build_contest(max_entries_per_creator=1)
    sign_in(client, personas.creator())
    enter(campaign, personas.creator(), handle="aysel.math", address_proven=True)
    response = send(client, campaign, email=None)
    assert list(errors_of(response)) == ["__all__"]


@pytest.mark.parametrize("phase", [phase for phase in Phase if phase is not Phase.OPEN])
def test_page_while_no_entries_are_taken(db: None, client: Client, phase: Phase):
    campaign = build_contest(phase=phase)
    page = client.get(address(campaign))
    answer = send(client, campaign)
    draft = phase is Phase.DRAFT
    assert page.status_code == (404 if draft else 200)
    assert answer.status_code == (404 if draft else 403)
    assert not Entry.objects.exists()


def test_page_of_a_campaign_to_come_says_when(db: None, client: Client):
    campaign = build_contest(phase=Phase.COMING, time_zone="Asia/Almaty")
    page = client.get(address(campaign, "en")).content.decode()
    assert campaign.opens_at is not None
    assert day_and_time(campaign.opens_at, campaign.zone) in page
    assert "Almaty" in page


def test_page_of_a_showcase_says_that_nothing_is_entered(db: None, client: Client):
    campaign = build_campaign()
    assert client.get(address(campaign)).templates[0].name == "entries/not_open.html"
    assert send(client, campaign).status_code == 403


@pytest.mark.parametrize("phase", [Phase.REVIEW, Phase.ANNOUNCED, Phase.ARCHIVED])
def test_page_of_a_showcase_that_is_over_leads_to_no_winners(
    db: None, client: Client, phase: Phase
):
    page = client.get(address(build_campaign(phase=phase), "en")).content.decode()
    assert "This campaign is over." in page
    assert "winners/" not in page


def test_page_of_an_announced_contest_leads_to_its_winners(db: None, client: Client):
    campaign = build_contest(phase=Phase.ANNOUNCED)
    page = client.get(address(campaign, "en")).content.decode()
    assert "This campaign is over." in page
    assert f"/en/{campaign.slug}/winners/" in page


def test_deadline_is_decided_by_the_databases_clock(db: None, client: Client, monkeypatch):
    campaign = build_contest()
    assert campaign.closes_at is not None
    late = campaign.closes_at + timedelta(seconds=1)
    monkeypatch.setattr("entries.views.submit.database_now", lambda: late)
    assert send(client, campaign).status_code == 403


def test_page_keeps_the_strict_policy_and_is_not_cached(db: None, client: Client):
    page = client.get(address(build_contest()))
    assert "unsafe" not in page["Content-Security-Policy"]
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize("language", ["kk", "ru", "az", "en", "ar"])
def test_page_in_every_language(db: None, client: Client, language: str):
    page = client.get(address(build_contest(min_age=16), language))
    assert page.status_code == 200
    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in page.content.decode()
