"""The audit log for rows that are written many at a time."""

from __future__ import annotations

import pytest
from auditlog.models import LogEntry

from accounts import audit_trail
from tests import personas
from tests.builders import build_campaign, build_entry


@pytest.mark.django_db
@pytest.mark.parametrize("at_once", [1, 2, 3, 4])
def test_every_row_is_logged_whatever_goes_at_once(monkeypatch, at_once):
    monkeypatch.setattr(audit_trail, "_AT_ONCE", at_once)
    campaign, by = build_campaign(), personas.judge()
    rows = [build_entry(campaign) for _ in range(3)]
    LogEntry.objects.all().delete()
    audit_trail.log_written(((row, {"caption": (None, row.pk)}) for row in rows), by=by)
    logged = LogEntry.objects.order_by("object_id")
    assert [one.object_id for one in logged] == [row.pk for row in rows]
    assert [one.changes for one in logged] == [{"caption": ["None", str(row.pk)]} for row in rows]
    assert {(one.actor, one.actor_email, one.action) for one in logged} == {
        (by, by.email, LogEntry.Action.CREATE)
    }
    assert {one.content_type.model for one in logged} == {"entry"}
