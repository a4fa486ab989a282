"""Rules are written version by version."""

import pytest
from django.utils import timezone, translation

from contests.models import Campaign
from contests.phases import Phase
from contests.refusals import CampaignRefused
from contests.rules import current_rules, texts_of, write_rules
from tests.builders import build_campaign
from tests.personas import manager

pytestmark = pytest.mark.django_db


def draft() -> Campaign:
    campaign = build_campaign(phase=Phase.DRAFT)
    campaign.rules.all().delete()
    return campaign


def test_first_rules_are_version_one():
    campaign, by, at = draft(), manager(), timezone.now()
    version = write_rules(campaign_id=campaign.pk, texts={"kk": "Ереже"}, by=by, at=at)
    assert (version.number, version.created_by, version.created_at) == (1, by, at)
    version.refresh_from_db()
    assert texts_of(version) == {"kk": "Ереже", "ru": "", "az": "", "en": "", "ar": ""}


def test_rules_in_one_language_are_read_in_another_until_translated():
    campaign = draft()
    write_rules(campaign_id=campaign.pk, texts={"ar": "قواعد"}, by=None, at=timezone.now())
    with translation.override("en"):
        version = current_rules(Campaign.objects.get(pk=campaign.pk))
        assert version
        assert version.text == "قواعد"


def test_changed_rules_become_a_new_version_and_the_old_stays():
    campaign, at = draft(), timezone.now()
    first = write_rules(campaign_id=campaign.pk, texts={"en": "Be kind."}, by=None, at=at)
    second = write_rules(campaign_id=campaign.pk, texts={"en": "Be kinder."}, by=None, at=at)
    first.refresh_from_db()
    assert (first.number, texts_of(first)["en"]) == (1, "Be kind.")
    assert (second.number, texts_of(second)["en"]) == (2, "Be kinder.")
    assert current_rules(Campaign.objects.get(pk=campaign.pk)) == second


def test_same_rules_make_no_new_version_whatever_their_line_ends():
    campaign, at = draft(), timezone.now()
    first = write_rules(campaign_id=campaign.pk, texts={"en": "One\nTwo"}, by=None, at=at)
    again = write_rules(campaign_id=campaign.pk, texts={"en": "One\r\nTwo\r\n"}, by=None, at=at)
    assert (again.pk, campaign.rules.count()) == (first.pk, 1)


@pytest.mark.parametrize("texts", [{}, {"en": ""}, {"en": " \r\n "}])
def test_empty_rules_are_refused(texts):
    campaign = draft()
    with pytest.raises(CampaignRefused) as refused:
        write_rules(campaign_id=campaign.pk, texts=texts, by=None, at=timezone.now())
    assert (refused.value.code, campaign.rules.count()) == ("rules_empty", 0)


@pytest.mark.parametrize("phase", [Phase.DRAFT, Phase.COMING, Phase.OPEN])
def test_rules_can_be_written_until_the_close(phase):
    campaign = build_campaign(phase=phase)
    write_rules(campaign_id=campaign.pk, texts={"en": "New"}, by=None, at=timezone.now())
    assert campaign.rules.count() == 2


@pytest.mark.parametrize(
    ("phase", "code"),
    [
        (Phase.REVIEW, "rules_closed"),
        (Phase.ANNOUNCED, "rules_closed"),
        (Phase.ARCHIVED, "rules_closed"),
        (Phase.CANCELLED, "cancelled"),
    ],
)
def test_rules_are_closed_with_the_campaign(phase, code):
    campaign = build_campaign(phase=phase)
    with pytest.raises(CampaignRefused) as refused:
        write_rules(campaign_id=campaign.pk, texts={"en": "New"}, by=None, at=timezone.now())
    assert (refused.value.code, campaign.rules.count()) == (code, 1)
