"""Rules are written version by version."""

import pytest
from django.utils import timezone, translation

from contests.models import Campaign
from contests.phases import Phase
from contests.publication import publish_campaign
from contests.refusals import CampaignRefused
from contests.rule_sentences import sections_of
from contests.rules import current_rules, renew_rules, texts_of, write_rules
from contests.terms import snapshot
from tests.builders import build_campaign, build_category, build_prize
from tests.contests.ready import ready_campaign
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
def test_own_texts_may_be_empty_because_the_rules_write_themselves(texts):
    version = write_rules(campaign_id=draft().pk, texts=texts, by=None, at=timezone.now())
    assert set(texts_of(version).values()) == {""}
    assert sections_of(version.terms)


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


def renewed(campaign: Campaign) -> int | None:
    """The number of the version that holds after the campaign was saved."""
    version = renew_rules(campaign_id=campaign.pk, by=manager(), at=timezone.now())
    return version.number if version else None


def test_changed_terms_make_a_version_with_the_same_own_texts():
    campaign = build_campaign(min_seconds=30)
    assert renewed(campaign) == 2
    assert renewed(campaign) == 2
    campaign.min_seconds = 60
    campaign.save()
    assert renewed(campaign) == 3
    second, third = campaign.rules.filter(number__gt=1).order_by("number")
    assert (second.terms["min_seconds"], third.terms["min_seconds"]) == (30, 60)
    assert (texts_of(third)["en"], third.created_by) == ("Be kind.", manager())


def test_what_belongs_to_the_campaign_makes_a_version_too():
    campaign = build_campaign()
    assert renewed(campaign) == 2
    prize = build_prize(build_category(campaign))
    assert renewed(campaign) == 3
    prize.quantity = 3
    prize.save()
    assert renewed(campaign) == 4
    campaign.hashtags.update(text="другой")
    assert renewed(campaign) == 5


def test_texts_that_the_rules_do_not_tell_make_no_version():
    campaign = build_campaign()
    assert renewed(campaign) == 2
    campaign.tagline = "New"
    campaign.accepts_automatically = True
    campaign.save()
    assert renewed(campaign) == 2


def test_new_own_texts_keep_the_terms_of_their_moment():
    campaign = build_campaign(min_seconds=30)
    version = write_rules(campaign_id=campaign.pk, texts={"en": "New"}, by=None, at=timezone.now())
    assert version.terms == snapshot(Campaign.objects.get(pk=campaign.pk))


def test_draft_has_no_rules_until_somebody_writes_them_or_publishes():
    campaign = ready_campaign()
    campaign.rules.all().delete()
    assert renewed(campaign) is None
    publish_campaign(campaign_id=campaign.pk, by=manager(), at=timezone.now())
    version = campaign.rules.get()
    assert (version.number, version.terms["platforms"]) == (1, campaign.platforms)


@pytest.mark.parametrize(
    ("phase", "number"),
    [
        (Phase.DRAFT, 2),
        (Phase.COMING, 2),
        (Phase.OPEN, 2),
        (Phase.REVIEW, 2),
        (Phase.ANNOUNCED, 1),
        (Phase.ARCHIVED, 1),
        (Phase.CANCELLED, 1),
    ],
)
def test_rules_follow_the_terms_until_the_winners_are_announced(phase, number):
    assert renewed(build_campaign(phase=phase)) == number
