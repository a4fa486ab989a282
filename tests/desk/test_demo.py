"""The demo: what `manage.py demo` loads, and that it loads it once."""

from __future__ import annotations

import base64
from datetime import timedelta
from decimal import Decimal

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from modeltranslation.manager import get_translatable_fields_for_model

from accounts import roles
from accounts.models import User
from contests.models import Campaign, Partnership
from contests.phases import Phase
from desk.demo import read
from desk.demo.covers.motifs import MOTIFS
from desk.demo.covers.ornaments import TILES
from desk.demo.final import open_final
from desk.demo.load import load_demo
from desk.demo.people import PASSWORD, PEOPLE
from desk.demo.review import begin_review
from entries.models import Entry
from entries.video_ids import posted_at_hint
from judging.entrants import entries_in
from judging.models import Assignment, Round, RoundOutcome
from judging.pairs import pair_work_of
from metrics.leaderboards import board_of
from outbox.models import Message
from results.awarding import draft_awards
from results.blockers import blockers_of
from results.models import Announcement, Award, Standing

pytestmark = pytest.mark.django_db
LANGUAGES = ("kk", "ru", "az", "en", "ar")
SLUGS = {"kitaptok", "kitabfest", "tiktokdan-oyren", "tiktok-cares", "create-for-good"}
DOT = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwc"
    "KDcpLDAxNDQ0Hyc5PTgyPC4zNDL/wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAA"
    "AAAAAAAAAAD/2gAIAQEAAD8AKp//2Q=="
)
AT = timezone.now()


def look_from_outside() -> None:
    """Let PostgreSQL take its statistics while the rows are uncommitted: of empty tables.

    Its autovacuum may do so at any time, and finds as little after a large import that it has
    not got to yet. A question that is quick by luck of its plan then takes minutes.
    """
    if connection.vendor == "postgresql":
        other = connection.copy()
        with other.cursor() as cursor:
            cursor.execute("ANALYZE")
        other.close()


