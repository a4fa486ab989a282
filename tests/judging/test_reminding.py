"""Reminders before the close: to whom, when, in which words, once, and taken back in time."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from contests.models import Campaign
from entries.models import Entry
from judging import reminding
from judging.models import (
    Assignment,
    Comparison,
    Completion,
    Judge,
    Round,
    RoundClosing,
    RoundOutcome,
)
from judging.reminding import remind_due
from outbox.models import Message
from outbox.release import release_messages
from tests import personas
from tests.builders import build_assignment, build_entry, build_judge, build_round, utc
from tests.judging.conftest import Jury
from tests.races import Meeting, at_once

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def close(jury: Jury):
    """The close of the jury's round, ten days after its opening."""
    Round.objects.update(opens_at=jury.now - 2 * DAY, closes_at=jury.now + 8 * DAY)
    return jury.now + 8 * DAY


def keys() -> list[str]:
    """Which moments were written, oldest first."""
    return [
        key.split(":")[3] for key in Message.objects.order_by("pk").values_list("key", flat=True)
    ]


@pytest.mark.parametrize(
    ("before", "days"),
    [
        (3 * DAY + MINUTE, []),
        (3 * DAY, ["3"]),
        (DAY + MINUTE, ["3"]),
        (DAY, ["1"]),
        (MINUTE, ["1"]),
        (timedelta(), []),
        (-DAY, []),
    ],
)
def test_reminder_is_due_three_days_and_one_day_before(close, before, days):
    assert remind_due(at=close - before) == len(days)
    assert keys() == days


def test_reminder_of_each_moment_is_written_once(close):
    for before in (3 * DAY, 2 * DAY, DAY, MINUTE):
        remind_due(at=close - before)
        Message.objects.drafts().update(status="released", released_at=close, send_after=close)
    assert keys() == ["3", "1"]


def test_reminder_nobody_released_makes_room_for_the_last(close):
    remind_due(at=close - 3 * DAY)
    remind_due(at=close - DAY)
    assert keys() == ["1"]


@pytest.mark.parametrize("length", [DAY, 2 * DAY, 3 * DAY])
def test_reminder_of_a_round_shorter_than_its_moment_is_not_written(jury, length):
    close = jury.now + length / 2
    Round.objects.update(opens_at=close - length, closes_at=close)
    written = [remind_due(at=close - length + MINUTE), remind_due(at=close - MINUTE)]
    assert written == [0, int(length > DAY)]


def finish(jury: Jury) -> None:
    Assignment.objects.update(finished_at=jury.now)


def recuse(jury: Jury) -> None:
    Assignment.objects.update(recused_at=jury.now, recusal_reason="My cousin.")


def release(jury: Jury) -> None:
    Assignment.objects.update(released_at=jury.now, released_reason="Another takes it.")


def leave(jury: Jury) -> None:
    Judge.objects.update(left_at=jury.now, left_reason="Ill.")


def declare(jury: Jury) -> None:
    Completion.objects.create(round=jury.round, judge=jury.judge, declared_at=jury.now)


def withdraw(jury: Jury) -> None:
    Entry.objects.update(status=Entry.Status.WITHDRAWN)


def close_by_hand(jury: Jury) -> None:
    Round.objects.update(closed_at=jury.now)


def remind_nobody(jury: Jury) -> None:
    Round.objects.update(reminders=Round.Reminders.NONE)


def cancel(jury: Jury) -> None:
    Campaign.objects.update(cancelled_at=jury.now)


def announce(jury: Jury) -> None:
    Campaign.objects.update(announced_at=jury.now)


def deactivate(jury: Jury) -> None:
    User.objects.filter(pk=jury.user.pk).update(is_active=False)


def move_the_close(jury: Jury) -> None:
    Round.objects.update(closes_at=jury.now + 20 * DAY)


NO_MORE = (
    finish,
    recuse,
    release,
    leave,
    declare,
    withdraw,
    close_by_hand,
    remind_nobody,
    cancel,
    announce,
    deactivate,
    move_the_close,
)


