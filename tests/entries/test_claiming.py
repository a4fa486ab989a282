"""Imported accounts are taken over with a claim link: once, in time, by whoever opens it."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts.models import User
from contests.phases import Phase
from entries.claiming import (
    GOOD_FOR,
    claim_entries,
    claim_path,
    issue_claim_links,
    open_claim,
    renew_claim_link,
)
from entries.models import ClaimLink, Consent, Decision, Entry, OwnershipProof
from entries.refusal import EntryRefused
from tests import personas
from tests.builders import build_campaign, build_category, build_creator, build_entry
from tests.entries.entering import apply, sign_in
from tests.races import at_once
from tests.results.contests import build_contest
from tests.results.deeds import put_forward

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def build_imported(campaign=None, **fields):
    campaign = campaign or build_campaign(phase=Phase.REVIEW)
    build_category(campaign)
    return build_entry(campaign, source=Entry.Source.IMPORT, **fields)


def issue(entry, at=NOW) -> ClaimLink:
    issue_claim_links(
        campaign_id=entry.campaign_id,
        creator_ids=[entry.creator_id],
        by=personas.manager(),
        at=at,
    )
    return ClaimLink.objects.get(creator=entry.creator)


def claim(link, *, by=None, at=NOW, nonce=None, **said):
    return claim_entries(
        link_id=link.pk,
        nonce=nonce or link.nonce,
        by=by or personas.creator(),
        application=apply(link.campaign, **said),
        at=at,
    )


def token_of(link) -> str:
    return claim_path(link).rstrip("/").rsplit("/", 1)[-1]


def code_of(call) -> str:
    with pytest.raises(EntryRefused) as refusal:
        call()
    return refusal.value.code


def test_link_is_made_for_creators_whom_nobody_took_over():
    campaign = build_campaign(phase=Phase.REVIEW)
    imported = build_imported(campaign)
    own = build_entry(campaign, submitted_by=personas.creator())
    issue_claim_links(
        campaign_id=campaign.pk,
        creator_ids=[imported.creator_id, own.creator_id, build_creator().pk],
        by=personas.manager(),
        at=NOW,
    )
    assert [link.creator for link in ClaimLink.objects.all()] == [imported.creator]


def test_link_that_is_still_good_is_not_made_anew():
    entry = build_imported()
    first = issue(entry).nonce
    assert issue(entry, NOW + timedelta(days=1)).nonce == first
    assert issue(entry, NOW + GOOD_FOR).nonce != first


def test_shortlisting_makes_links_for_the_imported():
    contest = build_contest()
    Entry.objects.filter(pk=contest.entries[0].pk).update(submitted_by=personas.creator())
    Entry.objects.filter(pk=contest.entries[1].pk).update(submitted_by=None)
    put_forward(contest, *contest.entries[:2])
    assert [link.creator for link in ClaimLink.objects.all()] == [contest.entries[1].creator]


def test_owner_takes_over_all_entries_of_the_account_in_the_campaign():
    entry = build_imported()
    other = build_imported(entry.campaign, creator=entry.creator)
    elsewhere = build_imported(creator=entry.creator)
    link = issue(entry)
    claim(link)
    owners = Entry.objects.order_by("pk").values_list("pk", "submitted_by")
    me = personas.creator().pk
    assert list(owners) == [(entry.pk, me), (other.pk, me), (elsewhere.pk, None)]
    entry.creator.refresh_from_db()
    assert entry.creator.user == personas.creator()
    assert OwnershipProof.objects.get().method == "claim_link"
    assert Decision.objects.filter(verb="claim").count() == 2
    kinds = Consent.objects.filter(entry=entry).values_list("kind", flat=True)
    assert set(kinds) == {"rules", "privacy", "publication"}


def test_claim_keeps_what_the_owner_declares_and_checks_it():
    campaign = build_campaign(phase=Phase.REVIEW, min_age=16, countries=["KZ"])
    entry = build_imported(campaign)
    claim(issue(entry), age=17, country="KZ")
    entry.refresh_from_db()
    assert (entry.declared_age, entry.declared_country) == (17, "KZ")
    found = dict(entry.checks.values_list("rule", "outcome"))
    assert (found["age"], found["country"]) == ("pass", "pass")


def test_link_works_once():
    link = issue(build_imported())
    claim(link)
    assert code_of(lambda: claim(link, by=personas.stranger())) == "claim_used"
    assert code_of(lambda: open_claim(token_of(link), at=NOW)) == "claim_used"


def test_link_expires():
    link = issue(build_imported())
    later = NOW + GOOD_FOR
    assert open_claim(token_of(link), at=later - timedelta(seconds=1)) == link
    assert code_of(lambda: open_claim(token_of(link), at=later)) == "claim_expired"
    assert code_of(lambda: claim(link, at=later)) == "claim_expired"


def test_link_made_anew_makes_the_one_before_worthless():
    link = issue(build_imported())
    old, nonce = token_of(link), link.nonce
    link = renew_claim_link(link_id=link.pk, by=personas.manager(), at=NOW)
    assert code_of(lambda: open_claim(old, at=NOW)) == "claim_unknown"
    assert code_of(lambda: claim(link, nonce=nonce)) == "claim_unknown"
    assert open_claim(token_of(link), at=NOW) == link


@pytest.mark.parametrize("token", ["", "x", "WzEsIngiXQ:1w:abc", "ا" * 3000])
def test_token_that_nobody_made_opens_nothing(token):
    assert code_of(lambda: open_claim(token, at=NOW)) == "claim_unknown"


def test_claim_needs_a_proven_address():
    link = issue(build_imported())
    person = personas.creator()
    person.emailaddress_set.update(verified=False)
    assert code_of(lambda: claim(link, by=person)) == "address_not_proven"


def test_claim_without_consents_takes_nothing():
    entry = build_imported()
    link = issue(entry)
    assert code_of(lambda: claim(link, consents=set())) == "consent_missing"
    link.refresh_from_db()
    assert link.used_at is None


@pytest.mark.parametrize("phase", [Phase.ARCHIVED, Phase.CANCELLED])
def test_claim_after_the_campaign_is_refused(phase):
    link = issue(build_imported(build_campaign(phase=phase)))
    assert code_of(lambda: claim(link)) == "claim_too_late"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_open_one_link_at_once_do_not_both_get_the_account():
    link = issue(build_imported())
    people = iter([personas.creator(), personas.stranger()])
    results = at_once(2, lambda: claim(link, by=next(people)))
    refused = [one for one in results if isinstance(one, EntryRefused)]
    assert [one.code for one in refused] == ["claim_used"]
    assert OwnershipProof.objects.count() == 1


def test_owner_proves_an_address_first_and_then_takes_over(client):
    entry = build_imported()
    path = claim_path(issue(entry, timezone.now()))
    assert entry.url in client.get(path).content.decode()
    sent = client.post(path, {"email": "owner@example.org"})
    assert "/account/login/code/confirm/" in sent["location"]
    sign_in(client, User.objects.get(email="owner@example.org"))
    EmailAddress.objects.filter(email="owner@example.org").update(verified=True)
    asked = client.post(path, {"rules_number": 1})
    assert "Tick this box" in asked.content.decode()
    agreed = {f"agree_{kind}": "on" for kind in ("rules", "privacy", "publication")}
    done = client.post(path, {"rules_number": 1, **agreed}, follow=True)
    assert "These entries are yours now" in done.content.decode()
    entry.refresh_from_db()
    assert entry.submitted_by.email == "owner@example.org"
    assert client.get(path).status_code == 404


def test_addresses_of_links_are_shown_to_those_who_send_them_only(client):
    link = issue(build_imported(), timezone.now())
    for person, sees in ((personas.manager(), True), (personas.auditor(), False)):
        sign_in(client, person)
        page = client.get(f"/admin/entries/claimlink/{link.pk}/change/").content.decode()
        assert ("/claim/" in page) is sees
    assert client.get("/admin/entries/claimlink/download/").status_code == 403


def test_links_are_downloaded_for_sending(client):
    link = issue(build_imported(), timezone.now())
    sign_in(client, personas.manager())
    rows = client.get("/admin/entries/claimlink/download/").content.decode("utf-8-sig").splitlines()
    assert rows[1].startswith(
        f"{link.campaign.slug},TikTok,{link.creator.handle},http://testserver/"
    )
    assert len(rows) == 2


def test_link_is_made_anew_after_a_question(client):
    link = issue(build_imported(), timezone.now())
    sign_in(client, personas.manager())
    path = f"/admin/entries/claimlink/{link.pk}/renew/"
    assert "works no longer afterwards" in client.get(path).content.decode()
    assert ClaimLink.objects.get().nonce == link.nonce
    client.post(path)
    assert ClaimLink.objects.get().nonce != link.nonce
