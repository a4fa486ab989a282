"""The winner's pages: who gets in, what is asked, and what each state says."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from auditlog.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from entries.models import Entry, GuardianConsent
from results import claim_pages
from results.delivery import unseal
from results.models import Claim, ClaimDecision, DeliveryData
from tests import personas
from tests.builders import build_creator, build_prize
from tests.results.claims import announced_contest, claim_of, corrected, steps, winner
from tests.results.contests import Contest, build_person
from tests.results.staff import told

pytestmark = pytest.mark.django_db

ANSWER = {
    "certificate_name": "Әйгерім Серікқызы",
    "recipient": "Aigerim Serik",
    "phone": "+7 700 123 45 67",
    "street": "Abai 1, flat 2",
    "city": "Almaty",
    "postal_code": "050000",
    "country": "KZ",
    "note": "Ring twice.",
    "is_winner": "on",
    "agree": "on",
}


@pytest.fixture
def contest() -> Contest:
    User.objects.update(preferred_language="en")
    return announced_contest()


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def page(claim: Claim, name: str = "claim") -> str:
    return reverse(f"results:{name}", args=[claim.pk])


def accept(contest: Contest, **changes: Any) -> Any:
    return browser(winner(contest)).post(page(claim_of(contest)), ANSWER | changes, follow=True)


def errors(answer: Any) -> dict[str, Any]:
    found: dict[str, Any] = dict(answer.context["form"].errors)
    return found


def test_strangers_are_asked_to_sign_in(contest: Contest):
    for address in (
        reverse("results:prizes"),
        page(claim_of(contest)),
        page(claim_of(contest), "decline"),
    ):
        answer = Client().get(address)
        assert answer.status_code == 302
        assert answer["Location"] == f"/en/account/login/?next={address}"


@pytest.mark.parametrize("name", ["claim", "decline"])
@pytest.mark.parametrize("persona", sorted({*personas.STAFF_PERSONAS, "judge", "stranger"}))
def test_nobody_else_gets_in(contest: Contest, persona: str, name: str):
    client = browser(getattr(personas, persona)())
    address = page(claim_of(contest), name)
    assert client.get(address).status_code == 404
    assert client.post(address, ANSWER).status_code == 404
    assert client.get(reverse("results:prizes")).status_code == 200
    assert claim_of(contest).status == "offered"


def test_another_winner_does_not_get_in(contest: Contest):
    assert browser(winner(contest, 1)).get(page(claim_of(contest))).status_code == 404


def test_a_winner_sees_what_was_won_and_by_when_to_answer(contest: Contest):
    client = browser(winner(contest))
    text = client.get(page(claim_of(contest))).content.decode()
    assert "The most creative video" in text
    assert "Warm (en)" in text
    assert "70,000" in text
    assert "23:59" in text
    own = client.get(reverse("results:prizes")).context["rows"]
    assert [claim.pk for claim, _late in own] == [one.pk for one in Claim.objects.order_by("pk")]


def test_a_prize_is_accepted_with_the_data_for_its_delivery(contest: Contest):
    answer = accept(contest)
    assert answer.redirect_chain == [(page(claim_of(contest)), 302)]
    claim = claim_of(contest)
    assert (claim.status, claim.certificate_name) == ("accepted", "Әйгерім Серікқызы")
    kept = unseal(claim.delivery)
    assert (kept.recipient, kept.city, kept.country) == ("Aigerim Serik", "Almaty", "KZ")
    assert "Abai" not in claim.delivery.sealed
    assert steps(claim) == [("offer", "", "offered"), ("accept", "offered", "accepted")]
    assert ClaimDecision.objects.get(verb="accept").by == winner(contest)


def test_what_was_given_can_be_changed_until_the_sponsor_has_it(contest: Contest):
    accept(contest)
    client = browser(winner(contest))
    assert client.get(page(claim_of(contest))).context["form"].initial["city"] == "Almaty"
    accept(contest, city="Astana")
    assert unseal(claim_of(contest).delivery).city == "Astana"
    Claim.objects.update(status="handed_over")
    answer = client.post(page(claim_of(contest)), ANSWER | {"city": "Oral"})
    assert told(answer) == [
        "The sponsor has the delivery data already. Nothing was changed: write to the organisers."
    ]
    assert unseal(claim_of(contest).delivery).city == "Astana"
    assert client.get(page(claim_of(contest))).context["form"] is None


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("certificate_name", "", "This field is required."),
        ("certificate_name", "12345", "Write a name."),
        ("certificate_name", "\U00013000", "These signs cannot be printed: \U00013000"),
        ("phone", "call me", "Write a telephone number: digits, with the country code."),
        ("phone", "+7", "Write a telephone number: digits, with the country code."),
        ("country", "XX", "Select a valid choice. XX is not one of the available choices."),
        ("is_winner", "", "Tick this box if it is so."),
        (
            "agree",
            "",
            "Tick this box if you agree: without this data the prize cannot be delivered.",
        ),
        (
            "street",
            "x" * 100_000,
            "Ensure this value has at most 300 characters (it has 100000).",
        ),
        ("city", "A\x00", "Null characters are not allowed."),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_typed_is_lost(
    contest: Contest, field: str, value: str, sentence: str
):
    answer = accept(contest, **{field: value})
    assert answer.status_code == 200
    assert errors(answer) == {field: [sentence]}
    assert answer.context["form"]["note"].value() == "Ring twice."
    assert claim_of(contest).status == "offered"
    assert not DeliveryData.objects.exists()


def test_the_database_s_clock_decides_the_deadline(contest: Contest, monkeypatch: Any):
    claim = claim_of(contest)
    monkeypatch.setattr(claim_pages, "database_now", lambda: claim.accept_by)
    assert browser(winner(contest)).get(page(claim)).context["form"] is not None
    late = claim.accept_by + timedelta(microseconds=1)
    monkeypatch.setattr(claim_pages, "database_now", lambda: late)
    answer = browser(winner(contest)).get(page(claim))
    assert answer.context["form"] is None
    assert "write to the organisers" in answer.content.decode()
    answer = browser(winner(contest)).post(page(claim), ANSWER)
    assert told(answer) == ["The time to accept this prize is over. Write to the organisers."]
    assert claim_of(contest).status == "offered"


def test_a_prize_is_declined_after_a_question(contest: Contest):
    accept(contest)
    client = browser(winner(contest))
    assert client.get(page(claim_of(contest), "decline")).status_code == 200
    assert claim_of(contest).status == "accepted"
    client.post(page(claim_of(contest), "decline"), {"reason": "I have one."})
    assert claim_of(contest).status == "declined"
    assert not DeliveryData.objects.exists()
    assert ClaimDecision.objects.get(verb="decline").reason == "I have one."
    assert steps(claim_of(contest))[-1] == ("forget", "declined", "declined")
    again = client.get(page(claim_of(contest), "decline"))
    assert (again.status_code, again["Location"]) == (302, page(claim_of(contest)))
    again = client.post(page(claim_of(contest), "decline"), {"reason": ""})
    assert told(again)[-1] == "The prize was declined. Nothing was changed."


@pytest.mark.parametrize("status", sorted(Claim.Status.values))
def test_every_state_has_its_page(contest: Contest, status: str):
    Claim.objects.update(status=status, fulfilled_at=contest.at if status == "fulfilled" else None)
    answer = browser(winner(contest)).get(page(claim_of(contest)))
    assert answer.status_code == 200
    assert (answer.context["form"] is not None) == (status in ("offered", "accepted"))


def _duo(contest: Contest) -> User:
    partner = build_person("duo")
    contest.entries[0].joint_creators.add(build_creator(user=partner))
    return partner


def test_joint_winners_share_one_claim_and_no_data(contest: Contest):
    partner = browser(_duo(contest))
    assert partner.get(page(claim_of(contest))).context["form"] is not None
    accept(contest)
    answer = partner.get(page(claim_of(contest)))
    text = answer.content.decode()
    assert answer.context["form"] is None
    assert "answered by another winner" in text
    for secret in ("Aigerim", "Abai", "+7 700", "Әйгерім", "creator0@example.org"):
        assert secret not in text
    for name in ("claim", "decline"):
        refused = partner.post(page(claim_of(contest), name), ANSWER)
        assert told(refused)[-1] == (
            "Another winner of this prize has answered. Nothing was changed."
        )
    assert claim_of(contest).status == "accepted"


def test_who_stays_alone_may_answer_anew_and_reads_nothing_of_the_other(contest: Contest):
    partner = _duo(contest)
    accept(contest)
    Entry.objects.filter(pk=contest.entries[0].pk).update(submitted_by=None)
    type(contest.entries[0].creator).objects.filter(pk=contest.entries[0].creator_id).update(
        user=None
    )
    answer = browser(partner).get(page(claim_of(contest)))
    assert answer.context["form"].initial == {}
    browser(partner).post(page(claim_of(contest)), ANSWER | {"city": "Oral"})
    assert unseal(claim_of(contest).delivery).city == "Oral"


def test_a_child_s_prize_asks_for_the_guardian(contest: Contest):
    assert (
        "guardian"
        not in browser(winner(contest)).get(page(claim_of(contest))).context["form"].fields
    )
    GuardianConsent.objects.create(
        entry=contest.entries[0],
        name="Mother",
        email="m@example.org",
        language="en",
        nonce="1",
        asked_at=contest.at,
    )
    for title in (contest.jury.title, contest.creators.title):
        claim = claim_of(contest, category=title)
        client = browser(winner(contest))
        assert errors(client.post(page(claim), ANSWER)) == {"guardian": ["This field is required."]}
        client.post(page(claim), ANSWER | {"guardian": "Mother"})
        assert unseal(claim_of(contest, category=title).delivery).guardian == "Mother"


def test_data_that_cannot_be_opened_is_said_and_can_be_given_anew(contest: Contest, settings: Any):
    accept(contest)
    settings.SECRET_KEY = "another"
    client = browser(winner(contest))
    answer = client.get(page(claim_of(contest)))
    assert "cannot be read any more" in answer.content.decode()
    client.post(page(claim_of(contest)), ANSWER)
    assert unseal(claim_of(contest).delivery).city == "Almaty"


def test_nothing_of_the_delivery_is_in_the_audit_log(contest: Contest):
    accept(contest)
    accept(contest, city="Astana")
    log = " ".join(str(one.changes) + one.object_repr for one in LogEntry.objects.all())
    for secret in ("Abai 1", "050000", "Astana", "+7 700", "Aigerim Serik"):
        assert secret not in log


def test_one_s_entries_lead_to_what_was_won(contest: Contest):
    mine = reverse("entries:mine")
    text = browser(winner(contest)).get(mine).content.decode()
    assert page(claim_of(contest)) in text
    assert "Accept your prize" in text
    other = browser(winner(contest, 1)).get(mine).content.decode()
    assert "Accept your prize" not in other
    assert reverse("results:prizes") not in other
    corrected(contest)
    assert "Accept your prize" not in browser(winner(contest)).get(mine).content.decode()


def test_one_s_prizes_take_the_same_queries_however_many(contest: Contest):
    client = browser(winner(contest))
    before = _queries(client)
    first = claim_of(contest)
    for number in range(2, 12):
        Claim.objects.create(
            prize=build_prize(contest.jury, place=number),
            entry=first.entry,
            creator=first.creator,
            award=first.award,
            offered_at=first.offered_at,
            accept_by=first.accept_by,
        )
    assert _queries(client) == before


def _queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("results:prizes"))
    return len(queries)
