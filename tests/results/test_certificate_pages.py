"""The file for its owner and staff, and the page on which anybody checks a code."""

from __future__ import annotations

import pytest
from django.urls import reverse

from results.certificate_codes import grouped
from results.models import Certificate, Claim
from tests import personas
from tests.builders import build_creator
from tests.results.certified import Certified, build_certified
from tests.results.contests import build_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest():
    return build_certified(title="Kitap")


def file_of(certificate: Certificate, claim: Claim | None = None) -> str:
    return reverse("results:certificate", args=[(claim or certificate.claim).pk, certificate.pk])


def page_of(code: str) -> str:
    return reverse("results:verified", args=[code])


@pytest.mark.parametrize("name", ["administrator", "manager", "announcer", "auditor"])
def test_staff_who_may_see_certificates_have_the_file(contest, client, name):
    client.force_login(getattr(personas, name)())

    response = client.get(file_of(contest.certificate()))

    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")


@pytest.mark.parametrize("name", ["moderator", "judge", "creator", "stranger"])
def test_others_do_not_learn_that_there_is_a_file(contest, client, name):
    client.force_login(getattr(personas, name)())

    assert client.get(file_of(contest.certificate())).status_code == 404


def test_who_is_not_signed_in_is_asked_to(contest, client):
    response = client.get(file_of(contest.certificate()))

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_people_behind_the_prize_have_the_file_for_themselves(contest, client):
    joint = build_person("dias")
    contest.entry.joint_creators.add(build_creator(user=joint))
    certificate = contest.certificate()

    for person in (contest.person, joint):
        client.force_login(person)
        response = client.get(file_of(certificate))
        assert response.status_code == 200
        assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
        name = f"certificate-{grouped(certificate.code)}.pdf"
        assert response["Content-Disposition"] == f'inline; filename="{name}"'


def test_certificate_is_not_had_by_another_claim(contest, client):
    client.force_login(contest.person)
    jury, views = contest.certificate(), contest.certificate(claim__prize=contest.views)

    assert client.get(file_of(jury, claim=views.claim)).status_code == 404


def test_file_is_only_read(contest, client):
    client.force_login(contest.person)

    assert client.post(file_of(contest.certificate())).status_code == 405


def corrected(contest: Certified, client) -> Certificate:
    """The jury's certificate after a correction of long ago took the award away."""
    certificate = contest.certificate()
    contest.correct(without=contest.jury, note_en="The video was not by the entrant.")
    client.force_login(contest.person)
    return certificate


def test_file_of_a_corrected_award_is_gone(contest, client):
    certificate = corrected(contest, client)

    response = client.get(file_of(certificate))

    assert response.status_code == 410
    assert "does not hold any more" in response.content.decode()


def test_genuine_certificate_says_who_won_what_with_the_evidence(contest, client):
    certificate = contest.certificate()
    certificate.claim.certificate_name = "Айгүл Серік"
    certificate.claim.save()

    response = client.get(page_of(certificate.code))

    page = response.content.decode()
    assert response.status_code == 200
    evidence = reverse("evidence_file", args=[contest.campaign.slug, 1])
    assert [
        word
        for word in (
            "This certificate is genuine",
            "Айгүл Серік",
            f"@{contest.entry.creator.handle}",
            "The most creative video",
            "Kitap",
            grouped(certificate.code),
            contest.announcement.evidence.sha256,
            f'href="{evidence}"',
            f'href="{reverse("website:winners", args=[contest.campaign.slug])}"',
        )
        if word not in page
    ] == []
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response["Cache-Control"]
    assert contest.person.email not in page


def test_corrected_certificate_says_plainly_that_it_does_not_hold(contest, client):
    certificate = corrected(contest, client)
    certificate.claim.certificate_name = "Айгүл Серік"
    certificate.claim.save()
    client.logout()

    page = client.get(page_of(certificate.code)).content.decode()

    assert "This certificate does not hold any more" in page
    assert "The video was not by the entrant." in page
    assert "genuine" not in page
    assert "Айгүл Серік" not in page


