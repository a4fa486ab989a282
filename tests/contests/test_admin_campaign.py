"""Setting a campaign up in the admin."""

from datetime import UTC, datetime

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from contests.forms import CampaignForm
from contests.models import Campaign, Hashtag
from contests.phases import Phase
from tests.builders import build_campaign, build_partner
from tests.contests.typed import ADD, INLINES, change, errors_of, no_rows, typed
from tests.personas import auditor, manager

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client: Client, settings) -> Client:
    client.force_login(manager(), backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


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
        ({"countries": ["KZ", "XX"]}, {"countries"}),
        ({"lookalikes": "ignore"}, {"lookalikes"}),
        ({"min_age": "14", "guardian_age": "14"}, {"guardian_age"}),
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


def test_terms_of_taking_part_are_kept(staff):
    staff.post(
        ADD,
        typed(
            min_age="12",
            guardian_age="16",
            countries=["AZ", "KZ"],
            ownership_required="on",
            participants_excluded="on",
            lookalikes="honour",
            accepts_automatically="on",
        ),
    )
    campaign = Campaign.objects.get()
    assert (campaign.min_age, campaign.guardian_age, campaign.countries) == (12, 16, ["AZ", "KZ"])
    assert (campaign.lookalikes, campaign.ownership_required) == ("honour", True)
    assert campaign.participants_excluded
    assert campaign.accepts_automatically


def test_reasons_for_turning_down_are_written_in_the_campaigns_languages(staff):
    campaign = build_campaign(phase=Phase.OPEN, languages=["kk", "ar"])
    rows = {
        "rejection_reasons-TOTAL_FORMS": "2",
        "rejection_reasons-0-campaign": campaign.pk,
        "rejection_reasons-0-text_kk": "Тақырыпқа сай емес.",
        "rejection_reasons-0-order": "2",
        "rejection_reasons-1-campaign": campaign.pk,
        "rejection_reasons-1-text_ar": "المقطع قصير.",
        "rejection_reasons-1-order": "1",
    }
    data = typed(**rows)
    for closed in ("slug", "opens_at_0", "opens_at_1", "time_zone"):
        del data[closed]
    assert staff.post(change(campaign), data).status_code == 302
    assert [(reason.text_kk, reason.text_ar) for reason in campaign.rejection_reasons.all()] == [
        (None, "المقطع قصير."),
        ("Тақырыпқа сай емес.", None),
    ]


def test_questions_and_answers_are_written_while_the_contest_runs(staff):
    campaign = build_campaign(phase=Phase.OPEN, languages=["kk", "ar"])
    rows = {
        "questions-TOTAL_FORMS": "2",
        "questions-0-campaign": campaign.pk,
        "questions-0-question_kk": "Жасым нешеде болуы керек?",
        "questions-0-answer_kk": "**14** жастан бастап.",
        "questions-0-order": "2",
        "questions-1-campaign": campaign.pk,
        "questions-1-question_ar": "كم مدة المقطع؟",
        "questions-1-answer_ar": "ثلاثون ثانية.",
        "questions-1-order": "1",
    }
    data = typed(**rows)
    for closed in ("slug", "opens_at_0", "opens_at_1", "time_zone"):
        del data[closed]
    assert staff.post(change(campaign), data).status_code == 302
    assert [(one.question_kk, one.answer_ar) for one in campaign.questions.all()] == [
        (None, "ثلاثون ثانية."),
        ("Жасым нешеде болуы керек?", ""),
    ]


def test_question_without_an_answer_in_any_language_is_refused(staff):
    campaign = build_campaign(phase=Phase.DRAFT)
    rows = {
        "questions-TOTAL_FORMS": "1",
        "questions-0-campaign": campaign.pk,
        "questions-0-question_kk": "Қашан?",
        "questions-0-order": "0",
    }
    response = staff.post(change(campaign), typed(**rows))
    assert response.status_code == 200
    assert "Write this in at least one language." in response.content.decode()
    assert not campaign.questions.exists()


@pytest.mark.parametrize(("code", "first"), [("en", "Afghanistan"), ("az", "ABŞ Virgin adaları")])
def test_countries_are_listed_by_their_names_in_the_readers_language(code, first):
    with translation.override(code):
        names = [name for _code, name in CampaignForm.base_fields["countries"].choices]
    assert (names[0], len(names) > 240) == (first, True)


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
            **no_rows(*INLINES),
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


def test_auditor_reads_the_form_and_changes_nothing(client, settings):
    campaign = build_campaign(phase=Phase.DRAFT)
    client.force_login(auditor(), backend=settings.AUTHENTICATION_BACKENDS[-1])
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
    with django_assert_num_queries(9):
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


def test_saving_warns_of_a_hashtag_that_another_campaign_has_at_the_time(staff):
    build_campaign(hashtag="кітапток", title="Kitaptok")
    campaign = build_campaign(hashtag="кiтапток", slug="other", phase=Phase.COMING)
    data = typed(opens_at_0=f"{timezone.now():%Y-%m-%d}")
    del data["slug"]
    response = staff.post(change(campaign), data)
    assert response.status_code == 302
    warnings = [str(message) for message in get_messages(response.wsgi_request)]
    assert warnings[0].startswith("“Kitaptok” runs at the same time with a hashtag that looks")


def test_countries_are_searched_in_the_page_and_not_on_the_server(staff):
    page = staff.get(ADD)
    widget = page.context["adminform"].form.fields["countries"].widget
    assert "admin-autocomplete" not in str(widget.attrs["class"]).split()
