"""A video enters a campaign, or is refused for one reason."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contests.models import RulesVersion
from contests.phases import Phase
from entries import intake
from entries.consents import REQUIRED_CONSENTS
from entries.intake import CONFIRM_WITHIN
from entries.links import parse_video_link
from entries.models import Consent, Creator, Decision, Entry
from entries.moderation import disqualify_entry, withdraw_entry
from entries.refusal import EntryRefused
from tests import personas
from tests.builders import build_campaign, build_creator, build_entry
from tests.entries.entering import build_contest, enter, new_video_id, tiktok_link

NOW = timezone.now()


def refusal_of(*args, **kwargs):
    with pytest.raises(EntryRefused) as caught:
        enter(*args, **kwargs)
    return caught.value


def test_submit_entry_receives_the_video(db: None):
    campaign, by = build_contest(), personas.creator()
    url = tiktok_link()
    entry = enter(campaign, by, url=url, at=NOW, address_proven=True)
    entry.refresh_from_db()
    assert (entry.campaign, entry.submitted_by, entry.status) == (campaign, by, "received")
    assert entry.video_id == parse_video_link(url).video_id
    assert entry.url == f"https://www.tiktok.com/@aysel.math/video/{entry.video_id}"
    assert (entry.received_at, entry.confirmed_at) == (NOW, NOW)
    assert entry.rules_version == campaign.rules.get()
    assert (entry.creator.platform, entry.creator.handle) == ("tiktok", "aysel.math")
    assert (entry.creator.user, entry.creator.verified_at) == (None, None)
    decision = Decision.objects.get()
    assert (decision.verb, decision.from_status, decision.to_status) == ("receive", "", "received")
    assert (decision.by, decision.at) == (by, NOW)


def test_submit_entry_waits_for_proof_of_the_address(db: None):
    entry = enter(build_contest(), personas.creator())
    assert entry.confirmed_at is None
    assert not Entry.objects.waiting().exists()


def test_submit_entry_keeps_the_consents_with_the_version_of_the_rules(db: None):
    campaign = build_contest(min_age=16)
    RulesVersion.objects.create(campaign=campaign, number=2, text="Be kinder.", created_at=NOW)
    enter(campaign, personas.creator(), language="ar", at=NOW)
    kept = Consent.objects.values_list("kind", "rules_version__number", "language", "given_at")
    assert set(kept) == {(kind, 2, "ar", NOW) for kind in ("rules", "privacy", "publication")}


@pytest.mark.parametrize("left_out", ["rules", "privacy", "publication"])
def test_submit_entry_without_a_consent(db: None, left_out: str):
    campaign = build_contest(min_age=16)
    consents = set(REQUIRED_CONSENTS) - {Consent.Kind(left_out)}
    assert refusal_of(campaign, personas.creator(), consents=consents).code == "consent_missing"
    assert not Entry.objects.exists()


@pytest.mark.parametrize("phase", [phase for phase in Phase if phase is not Phase.OPEN])
def test_submit_entry_outside_the_open_phase(db: None, phase: Phase):
    assert refusal_of(build_contest(phase=phase), personas.creator()).code == "not_open"


def test_submit_entry_at_the_boundaries(db: None):
    campaign, by = build_contest(), personas.creator()
    tick = timedelta(microseconds=1)
    assert enter(campaign, by, at=campaign.opens_at)
    assert enter(campaign, by, at=campaign.closes_at - tick)
    assert refusal_of(campaign, by, at=campaign.opens_at - tick).code == "not_open"
    assert refusal_of(campaign, by, at=campaign.closes_at).code == "not_open"


def test_submit_entry_to_a_showcase(db: None):
    assert refusal_of(build_campaign(), personas.creator()).code == "showcase"


def test_submit_entry_of_another_platform(db: None):
    campaign = build_contest(platforms=["youtube", "instagram"])
    refused = refusal_of(campaign, personas.creator())
    assert refused.code == "platform_not_allowed"
    assert "YouTube, Instagram" in refused.message


def test_same_video_of_another_person_is_refused(db: None):
    campaign, url = build_contest(), tiktok_link()
    enter(campaign, personas.creator(), url=url, address_proven=True)
    assert refusal_of(campaign, personas.stranger(), url=url).code == "already_entered"


def test_same_video_in_another_form_of_its_link_is_refused(db: None):
    campaign, video_id = build_contest(), new_video_id()
    enter(campaign, personas.creator(), url=tiktok_link(video_id), address_proven=True)
    other = f"https://m.tiktok.com/v/{video_id}.html?lang=az"
    assert refusal_of(campaign, personas.stranger(), url=other).code == "already_entered"


def test_same_video_of_the_same_person_is_refused_in_other_words(db: None):
    campaign, url, by = build_contest(), tiktok_link(), personas.creator()
    enter(campaign, by, url=url, address_proven=True)
    assert refusal_of(campaign, by, url=url).code == "already_yours"


def test_same_video_in_another_campaign(db: None):
    url, by = tiktok_link(), personas.creator()
    enter(build_contest(), by, url=url)
    enter(build_contest(), by, url=url)
    assert (Entry.objects.count(), Creator.objects.count()) == (2, 1)


def test_unconfirmed_entry_is_made_again_by_the_same_person(db: None):
    campaign, url, by = build_contest(), tiktok_link(), personas.creator()
    first = enter(campaign, by, url=url, at=NOW)
    again = enter(campaign, by, url=url, at=NOW + timedelta(minutes=1))
    assert again.pk == first.pk
    assert Entry.objects.get().received_at == NOW + timedelta(minutes=1)
    assert Consent.objects.count() == 3


def test_unconfirmed_entry_is_kept_for_its_person_for_a_while(db: None):
    campaign, url = build_contest(), tiktok_link()
    enter(campaign, personas.creator(), url=url, at=NOW)
    almost = NOW + CONFIRM_WITHIN - timedelta(microseconds=1)
    refused = refusal_of(campaign, personas.stranger(), url=url, at=almost)
    assert refused.code == "waits_for_another"


def test_unconfirmed_entry_is_handed_over_after_a_while(db: None):
    campaign, url = build_contest(), tiktok_link()
    first = enter(campaign, personas.creator(), url=url, at=NOW)
    later = NOW + CONFIRM_WITHIN
    again = enter(
        campaign, personas.stranger(), url=url, at=later, handle="other", address_proven=True
    )
    entry = Entry.objects.get()
    assert entry.pk == first.pk == again.pk
    assert (entry.submitted_by, entry.confirmed_at) == (personas.stranger(), later)
    assert entry.creator.handle == "other"
    assert list(Decision.objects.order_by("pk").values_list("verb", "from_status", "by")) == [
        ("receive", "", personas.creator().pk),
        ("receive", "received", personas.stranger().pk),
    ]
    assert Consent.objects.filter(given_by=personas.stranger()).count() == 3


def test_withdrawn_video_may_come_back(db: None):
    campaign, url, by = build_contest(), tiktok_link(), personas.creator()
    entry = enter(campaign, by, url=url, address_proven=True)
    withdraw_entry(entry_id=entry.pk, by=by, at=NOW)
    enter(campaign, personas.stranger(), url=url)
    entry.refresh_from_db()
    assert (entry.status, entry.submitted_by) == ("received", personas.stranger())
    last = entry.decisions.order_by("pk").last()
    assert last is not None
    assert (last.verb, last.from_status) == ("receive", "withdrawn")


@pytest.mark.parametrize("mine", [True, False])
def test_withdrawing_does_not_undo_a_disqualification(db: None, mine: bool):
    campaign, url, by = build_contest(), tiktok_link(), personas.creator()
    entry = enter(campaign, by, url=url, address_proven=True)
    Entry.objects.filter(pk=entry.pk).update(status="accepted")
    disqualify_entry(entry_id=entry.pk, by=personas.moderator(), at=NOW, reason="Bought views.")
    withdraw_entry(entry_id=entry.pk, by=by, at=NOW)
    again = by if mine else personas.stranger()
    assert refusal_of(campaign, again, url=url).code == "was_refused"


@pytest.mark.parametrize("status", ["accepted", "rejected", "disqualified"])
def test_decided_video_is_refused(db: None, status: str):
    campaign = build_contest()
    entry = build_entry(campaign, status=status)
    url = tiktok_link(entry.video_id)
    assert refusal_of(campaign, personas.creator(), url=url).code == "already_entered"


def test_known_creator_is_found_without_regard_to_case(db: None):
    creator = build_creator(handle="Aysel.Math")
    entry = enter(build_contest(), personas.creator(), handle="aysel.MATH")
    assert entry.creator == creator


def test_number_of_entries_of_one_creator(db: None):
    campaign, by = build_contest(max_entries_per_creator=2), personas.creator()
    first = enter(campaign, by)
    enter(campaign, by)
    refused = refusal_of(campaign, by)
    assert (refused.code, refused.params) == ("too_many", {"most": 2})
    withdraw_entry(entry_id=first.pk, by=by, at=NOW)
    assert enter(campaign, by)


def test_strangers_cannot_use_up_a_creators_number(db: None):
    campaign = build_contest(max_entries_per_creator=1)
    enter(campaign, personas.stranger())
    assert enter(campaign, personas.creator())


def test_video_that_came_by_an_import_meanwhile_is_refused(db: None, monkeypatch):
    campaign, video_id = build_contest(), new_video_id()
    check = intake._check_number

    def check_while_importing(entry, creator, by):
        check(entry, creator, by)
        build_entry(campaign, video_id=video_id)

    monkeypatch.setattr(intake, "_check_number", check_while_importing)
    refused = refusal_of(campaign, personas.creator(), url=tiktok_link(video_id))
    assert refused.code == "already_entered"
