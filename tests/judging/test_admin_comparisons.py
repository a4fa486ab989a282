"""Comparisons in the admin: all of them, to be read only, and not by staff who judge."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from judging.comparing import undo_comparison
from judging.models import Round
from tests import personas
from tests.builders import build_judge
from tests.judging.finals import DAY, Final, build_final

LIST = "admin:judging_comparison_changelist"


@pytest.fixture
def final(db) -> Final:
    return build_final(entries=4)


def test_comparisons_are_listed_with_what_was_taken_back(as_manager, final: Final):
    final.compare(0, 1)
    made = final.compare(2, 1)
    undo_comparison(comparison_id=made.pk, by=final.users[0], at=timezone.now())
    page = as_manager.get(reverse(LIST)).content.decode()
    for place in range(3):
        assert final.entries[place].creator.handle in page
    cells = re.findall(r">\s*(given|undone)\s*</", page)
    assert sorted(cells) == ["given", "undone"]
    shown = as_manager.get(reverse("admin:judging_comparison_change", args=[made.pk]))
    assert shown.status_code == 200


def test_comparisons_cannot_be_changed(as_manager, final: Final):
    made = final.compare(0, 1)
    for name, args in (("add", []), ("delete", [made.pk])):
        assert (
            as_manager.get(reverse(f"admin:judging_comparison_{name}", args=args)).status_code
            == 403
        )
    address = reverse("admin:judging_comparison_change", args=[made.pk])
    assert as_manager.post(address, {"preferred": final.ids[1]}).status_code == 403


def test_comparisons_are_hidden_from_staff_who_judge(as_manager, final: Final):
    made = final.compare(0, 1)
    address = reverse("admin:judging_comparison_change", args=[made.pk])
    build_judge(final.campaign, personas.manager())
    assert final.entries[0].creator.handle not in as_manager.get(reverse(LIST)).content.decode()
    assert as_manager.get(address).status_code == 302
    Round.objects.update(closes_at=timezone.now() - DAY / 24, opens_at=timezone.now() - 2 * DAY)
    assert as_manager.get(address).status_code == 200


def test_comparisons_take_the_same_queries_at_any_size(as_manager, final: Final):
    counts = []
    for better, worse in [(0, 1), (0, 2), (1, 2)]:
        final.compare(better, worse)
        with CaptureQueriesContext(connection) as queries:
            as_manager.get(reverse(LIST))
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]