def test_certificate_of_a_cancelled_campaign_does_not_hold(contest, client):
    certificate = contest.certificate()
    contest.campaign.cancelled_at = contest.at
    contest.campaign.save()

    page = client.get(page_of(certificate.code)).content.decode()

    assert "the campaign was cancelled" in page
    assert "genuine" not in page


@pytest.mark.parametrize(
    "typed",
    ["ab3e-fgh4-jkmn", "AB3E FGH4 JKMN", "АВ3E-FGH4-JKMN"],  # the last with Cyrillic АВ
)
def test_code_as_people_type_it_leads_to_the_page(contest, client, typed):
    Certificate.objects.filter(pk=contest.certificate().pk).update(code="AB3EFGH4JKMN")

    asked = client.get(reverse("results:verify"), {"code": typed})
    direct = client.get(page_of(typed))

    assert asked["Location"] == direct["Location"] == page_of("AB3EFGH4JKMN")
    assert client.get(page_of("AB3EFGH4JKMN")).status_code == 200


@pytest.mark.parametrize(
    "typed", ["AB3EFGH4JKMN", "O0-not-a-code", "<script>alert(1)", "x" * 500, "%00", "٣"]
)
def test_unknown_code_says_what_to_check(client, typed):
    response = client.get(page_of(typed))

    page = response.content.decode()
    assert response.status_code == 404
    assert "There is no certificate with this code" in page
    assert "neither the letter O nor a zero" in page
    assert "<script>alert" not in page
    assert response["X-Robots-Tag"] == "noindex, nofollow"


def test_signs_that_no_code_has_are_named(client):
    page = client.get(page_of("AO3E-0GH4-JK1N")).content.decode()

    assert 'No code has these signs: <bdi dir="ltr">O 0 1</bdi>' in page


def test_field_says_when_this_cannot_be_a_code(client):
    empty = client.get(reverse("results:verify"))
    wrong = client.get(reverse("results:verify"), {"code": "AB3E"})

    assert empty.status_code == wrong.status_code == 200
    assert "This cannot be a code" not in empty.content.decode()
    assert "This cannot be a code" in wrong.content.decode()


@pytest.mark.parametrize(
    ("cookie", "accepts", "language"), [("ar", "kk", "ar"), ("", "kk,en;q=0.5", "kk")]
)
def test_address_on_the_paper_takes_the_readers_language(
    client, settings, cookie, accepts, language
):
    if cookie:
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = cookie

    for address, there in (
        ("/verify/AB3EFGH4JKMN", f"/{language}/verify/AB3EFGH4JKMN/"),
        ("/verify/AB3EFGH4JKMN/", f"/{language}/verify/AB3EFGH4JKMN/"),
        ("/verify/", f"/{language}/verify/"),
    ):
        response = client.get(address, headers={"accept-language": accepts})
        assert response["Location"] == there
        assert response["Vary"] == "Cookie, Accept-Language"


def test_admin_lists_certificates_with_their_files(contest, client):
    client.force_login(personas.auditor())
    certificate = contest.certificate()

    found = client.get(
        reverse("admin:results_certificate_changelist"), {"q": grouped(certificate.code).lower()}
    ).content.decode()
    page = client.get(
        reverse("admin:results_certificate_change", args=[certificate.pk])
    ).content.decode()

    assert f'href="{file_of(certificate)}"' in found
    assert f'href="{file_of(contest.certificate(claim__prize=contest.views))}"' not in found
    assert "The award stands." in page


def test_nobody_adds_or_deletes_certificates_in_the_admin(contest, client):
    client.force_login(personas.administrator())

    for name, args in (("add", []), ("delete", [contest.certificate().pk])):
        url = reverse(f"admin:results_certificate_{name}", args=args)
        assert client.get(url).status_code == 403


@pytest.mark.parametrize("name", ["moderator", "judge"])
def test_admin_hides_certificates_from_who_may_not_see_them(contest, client, name):
    client.force_login(getattr(personas, name)())

    response = client.get(reverse("admin:results_certificate_changelist"))

    assert response.status_code in (302, 403)