@pytest.mark.parametrize("why", NO_MORE, ids=lambda why: why.__name__)
def test_reminder_is_not_written_where_it_is_not_needed(jury, close, why):
    why(jury)
    assert remind_due(at=close - 3 * DAY) == 0
    assert keys() == []


@pytest.mark.parametrize("state", ["draft", "held"])
@pytest.mark.parametrize("why", NO_MORE, ids=lambda why: why.__name__)
def test_reminder_that_nobody_released_is_taken_back_when_it_is_no_longer_so(
    jury, close, why, state
):
    remind_due(at=close - 3 * DAY)
    Message.objects.update(status=state)
    why(jury)
    remind_due(at=close - 3 * DAY + MINUTE)
    assert keys() == []


def test_reminder_that_is_released_stays(jury, close):
    remind_due(at=close - 3 * DAY)
    ids = Message.objects.values_list("pk", flat=True)
    release_messages(message_ids=list(ids), by=personas.manager(), at=close)
    finish(jury)
    remind_due(at=close - 3 * DAY + MINUTE)
    assert keys() == ["3"]


def test_reminder_that_a_person_held_is_not_written_again(jury, close):
    remind_due(at=close - 3 * DAY)
    Message.objects.update(status="held", subject="Mine")
    assert remind_due(at=close - 2 * DAY) == 0
    assert Message.objects.values_list("status", "subject").get() == ("held", "Mine")


def test_reminder_names_a_close_that_has_moved(jury, close):
    remind_due(at=close - 3 * DAY)
    Round.objects.update(closes_at=close + DAY)
    remind_due(at=close - 2 * DAY)
    assert keys() == ["3"]
    assert f":{(close + DAY).timestamp():.0f}" in Message.objects.get().key


def test_reminder_leaves_other_mails_alone(jury, close):
    other = Message.objects.create(
        key="winner:1",
        purpose="winner",
        to_email="someone@example.org",
        language="kk",
        subject="Subject",
        body="Body",
        created_at=jury.now,
    )
    remind_due(at=close)
    assert list(Message.objects.all()) == [other]


@pytest.mark.parametrize(
    ("mode", "status"), [("drafted", "draft"), ("sent", "released")], ids=["drafted", "sent"]
)
def test_reminder_waits_for_a_nod_or_leaves_by_itself(close, mode, status):
    Round.objects.update(reminders=mode)
    remind_due(at=close - 3 * DAY)
    message = Message.objects.get()
    assert (message.status, message.released_by) == (status, None)


def test_reminder_goes_to_each_judge_of_each_round_with_work_left(jury, close):
    build_judge(jury.campaign, personas.other_judge())  # who has nothing to do
    third = build_judge(jury.campaign, personas.make_person("third"))
    build_assignment(jury.round, build_entry(jury.campaign), third)
    build_assignment(jury.round, build_entry(jury.campaign), third)
    assert remind_due(at=close - DAY) == 2
    assert set(Message.objects.values_list("recipient__name", "topic")) == {
        ("Judge", jury.campaign.slug),
        ("Third", jury.campaign.slug),
    }


def final_of(jury: Jury, *, asked: int) -> Round:
    """A round of pairs of three finalists that closes like the jury's own, which is finished."""
    entries = [jury.entry, build_entry(jury.campaign), build_entry(jury.campaign)]
    Assignment.objects.update(finished_at=jury.now)
    Round.objects.filter(pk=jury.round.pk).update(closed_at=jury.now)
    closing = RoundClosing.objects.create(
        round=jury.round, closed_at=jury.now, closed_by=personas.manager(), digest="0" * 64
    )
    for entry in entries:
        RoundOutcome.objects.create(closing=closing, entry=entry, advances=True)
    final = build_round(
        jury.round.category,
        criteria=0,
        order=2,
        kind=Round.Kind.PAIRWISE,
        comparisons_per_judge=asked,
        opens_at=jury.now - 2 * DAY,
        closes_at=jury.now + 8 * DAY,
    )
    Comparison.objects.create(
        round=final,
        judge=jury.judge,
        first=entries[0],
        second=entries[1],
        preferred=entries[0],
        made_at=jury.now,
    )
    return final


