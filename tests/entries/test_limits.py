"""Limits per network address: exact, counted by the hour, and forgotten after a day."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from entries import limits
from entries.limits import Purpose, forget_addresses, take
from entries.models import AddressUse
from tests.builders import utc
from tests.races import Meeting, at_once

AT = utc(2026, 11, 22, 10, 30)
HOME = "203.0.113.7"


@pytest.fixture(autouse=True)
def few(settings: Any) -> None:
    settings.ENTRIES_PER_ADDRESS = 5
    settings.LOOKUPS_PER_ADDRESS = 7


def enter(count: int = 1, *, address: str = HOME, at: datetime = AT) -> bool:
    return take(Purpose.ENTER, address=address, count=count, at=at)


def test_address_may_do_so_much_and_no_more(db: None):
    assert [enter(2), enter(2), enter(2), enter(1), enter(1)] == [True, True, False, True, False]
    assert AddressUse.objects.get().used == 5


def test_more_at_once_than_an_hour_allows_is_not_even_counted(db: None):
    assert not enter(6)
    assert not AddressUse.objects.exists()


def test_next_hour_begins_anew(db: None):
    assert enter(5)
    assert not enter(at=AT + timedelta(minutes=29))
    assert enter(at=AT + timedelta(minutes=30))


def test_purposes_are_counted_apart(db: None):
    assert enter(5)
    assert take(Purpose.RECOGNISE, address=HOME, count=7, at=AT)
    assert not take(Purpose.RECOGNISE, address=HOME, count=1, at=AT)


def test_addresses_are_counted_apart(db: None):
    assert enter(5)
    assert enter(5, address="203.0.113.8")


def test_addresses_of_one_ipv6_network_are_one(db: None):
    assert enter(5, address="2001:db8:1:2::1")
    assert not enter(address="2001:db8:1:2:ffff::9")
    assert enter(address="2001:db8:1:3::1")


@pytest.mark.parametrize("address", ["", "unix:", "not an address"])
def test_address_of_another_kind_is_counted_as_it_is(db: None, address: str):
    assert enter(5, address=address)
    assert not enter(address=address)


def test_address_itself_is_not_kept(db: None):
    enter()
    assert HOME not in str(AddressUse.objects.values().get())


def test_counts_are_forgotten_after_a_day(db: None):
    enter()
    forget_addresses(at=AT + timedelta(hours=23))
    assert AddressUse.objects.exists()
    forget_addresses(at=AT + timedelta(days=1, hours=1))
    assert not AddressUse.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_exactly_what_is_allowed():
    assert sorted(map(str, at_once(9, enter))) == ["False"] * 4 + ["True"] * 5
    assert AddressUse.objects.get().used == 5


@pytest.mark.django_db(transaction=True)
def test_many_at_once_would_get_more_if_the_count_were_read_first(monkeypatch: Any):
    meeting = Meeting(6)

    def read_then_write(_purpose: Purpose, *, address: str, count: int, at: datetime) -> bool:
        use, _new = AddressUse.objects.get_or_create(purpose="enter", digest="a", began_at=at)
        meeting.wait()
        if use.used + count > 5:
            return False
        AddressUse.objects.filter(pk=use.pk).update(used=use.used + count)
        return True

    monkeypatch.setattr(limits, "take", read_then_write)
    at = AT
    results = at_once(6, lambda: limits.take(Purpose.ENTER, address=HOME, count=1, at=at))
    assert results == [True] * 6
