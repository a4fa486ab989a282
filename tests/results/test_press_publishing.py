"""Press releases: published, and never changed again; withdrawn; after a correction."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from contests.phases import Phase
from results.correcting import open_correction, write_correction_note
from results.models import PressRelease
from results.press_facts import awards_behind, named_by
from results.press_moves import State
from results.press_publishing import withdraw_release
from results.press_writing import (
    digest_of,
    make_release_anew,
    write_release,
)
from results.remarks import write_remark
from tests.builders import build_campaign
from tests.press_constraints import build_published_release, build_release
from tests.results.announcing import announce
from tests.results.contests import build_contest
from tests.results.press import ONE_MIND, begin, publish, refused, steps

pytestmark = pytest.mark.django_db


def test_results_release_waits_for_the_announcement():
    contest = build_contest()
    contest.draft()
    release = begin(contest)
    assert refused(lambda: publish(contest, release)) == "not_announced"
    announcement = announce(contest)
    published = publish(contest, release)
    assert published.announcement == announcement
    assert published.published_by == contest.staff
    assert steps(release) == [("begin", "", "draft"), ("publish", "draft", "published")]


def test_results_release_does_not_outlive_other_winners():
    contest = build_contest()
    contest.draft()
    release = begin(contest)
    write_remark(
        category_id=contest.jury.pk,
        texts=ONE_MIND,
        by=contest.staff,
        at=contest.at,
    )
    announce(contest)
    assert refused(lambda: publish(contest, release)) == "winners_changed"
    assert publish(contest, release, compared=True).state == State.PUBLISHED


def test_release_made_anew_names_the_announced_winners():
    contest = build_contest()
    contest.draft()
    release = begin(contest)
    write_remark(
        category_id=contest.jury.pk,
        texts=ONE_MIND,
        by=contest.staff,
        at=contest.at,
    )
    announcement = announce(contest)
    release = make_release_anew(release_id=release.pk, by=contest.staff, at=contest.at)
    assert "The jury was of one mind." in release.body_en
    assert release.named == named_by(awards_behind(contest.campaign, announcement))
    assert publish(contest, release).state == State.PUBLISHED


def test_drafts_and_what_they_became_have_one_digest():
    contest = build_contest()
    contest.draft()
    drafted = named_by(awards_behind(contest.campaign, None))
    announced = named_by(awards_behind(contest.campaign, announce(contest)))
    assert drafted == announced


def test_only_the_text_that_was_looked_at_is_published():
    contest = build_contest()
    contest.draft()
    announce(contest)
    release = begin(contest)
    seen = digest_of(release)
    write_release(
        release_id=release.pk,
        texts={"en": {"title": "Another"}},
        by=contest.staff,
        at=contest.at,
    )
    assert refused(lambda: publish(contest, release, digest=seen)) == "changed"


def test_text_missing_in_a_language_of_the_campaign_is_not_published():
    contest = build_contest(languages=["kk", "ru"])
    contest.draft()
    announce(contest)
    release = begin(contest)
    write_release(
        release_id=release.pk,
        texts={"ru": {"title": "  "}, "ar": {"title": "", "body": ""}},
        by=contest.staff,
        at=contest.at,
    )
    assert refused(lambda: publish(contest, release)) == "text_missing"
    write_release(
        release_id=release.pk, texts={"ru": {"title": "Да"}}, by=contest.staff, at=contest.at
    )
    # Arabic is no language of this campaign, so it may be left out.
    assert publish(contest, release).state == State.PUBLISHED


def test_launch_of_a_draft_campaign_is_not_published():
    campaign = build_campaign(phase=Phase.DRAFT)
    contest = build_contest()
    contest.campaign = campaign
    release = begin(contest, "launch")
    assert refused(lambda: publish(contest, release)) == "not_published"


def test_second_public_release_for_an_occasion_is_refused():
    contest = build_contest()
    publish(contest, begin(contest, "launch"))
    second = begin(contest, "launch")
    assert refused(lambda: publish(contest, second)) == "published_already"
    first = PressRelease.objects.get(published_at__isnull=False)
    withdraw_release(release_id=first.pk, reason="Wrong.", by=contest.staff, at=contest.at)
    assert publish(contest, second).state == State.PUBLISHED


def test_withdrawing_needs_a_reason():
    contest = build_contest()
    release = publish(contest, begin(contest, "launch"))
    who = {"release_id": release.pk, "by": contest.staff, "at": contest.at}
    assert refused(withdraw_release, reason=" ", **who) == "no_reason"
    withdraw_release(reason=" A wrong name. ", **who)
    assert release.decisions.last().reason == "A wrong name."
    assert not PressRelease.objects.public(at=contest.at).exists()


def test_correction_gets_a_release_of_its_own():
    contest = build_contest()
    contest.draft()
    announce(contest)
    first = publish(contest, begin(contest))
    later = contest.at + timedelta(minutes=5)
    correction = open_correction(
        campaign_id=contest.campaign.pk, reason="A mistake.", by=contest.staff, at=later
    )
    write_correction_note(correction_id=correction.pk, texts=ONE_MIND, by=contest.staff, at=later)
    contest.campaign.refresh_from_db()
    contest.at = later
    prepared = begin(contest)
    # While the correction is a draft, the release for what stands is public already.
    assert refused(lambda: publish(contest, prepared)) == "published_already"
    announcement = announce(contest)
    prepared = make_release_anew(release_id=prepared.pk, by=contest.staff, at=later)
    assert prepared.title_en.startswith("Results corrected")
    assert "The jury was of one mind. (en)" in prepared.body_en
    second = publish(contest, prepared)
    assert (first.announcement.number, second.announcement) == (1, announcement)
    assert set(PressRelease.objects.public(at=later)) == {first, second}


def test_published_release_can_only_be_withdrawn_in_the_database():
    release = build_published_release()
    for change in ({"body_en": "Other."}, {"title_kk": "Басқа"}, {"published_at": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PressRelease.objects.filter(pk=release.pk).update(**change)
    withdrawn = {"withdrawn_at": release.published_at, "withdrawn_by": release.published_by}
    with pytest.raises(IntegrityError), transaction.atomic():
        PressRelease.objects.filter(pk=release.pk).update(body_en="Other.", **withdrawn)
    assert PressRelease.objects.filter(pk=release.pk).update(**withdrawn) == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        PressRelease.objects.filter(pk=release.pk).update(withdrawn_at=None, withdrawn_by=None)


def test_draft_can_be_changed_in_the_database():
    release = build_release()
    release.body_en = "Other."
    release.save()
    release.refresh_from_db()
    assert release.body_en == "Other."
