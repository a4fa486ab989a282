"""“I am finished”: a judge's word, which can be taken back until the close."""

from datetime import timedelta

import pytest
from django.urls import reverse

from judging import duties
from judging.completing import declare_finished, go_on
from judging.models import Completion, Judge, Round
from judging.refusal import JudgingRefused
from tests import personas
from tests.builders import build_assignment, build_entry, build_judge
from tests.judging.conftest import BACKEND, Jury
from tests.judging.finals import build_final
from tests.judging.pages import move


def declare(jury: Jury, *, by=None, at=None) -> Completion:
    return declare_finished(round_id=jury.round.pk, by=by or jury.user, at=at or jury.now)


def page_of(jury: Jury) -> str:
    return reverse("judging:finished", args=[jury.round.pk])


def test_declared_and_taken_back(jury):
    declare(jury)
    (work,) = duties.desk_of(jury.user, at=jury.now)
    assert (work.is_declared, work.left) == (True, 1)
    go_on(round_id=jury.round.pk, by=jury.user, at=jury.now)
    (work,) = duties.desk_of(jury.user, at=jury.now)
    assert not work.is_declared


def test_twice_is_once(jury):
    declare(jury)
    declare(jury, at=jury.now + timedelta(minutes=1))
    assert Completion.objects.get().declared_at == jury.now
    for _ in range(2):
        go_on(round_id=jury.round.pk, by=jury.user, at=jury.now)
    assert not Completion.objects.exists()


def test_word_of_one_judge_is_not_anothers(jury):
    other = personas.other_judge()
    build_judge(jury.campaign, other)
    declare(jury, by=other)
    (work,) = duties.desk_of(jury.user, at=jury.now)
    assert not work.is_declared


def left(jury: Jury) -> None:
    Judge.objects.update(left_at=jury.now, left_by=personas.manager(), left_reason="ill")


def closed(jury: Jury) -> None:
    Round.objects.update(closed_at=jury.now)


def over(jury: Jury) -> None:
    move(jury, closes_at=timedelta(seconds=-1))


def to_come(jury: Jury) -> None:
    move(jury, opens_at=timedelta(hours=1))


def announced(jury: Jury) -> None:
    jury.campaign.announced_at = jury.now
    jury.campaign.save()


REFUSED = {
    "announced": announced,
    "judge_left": left,
    "round_not_open": to_come,
    "round_over": over,
}


@pytest.mark.parametrize("code", sorted(REFUSED))
@pytest.mark.parametrize("verb", [declare_finished, go_on])
def test_word_is_refused(jury, verb, code):
    REFUSED[code](jury)
    with pytest.raises(JudgingRefused) as refused:
        verb(round_id=jury.round.pk, by=jury.user, at=jury.now)
    assert refused.value.code == code


def test_word_is_refused_where_a_person_closed_the_round(jury):
    closed(jury)
    with pytest.raises(JudgingRefused) as refused:
        declare(jury)
    assert refused.value.code == "round_over"


def test_strangers_word_is_refused(jury):
    with pytest.raises(JudgingRefused) as refused:
        declare(jury, by=personas.other_judge())
    assert refused.value.code == "not_a_judge"


def test_page_says_what_is_left(as_judge, jury):
    page = as_judge.get(page_of(jury)).content.decode()
    assert "Videos still without your finished review: 1 of 1." in page
    response = as_judge.post(page_of(jury), {"then": "declare"}, follow=True)
    assert "You get no more reminders for this round." in response.content.decode()
    assert "I want to go on after all" in as_judge.get(page_of(jury)).content.decode()
    as_judge.post(page_of(jury), {"then": "go_on"})
    assert not Completion.objects.exists()


def test_page_after_the_close_asks_nothing(as_judge, jury):
    over(jury)
    page = as_judge.get(page_of(jury)).content.decode()
    assert "This round is closed" in page
    assert 'name="then"' not in page
    response = as_judge.post(page_of(jury), {"then": "declare"}, follow=True)
    assert "This round is closed" in response.content.decode()


def test_page_of_a_round_without_work_is_none(client, jury):
    other = personas.other_judge()
    client.force_login(other, backend=BACKEND)
    assert client.get(page_of(jury)).status_code == 404
    assert client.post(page_of(jury), {"then": "declare"}).status_code == 404
    assert client.get(reverse("judging:finished", args=[0])).status_code == 404
    assert client.post(reverse("judging:finished", args=[0])).status_code == 404


def text_of(client, page: str) -> str:
    return " ".join(client.get(page).content.decode().split())


def test_page_of_pairs_says_what_is_left(client, db):
    final = build_final(entries=4, users=[personas.judge()], comparisons_per_judge=2)
    page = reverse("judging:finished", args=[final.round.pk])
    client.force_login(final.users[0], backend=BACKEND)
    final.compare(0, 1)
    text = text_of(client, page)
    assert "Comparisons that you have not made yet: 1 of 2." in text
    assert f'href="{reverse("judging:pairs", args=[final.round.pk])}"' in text
    final.compare(2, 3)
    assert "You have made all the comparisons that are asked of you." in text_of(client, page)
    client.post(page, {"then": "declare"})
    assert "I want to go on after all" in text_of(client, page)


def test_page_of_pairs_with_nothing_to_compare_says_so(client, db):
    final = build_final(entries=1, users=[personas.judge()])
    client.force_login(final.users[0], backend=BACKEND)
    page = reverse("judging:finished", args=[final.round.pk])
    assert "There are no two videos for you to compare in this round." in text_of(client, page)


def test_page_of_pairs_is_gone_for_who_has_left(client, db):
    final = build_final(entries=3, users=[personas.judge()])
    client.force_login(final.users[0], backend=BACKEND)
    Judge.objects.update(left_at=final.now, left_by=personas.manager(), left_reason="ill")
    assert client.get(reverse("judging:finished", args=[final.round.pk])).status_code == 404


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_page_queries(as_judge, jury, rows, django_assert_num_queries):
    for _ in range(rows - 1):
        build_assignment(jury.round, build_entry(jury.campaign), jury.judge)
    with django_assert_num_queries(7):
        assert as_judge.get(page_of(jury)).status_code == 200