@pytest.fixture(scope="module", autouse=True)
def _demo(django_db_setup, django_db_blocker):
    """The demo, loaded once for all tests here, each cover a picture of one dot."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_demo(at=AT, draw=lambda _cover: DOT)
        look_from_outside()
        yield
        transaction.set_rollback(True)


def campaign(slug: str) -> Campaign:
    return Campaign.objects.get(slug=slug)


def signed_in(account: str) -> Client:
    client = Client()
    client.force_login(
        User.objects.get(email=f"{account}@demo.example"),
        "allauth.account.auth_backends.AuthenticationBackend",
    )
    return client


@pytest.mark.parametrize(
    ("slug", "phase"),
    [
        ("kitaptok", Phase.ANNOUNCED),
        ("kitabfest", Phase.ARCHIVED),
        ("tiktokdan-oyren", Phase.OPEN),
        ("tiktok-cares", Phase.ANNOUNCED),
        ("create-for-good", Phase.ANNOUNCED),
    ],
)
def test_campaign_is_a_demo_in_its_phase(slug, phase):
    assert campaign(slug).is_demo
    assert campaign(slug).phase(at=AT) is phase


def test_second_load_changes_nothing():
    def rows() -> dict[str, int]:
        return {model._meta.label: model._default_manager.count() for model in apps.get_models()}

    before = rows()

    assert load_demo(at=AT + timedelta(days=3)) == []
    assert rows() == before


def test_second_load_leaves_what_people_changed():
    Campaign.objects.filter(slug="kitaptok").update(title_kk="Басқа")
    User.objects.filter(email="judge@demo.example").update(name="Somebody else")

    load_demo(at=AT)

    assert campaign("kitaptok").title_kk == "Басқа"
    assert User.objects.get(email="judge@demo.example").name == "Somebody else"


@pytest.mark.parametrize("slug", sorted(SLUGS))
def test_campaign_speaks_all_languages(slug):
    loaded = campaign(slug)
    translated = [loaded, *loaded.rules.all(), *loaded.quotes.all(), *loaded.readings.all()]
    translated += [one.partner for one in loaded.partnerships.all()]
    for category in loaded.categories.all():
        translated += [category, *category.prizes.all()]
        translated += [
            criterion for one in category.rounds.all() for criterion in one.criteria.all()
        ]
    translated += Award.objects.filter(prize__category__campaign=loaded)

    untold = [
        f"{row._meta.label} {row.pk}: {field}_{code}"
        for row in translated
        for field in get_translatable_fields_for_model(type(row))
        if any(getattr(row, f"{field}_{code}") for code in LANGUAGES)
        for code in LANGUAGES
        if not getattr(row, f"{field}_{code}")
    ]

    assert untold == []
    assert all(
        loaded.title_kk and loaded.description_ar and rules.text_az for rules in loaded.rules.all()
    )


def test_kitaptok_is_won_by_three_equals():
    awards = Award.objects.filter(prize__category__campaign__slug="kitaptok").order_by("slot")

    assert [award.creator.handle for award in awards] == [
        "tsifranuty",
        "altynay_zhumadil",
        "la.la.leila",
    ]
    assert {award.prize.place for award in awards} == {1}
    assert {(one.prize.value, one.prize.currency) for one in awards} == {(Decimal(70_000), "KZT")}
    assert {award.prize.sponsor.slug for award in awards} == {"meloman-marwin"}
    ranks = Standing.objects.filter(entry__in=[award.entry_id for award in awards])
    assert {standing.rank for standing in ranks} == {1}


def test_kitaptok_has_its_institutions():
    participants = campaign("kitaptok").partnerships.filter(role=Partnership.Role.PARTICIPANT)

    assert participants.filter(partner__kind="library").count() == 18
    assert participants.filter(partner__kind="theatre").count() == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_winners_of_kitaptok_are_read_in_every_language(client, language):
    page = client.get(f"/{language}/kitaptok/winners/").content.decode()

    assert all(handle in page for handle in ("tsifranuty", "altynay_zhumadil", "la.la.leila"))


def test_past_campaigns_are_announced_with_evidence():
    announcements = Announcement.objects.select_related("campaign", "evidence")

    assert {one.campaign.slug for one in announcements} == SLUGS - {"tiktokdan-oyren"}
    assert all(one.announced_at == one.campaign.announced_at for one in announcements)
    assert all(len(one.evidence.sha256) == 64 for one in announcements)


def test_video_ids_tell_when_the_videos_were_posted():
    late = [
        (entry.posted_at - posted_at_hint(entry.platform, entry.video_id)).total_seconds()
        for entry in Entry.objects.all()
    ]

    assert len(late) > 100
    assert all(1 <= seconds <= 60 for seconds in late)


def test_entries_come_while_the_campaign_is_open():
    for entry in Entry.objects.select_related("campaign"):
        assert entry.campaign.opens_at <= entry.posted_at < entry.received_at
        assert entry.received_at < min(entry.campaign.closes_at, AT)
        moments = list(entry.decisions.order_by("pk").values_list("at", flat=True))
        assert moments == sorted(moments)
        assert moments[-1] < AT


def test_no_moment_lies_in_the_future():
    assert not Entry.objects.filter(confirmed_at__gt=AT).exists()
    assert not Assignment.objects.filter(assigned_at__gt=AT).exists()
    assert not Assignment.objects.filter(finished_at__gt=AT).exists()
    assert not Message.objects.filter(created_at__gt=AT).exists()


def test_every_entry_has_a_cover_that_is_stored():
    assert all(default_storage.exists(entry.cover.name) for entry in Entry.objects.all())


@pytest.mark.parametrize("category", ["best-video", "discover-on-tiktok"])
def test_leaderboards_live(category):
    places = board_of(campaign("tiktokdan-oyren").categories.get(slug=category))

    assert len(places) >= 10


def test_jury_at_work_scores_what_came_through_its_screening():
    rounds = Round.objects.filter(category__campaign__slug="tiktokdan-oyren")
    screening, scoring = rounds.order_by("order")
    through = RoundOutcome.objects.filter(closing__round=screening, advances=True)
    voted = Assignment.objects.filter(round=screening).values_list("entry_id", flat=True)
    assert screening.closed_at is not None
    assert 0 < through.count() < len(set(voted))
    assert set(scoring.assignments.values_list("entry_id", flat=True)) == set(
        through.values_list("entry_id", flat=True)
    )


def test_final_of_the_jury_at_work_opens_once_and_has_pairs_to_compare():
    at = timezone.now()
    final = open_final(at=at)
    assert final is not None
    assert open_final(at=at) is None
    assert 6 <= entries_in(final).count() <= 12
    work = pair_work_of(User.objects.get(email="judge@demo.example"), at=at)
    assert [one.round for one in work] == [final]


def test_contest_that_is_over_can_be_decided_and_nothing_of_the_jury_is_missing():
    at = timezone.now()
    campaign = begin_review(at=at)
    assert campaign is not None
    assert begin_review(at=at) is None
    draft_awards(
        campaign_id=campaign.pk, by=User.objects.get(email="announcer@demo.example"), at=at
    )
    found = {one.code for one in blockers_of(campaign, at=at) if one.blocks}
    assert found <= {"no_citation", "tie", "no_winner", "stale_readings", "owner_unproven"}
    assert "no_citation" in found


@pytest.mark.parametrize("account", ["judge", "judge2"])
def test_judge_is_in_the_middle_of_the_work(account):
    duties = Assignment.objects.filter(
        judge__user__email=f"{account}@demo.example",
        round__category__campaign__slug="tiktokdan-oyren",
        round__kind=Round.Kind.SCORING,
    )
    finished = duties.filter(finished_at__isnull=False).count()
    begun = duties.filter(finished_at__isnull=True, scores__isnull=False).distinct().count()

    assert finished > 5
    assert begun == 3
    assert duties.count() > 2 * finished


def test_moderators_have_a_queue():
    assert Entry.objects.waiting().filter(campaign__slug="tiktokdan-oyren").count() == 9


def test_creator_sees_an_entry_of_each_state():
    own = Entry.objects.filter(submitted_by__email="creator@demo.example")

    assert sorted(own.values_list("status", flat=True)) == ["accepted", "received", "rejected"]
    assert "madina.bilir" in signed_in("creator").get("/kk/my/").content.decode()


def test_no_mail_of_the_demo_will_leave_by_itself():
    assert set(Message.objects.values_list("status", flat=True)) == {"draft", "sent"}


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.account)
def test_everybody_can_sign_in_and_has_one_role(person):
    user = User.objects.get(email=person.email)

    assert user.check_password(PASSWORD)
    assert EmailAddress.objects.filter(user=user, verified=True, primary=True).exists()
    held = [*user.groups.values_list("name", flat=True)]
    held += user.campaign_roles.values_list("role", flat=True)
    assert held == ([person.role] if person.role else [])
    places = [*user.campaign_roles.values_list("campaign__slug", flat=True)]
    assert places == ([person.campaign] if person.campaign else [])
    assert user.is_staff == (person.role in roles.STAFF_ROLES)
    assert not user.is_superuser


def test_invented_creators_cannot_sign_in():
    invented = User.objects.exclude(email__in=[person.email for person in PEOPLE])

    assert invented.count() > 20
    assert not any(user.has_usable_password() for user in invented)


def test_texts_name_pictures_that_exist():
    for text in read.campaigns():
        assert text.ornament in TILES
        assert {video.motif for video in (*text.videos, *text.winners)} <= MOTIFS.keys()


def test_text_without_a_language_is_refused(tmp_path):
    (tmp_path / "partners.toml").write_text('[[partners]]\nname = {kk = "А", ru = "А"}\n')

    with pytest.raises(ValueError, match=r"partners.toml: partners 1: name lacks ar, az, en"):
        read.partners(tmp_path)


def test_command_is_refused_in_production():
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("demo")


def test_command_tells_how_to_sign_in(settings, capsys):
    settings.DEMO = True

    call_command("demo")

    told = capsys.readouterr().out
    assert all(person.email in told for person in PEOPLE)
    assert PASSWORD in told
