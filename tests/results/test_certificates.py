"""Certificates: whom they are issued to, with which code, and how long they are good."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from results.certificate_codes import ALPHABET, code_in, grouped, new_code
from results.certificates import award_behind, issue_certificates
from results.models import AnnouncementPlan, Award, Certificate
from tests.builders import build_creator
from tests.results.certified import Certified, build_certified, put_out
from tests.results.contests import build_person

DAY = timedelta(days=1)
QUERIES = 7
pytestmark = pytest.mark.django_db


def issued(contest: Certified) -> list[tuple[str, str, str]]:
    """Category, creator, language of every certificate."""
    return sorted(
        (one.claim.prize.category.title, one.creator.handle, one.language)
        for one in Certificate.objects.select_related("claim__prize__category", "creator")
    )


def again(contest: Certified) -> None:
    """Issue the certificates anew, as if nobody had one: after what a test changed."""
    Certificate.objects.all().delete()
    issue_certificates(announcement=contest.announcement, at=contest.at)


def test_certificate_of_each_award_in_the_winners_language():
    contest = build_certified(language="ar")

    winner = contest.entry.creator.handle
    assert issued(contest) == [
        ("Discover", winner, "ar"),
        ("The most creative video", winner, "ar"),
    ]


def test_certificate_for_each_of_joint_creators():
    joint = build_creator(user=build_person("zarina", preferred_language="az"))
    contest = build_certified(joint=[joint])

    winner = contest.entry.creator.handle
    assert issued(contest) == sorted(
        [
            ("Discover", winner, "kk"),
            ("The most creative video", winner, "kk"),
            ("The most creative video", joint.handle, "az"),
        ]
    )


def test_certificate_of_an_unclaimed_account_speaks_the_campaigns_first_language():
    contest = build_certified(languages=["ru", "kk"], winners=2)

    languages = {handle: language for _category, handle, language in issued(contest)}
    assert languages == {
        contest.entry.creator.handle: "kk",
        f"winner_1_{contest.campaign.pk}": "ru",
    }


def test_certificate_of_an_untied_account_speaks_as_who_entered_the_video():
    joint = build_creator()
    contest = build_certified(joint=[joint], languages=["en", "kk"])
    contest.entry.submitted_by = build_person("aunt", preferred_language="ar")
    contest.entry.save()
    contest.entry.creator.user = None
    contest.entry.creator.save()
    again(contest)

    handle = contest.entry.creator.handle
    assert issued(contest) == sorted(
        [
            ("Discover", handle, "en"),  # won with all videos, not with this one
            ("The most creative video", handle, "ar"),
            ("The most creative video", joint.handle, "en"),
        ]
    )


@pytest.mark.parametrize(("second", "kept"), [("kk", ""), ("ar", "ar"), ("", "")])
def test_second_language_is_the_plans_unless_it_is_the_first(second, kept):
    contest = build_certified()
    AnnouncementPlan.objects.create(campaign=contest.campaign, certificate_language=second)
    again(contest)

    assert set(Certificate.objects.values_list("language", "second_language")) == {("kk", kept)}


def test_issuing_twice_changes_nothing():
    contest = build_certified()
    before = list(Certificate.objects.values())

    found = issue_certificates(announcement=contest.announcement, at=contest.at + timedelta(days=3))

    assert list(Certificate.objects.values()) == before
    assert {one.pk for one in found} == {row["id"] for row in before}


def test_certificate_holds_until_a_correction_takes_the_award_away():
    contest = build_certified()
    jury = contest.certificate()
    views = contest.certificate(claim__prize=contest.views)
    assert award_behind(jury, at=contest.at) == Award.objects.get(prize=contest.jury)

    second = contest.correct(without=contest.jury)

    assert award_behind(jury, at=second.announced_at) is None
    assert award_behind(jury, at=second.announced_at - timedelta(seconds=1)) is not None
    stays = award_behind(views, at=second.announced_at)
    assert stays is not None
    assert stays.announcement == second
    assert Certificate.objects.count() == 2  # who stays keeps the certificate and its code


def test_certificate_of_who_comes_back_is_good_again():
    contest = build_certified()
    jury = contest.certificate()
    contest.correct(without=contest.jury)
    award = Award.objects.get(prize=contest.jury)
    award.pk = None

    third = put_out(contest.campaign, [award], by=contest.staff, at=contest.at + 2 * DAY, number=3)

    behind = award_behind(jury, at=third.announced_at)
    assert behind is not None
    assert behind.announcement == third
    assert Certificate.objects.count() == 2


def test_alternate_who_moves_up_gets_a_certificate_of_their_own():
    contest = build_certified()
    other = build_creator()
    award = Award(prize=contest.views, creator=other)

    put_out(contest.campaign, [award], by=contest.staff, at=contest.at + DAY, number=2)

    new = contest.certificate(creator=other)
    assert new.issued_at == contest.at + DAY
    assert new.code not in Certificate.objects.exclude(pk=new.pk).values_list("code", flat=True)


def test_certificate_of_a_joint_creator_who_was_taken_off_is_not_good():
    joint = build_creator()
    contest = build_certified(joint=[joint])
    certificate = contest.certificate(creator=joint)
    assert award_behind(certificate, at=contest.at) is not None

    contest.entry.joint_creators.clear()

    assert award_behind(certificate, at=contest.at) is None


def test_certificate_before_the_announcement_or_of_a_cancelled_campaign_is_not_good():
    contest = build_certified()
    certificate = contest.certificate()
    assert award_behind(certificate, at=contest.at - timedelta(seconds=1)) is None

    contest.campaign.cancelled_at = contest.at
    contest.campaign.save()

    assert award_behind(certificate, at=contest.at) is None


@pytest.mark.parametrize("winners", [1, 7])
def test_issuing_takes_as_many_queries_for_one_winner_as_for_many(winners):
    contest = build_certified(winners=winners, joint=[build_creator(user=build_person("zarina"))])
    Certificate.objects.all().delete()

    with CaptureQueriesContext(connection) as queries:
        made = issue_certificates(announcement=contest.announcement, at=contest.at)

    assert len(made) == winners + 2
    assert len(queries) == QUERIES


def test_codes_are_long_plain_and_different():
    codes = {new_code() for _each in range(1000)}

    assert len(codes) == 1000
    assert {len(code) for code in codes} == {12}
    assert set("".join(codes)) == set(ALPHABET)
    assert not set("01ILOU") & set(ALPHABET)
    assert len(ALPHABET) ** 12 > 2**58


@pytest.mark.parametrize(
    "typed",
    [
        "AB3EFGH4JKMN",
        "ab3e-fgh4-jkmn",
        " AB3E FGH4 JKMN\n",
        "AB3E–FGH4—JKMN",
        "АВ3Е-FGН4-JКМN",  # Cyrillic А, В, Е, Н, К, М
        "ＡＢ３Ｅ－ＦＧＨ４－ＪＫＭＮ",
    ],
)
def test_code_is_recognised_as_people_type_it(typed):
    assert code_in(typed) == "AB3EFGH4JKMN"


@pytest.mark.parametrize(
    "typed", ["", "AB3E", "AB3EFGH4JKMO", "AB3EFGH4JKM1", "AB3EFGH4JKMNP", "٣" * 12, "A" * 10_000]
)
def test_what_cannot_be_a_code_is_none(typed):
    assert code_in(typed) == ""


def test_code_is_shown_in_groups():
    assert grouped("AB3EFGH4JKMN") == "AB3E-FGH4-JKMN"
