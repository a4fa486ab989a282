"""Amounts of money in words."""

from decimal import Decimal

from contests.money import money


def test_money_shows_cents_only_where_there_are_any():
    assert money(Decimal("70000.00"), "KZT") == "70,000 tenge"
    assert money(Decimal("70000.50"), "KZT") == "70,000.50 tenge"


def test_money_of_a_currency_without_a_word_has_its_sign():
    assert money(Decimal(500), "GBP") == "500 £"
    assert money(Decimal(500), "XTS") == "500 XTS"
