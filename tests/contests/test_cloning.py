"""The next edition of a campaign: what it takes over, and what it leaves behind."""

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from contests.cloning import clone_campaign
from contests.models import (
    Ambassador,
    Campaign,
    CampaignQuestion,
    Category,
    Hashtag,
    RejectionReason,
)
from contests.phases import Phase
from contests.refusals import CampaignRefused
from contests.rules import current_rules
from tests.builders import (
    build_campaign,
    build_category,
    build_entry,
    build_partner,
    build_partnership,
    build_prize,
)
from tests.personas import manager

pytestmark = pytest.mark.django_db

LANGUAGES = ("kk", "ru", "az", "en", "ar")


def next_year(campaign):
    return campaign.opens_at.astimezone(campaign.zone).date() + timedelta(days=364)


def clone(campaign, **facts):
    values = {"slug": "next", "opens_on": next_year(campaign), "by": None, "at": timezone.now()}
    return clone_campaign(campaign_id=campaign.pk, **values | facts)


def columns(row, *but):
    left_out = {"id", *but}
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.attname not in left_out
    }


def full_campaign():
    campaign = build_campaign(
        phase=Phase.ANNOUNCED,
        **{f"title_{code}": f"Title {code}" for code in LANGUAGES},
        min_age=14,
        countries=["KZ"],
        accent=Campaign.Accent.ROSE,
    )
    Hashtag.objects.create(campaign=campaign, text="кiтапток", kind=Hashtag.Kind.ACCEPTED)
    category = build_category(campaign, title_ar="الأفضل", order=3)
    build_prize(category, value=500, currency="KZT", sponsor=build_partner(), title_kk="Сыйлық")
    build_category(campaign, method=Category.Method.MOST_VIEWED_VIDEO)
    build_partnership(campaign, contribution_ru="Читальный зал", order=2)
    CampaignQuestion.objects.create(campaign=campaign, question="When?", answer="Soon.")
    RejectionReason.objects.create(campaign=campaign, text="Not about books")
    Ambassador.objects.create(campaign=campaign, handle="famous")
    build_entry(campaign)
    return campaign


def test_every_text_and_term_is_taken_over():
    campaign = full_campaign()
    fresh = Campaign.objects.get(pk=clone(campaign).campaign.pk)
    moved = ("opens_at", "closes_at", "shortlist_by", "announce_by", "archives_at")
    decided = ("published_at", "announced_at", "cancelled_at")
    differing = ("slug", "previous_edition_id", *moved, *decided)
    assert columns(fresh, *differing) == columns(campaign, *differing)
    assert fresh.previous_edition == campaign
    assert [getattr(fresh, name) for name in decided] == [None] * 3
    assert fresh.phase(at=timezone.now()) is Phase.DRAFT


def test_what_belongs_to_it_is_taken_over_in_every_column():
    campaign = full_campaign()
    edition = clone(campaign)
    for name in ("hashtags", "categories", "partnerships", "questions", "rejection_reasons"):
        before = [columns(row, "campaign_id") for row in getattr(campaign, name).all()]
        after = [columns(row, "campaign_id") for row in getattr(edition.campaign, name).all()]
        assert after == before, name
        assert before, name
    jury = campaign.categories.get(method=Category.Method.JURY)
    [prize], [earlier] = edition.categories[jury.pk].prizes.all(), jury.prizes.all()
    assert columns(prize, "category_id") == columns(earlier, "category_id")


def test_people_and_what_happened_stay_behind():
    fresh = clone(full_campaign()).campaign
    assert not fresh.ambassadors.exists()
    assert not fresh.quotes.exists()
    assert not fresh.entries.exists()
    assert [(one.verb, one.from_phase) for one in fresh.decisions.all()] == [("clone", "draft")]


def test_earlier_edition_stays_as_it_was():
    campaign = full_campaign()
    before = columns(Campaign.objects.get(pk=campaign.pk))
    clone(campaign)
    assert columns(Campaign.objects.get(pk=campaign.pk)) == before
    assert campaign.categories.count() == 2


def test_rules_are_written_anew_from_the_new_terms():
    campaign = full_campaign()
    rules = current_rules(clone(campaign).campaign)
    assert (rules.number, rules.text_en) == (1, current_rules(campaign).text_en)
    opens = rules.terms["opens_at"]
    assert date.fromisoformat(opens[:10]) > campaign.opens_at.date() + timedelta(days=360)


def test_cover_is_a_file_of_its_own():
    campaign = full_campaign()
    campaign.cover.save("cover.png", ContentFile(b"picture"))
    fresh = clone(campaign).campaign
    assert fresh.cover.name != campaign.cover.name
    with fresh.cover.open() as picture:
        assert picture.read() == b"picture"


def test_decision_names_who_prepared_it():
    by = manager()
    assert clone(full_campaign(), by=by).campaign.decisions.get().by == by


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"opens_on": date(2020, 1, 6)}, "opens_in_the_past"),
        ({"slug": "taken"}, "slug_taken"),
    ],
)
def test_refusals_write_nothing(facts, code):
    build_campaign(slug="taken")
    campaign = full_campaign()
    count = Campaign.objects.count()
    with pytest.raises(CampaignRefused) as refused:
        clone(campaign, **facts)
    assert refused.value.code == code
    assert Campaign.objects.count() == count


def test_campaign_without_dates_has_nothing_to_go_by():
    campaign = build_campaign(phase=Phase.DRAFT)
    opens_on = next_year(campaign)
    Campaign.objects.update(
        opens_at=None, closes_at=None, shortlist_by=None, announce_by=None, archives_at=None
    )
    with pytest.raises(CampaignRefused) as refused:
        clone(campaign, opens_on=opens_on)
    assert refused.value.code == "no_dates"
