import pytest
from django.db import OperationalError, connection
from django.test import Client


def test_healthz_answers_while_the_database_does(db: None, client: Client):
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"database": "ok"})


def test_healthz_says_503_when_the_database_is_gone(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch
):
    def gone(*args: object) -> None:
        raise OperationalError("server closed the connection")

    with monkeypatch.context() as outage:
        outage.setattr(connection, "cursor", gone)
        response = client.get("/healthz")
    assert (response.status_code, response.json()) == (503, {"database": "down"})
