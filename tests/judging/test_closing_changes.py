"""What has changed since somebody looked, when the closing is refused for it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from entries.models import Entry
from judging.closing import refusal_to_close
from judging.closing_changes import changes_since, parts_of
from judging.closing_preview import preview_closing
from tests.judging.closings import (
    Field,
    build_field,
    takes,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def changes(field: Field, seen, decisions=None) -> list[tuple]:
    found = changes_since(seen, preview_closing(field.fresh()), decisions or {})
    return [(one.code, tuple(field.ids.index(pk) for pk in one.entry_ids)) for one in found]


def test_nothing_has_changed():
    field = build_field([9, 8, None], advance_count=1)
    assert changes(field, parts_of(preview_closing(field.fresh()), {})) == []


def test_who_changed_sides_is_told():
    field = build_field([9, 8, 3, None], judges=2, advance_count=1)
    seen = parts_of(preview_closing(field.fresh()), {})
    stepped_back = field.round.assignments.filter(entry=field.entries[1])
    stepped_back.update(recused_at=field.now, recusal_reason="Cousin.")
    # Now 0 and 1 are equal by every rule, and no judge scored both.
    field.review(1, 1, 9)
    field.review(3, 1, 1)
    Entry.objects.filter(pk=field.ids[2]).update(status="withdrawn")
    assert changes(field, seen) == [("on_line", (0, 1)), ("out", (3,)), ("gone", (2,))]


def test_points_that_move_nobody_are_told():
    field = build_field([9, 8], judges=2, advance_count=1)
    seen = parts_of(preview_closing(field.fresh()), {})
    field.review(1, 1, 1)
    assert changes(field, seen) == [("figures", ())]


def test_work_left_and_the_persons_own_choices_are_told():
    field = build_field([9, 8], judges=2, advance_count=1)
    seen = parts_of(preview_closing(field.fresh()), {})
    field.review(1, 1, None)
    decisions = {field.ids[1]: takes()}
    assert changes(field, seen, decisions) == [
        ("unfinished", ()),
        ("choice", ()),
    ]


def test_refusal_to_close_names_what_is_missing():
    field = build_field([9], judges=2, closes_at=timezone.now() + HOUR)
    field.review(0, 1, None)
    preview = preview_closing(field.fresh())
    assert refusal_to_close(field.round, preview, at=field.now) == (
        "reviews_missing",
        {"count": 1},
    )
