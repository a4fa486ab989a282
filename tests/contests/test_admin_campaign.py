"""Setting a campaign up in the admin."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contests.models import Campaign, Hashtag
from contests.phases import Phase
from tests.builders import build_campaign, build_partner
from tests.personas import auditor, manager

pytestmark = pytest.mark.django_db

ADD = reverse("admin:contests_campaign_add")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def change(campaign: Campaign) -> str:
    return reverse("admin:contests_campaign_change", args=[campaign.pk])


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(manager(), backend=BACKEND)
    return client


def no_rows(*prefixes: str) -> dict[str, str]:
    return {
        f"{prefix}-{name}": value
        for prefix in prefixes
        for name, value in (("TOTAL_FORMS", "0"), ("INITIAL_FORMS", "0"))
    }


def typed(**fields: Any) -> dict[str, Any]:
    """What a person types into the form of a campaign in Almaty time."""
    values: dict[str, Any] = {
        "slug": "kitaptok",
        "languages": ["kk", "ru"],
        "time_zone": "Asia/Almaty",
        "accent": "saffron",
        "platforms": ["tiktok"],
        "title_kk": "Кітапток",
        "opens_at_0": "2027-02-01",
        "opens_at_1": "09:00",
        "closes_at_0": "2027-03-01",
        "closes_at_1": "23:59",
        **no_rows("hashtags", "categories", "partnerships", "ambassadors"),
    }
    return values | fields


def errors_of(response: Any) -> dict[str, list[str]]:
    return dict(response.context["adminform"].form.errors)


def test_dates_are_typed_in_the_campaigns_time(staff):
    response = staff.post(ADD, typed())
    campaign = Campaign.objects.get()
    assert response.status_code == 302
    assert (campaign.opens_at, campaign.closes_at) == (
        datetime(2027, 2, 1, 4, 0, tzinfo=UTC),
        datetime(2027, 3, 1, 18, 59, tzinfo=UTC),
    )
    assert (campaign.languages, campaign.platforms) == (["kk", "ru"], ["tiktok"])


def test_dates_are_read_in_the_zone_that_was_chosen_with_them(staff):
    staff.post(ADD, typed(time_zone="Asia/Baku"))
    assert Campaign.objects.get().opens_at == datetime(2027, 2, 1, 5, 0, tzinfo=UTC)


def test_dates_are_shown_in_the_campaigns_time_with_the_zone_named(staff):
    campaign = build_campaign(
        phase=Phase.DRAFT,
        time_zone="Asia/Baku",
        opens_at=datetime(2027, 2, 1, 5, 0, tzinfo=UTC),
        closes_at=datetime(2027, 3, 1, 5, 0, tzinfo=UTC),
        shortlist_by=None,
        announce_by=None,
        archives_at=None,
    )
    page = staff.get(change(campaign)).content.decode()
    assert 'value="09:00:00"' in page
    assert "Baku time, \u2066UTC+4\u2069" in page
    assert f'data-admin-utc-offset="{4 * 3600}"' in page


def test_saving_an_unchanged_form_keeps_the_dates(staff):
    staff.post(ADD, typed())
    before = Campaign.objects.get()
    staff.post(change(before), typed(tagline_kk="Оқы"))
    after = Campaign.objects.get()
    assert (after.opens_at, after.closes_at) == (before.opens_at, before.closes_at)
    assert after.tagline_kk == "Оқы"


def test_changed_zone_keeps_the_clock_time(staff):
    staff.post(ADD, typed())
    campaign = Campaign.objects.get()
    staff.post(change(campaign), typed(time_zone="Asia/Baku"))
    campaign.refresh_from_db()
    assert campaign.opens_at
    assert campaign.opens_at.astimezone(ZoneInfo("Asia/Baku")).hour == 9


def test_time_that_the_clocks_skip_is_refused(staff):
    response = staff.post(
        ADD, typed(time_zone="Europe/Berlin", opens_at_0="2027-03-28", opens_at_1="02:30")
    )
    assert set(errors_of(response)) == {"opens_at"}


def test_form_with_errors_shows_what_was_typed(staff):
    page = staff.post(ADD, typed(slug="")).content.decode()
    assert 'value="09:00"' in page


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"title_kk": ""}, {"title_kk"}),
        ({"languages": []}, {"languages"}),
        ({"languages": ["kk", "xx"]}, {"languages"}),
        ({"time_zone": "Asia/Nowhere"}, {"time_zone"}),
        ({"slug": "admin"}, {"slug"}),
        ({"platforms": ["fax"]}, {"platforms"}),
        ({"closes_at_0": "2027-01-01"}, {"__all__"}),
        ({"opens_at_0": "soon"}, {"opens_at"}),
    ],
)
def test_wrong_values_are_refused_beside_their_field(staff, fields, wrong):
    response = staff.post(ADD, typed(**fields))
    assert (set(errors_of(response)), Campaign.objects.count()) == (wrong, 0)


def test_title_in_any_one_language_is_enough(staff):
    staff.post(ADD, typed(title_kk="", title_ar="تيك توك"))
    campaign = Campaign.objects.get()
    assert (campaign.title_ar, str(campaign)) == ("تيك توك", "تيك توك")


def test_hashtags_and_partners_are_added_with_the_campaign(staff):
    library = build_partner()
    staff.post(
        ADD,
        typed(
            **{
                "hashtags-TOTAL_FORMS": "2",
                "hashtags-0-text": "#кітапток",
                "hashtags-0-kind": "official",
                "hashtags-1-text": "китапток",
                "hashtags-1-kind": "tolerated",
                "partnerships-TOTAL_FORMS": "1",
                "partnerships-0-partner": library.pk,
                "partnerships-0-role": "organiser",
                "partnerships-0-order": "0",
                "ambassadors-TOTAL_FORMS": "1",
                "ambassadors-0-platform": "tiktok",
                "ambassadors-0-handle": "akimrah",
                "ambassadors-0-order": "0",
            }
        ),
    )
    campaign = Campaign.objects.get()
    assert list(campaign.hashtags.values_list("text", "kind")) == [
        ("кітапток", "official"),
        ("китапток", "tolerated"),
    ]
    assert campaign.partnerships.get().partner == library
    assert campaign.ambassadors.get().handle == "akimrah"


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [
        (("one", "official"), ("two", "official"), "Only one spelling can be the official one."),
        (("one", "official"), ("#ONE", "accepted"), "The campaign has this hashtag already."),
        (("one", "official"), ("!", "accepted"), "Write a hashtag of letters and digits."),
    ],
)
def test_hashtags_that_exclude_each_other_are_refused(staff, first, second, sentence):
    rows = {
        f"hashtags-{number}-{name}": value
        for number, row in enumerate((first, second))
        for name, value in zip(("text", "kind"), row, strict=True)
    }
    response = staff.post(ADD, typed(**{"hashtags-TOTAL_FORMS": "2"}, **rows))
    assert (response.status_code, Campaign.objects.count()) == (200, 0)
    assert sentence in response.content.decode()


def test_official_hashtag_can_be_exchanged_in_one_go(staff):
    campaign = build_campaign(phase=Phase.DRAFT, hashtag="one")
    old = campaign.hashtags.get()
    rows = {
        "hashtags-TOTAL_FORMS": "2",
        "hashtags-INITIAL_FORMS": "1",
        "hashtags-0-id": old.pk,
        "hashtags-0-campaign": campaign.pk,
        "hashtags-0-text": "one",
        "hashtags-0-kind": "accepted",
        "hashtags-1-campaign": campaign.pk,
        "hashtags-1-text": "two",
        "hashtags-1-kind": "official",
    }
    assert staff.post(change(campaign), typed(**rows)).status_code == 302
    assert campaign.hashtags.get(kind="official").text == "two"


@pytest.mark.parametrize(
    ("phase", "locked"),
    [
        (Phase.DRAFT, set()),
        (Phase.COMING, {"slug"}),
        (Phase.OPEN, {"slug", "opens_at", "time_zone"}),
        (Phase.REVIEW, {"slug", "opens_at", "time_zone", "closes_at", "platforms", "min_age"}),
        (Phase.ANNOUNCED, {"slug", "opens_at", "closes_at", "announce_by", "shortlist_by"}),
        (Phase.CANCELLED, {"slug", "opens_at", "closes_at", "announce_by", "shortlist_by"}),
    ],
)
def test_phase_closes_fields(staff, phase, locked):
    campaign = build_campaign(phase=phase)
    form = staff.get(change(campaign)).context["adminform"].form
    everything = {"slug", "opens_at", "time_zone", "closes_at", "platforms", "min_age"} | locked
    assert {name for name in everything if name not in form.fields} >= locked
    assert "title_kk" in form.fields
    if phase in (Phase.DRAFT, Phase.COMING, Phase.OPEN):
        assert everything - set(form.fields) == locked


def test_page_loaded_before_the_close_cannot_move_it_afterwards(staff):
    campaign = build_campaign(phase=Phase.REVIEW)
    before = campaign.closes_at
    response = staff.post(change(campaign), typed(slug=campaign.slug))
    campaign.refresh_from_db()
    assert campaign.closes_at == before
    assert "Meanwhile the campaign has moved on." in response.content.decode()


def test_texts_can_be_mended_after_the_close(staff):
    campaign = build_campaign(phase=Phase.ANNOUNCED)
    hashtag = campaign.hashtags.get()
    response = staff.post(
        change(campaign),
        {
            "languages": ["kk"],
            "accent": "rose",
            "title_kk": "Жаңа",
            "archives_at_0": "",
            "archives_at_1": "",
            **no_rows("hashtags", "categories", "partnerships", "ambassadors"),
        },
    )
    campaign.refresh_from_db()
    assert (response.status_code, campaign.title_kk) == (302, "Жаңа")
    assert Hashtag.objects.get() == hashtag


def test_saving_a_form_does_not_undo_a_publication_meanwhile(staff, monkeypatch):
    """The form is loaded before the campaign is published and saved after it."""
    campaign = build_campaign(phase=Phase.DRAFT)

    def lock_after_publication(campaign_id: int) -> Campaign:
        Campaign.objects.filter(pk=campaign_id).update(published_at=timezone.now())
        return Campaign.objects.get(pk=campaign_id)

    monkeypatch.setattr("contests.admin.campaign.lock_campaign", lock_after_publication)
    staff.post(change(campaign), typed(slug=campaign.slug))
    campaign.refresh_from_db()
    assert campaign.published_at is not None


def test_only_drafts_can_be_deleted(staff):
    draft, published = build_campaign(phase=Phase.DRAFT), build_campaign(phase=Phase.COMING)
    url = "admin:contests_campaign_delete"
    assert staff.get(reverse(url, args=[published.pk])).status_code == 403
    assert staff.post(reverse(url, args=[draft.pk]), {"post": "yes"}).status_code == 302
    assert list(Campaign.objects.all()) == [published]


def test_auditor_reads_the_form_and_changes_nothing(client):
    campaign = build_campaign(phase=Phase.DRAFT)
    client.force_login(auditor(), backend=BACKEND)
    assert client.get(change(campaign)).status_code == 200
    assert client.post(change(campaign), typed()).status_code == 403


def test_garbage_for_an_id_leads_back_to_the_list(staff):
    response = staff.get("/admin/contests/campaign/x-y/change/")
    assert response.headers["Location"] == reverse("admin:index")


@pytest.mark.parametrize("count", [1, 3, 30])
def test_list_takes_the_same_queries_for_any_number(staff, count, django_assert_num_queries):
    for _ in range(count):
        build_campaign()
    url = reverse("admin:contests_campaign_changelist")
    staff.get(url)
    with django_assert_num_queries(8):
        assert staff.get(url).status_code == 200


def test_list_finds_a_title_in_a_language_that_is_not_active(staff):
    found = build_campaign(title_ar="كتاب")
    build_campaign()
    page = staff.get(reverse("admin:contests_campaign_changelist"), {"q": "كتاب"})
    assert list(page.context["cl"].result_list) == [found]


def test_list_shows_dates_in_each_campaigns_own_time(staff):
    build_campaign(
        time_zone="Asia/Almaty",
        closes_at=datetime(2027, 3, 1, 18, 59, tzinfo=UTC),
        shortlist_by=None,
        announce_by=None,
        archives_at=None,
    )
    page = staff.get(reverse("admin:contests_campaign_changelist")).content.decode()
    assert "March 1, 2027, 23:59" in page
