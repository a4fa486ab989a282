"""Many people enter one video at the same moment: one entry, and a friendly answer for the others.

`make bench-intake` does it with five hundred through the running server.
"""

from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from accounts.models import User
from contests.models import Campaign
from entries import intake
from entries.models import Consent, Decision, Entry
from entries.refusal import EntryRefused
from tests.builders import build_creator
from tests.entries.entering import (
    address,
    build_contest,
    errors_of,
    filled_in,
    sign_in,
    tiktok_link,
)
from tests.races import Meeting, at_once

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 12


def submit_at_once(monkeypatch: Any, *, everybody_looks: bool = False) -> list[Any]:
    """All send the form with the same link; with `everybody_looks`, all find the video free."""
    if everybody_looks:
        meeting = Meeting(PEOPLE, patience=15.0)
        check = intake._check_number

        def check_and_wait(*args: Any) -> None:
            check(*args)
            meeting.wait()

        monkeypatch.setattr(intake, "_check_number", check_and_wait)
    campaign, link = build_contest(), tiktok_link()
    # Making the creator would be a guard of its own: the others wait for the first there.
    build_creator(handle="aysel.math")
    people = [User.objects.create_user(f"person{number}@example.org") for number in range(PEOPLE)]
    # Django tells every client of every thread about an exception; the status is a client's own.
    clients = iter([sign_in(Client(raise_request_exception=False), one) for one in people])
    data = filled_in(campaign, links=link, email=None)
    return at_once(PEOPLE, lambda: next(clients).post(address(campaign), data))


def test_video_entered_by_many_at_once_is_one_entry(monkeypatch: Any):
    answers = submit_at_once(monkeypatch)
    entry = Entry.objects.get()
    with translation.override("kk"):
        friendly = {"links": [EntryRefused("already_entered").message]}
    told = [errors_of(answer) for answer in answers if answer.status_code == 200]
    assert told == [friendly] * (PEOPLE - 1)
    [entered] = [answer for answer in answers if answer.status_code == 302]
    assert entered.url == f"/kk/my/{entry.pk}/"
    # Nothing half done is left of the refused ones.
    assert Decision.objects.get().by == entry.submitted_by
    assert set(Consent.objects.values_list("given_by", flat=True)) == {entry.submitted_by_id}


@pytest.mark.postgres
def test_all_but_one_would_crash_without_lock_and_savepoint(monkeypatch: Any):
    def unlocked_campaign(campaign_id: int) -> Campaign:
        return Campaign.objects.get(pk=campaign_id)

    monkeypatch.setattr(intake, "lock_campaign", unlocked_campaign)
    monkeypatch.setattr(intake, "_save_once", Entry.save)
    answers = submit_at_once(monkeypatch, everybody_looks=True)
    assert sorted(answer.status_code for answer in answers) == [302] + [500] * (PEOPLE - 1)
    assert Entry.objects.count() == 1
