"""Changing a rule shows first what it would do; saving, going back, and nothing lost on the way."""

from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.contrib.messages import get_messages
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from contests.models import Campaign, Hashtag
from contests.phases import Phase
from desk.held_uploads import FOLDER
from entries.models import Recheck
from tests.builders import build_campaign, build_entry, build_partner
from tests.contests.typed import change, errors_of, typed
from tests.partners.test_images import upload
from tests.personas import manager

pytestmark = pytest.mark.django_db


class HiddenFields(HTMLParser):
    """What the form of a page would send."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        name = values.get("name")
        if tag == "input" and values.get("type") == "hidden" and name:
            self.fields.setdefault(name, []).append(values.get("value") or "")


@pytest.fixture
def staff(client: Client, settings, tmp_path) -> Client:
    settings.MEDIA_ROOT = tmp_path / "media"
    client.force_login(manager(), backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def campaign_with(*seconds: int, **fields: object) -> Campaign:
    """An open campaign with accepted entries that last so long."""
    values = {"time_zone": "Asia/Almaty", "platforms": ["tiktok"], "languages": ["kk", "ru"]}
    campaign = build_campaign(**values | fields)
    day = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    Campaign.objects.filter(pk=campaign.pk).update(
        opens_at=day - timedelta(days=365),
        closes_at=day + timedelta(days=365),
        shortlist_by=None,
        announce_by=None,
        archives_at=None,
        title_kk="Кітапток",
    )
    campaign.refresh_from_db()
    for length in seconds:
        build_entry(
            campaign,
            seconds=length,
            caption=f"#{campaign.hashtags.get().text}",
            caption_state="whole",
            available=True,
        )
    return campaign


def sent(campaign: Campaign, **fields: object) -> dict[str, object]:
    """The form of an open campaign as it stands, with what a person changes."""
    closes = campaign.closes_at.astimezone(campaign.zone)
    tag = campaign.hashtags.get()
    data = typed(
        closes_at_0=f"{closes:%Y-%m-%d}",
        closes_at_1=f"{closes:%H:%M}",
        **{
            "hashtags-TOTAL_FORMS": "1",
            "hashtags-INITIAL_FORMS": "1",
            "hashtags-0-id": tag.pk,
            "hashtags-0-campaign": campaign.pk,
            "hashtags-0-text": tag.text,
            "hashtags-0-kind": "official",
        },
    )
    for closed in ("slug", "opens_at_0", "opens_at_1", "time_zone"):
        del data[closed]
    return data | fields


def picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("cover.jpg", upload().read(), "image/jpeg")


def go_on(staff: Client, campaign: Campaign, page, button: str, **more: object):
    """Press a button of the page in between, which sends the form again."""
    fields = dict(HiddenFields(page.content.decode()).fields)
    value = page.context["fingerprint"] if button == "_agreed" else "1"
    return staff.post(change(campaign), {**fields, button: value, **more})


def test_change_of_terms_is_shown_before_it_is_saved(staff):
    campaign = campaign_with(20, 40, 60)
    page = staff.post(change(campaign), sent(campaign, min_seconds="50", title_kk="Жаңа"))
    html = page.content.decode()
    assert "2 accepted entries would now fail." in html
    assert [table.heading for table in page.context["tables"]] == [
        "Rules that would no longer be met"
    ]
    (row,) = page.context["tables"][0].rows
    assert (row.rule, row.counts, len(row.examples)) == ("Length", [2, 0, 0], 2)
    campaign.refresh_from_db()
    assert (campaign.min_seconds, campaign.title_kk, campaign.rules.count()) == (
        None,
        "Кітапток",
        1,
    )
    assert not Recheck.objects.exists()


def test_agreeing_saves_all_that_was_typed_and_checks_every_entry(staff):
    campaign = campaign_with(20, 40)
    page = staff.post(
        change(campaign),
        sent(
            campaign,
            min_seconds="30",
            title_kk="Жаңа",
            description_kk="Бірінші\r\n\r\n«екінші» <b>",
            platforms=["tiktok", "youtube"],
            _save="1",
        ),
    )
    response = go_on(staff, campaign, page, "_agreed")
    run = Recheck.objects.get()
    assert response.headers["Location"].endswith(f"/recheck/{run.pk}/change/")
    campaign.refresh_from_db()
    assert (campaign.min_seconds, campaign.title_kk) == (30, "Жаңа")
    assert campaign.description_kk == "Бірінші\r\n\r\n«екінші» <b>"
    assert (campaign.platforms, campaign.languages) == (["tiktok", "youtube"], ["kk", "ru"])
    assert (run.campaign, run.started_by, run.total) == (campaign, manager(), 2)
    assert campaign.rules.latest("number").terms["min_seconds"] == 30
    assert set(campaign.entries.values_list("status", flat=True)) == {"accepted"}


def test_going_back_shows_the_form_as_it_was_typed(staff):
    campaign = campaign_with(20)
    page = staff.post(
        change(campaign),
        sent(
            campaign,
            min_seconds="30",
            title_kk="Жаңа",
            **{
                "hashtags-TOTAL_FORMS": "2",
                "hashtags-1-campaign": campaign.pk,
                "hashtags-1-text": "другой",
                "hashtags-1-kind": "accepted",
            },
        ),
    )
    form = go_on(staff, campaign, page, "_back")
    assert (form.status_code, errors_of(form)) == (200, {})
    assert "Nothing is saved yet." in form.content.decode()
    shown = form.context["adminform"].form
    assert (shown["min_seconds"].value(), shown["title_kk"].value()) == ("30", "Жаңа")
    hashtags = form.context["inline_admin_formsets"][0].formset
    assert [row["text"].value() for row in hashtags.forms][:2][-1] == "другой"
    campaign.refresh_from_db()
    assert (campaign.min_seconds, Hashtag.objects.count()) == (None, 1)


def test_picture_that_was_chosen_survives_the_question(staff):
    campaign = campaign_with(20)
    page = staff.post(change(campaign), sent(campaign, min_seconds="30", cover=picture()))
    media = storages["default"]
    assert not Path(media.path("campaigns")).exists() or not any(media.listdir("campaigns")[1])
    form = go_on(staff, campaign, page, "_back")
    held = HiddenFields(form.content.decode()).fields["_held_cover"]
    again = staff.post(change(campaign), sent(campaign, min_seconds="31", _held_cover=held[0]))
    response = go_on(staff, campaign, again, "_agreed")
    assert response.status_code == 302
    campaign.refresh_from_db()
    assert (campaign.min_seconds, campaign.cover.name.startswith("campaigns/cover")) == (31, True)
    assert len(media.listdir("campaigns")[1]) == 1


@pytest.mark.parametrize("word", ["", "nonsense", "WyJoZWxkLy4uL3NlY3JldCJd:abc"])
def test_forged_name_of_a_held_picture_is_ignored(staff, word):
    campaign = campaign_with(20)
    response = staff.post(change(campaign), sent(campaign, _held_cover=word))
    campaign.refresh_from_db()
    assert (response.status_code, campaign.cover.name) == (302, "")


def test_changed_again_meanwhile_is_asked_again(staff):
    campaign = campaign_with(20, 40)
    page = staff.post(change(campaign), sent(campaign, min_seconds="30"))
    Campaign.objects.filter(pk=campaign.pk).update(max_seconds=35)
    again = go_on(staff, campaign, page, "_agreed")
    assert again.status_code == 200
    assert again.context["fingerprint"] != page.context["fingerprint"]
    assert not Recheck.objects.exists()


@pytest.mark.parametrize(
    "fields", [{"title_kk": "Жаңа"}, {"announce_by_0": "2099-01-01", "announce_by_1": "09:00"}]
)
def test_what_is_no_term_is_saved_at_once(staff, fields):
    campaign = campaign_with(20)
    assert staff.post(change(campaign), sent(campaign, **fields)).status_code == 302
    assert not Recheck.objects.exists()


def test_terms_of_a_campaign_without_entries_are_saved_at_once(staff):
    campaign = campaign_with()
    assert staff.post(change(campaign), sent(campaign, min_seconds="30")).status_code == 302
    campaign.refresh_from_db()
    assert (campaign.min_seconds, Recheck.objects.count()) == (30, 0)


@pytest.mark.parametrize(
    ("fields", "would_fail"),
    [
        ({"platforms": ["youtube"]}, 1),
        ({"hashtags-0-text": "другой"}, 1),
        ({"countries": ["KZ"]}, 0),
        ({"lookalikes": "honour"}, 0),
        ({"accepts_automatically": "on"}, 0),
        ({"closes_at_1": "01:00"}, 0),
    ],
)
def test_every_kind_of_term_is_asked_about(staff, fields, would_fail):
    campaign = campaign_with(20)
    page = staff.post(change(campaign), sent(campaign, **fields))
    assert page.status_code == 200
    assert page.context["effects"].entries.get(("failing", "accepted"), 0) == would_fail


def with_partner(campaign: Campaign) -> dict[str, object]:
    """A row of the form that adds a partner."""
    return {
        "partnerships-TOTAL_FORMS": "1",
        "partnerships-0-campaign": campaign.pk,
        "partnerships-0-partner": build_partner().pk,
        "partnerships-0-role": "organiser",
        "partnerships-0-order": "0",
    }


def test_nothing_is_checked_any_more_when_the_winners_are_announced(staff):
    campaign = campaign_with(20)
    now = timezone.now()
    Campaign.objects.filter(pk=campaign.pk).update(closes_at=now, announced_at=now)
    data = sent(campaign, archives_at_0="", archives_at_1="", **with_partner(campaign))
    kept = ("languages", "accent", "title_kk", "archives", "partnerships", "categories")
    inlines = (
        "ambassadors",
        "questions",
        "rejection_reasons",
        "hashtags-TOTAL",
        "hashtags-INITIAL",
    )
    data = {name: value for name, value in data.items() if name.startswith(kept + inlines)}
    response = staff.post(change(campaign), data)
    assert (response.status_code, campaign.partnerships.count()) == (302, 1)
    assert not Recheck.objects.exists()


def test_another_partner_checks_every_entry_without_asking(staff):
    campaign = campaign_with(20)
    response = staff.post(change(campaign), sent(campaign, **with_partner(campaign)))
    assert (response.status_code, Recheck.objects.count()) == (302, 1)
    assert next(str(message) for message in get_messages(response.wsgi_request)) == (
        "All entries are checked again by the terms as they are now."
    )


def test_warnings_are_given_once_it_is_saved(staff):
    campaign = campaign_with(20)
    build_campaign(hashtag=campaign.hashtags.get().text, phase=Phase.OPEN)
    page = staff.post(change(campaign), sent(campaign, min_seconds="30"))
    assert list(get_messages(page.wsgi_request)) == []


def test_held_pictures_go_after_a_day(staff, monkeypatch):
    campaign = campaign_with(20)
    private = storages["private"]
    before = set(private.listdir(FOLDER)[1]) if private.exists(FOLDER) else set()
    staff.post(change(campaign), sent(campaign, min_seconds="30", cover=picture()))
    first = set(private.listdir(FOLDER)[1]) - before
    later = timezone.now() + timedelta(days=2)
    monkeypatch.setattr("desk.admin.campaign.database_now", lambda: later)
    staff.post(change(campaign), sent(campaign, min_seconds="30", cover=picture()))
    assert len(first) == 1
    assert not first & set(private.listdir(FOLDER)[1])
