"""Entries, creators and records in the admin."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from entries.models import Decision, Entry
from entries.moderation import accept_entry
from tests import personas
from tests.builders import build_campaign, build_creator, build_entry
from tests.entries.entering import build_contest, enter, sign_in

LIST = "/admin/entries/entry/"
NOW = timezone.now()
VIDEO = "7340215487445339434"


@pytest.fixture
def desk(db: None, client: Client) -> Client:
    return sign_in(client, personas.manager())


def found(client: Client, term: str) -> list[Entry]:
    return list(client.get(LIST, {"q": term}).context["cl"].result_list)


@pytest.mark.parametrize(
    "term",
    [
        "aysel.math",
        "@aysel.math",
        "AYSEL",
        VIDEO,
        f"https://www.tiktok.com/@somebody/video/{VIDEO}?lang=az",
        f"https://m.tiktok.com/v/{VIDEO}.html",
        f"tiktok.com/embed/v2/{VIDEO}",
        "creator@example.org",
    ],
)
def test_entry_is_found_by_handle_id_address_and_any_link(desk: Client, term: str):
    campaign = build_campaign()
    creator = build_creator(handle="aysel.math")
    entry = build_entry(campaign, creator=creator, video_id=VIDEO, submitted_by=personas.creator())
    build_entry(campaign)
    assert found(desk, term) == [entry]


def test_link_of_an_unknown_video_finds_nothing(desk: Client):
    build_entry(build_campaign())
    assert found(desk, f"https://www.tiktok.com/video/{VIDEO}") == []


@pytest.mark.parametrize(
    "query",
    [
        {"status__exact": "received"},
        {"campaign__id__exact": "1"},
        {"platform__exact": "tiktok"},
        {"source__exact": "form"},
        {"confirmed_at__isempty": "1"},
    ],
)
def test_filters_of_the_list(desk: Client, query: dict[str, str]):
    assert desk.get(LIST, query).status_code == 200


def test_unconfirmed_entries_are_marked(desk: Client):
    build_entry(build_campaign(), status="received", confirmed_at=None)
    assert "address not confirmed" in desk.get(LIST).content.decode()


def test_list_takes_the_same_queries_whatever_its_length(desk: Client):
    campaigns = [build_campaign() for _ in range(3)]
    counts = []
    for already, wanted in ((0, 1), (1, 3), (3, 30)):
        for number in range(already, wanted):
            build_entry(campaigns[number % 3], submitted_by=personas.creator())
        counts.append(_queries(desk, LIST))
    assert counts[0] == counts[1] == counts[2]


def _queries(client: Client, url: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize("model", ["decision", "consent", "creator"])
def test_other_lists_take_the_same_queries_whatever_their_length(desk: Client, model: str):
    campaign = build_contest()
    counts = []
    for already, wanted in ((0, 1), (1, 3), (3, 30)):
        for number in range(already, wanted):
            enter(campaign, personas.creator(), handle=f"creator_{number}")
        counts.append(_queries(desk, f"/admin/entries/{model}/"))
    assert counts[0] == counts[1] == counts[2]


def test_page_of_an_entry_shows_decisions_and_consents(desk: Client):
    entry = enter(build_contest(), personas.creator(), address_proven=True, at=NOW)
    accept_entry(entry_id=entry.pk, by=personas.moderator(), at=NOW, reason="Lovely.")
    page = desk.get(f"{LIST}{entry.pk}/change/").content.decode()
    assert "Lovely." in page
    assert "(&#x27;" not in page  # no value of Python's in its raw form
    assert page.count("Creator") >= 3  # of three consents


def test_staff_may_mend_what_a_platform_says_and_nothing_else(desk: Client):
    entry = build_entry(build_campaign(time_zone="Asia/Almaty"), caption="Old")
    creator, url = entry.creator, entry.url
    response = desk.post(
        f"{LIST}{entry.pk}/change/",
        {
            "caption": "New",
            "posted_at_0": "2026-11-02",
            "posted_at_1": "14:00:00",
            "seconds": "42",
            "language": "kk",
            "status": "rejected",
            "url": "https://evil.example/",
            "campaign": "999",
            **_empty_inlines(entry),
        },
    )
    assert response.status_code == 302
    entry.refresh_from_db()
    assert (entry.caption, entry.seconds, entry.language) == ("New", 42, "kk")
    assert entry.posted_at is not None
    assert entry.posted_at.isoformat() == "2026-11-02T09:00:00+00:00"
    assert (entry.status, entry.creator, entry.url) == ("accepted", creator, url)


def _empty_inlines(entry: Entry) -> dict[str, Any]:
    return {
        f"{prefix}-{name}": "0"
        for prefix in ("decisions", "checks", "consents")
        for name in ("TOTAL_FORMS", "INITIAL_FORMS")
    }


@pytest.mark.parametrize("model", ["entry", "creator", "decision", "consent"])
def test_nothing_is_added_or_deleted_by_hand(db: None, client: Client, model: str):
    sign_in(client, personas.administrator())
    entry = enter(build_contest(), personas.creator())
    pks = {
        "entry": entry.pk,
        "creator": entry.creator_id,
        "decision": Decision.objects.get().pk,
        "consent": entry.consents.first().pk,
    }
    assert client.get(f"/admin/entries/{model}/add/").status_code == 403
    assert client.get(f"/admin/entries/{model}/{pks[model]}/delete/").status_code == 403
    assert client.get(f"/admin/entries/{model}/{pks[model]}/change/").status_code == 200


@pytest.mark.parametrize(
    ("name", "changes"),
    [("manager", True), ("administrator", True), ("moderator", False), ("auditor", False)],
)
def test_who_may_change_an_entry(db: None, client: Client, name: str, changes: bool):
    entry = build_entry(build_campaign(), caption="Old")
    sign_in(client, getattr(personas, name)())
    data = {"caption": "New", **_empty_inlines(entry)}
    status = client.post(f"{LIST}{entry.pk}/change/", data).status_code
    entry.refresh_from_db()
    assert (status, entry.caption) == ((302, "New") if changes else (403, "Old"))


def test_decide_page_offers_what_is_possible(desk: Client):
    campaign = build_campaign()
    offered = {
        status: [
            value
            for value, _label in desk.get(
                f"{LIST}{build_entry(campaign, status=status).pk}/decide/"
            )
            .context["form"]
            .verbs
        ]
        for status in Entry.Status
    }
    assert offered == {
        "received": ["accept", "reject", "withdraw"],
        "accepted": ["disqualify", "withdraw"],
        "rejected": ["withdraw"],
        "disqualified": ["withdraw"],
        "withdrawn": [],
    }


def test_decide_page_disqualifies_with_a_reason(desk: Client):
    entry = build_entry(build_campaign())
    url = f"{LIST}{entry.pk}/decide/"
    refused = desk.post(url, {"seen": 0, "verb": "disqualify", "reason": ""})
    assert list(refused.context["form"].errors) == ["reason"]
    assert (
        desk.post(url, {"seen": 0, "verb": "disqualify", "reason": "Bought views."}).status_code
        == 302
    )
    entry.refresh_from_db()
    assert (entry.status, entry.status_reason) == ("disqualified", "Bought views.")


def test_decide_page_decides_about_its_own_entry_only(desk: Client):
    campaign = build_campaign()
    entry, other = build_entry(campaign), build_entry(campaign)
    url = f"{LIST}{entry.pk}/decide/"
    desk.post(url, {"entry": other.pk, "seen": 0, "verb": "disqualify", "reason": "Bought views."})
    entry.refresh_from_db()
    other.refresh_from_db()
    assert (entry.status, other.status) == ("disqualified", "accepted")


@pytest.mark.parametrize(
    ("name", "status"),
    [("moderator", 200), ("manager", 200), ("auditor", 403), ("announcer", 403), ("creator", 302)],
)
def test_decide_page_is_for_moderators(db: None, client: Client, name: str, status: int):
    entry = build_entry(build_campaign())
    sign_in(client, getattr(personas, name)())
    assert client.get(f"{LIST}{entry.pk}/decide/").status_code == status


def test_button_of_the_list_leads_to_the_queue(desk: Client):
    assert "Decide about waiting entries" in desk.get(LIST).content.decode()
    assert desk.get(f"{LIST}waiting/").url == f"{LIST}queue/"


@pytest.mark.parametrize("term", ["aysel", "@aysel", "https://www.tiktok.com/@aysel"])
def test_creator_is_found(desk: Client, term: str):
    creator = build_creator(handle="Aysel")
    build_creator(handle="other")
    page = desk.get("/admin/entries/creator/", {"q": term})
    assert list(page.context["cl"].result_list) == [creator]


@pytest.mark.parametrize("name", ["administrator", "manager"])
def test_creator_is_tied_to_a_user_by_a_proof_only(db: None, client: Client, name: str):
    sign_in(client, getattr(personas, name)())
    creator, user = build_creator(), personas.creator()
    data = {"display_name": "Aysel", "user": user.pk, "organisation": ""}
    proofs = {"proofs-TOTAL_FORMS": 0, "proofs-INITIAL_FORMS": 0}
    page = f"/admin/entries/creator/{creator.pk}/change/"
    assert client.post(page, data | proofs).status_code == 302
    creator.refresh_from_db()
    assert (creator.display_name, creator.user) == ("Aysel", None)
