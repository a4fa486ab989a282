"""The page that closes a round: numbers first, choices counted in, then the nod."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from judging.models import Judge, Round, RoundClosing, RoundOutcome
from tests import personas
from tests.builders import build_assignment, build_round
from tests.judging.closings import Field, build_field
from tests.judging.conftest import BACKEND
from tests.judging.test_admin_rounds import sent_by as sent_by_form

pytestmark = pytest.mark.django_db


def url_of(field: Field, name: str = "close") -> str:
    return reverse(f"admin:judging_round_{name}", args=[field.round.pk])


def sent_by(page, **changed) -> dict[str, object]:
    """What a browser would send from the page, with some fields filled in."""
    context = page.context
    rows = [line.row.entry_id for _title, lines in context["groups"] for line in lines]
    sent = {"digest": context["digest"], "seen": context["seen"], "row": rows}
    for entry_id, choice in context["choices"].rows.items():
        sent |= {f"choice-{entry_id}": choice.word, f"reason-{entry_id}": choice.reason}
    line = context["choices"].line
    return sent | {"choice-line": line.word, "reason-line": line.reason} | changed


def shown(page) -> dict[str, list[int]]:
    return {title: [line.row.entry_id for line in lines] for title, lines in page.context["groups"]}


def test_page_shows_how_many_entries_and_creators_go_on(as_manager):
    field = build_field([9, 8, 7, None], advance_count=2)
    page = as_manager.get(url_of(field))
    assert page.context["figures"] == {
        "entries": 2,
        "creators": 2,
        "on_line": 0,
        "staying": 2,
        "taken_in": 0,
        "kept_back": 0,
    }
    assert page.context["is_ready"]
    assert shown(page) == {
        "The last that go on": field.ids[:2],
        "The first that stay behind": [field.ids[2]],
    }
    text = page.content.decode()
    assert "The best 2 entries go on." in text
    assert "1 entry was reviewed by nobody and stays behind." in text


def test_page_closes_what_was_shown(as_manager):
    field = build_field([9, 8], advance_count=1)
    page = as_manager.get(url_of(field))
    response = as_manager.post(url_of(field), sent_by(page, do="close", note="Fine."), follow=True)
    assert "The round is closed. 1 entry goes on." in response.content.decode()
    closing = RoundClosing.objects.get()
    assert (closing.note, closing.closed_by) == ("Fine.", personas.manager())


def test_page_with_a_tie_on_the_line_asks_first(as_manager):
    field = build_field([9, 8, 8, 1], advance_count=2)
    page = as_manager.get(url_of(field))
    assert not page.context["is_ready"]
    assert "1 place is left." in page.content.decode()
    assert shown(page)["On the line"] == field.ids[1:3]
    # Closing without a word about them is refused, with the page as it was filled in.
    again = as_manager.post(url_of(field), sent_by(page, do="close"))
    assert again.context["faults"] == {"line": "Say of everybody on the line whether they go on."}
    one, other = field.ids[1:3]
    chosen = {
        f"choice-{one}": "in",
        f"reason-{one}": "Only one in Azeri.",
        "choice-line": "out",
        "reason-line": "One place.",
    }
    counted = as_manager.post(url_of(field), sent_by(page, do="look", **chosen))
    assert counted.context["is_ready"]
    assert counted.context["figures"]["entries"] == 2
    assert as_manager.post(url_of(field), sent_by(counted, do="close")).status_code == 302
    kept = RoundOutcome.objects.filter(by_hand=True).values_list("entry_id", "advances", "reason")
    assert set(kept) == {(one, True, "Only one in Azeri."), (other, False, "One place.")}


def test_choice_without_a_reason_comes_back_with_what_was_written(as_manager):
    field = build_field([9, 8], advance_count=1)
    page = as_manager.get(url_of(field))
    entry = field.ids[1]
    sent = sent_by(page, do="look", note="A note.", **{f"choice-{entry}": "in"})
    again = as_manager.post(url_of(field), sent)
    assert again.context["faults"] == {str(entry): "Say why."}
    assert again.context["choices"].note == "A note."
    assert not again.context["is_ready"]
    assert not RoundClosing.objects.exists()


def test_choice_that_was_not_counted_in_is_shown_before_it_counts(as_manager):
    field = build_field([9, 8], advance_count=1)
    page = as_manager.get(url_of(field))
    entry = field.ids[1]
    chosen = {f"choice-{entry}": "in", f"reason-{entry}": "It fits."}
    again = as_manager.post(url_of(field), sent_by(page, do="close", **chosen))
    assert again.context["changes"] == [
        "Your own choices have changed: look at the new numbers and confirm them."
    ]
    assert again.context["figures"]["entries"] == 2
    assert as_manager.post(url_of(field), sent_by(again, do="close")).status_code == 302


def test_what_changed_in_between_is_shown_and_nothing_is_decided(as_manager):
    field = build_field([9, 8], judges=2, advance_count=1)
    page = as_manager.get(url_of(field))
    field.review(1, 1, 10)
    field.review(0, 1, 1)
    again = as_manager.post(url_of(field), sent_by(page, do="close"))
    one, other = (f"\u2068{entry.creator}\u2069" for entry in field.entries)
    assert again.context["changes"] == [
        f"1 entry goes on now and did not before: {other}.",
        f"1 entry stays behind now and did not before: {one}.",
    ]
    assert "Something has changed since you looked." in again.content.decode()
    assert not RoundClosing.objects.exists()
    assert as_manager.post(url_of(field), sent_by(again, do="close")).status_code == 302


def test_another_entry_is_looked_for_and_taken_in(as_manager):
    field = build_field([20 - n for n in range(11, 20)], advance_count=1)
    last = field.entries[-1]
    page = as_manager.get(url_of(field))
    assert all(last.pk not in ids for ids in shown(page).values())
    found = as_manager.post(url_of(field), sent_by(page, do="find", find=f"@{last.creator.handle}"))
    assert shown(found)["Other entries"] == [last.pk]
    chosen = {f"choice-{last.pk}": "in", f"reason-{last.pk}": "Overlooked."}
    counted = as_manager.post(url_of(field), sent_by(found, do="look", **chosen))
    assert counted.context["figures"]["taken_in"] == 1
    as_manager.post(url_of(field), sent_by(counted, do="close"))
    assert RoundOutcome.objects.filter(entry=last, advances=True, by_hand=True).exists()


def test_nobody_is_found_by_a_strange_name(as_manager):
    field = build_field([9])
    page = as_manager.get(url_of(field))
    again = as_manager.post(url_of(field), sent_by(page, do="find", find="nobody\x00"))
    assert "No entry of this round was found by that name." in again.content.decode()


@pytest.mark.parametrize(
    "junk",
    [
        {},
        {"do": "close"},
        {"do": "close", "digest": "0", "seen": "junk"},
        {"do": "look", "row": ["x", "-1", "9" * 30, "٣", "0"], "choice-line": "maybe"},
    ],
)
def test_junk_closes_nothing(as_manager, junk):
    field = build_field([9, 8], advance_count=1)
    assert as_manager.post(url_of(field), junk).status_code == 200
    assert not RoundClosing.objects.exists()


def test_text_that_postgres_cannot_keep_is_kept_without_it(as_manager):
    field = build_field([9, 8], advance_count=1)
    entry = field.ids[1]
    chosen = {f"choice-{entry}": "in", f"reason-{entry}": "Fits\x00 well."}
    page = as_manager.get(url_of(field))
    counted = as_manager.post(url_of(field), sent_by(page, do="look", **chosen))
    as_manager.post(url_of(field), sent_by(counted, do="close"))
    assert RoundOutcome.objects.get(entry=entry).reason == "Fits well."


def test_page_says_why_a_round_cannot_be_closed(as_manager):
    field = build_field([9], judges=2, closes_at=timezone.now() + timedelta(hours=1))
    field.review(0, 1, None)
    page = as_manager.get(url_of(field))
    assert "Work is still missing in this round (1)." in page.content.decode()
    assert "Close the round now" not in page.content.decode()


def test_creator_with_several_entries_is_named(as_manager):
    field = build_field([9, 8], advance_count=2)
    field.entries[1].creator = field.entries[0].creator
    field.entries[1].save()
    page = as_manager.get(url_of(field))
    assert page.content.decode().count("2 of this creator’s entries go on") == 2
    assert page.context["figures"]["creators"] == 1


def test_screening_shows_votes(as_manager):
    field = build_field([None, None], judges=2, kind="screening", quorum=1, reviews_per_entry=2)
    field.vote(0, 0, "yes")
    field.vote(1, 0, "unsure")
    text = as_manager.get(url_of(field)).content.decode()
    assert "Entries with at least 1 vote of yes go on." in text
    assert "<bdi>1 / 0 / 0</bdi>" in text
    assert "<bdi>0 / 1 / 0</bdi>" in text


def test_pairs_close_without_choices(as_manager):
    field = build_field([9, 8])
    field.close()
    field.round = build_round(
        field.round.category,
        order=2,
        kind="pairwise",
        criteria=0,
        opens_at=field.now - timedelta(hours=2),
        closes_at=field.now - timedelta(hours=1),
    )
    page = as_manager.get(url_of(field))
    assert "Pairs only order the shortlist." in page.content.decode()
    assert as_manager.post(url_of(field), sent_by(page, do="close")).status_code == 302
    assert RoundOutcome.objects.filter(closing__round=field.round).count() == 2


@pytest.mark.parametrize("name", ["close", "reopen"])
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("administrator", 200),
        ("manager", 200),
        ("moderator", 403),
        ("announcer", 403),
        ("auditor", 403),
        ("judge", 302),
        ("stranger", 302),
    ],
)
def test_closing_is_for_those_who_may(client, name, who, status):
    field = build_field([9])
    client.force_login(getattr(personas, who)(), backend=BACKEND)
    assert client.get(url_of(field, name)).status_code == status
    assert client.post(url_of(field, name), {}).status_code == status
    assert not RoundClosing.objects.exists()


def test_manager_who_judges_sees_nothing_while_a_round_is_open(as_manager):
    field = build_field([9], closes_at=timezone.now() + timedelta(hours=1))
    Judge.objects.create(campaign=field.campaign, user=personas.manager())
    assert as_manager.get(url_of(field)).status_code == 403


# Opening again


def test_round_is_opened_again_with_a_reason(as_manager):
    field = build_field([9])
    field.close()
    page = as_manager.get(url_of(field, "reopen"))
    assert "1 entry goes on from this round." in page.content.decode()
    again = as_manager.post(url_of(field, "reopen"), {"reason": "  "})
    assert "Say why the round is opened again." in again.content.decode()
    assert as_manager.post(url_of(field, "reopen"), {"reason": "Late."}).status_code == 302
    assert Round.objects.get(pk=field.round.pk).closed_at is None


def test_page_says_why_a_round_cannot_be_opened_again(as_manager):
    field = build_field([9])
    field.close()
    build_assignment(build_round(field.round.category, order=2), field.entries[0], field.judges[0])
    page = as_manager.post(url_of(field, "reopen"), {"reason": "Late."})
    assert page.content.decode().count("The next round has begun") == 1
    assert Round.objects.get(pk=field.round.pk).closed_at


# The round's own page


def test_round_offers_closing_or_opening_again(as_manager):
    field = build_field([9])
    change = reverse("admin:judging_round_change", args=[field.round.pk])
    ends = [
        reverse(f"admin:judging_round_{name}", args=[field.round.pk])
        for name in ("end", "open_again")
    ]
    text = as_manager.get(change).content.decode()
    assert [end in text for end in ends] == [True, False]
    assert as_manager.get(ends[0])["Location"] == url_of(field)
    field.close()
    text = as_manager.get(change).content.decode()
    assert [end in text for end in ends] == [False, True]
    assert as_manager.get(ends[1])["Location"] == url_of(field, "reopen")


def test_closed_round_keeps_its_dates(as_manager):
    field = build_field([9])
    change = reverse("admin:judging_round_change", args=[field.round.pk])
    field.close()
    page = as_manager.get(change)
    assert list(page.context["adminform"].form.fields) == ["shares_comments"]
    sent = {"closes_at_0": "2030-01-01", "closes_at_1": "10:00", "shares_comments": "on"}
    refused = as_manager.post(change, sent)
    assert "This round is closed already." in refused.content.decode()
    sent = sent_by_form(page) | {"shares_comments": "on"}
    assert as_manager.post(change, sent).status_code == 302
    assert Round.objects.get(pk=field.round.pk).shares_comments


@pytest.mark.parametrize("name", ["roundclosing", "roundoutcome"])
def test_records_of_closings_are_read_only(as_manager, name):
    field = build_field([9])
    closing = field.close()
    row = closing if name == "roundclosing" else closing.outcomes.get()
    assert as_manager.get(reverse(f"admin:judging_{name}_changelist")).status_code == 200
    page = reverse(f"admin:judging_{name}_change", args=[row.pk])
    assert as_manager.get(page).status_code == 200
    assert as_manager.post(page, {}).status_code == 403
    assert as_manager.get(reverse(f"admin:judging_{name}_add")).status_code == 403
