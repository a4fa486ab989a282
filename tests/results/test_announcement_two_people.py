"""One person confirms, another announces: exactly what both looked at."""

from datetime import timedelta

import pytest

from accounts.models import User
from results.announcement import announce_campaign
from results.confirming import confirm_announcement, confirmations_of
from results.models import Announcement, AnnouncementPlan, Award, Confirmation
from results.preview import preview_of
from results.refusal import ResultsRefused
from tests import personas
from tests.results.announcing import announce, refused
from tests.results.contests import Contest, build_contest, build_person
from tests.results.staff import announce_form, client, told, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest() -> Contest:
    contest = build_contest()
    AnnouncementPlan.objects.create(campaign=contest.campaign, needs_two=True)
    contest.draft()
    return contest


def confirm(contest: Contest, by: User | None = None, digest: str | None = None) -> Confirmation:
    return confirm_announcement(
        campaign_id=contest.campaign.pk,
        digest=contest.digest() if digest is None else digest,
        by=by or contest.staff,
        at=contest.at,
    )


def refused_to_confirm(contest: Contest, **values: str) -> str:
    before = Confirmation.objects.count()
    with pytest.raises(ResultsRefused) as refusal:
        confirm(contest, **values)
    assert Confirmation.objects.count() == before
    return refusal.value.code


def announced_by(contest: Contest, by: User) -> Announcement:
    return announce_campaign(
        campaign_id=contest.campaign.pk, digest=contest.digest(), by=by, at=contest.at
    )


def test_announcement_waits_for_another_person(contest: Contest):
    assert refused(contest) == "second_person"
    confirm(contest)
    assert refused(contest) == "second_person_yours"
    made = announced_by(contest, build_person("second"))
    assert made.announced_by == build_person("second")
    stood = confirmations_of(contest.campaign, number=1, digest=made.digest)
    assert [one.confirmed_by for one in stood] == [contest.staff]


def test_announcement_by_the_clock_names_the_last_of_two_who_confirmed(contest: Contest):
    confirm(contest)
    last = confirm(contest, build_person("second"))
    assert announced_by(contest, last.confirmed_by).number == 1


def test_announcement_without_that_wish_needs_one_person(contest: Contest):
    AnnouncementPlan.objects.update(needs_two=False)
    assert announce(contest).number == 1


def test_confirmation_does_not_hold_for_what_changes(contest: Contest):
    confirm(contest, build_person("second"))
    Award.objects.filter(prize__category=contest.jury).update(citation_ar="Changed")
    assert refused(contest) == "second_person"
    confirm(contest, build_person("second"))
    assert announce(contest).number == 1


def test_confirmation_of_who_has_left_the_staff_does_not_count(contest: Contest):
    second = build_person("second")
    confirm(contest, second)
    User.objects.filter(pk=second.pk).update(is_active=False)
    assert refused(contest) == "second_person"


def test_confirmation_is_given_once_by_each(contest: Contest):
    confirm(contest)
    assert refused_to_confirm(contest) == "confirmed_already"
    confirm(contest, build_person("second"))


def test_confirmation_of_something_else_is_refused(contest: Contest):
    assert refused_to_confirm(contest, digest="") == "changed"
    assert refused_to_confirm(contest, digest="0" * 64) == "changed"


def test_confirmation_with_something_in_the_way_is_refused(contest: Contest):
    Award.objects.filter(prize__category=contest.jury).delete()
    assert refused_to_confirm(contest) == "blocked"


def test_confirmation_after_the_announcement_is_refused(contest: Contest):
    confirm(contest, build_person("second"))
    announce(contest)
    assert refused_to_confirm(contest) == "already_announced"
    contest.at -= timedelta(minutes=1)
    assert refused_to_confirm(contest) == "already_announced"


def test_page_leads_two_people_through(contest: Contest):
    """The announcer confirms, the manager looks, the administrator announces."""
    first, second = client("announcer"), client("administrator")
    address = url("results_announce", contest)
    page = first.get(address).content.decode()
    assert 'value="confirm"' in page
    assert 'value="announce"' not in page
    form = announce_form(contest)
    assert told(first.post(address, form | {"do": "announce"}))[-1].startswith("Two people")
    assert told(first.post(address, form | {"do": "confirm"}))[-1].startswith("Confirmed.")
    page = first.get(address).content.decode()
    assert 'value="confirm"' not in page
    assert "another person" in page
    assert told(first.post(address, form | {"do": "announce"}))[-1].startswith("You confirmed it")
    assert told(first.post(address, form | {"do": "confirm"}))[-1].startswith("You have confirmed")
    page = second.get(address).content.decode()
    assert f"Confirmed by {personas.announcer()}" in page
    assert 'value="announce"' in page
    second.post(address, form | {"do": "announce"})
    assert Announcement.objects.get().announced_by == personas.administrator()


def test_page_shows_that_a_confirmation_is_outdated(contest: Contest):
    confirm(contest, personas.announcer())
    Award.objects.filter(prize__category=contest.jury).update(citation_ar="Changed")
    page = client("announcer").get(url("results_announce", contest))
    assert [one.who for one in page.context["agreement"].outdated] == [personas.announcer()]
    assert page.context["agreement"].confirmed == []
    assert page.context["agreement"].may_confirm


def test_page_confirms_what_was_looked_at_or_shows_the_difference(contest: Contest):
    form = announce_form(contest) | {"do": "confirm"}
    Award.objects.filter(prize__category=contest.jury).update(citation_ar="Changed")
    answer = client("announcer").post(url("results_announce", contest), form)
    assert [one.code for one in answer.context["changes"]] == ["text"]
    assert not Confirmation.objects.exists()


@pytest.mark.parametrize("role", ["manager", "auditor"])
def test_confirming_is_for_those_who_may_announce(contest: Contest, role: str):
    form = announce_form(contest) | {"do": "confirm"}
    assert client(role).post(url("results_announce", contest), form).status_code == 403
    assert not Confirmation.objects.exists()


def test_digest_is_the_one_that_the_page_shows(contest: Contest):
    page = client("auditor").get(url("results_announce", contest))
    assert page.context["preview"].digest == preview_of(contest.campaign).digest
