"""The shortlist on the standings' page: proposing, reasons, times, and the history."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from entries.models import ClaimLink
from results.models import Shortlist, ShortlistDecision
from tests.builders import build_entry
from tests.results.announcing import announce
from tests.results.contests import Contest, build_contest
from tests.results.deeds import put_forward, two_tied
from tests.results.staff import client, shortlist_form, told, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest() -> Contest:
    return build_contest()


def section(contest: Contest, **query: Any) -> Any:
    query = {"category": contest.jury.pk} | query
    page = client("manager").get(url("results_standings", contest), query)
    return page.context["sections"][0]


def form_of(shown: Any, *ticked: int) -> dict[str, Any]:
    """What the page sends back with these ticks."""
    return {
        "do": "shortlist",
        "category": shown.category.pk,
        "basis": shown.panel.basis,
        "value": shown.panel.value,
        "seen": shown.panel.seen,
        "on_page": [line.shown.row.key for line in shown.lines],
        "entry": ticked,
    }


def listed() -> list[int]:
    return list(Shortlist.objects.get().items.values_list("entry_id", flat=True))


def test_proposal_is_ticked_and_told_before_it_is_confirmed(contest: Contest):
    tied = two_tied(contest)
    shown = section(contest, basis="rank", value="1")
    assert [line.shown.row.key for line in shown.lines if line.ticked] == sorted(tied)
    assert shown.panel.proposed == (
        "Proposed by rank: the first 1. 2 entries are ticked. On the line 2 share a rank, and "
        "there is room for 1: all of them are proposed. Leave out whom you will, with the reason."
    )
    assert not Shortlist.objects.exists()
    client("manager").post(url("results_standings", contest), form_of(shown, *tied))
    assert listed() == sorted(tied)


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ({"basis": "rank", "value": "many"}, "Give the limit as a number above zero."),
        ({"basis": "rank"}, "Give the limit as a number above zero."),
        ({"basis": "round"}, "No round of this category is closed yet."),
        ({"basis": "taste", "value": "1"}, "Say by what the shortlist is proposed"),
    ],
)
def test_proposal_that_makes_no_sense_is_told(contest: Contest, query: Any, fault: str):
    shown = section(contest, **query)
    assert shown.panel.fault.startswith(fault)
    assert not any(line.ticked for line in shown.lines)


def test_whoever_decides_otherwise_is_asked_why(contest: Contest):
    first, second, third = (entry.pk for entry in contest.entries)
    browser, address = client("manager"), url("results_standings", contest)
    form = form_of(section(contest, basis="rank", value="2"), first, third)
    asked = browser.post(address, form)
    assert asked.status_code == 200
    assert not Shortlist.objects.exists()
    assert [(one.name, one.change) for one in asked.context["asked"]] == [
        (f"reason-{third}", "added"),
        (f"reason-{second}", "left out"),
    ]
    form |= {"chosen": asked.context["chosen"], f"reason-{third}": "Fresh\x00"}
    again = browser.post(address, form)
    assert "A reason is still missing." in again.content.decode()
    browser.post(address, form | {"reason-all": "The jury wished it."})
    assert listed() == [first, third]
    reasons = {one["entry"]: one["reason"] for one in ShortlistDecision.objects.get().changes}
    assert reasons == {third: "Fresh", second: "The jury wished it."}


def test_reasons_that_are_given_at_once_need_no_second_page(contest: Contest):
    first = contest.entries[0].pk
    form = form_of(section(contest, basis="cutoff", value="60"), first)
    form |= {f"reason-{contest.entries[1].pk}": "Too long."}
    answer = client("manager").post(url("results_standings", contest), form)
    assert answer.status_code == 302
    assert listed() == [first]


def test_second_manager_is_told_that_the_first_one_was_faster(contest: Contest):
    first, second, _third = (entry.pk for entry in contest.entries)
    form = form_of(section(contest), first)
    put_forward(contest, contest.entries[1])
    answer = client("announcer").post(url("results_standings", contest), form)
    assert told(answer)[0].startswith("The standings or the shortlist have changed")
    assert listed() == [second]


def test_shortlist_is_published_at_a_set_time_in_the_zone_of_the_campaign(contest: Contest):
    put_forward(contest, contest.entries[0])
    browser, address = client("manager"), url("results_standings", contest)
    zone = contest.campaign.zone
    when = (timezone.now() + timedelta(days=2)).astimezone(zone).replace(second=0, microsecond=0)
    form = {"do": "schedule", "category": contest.jury.pk}
    for junk in ("", "soon", "2026-13-41T99:00"):
        browser.post(address, form | {"publishes_at": junk})
        assert Shortlist.objects.get().published_at is None
    form |= {"publishes_at": f"{when:%Y-%m-%dT%H:%M}"}
    browser.post(address, form | {"seen_by_hand": section(contest).panel.seen_by_hand})
    assert Shortlist.objects.get().published_at == when
    panel = section(contest).panel
    assert (panel.published, bool(panel.publishes)) == ("", True)
    browser.post(address, {"do": "internal", "category": contest.jury.pk})
    assert Shortlist.objects.get().published_at is None
    assert [one.what.split(" ", 2)[2][:15] for one in section(contest).panel.history] == [
        "kept internal",
        "to be published",
        "confirmed",
    ]


def test_time_that_has_passed_is_refused_with_a_sentence(contest: Contest):
    put_forward(contest, contest.entries[0])
    form = {"do": "schedule", "category": contest.jury.pk, "publishes_at": "2020-01-01T12:00"}
    answer = client("manager").post(url("results_standings", contest), form)
    assert told(answer) == ["Choose a time that is still to come, or publish at once."]


def test_history_names_who_when_and_why(contest: Contest):
    first, second, _third = (entry.pk for entry in contest.entries)
    form = form_of(section(contest, basis="rank", value="2"), first)
    form |= {f"reason-{second}": "Too long."}
    client("manager").post(url("results_standings", contest), form)
    [decision] = section(contest).panel.history
    assert (decision.what, decision.basis) == (
        "1 entry confirmed",
        "Proposed by rank: the first 2.",
    )
    assert decision.who == "Manager"
    [change] = decision.changes
    assert (change.change, change.reason) == ("left out", "Too long.")
    assert contest.entries[1].creator.handle in change.who


def test_page_counts_claim_links_and_who_left(contest: Contest):
    imported = build_entry(contest.campaign)
    put_forward(contest, contest.entries[0], imported)
    assert ClaimLink.objects.count() == 1
    assert (section(contest).panel.unclaimed, section(contest).panel.gone) == (1, 0)
    html = client("manager").get(url("results_standings", contest)).content.decode()
    assert "1 shortlisted creator was imported and has not opened the claim link yet." in html
    contest.campaign.entries.filter(pk=contest.entries[0].pk).update(status="withdrawn")
    assert section(contest).panel.gone == 1


def test_proposal_reaches_beyond_the_page(contest: Contest):
    for _ in range(103):
        build_entry(contest.campaign)
    shown = section(contest, basis="rank", value="2", page="2")
    assert (len(shown.lines), shown.ticked_elsewhere) == (6, 2)
    client("manager").post(url("results_standings", contest), form_of(shown))
    assert listed() == [entry.pk for entry in contest.entries[:2]]


def test_announced_results_offer_no_decision_about_shortlists(contest: Contest):
    put_forward(contest, contest.entries[0])
    contest.draft()
    announce(contest)
    html = client("administrator").get(url("results_standings", contest)).content.decode()
    for value in ("shortlist", "publish", "schedule", "internal"):
        assert f'value="{value}"' not in html


@pytest.mark.parametrize("deed", ["publish", "schedule", "internal", "shortlist"])
def test_auditor_only_looks(contest: Contest, deed: str):
    put_forward(contest, contest.entries[0])
    form = shortlist_form(contest) | {"do": deed, "publishes_at": "2099-01-01T12:00"}
    answer = client("auditor").post(url("results_standings", contest), form)
    assert answer.status_code == 403
    assert ShortlistDecision.objects.count() == 1
