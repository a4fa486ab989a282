from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.environment import Environment

ENVIRONMENT = Environment(Path("no-such-file"))


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("maybe", lambda: ENVIRONMENT.boolean("WRONG", default=False)),
        ("ten", lambda: ENVIRONMENT.integer("WRONG", default=1)),
        ("-1", lambda: ENVIRONMENT.integer("WRONG", default=1)),
        ("a=b,c", lambda: ENVIRONMENT.pairs("WRONG")),
        ("=b", lambda: ENVIRONMENT.pairs("WRONG")),
        ("example.org", lambda: ENVIRONMENT.web_address("WRONG", default="http://a")),
        ("loud", lambda: ENVIRONMENT.choice("WRONG", "INFO", ("INFO", "DEBUG"))),
        ("mysql://a/b", lambda: ENVIRONMENT.database("WRONG", default="sqlite:///x")),
        ("nonsense", lambda: ENVIRONMENT.database("WRONG", default="sqlite:///x")),
        ("nonsense", lambda: ENVIRONMENT.cache("WRONG", default="locmemcache://")),
        ("nonsense", lambda: ENVIRONMENT.email("WRONG", default="consolemail://")),
    ],
)
def test_wrong_value_names_its_variable(monkeypatch: pytest.MonkeyPatch, raw, read):
    monkeypatch.setenv("WRONG", raw)
    with pytest.raises(ImproperlyConfigured, match="WRONG"):
        read()


@pytest.mark.parametrize(
    ("raw", "value"), [("1", True), ("Yes", True), ("on", True), ("0", False), ("FALSE", False)]
)
def test_boolean_reads_the_usual_words(monkeypatch: pytest.MonkeyPatch, raw: str, value: bool):
    monkeypatch.setenv("SWITCH", raw)
    assert ENVIRONMENT.boolean("SWITCH", default=not value) is value


def test_words_are_split_at_commas(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HOSTS", " a.example , b.example,")
    assert ENVIRONMENT.words("HOSTS", default=[]) == ["a.example", "b.example"]


def test_pairs_are_split_at_their_first_equals_sign(monkeypatch: pytest.MonkeyPatch):
    assert ENVIRONMENT.pairs("HOSTS_OF_PLATFORMS") == {}
    monkeypatch.setenv("HOSTS_OF_PLATFORMS", "a.example=[::1]:9100, b.example=x=y")
    assert ENVIRONMENT.pairs("HOSTS_OF_PLATFORMS") == {
        "a.example": "[::1]:9100",
        "b.example": "x=y",
    }


def test_database_address_becomes_settings(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DB", "postgres://aigul:pa%20ss@db.example:5433/contest")
    found = ENVIRONMENT.database("DB", default="")
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["NAME"]) == (
        "aigul",
        "pa ss",
        "db.example",
        5433,
        "contest",
    )