@pytest.mark.parametrize(("asked", "reminded"), [(1, 0), (2, 1)])
def test_reminder_of_a_round_of_pairs_goes_to_those_with_comparisons_left(
    jury, close, asked, reminded
):
    final_of(jury, asked=asked)
    assert remind_due(at=close - DAY) == reminded


@pytest.mark.parametrize("judges", [1, 3, 30])
def test_reminder_asks_as_much_for_few_as_for_many(jury, close, judges, django_assert_num_queries):
    for number in range(judges - 1):
        other = build_judge(jury.campaign, personas.make_person(f"judge {number}"))
        build_assignment(jury.round, jury.entry, other)
    remind_due(at=close - DAY)
    with django_assert_num_queries(5):
        remind_due(at=close - DAY + MINUTE)


WORDS = {
    "en": ("January 9, 2030", "23:30", "Almaty"),
    "kk": ("9 қаңтар", "23:30", "Алматы"),
    "ar": ("9 يناير 2030", "23:30", "ألماتي"),
}


@pytest.mark.parametrize("language", sorted(WORDS))
def test_reminder_names_the_close_in_the_judges_language_and_the_contests_zone(jury, language):
    close = utc(2030, 1, 9, 18, 30)
    Round.objects.update(opens_at=close - 9 * DAY, closes_at=close)
    User.objects.filter(pk=jury.user.pk).update(preferred_language=language)
    remind_due(at=close - DAY)
    message = Message.objects.get()
    assert message.language == language
    for word in WORDS[language]:
        assert word in message.body
    assert "/judge/" in message.body


def test_reminder_tells_nothing_of_others(jury, close):
    other = build_judge(jury.campaign, personas.other_judge())
    build_assignment(jury.round, jury.entry, other, finished_at=jury.now)
    Campaign.objects.update(title="Contest")
    remind_due(at=close - DAY)
    message = Message.objects.get()
    # Dates aside, no number at all, and nobody's name.
    sentences = re.sub(r"^.*UTC.*$", "", message.body.split("http")[0], flags=re.MULTILINE)
    category = str(jury.round.category)
    assert not re.search(r"\d", sentences.replace(category, ""))
    assert "Other Judge" not in message.body
    assert jury.entry.creator.handle not in message.body


def test_two_ticks_at_once_remind_once(transactional_db, monkeypatch):
    close = _near_its_close()
    met = _meet_before_writing(monkeypatch)
    assert sorted(at_once(2, lambda: remind_due(at=close - DAY))) == [0, 1]
    assert met.arrived == 1
    assert Message.objects.values_list("status", flat=True).get() == "released"


@pytest.mark.postgres
def test_two_ticks_without_the_lock_fall_over_each_other(transactional_db, monkeypatch):
    """The negative control: what the lock of the round is for."""
    close = _near_its_close()
    met = _meet_before_writing(monkeypatch)
    monkeypatch.setattr(
        reminding,
        "lock_round",
        lambda pk: Round.objects.select_related("category__campaign").get(pk=pk),
    )
    done = at_once(2, lambda: remind_due(at=close - DAY))
    assert met.arrived == 2
    assert sum(isinstance(one, Exception) for one in done) == 1


def _near_its_close():
    from tests.judging.conftest import build_jury

    build_jury()
    close = timezone.now() + timedelta(hours=1)
    Round.objects.update(opens_at=close - 9 * DAY, closes_at=close, reminders="sent")
    return close


def _meet_before_writing(monkeypatch: pytest.MonkeyPatch) -> Meeting:
    """Let both find that nothing is written yet, if nothing keeps the second from looking."""
    meeting = Meeting(2)
    draft = reminding._draft

    def wait_and_draft(*args, **kwargs):
        meeting.wait()
        return draft(*args, **kwargs)

    monkeypatch.setattr(reminding, "_draft", wait_and_draft)
    return meeting
