from typing import Any

import pytest
from django.core.management import call_command
from django.db import InterfaceError, OperationalError

from config.management.commands import worker


@pytest.mark.parametrize("fault", [OperationalError, InterfaceError])
def test_worker_begins_again_until_the_database_is_back(
    monkeypatch: pytest.MonkeyPatch, fault: type[Exception]
):
    turns: list[tuple[str, bool]] = []
    closed: list[int] = []

    def turn(name: str, *, batch: bool, **_options: Any) -> None:
        turns.append((name, batch))
        if len(turns) < 3:
            raise fault("server closed the connection unexpectedly")

    monkeypatch.setattr(worker, "call_command", turn)
    monkeypatch.setattr(worker, "PATIENCE", 0)
    monkeypatch.setattr(worker.connections, "close_all", lambda: closed.append(len(turns)))
    call_command("worker", batch=True)
    assert turns == [("db_worker", True)] * 3
    assert closed == [1, 2]


def test_worker_ends_with_any_other_fault(monkeypatch: pytest.MonkeyPatch):
    def broken(*_args: Any, **_options: Any) -> None:
        raise LookupError("no such queue")

    monkeypatch.setattr(worker, "call_command", broken)
    with pytest.raises(LookupError):
        call_command("worker", batch=True)
