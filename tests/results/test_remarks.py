"""Remarks on a category's outcome: written per language, and gone when they say nothing."""

import pytest

from results.models import CategoryRemark
from results.remarks import write_remark
from tests.results.announcing import announce
from tests.results.contests import Contest, build_contest
from tests.results.deeds import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest() -> Contest:
    return build_contest()


def write(contest: Contest, leaves: bool | None = None, **texts: str) -> CategoryRemark | None:
    return write_remark(
        category_id=contest.jury.pk,
        texts=texts,
        leaves_places_empty=leaves,
        by=contest.staff,
        at=contest.at,
    )


def test_remark_is_written_in_the_languages_that_are_given(contest: Contest):
    write(contest, True, en="  Nobody was good enough. ", ar="لا أحد")
    write(contest, kk="Ешкім")
    remark = CategoryRemark.objects.get()
    assert (remark.text_en, remark.text_ar) == ("Nobody was good enough.", "لا أحد")
    assert (remark.text_kk, remark.leaves_places_empty) == ("Ешкім", True)


def test_remark_that_says_nothing_any_more_is_gone(contest: Contest):
    assert write(contest) is None
    write(contest, True, en="Why.")
    assert write(contest, en="") is not None
    assert write(contest, False) is None
    assert not CategoryRemark.objects.exists()


def test_remark_in_no_language_is_refused(contest: Contest):
    values = {"category_id": contest.jury.pk, "texts": {"xx": "?"}}
    refused("no_such_language", write_remark, contest, **values)


def test_announced_results_take_no_remark(contest: Contest):
    contest.draft()
    announce(contest)
    values = {"category_id": contest.jury.pk, "texts": {"en": "Late."}}
    refused("already_announced", write_remark, contest, **values)
