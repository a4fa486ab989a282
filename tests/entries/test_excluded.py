"""Who may not win: judges, staff and partners, each by every way in which they are known."""

from typing import Any

import pytest

from contests.models import Campaign, Partnership
from entries.models import Entry
from entries.subjects import subjects_of
from partners.models import PartnerAccount
from tests import personas
from tests.builders import (
    build_campaign,
    build_creator,
    build_entry,
    build_judge,
    build_partner,
    build_partnership,
)

pytestmark = pytest.mark.django_db

Role = Partnership.Role


def excluded_as(campaign: Campaign, entry: Entry) -> str:
    return subjects_of(campaign, [entry])[0].excluded_as


def kind(campaign: Campaign, **fields: Any) -> str:
    entry = build_entry(campaign, **fields)
    return excluded_as(campaign, Entry.objects.get(pk=entry.pk))


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PARTICIPANT])
def test_partners_accounts_and_creators_are_excluded(role):
    campaign, partner = build_campaign(), build_partner()
    build_partnership(campaign, partner=partner, role=role)
    PartnerAccount.objects.create(partner=partner, platform="tiktok", handle="Ulttyq.Kitaphana")
    assert kind(campaign, creator=build_creator(organisation=partner)) == "partner"
    assert kind(campaign, creator=build_creator(handle="ulttyq.kitaphana")) == "partner"


def test_participating_institutions_take_part_unless_the_campaign_says_otherwise():
    campaign, partner = build_campaign(), build_partner()
    build_partnership(campaign, partner=partner, role=Role.PARTICIPANT)
    creator = build_creator(organisation=partner)
    assert kind(campaign, creator=creator) == ""
    campaign.participants_excluded = True
    assert kind(campaign, creator=creator) == "partner"


def test_participant_that_has_another_role_too_is_excluded():
    campaign, partner = build_campaign(), build_partner()
    build_partnership(campaign, partner=partner, role=Role.PARTICIPANT)
    build_partnership(campaign, partner=partner, role=Role.PRIZE_SPONSOR)
    assert kind(campaign, creator=build_creator(organisation=partner)) == "partner"


def test_partners_of_other_campaigns_take_part():
    campaign, partner = build_campaign(), build_partner()
    build_partnership(build_campaign(), partner=partner, role=Role.ORGANISER)
    assert kind(campaign, creator=build_creator(organisation=partner)) == ""


def test_account_of_that_name_on_another_platform_is_somebody_else():
    campaign, partner = build_campaign(), build_partner()
    build_partnership(campaign, partner=partner, role=Role.ORGANISER)
    PartnerAccount.objects.create(partner=partner, platform="youtube", handle="ministry")
    assert kind(campaign, creator=build_creator(platform="tiktok", handle="ministry")) == ""


def test_judges_are_excluded_from_the_campaign_that_they_judge():
    campaign = build_campaign()
    build_judge(campaign, personas.judge())
    build_judge(build_campaign(), personas.other_judge())
    assert kind(campaign, submitted_by=personas.judge()) == "judge"
    assert kind(campaign, creator=build_creator(user=personas.judge())) == "judge"
    assert kind(campaign, submitted_by=personas.other_judge()) == ""


def test_organisation_of_a_judge_is_a_conflict_of_interest_and_no_more():
    """Its creators take part; that judge never sees their entries."""
    campaign, library = build_campaign(), build_partner()
    build_judge(campaign, personas.judge(), organisation=library)
    assert kind(campaign, creator=build_creator(organisation=library)) == ""


def test_staff_are_excluded():
    campaign = build_campaign()
    assert kind(campaign, submitted_by=personas.auditor()) == "staff"
    assert kind(campaign, creator=build_creator(user=personas.manager())) == "staff"


def test_joint_creators_are_looked_at_too():
    campaign = build_campaign()
    entry = build_entry(campaign)
    entry.joint_creators.add(build_creator(user=personas.moderator()))
    assert excluded_as(campaign, entry) == "staff"


def test_creators_and_strangers_take_part():
    campaign = build_campaign()
    assert kind(campaign, submitted_by=personas.creator()) == ""
    assert kind(campaign, creator=build_creator(user=personas.stranger())) == ""
    assert kind(campaign) == ""
