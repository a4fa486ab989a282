"""Prize claims in the admin: who sees what, the list, one claim, the hand-over lists."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from auditlog.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from results.delivery import Delivery, keep_delivery
from results.models import Claim, ClaimDecision
from tests.builders import build_prize
from tests.results.claims import announced_contest, claim_of, corrected
from tests.results.contests import Contest
from tests.results.staff import STAFF, client, told, url

pytestmark = pytest.mark.django_db
CHANGE = {"administrator", "manager", "announcer"}
LOOK = CHANGE | {"auditor"}
FIRST_PAGE = "/admin/results/claim/"
HERE = Delivery(
    recipient="=HYPERLINK(1)", phone="+7 700", street="Abai 1", city="Almaty", country="KZ"
)


@pytest.fixture
def contest() -> Contest:
    contest = announced_contest()
    Claim.objects.update(status="accepted", certificate_name="Aigerim")
    keep_delivery(claim_of(contest), HERE, at=contest.at)
    return contest


def _page(claim: Claim) -> str:
    return reverse("admin:results_claim_change", args=[claim.pk])


def _sponsor(contest: Contest) -> int:
    sponsor = contest.prizes[contest.jury.title].sponsor
    assert sponsor is not None
    return sponsor.pk


def _looks() -> int:
    return LogEntry.objects.filter(action=LogEntry.Action.ACCESS).count()


@pytest.mark.parametrize("persona", sorted({*STAFF, "judge", "creator"}))
def test_who_may_look_and_who_may_act(contest: Contest, persona: str):
    browser = client(persona)
    sees, acts = persona in LOOK, persona in CHANGE
    turned_away = 302 if persona in ("judge", "creator") else 403
    handover = url("results_handover", contest)
    list_ = f"?sponsor={_sponsor(contest)}"
    files = (url("results_handover_file", contest), url("results_handover_print", contest))
    for address in (FIRST_PAGE, _page(claim_of(contest)), handover):
        assert browser.get(address).status_code == (200 if sees else turned_away)
    for address in files:
        assert browser.get(address + list_).status_code == (200 if acts else turned_away)
    look = browser.post(_page(claim_of(contest)), {"do": "look"})
    assert look.status_code == (200 if acts else turned_away)
    answer = browser.post(handover, {"claim": [claim_of(contest).pk], "seen_at": "x"})
    assert answer.status_code == (302 if acts else turned_away)
    answer = browser.post(_page(claim_of(contest)), {"do": "fulfil"})
    assert answer.status_code == (302 if acts else turned_away)
    assert (claim_of(contest).status == "fulfilled") == acts


def test_data_is_shown_on_demand_and_each_look_is_logged(contest: Contest):
    browser = client("manager")
    for address in (FIRST_PAGE, _page(claim_of(contest)), url("results_handover", contest)):
        text = browser.get(address).content.decode()
        assert "Abai" not in text
    assert _looks() == 0
    assert "Abai 1" in browser.post(_page(claim_of(contest)), {"do": "look"}).content.decode()
    entry = LogEntry.objects.get(action=LogEntry.Action.ACCESS)
    assert (entry.object_id, entry.actor.email) == (claim_of(contest).pk, "manager@example.org")
    list_ = f"?sponsor={_sponsor(contest)}"
    for page in ("results_handover_file", "results_handover_print"):
        answer: Any = browser.get(url(page, contest) + list_)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert b"Abai 1" in body
    assert _looks() == 1 + 3 + 3
    assert "Abai" not in str(list(LogEntry.objects.values()))


def test_nothing_typed_becomes_a_formula_in_a_spreadsheet(contest: Contest):
    browser: Any = client("manager")
    list_ = f"{url('results_handover_file', contest)}?sponsor={_sponsor(contest)}"
    text = b"".join(browser.get(list_).streaming_content).decode()
    assert "'=HYPERLINK(1)" in text
    assert ",'+7 700," in text
    book = load_workbook(BytesIO(b"".join(browser.get(f"{list_}&format=xlsx").streaming_content)))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s", "n"}
    assert "'=HYPERLINK(1)" in {cell.value for cell in cells}


def test_a_list_is_handed_over_as_it_was_seen(contest: Contest):
    browser = client("manager")
    page = url("results_handover", contest)
    answer = browser.get(page)
    [one] = answer.context["lists"]
    ids = [claim.pk for claim in one.ready]
    assert len(ids) == 3
    form: dict[str, Any] = {"claim": ids, "seen_at": answer.context["seen_at"]}
    keep_delivery(claim_of(contest), HERE, at=contest.at.replace(year=contest.at.year + 1))
    refused = browser.post(page, form)
    assert told(refused)[0].startswith("Nothing was changed. Winners who have changed")
    keep_delivery(claim_of(contest), HERE, at=contest.at)
    assert told(browser.post(page, form))[-1] == "3 prizes are noted as with the sponsor."
    assert told(browser.post(page, form))[-1].startswith("Nothing was changed. Chosen prizes")
    assert ClaimDecision.objects.filter(verb="hand_over").count() == 3


def test_lists_of_other_sponsors_and_junk_are_not_found(contest: Contest):
    browser = client("manager")
    for junk in ("", "0", "999999", "x", "-1"):
        assert (
            browser.get(url("results_handover_file", contest) + f"?sponsor={junk}").status_code
            == 404
        )
    for junk in ("x", "9" * 30, "0"):
        assert browser.get(f"{FIRST_PAGE}{junk}/change/").status_code == 404


def test_staff_give_time_and_what_was_typed_stays_after_a_refusal(contest: Contest):
    Claim.objects.update(status="offered")
    claim = claim_of(contest)
    browser = client("manager")
    refused = browser.post(_page(claim), {"do": "extend", "until": "2020-01-01", "reason": "Ill."})
    assert told(refused) == ["Choose a day after today and after the deadline that holds now."]
    assert "Ill.</textarea>" in refused.content.decode()
    for junk in ({"until": "junk"}, {"until": ""}, {"reason": ""}, {"reason": "x" * 100_000}):
        browser.post(_page(claim), {"do": "extend", "until": "2020-01-01", "reason": "Ill."} | junk)
    assert browser.post(_page(claim), {"do": "nonsense"}).status_code == 200
    assert claim_of(contest).accept_by == claim.accept_by
    day = claim.accept_by.date().replace(year=claim.accept_by.year)
    later = day.fromordinal(day.toordinal() + 20)
    answer = browser.post(
        _page(claim), {"do": "extend", "until": later.isoformat(), "reason": "Ill."}
    )
    assert answer.status_code == 302
    assert claim_of(contest).accept_by > claim.accept_by


def test_many_are_noted_from_the_list_after_a_question(contest: Contest):
    browser = client("manager")
    form: dict[str, Any] = {
        "action": "fulfil",
        "_selected_action": [one.pk for one in Claim.objects.all()],
    }
    question = browser.post(FIRST_PAGE, form)
    assert "3 winners have their prizes?" in question.content.decode()
    assert not Claim.objects.filter(status="fulfilled").exists()
    browser.post(FIRST_PAGE, form | {"confirmed": "fulfil"})
    assert Claim.objects.filter(status="fulfilled").count() == 3


def test_the_list_is_narrowed(contest: Contest):
    browser = client("auditor")
    Claim.objects.filter(pk=claim_of(contest).pk).update(status="offered")
    for query, count in (
        ("status__exact=accepted", 2),
        ("overdue=no", 1),
        ("overdue=yes", 0),
        (f"campaign={contest.campaign.pk}", 3),
        ("campaign=junk", 3),
        (f"sponsor={_sponsor(contest)}", 3),
        ("sponsor=0", 0),
    ):
        answer = browser.get(f"{FIRST_PAGE}?{query}", follow=True)
        assert answer.context["cl"].result_count == count, query


def test_the_list_takes_the_same_queries_however_many(contest: Contest):
    browser = client("auditor")
    addresses = (FIRST_PAGE, url("results_handover", contest))
    before = [_queries(browser, address) for address in addresses]
    first = claim_of(contest)
    for number in range(2, 12):
        prize = build_prize(contest.jury, place=number)
        Claim.objects.create(
            prize=prize,
            entry=first.entry,
            creator=first.creator,
            award=first.award,
            offered_at=first.offered_at,
            accept_by=first.accept_by,
        )
    assert [_queries(browser, address) for address in addresses] == before


def _queries(browser: Any, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        browser.get(address)
    return len(queries)


def test_prizes_taken_back_from_a_sponsor_are_told(contest: Contest):
    Claim.objects.update(status="handed_over")
    corrected(contest)
    answer = client("manager").get(url("results_handover", contest))
    assert len(answer.context["taken_back"]) == 3
    assert answer.context["lists"] == []
