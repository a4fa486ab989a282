"""The page with two videos: what it shows, what it takes, and what it never tells."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from entries.models import Entry
from judging.comparing import step_back, undo_comparison
from judging.models import Assignment, Comparison, Round
from tests import personas
from tests.judging.conftest import BACKEND
from tests.judging.finals import DAY, Final, build_final

pytestmark = pytest.mark.django_db


@pytest.fixture
def final() -> Final:
    return build_final(
        entries=4, users=[personas.judge(), personas.other_judge()], comparisons_per_judge=5
    )


@pytest.fixture
def judge(client: Client, final: Final) -> Client:
    client.force_login(final.users[0], backend=BACKEND)
    return client


def url(final: Final, name: str = "pairs", *args: int) -> str:
    return reverse(f"judging:{name}", args=[final.round.pk, *args])


def form_of(response: Any) -> dict[str, Any]:
    """What the page would send if the first video were tapped."""
    context = response.context
    return {
        "first": context["first"],
        "second": context["second"],
        "undone": context["undone"],
        "preferred": context["sides"][0].entry_id,
    }


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_page_shows_two_videos_and_how_far_the_judge_is(judge: Client, final: Final):
    final.compare(0, 1)
    response = judge.get(url(final))
    assert response.status_code == 200
    numbers = sorted(side.number for side in response.context["sides"])
    assert len(set(numbers)) == 2
    page = text_of(response)
    assert "1 of 5 made" in page
    for number in numbers:
        assert page.count(f'<span class="pair__which">Video {number}</span>') == 1


def test_page_takes_a_choice_and_goes_on(judge: Client, final: Final):
    sent = form_of(judge.get(url(final)))
    response = judge.post(url(final), sent)
    assert (response.status_code, response["Location"]) == (302, url(final))
    made = Comparison.objects.get()
    assert made.preferred_id == sent["preferred"]
    page = text_of(judge.get(url(final)))
    assert "1 of 5 made" in page
    assert "Saved: video" in page


def test_page_takes_a_choice_from_a_script(judge: Client, final: Final):
    sent = form_of(judge.get(url(final)))
    for _twice in range(2):
        response = judge.post(url(final), sent, headers={"Accept": "application/json"})
        assert (response.status_code, response.json()) == (200, {"next": url(final)})
    assert Comparison.objects.count() == 1


def test_page_refuses_a_choice_with_a_sentence(judge: Client, final: Final):
    sent = form_of(judge.get(url(final)))
    Round.objects.filter(pk=final.round.pk).update(closed_at=timezone.now())
    response = judge.post(url(final), sent, headers={"Accept": "application/json"})
    assert response.status_code == 409
    assert response.json()["code"] == "round_over"
    page = judge.post(url(final), sent)
    assert page.status_code == 409
    assert response.json()["message"] in text_of(page)
    assert not Comparison.objects.exists()


@pytest.mark.parametrize(
    "junk",
    [
        {},
        {"first": "x", "second": "2", "preferred": "x"},
        {"first": "1" * 40, "second": "-2", "preferred": "٣"},
        {"first": "", "second": "", "preferred": "", "undone": "many"},
    ],
)
def test_page_refuses_junk(judge: Client, final: Final, junk: dict[str, str]):
    assert judge.post(url(final), junk).status_code == 409
    assert not Comparison.objects.exists()


@pytest.mark.parametrize("query", ["?pair=x", "?pair=1-", "?pair=9-8-7", "?later=--", "?pair=٣-٤"])
def test_page_bears_junk_in_its_address(judge: Client, final: Final, query: str):
    assert len(judge.get(url(final) + query).context["sides"]) == 2


def test_page_undoes_and_shows_the_two_again(judge: Client, final: Final):
    made = final.compare(0, 1)
    response = judge.post(url(final, "pair_undo"), {"comparison": made.pk}, follow=True)
    made.refresh_from_db()
    assert made.undone_at is not None
    shown = {side.entry_id for side in response.context["sides"]}
    assert shown == {made.first_id, made.second_id}
    assert response.context["undone"] == 1
    judge.post(url(final), form_of(response))
    assert Comparison.objects.counting().count() == 1


def test_page_does_not_undo_what_is_another_judges(judge: Client, final: Final):
    made = final.compare(0, 1, judge=1)
    assert judge.post(url(final, "pair_undo"), {"comparison": made.pk}).status_code == 404
    made.refresh_from_db()
    assert made.undone_at is None


def test_page_says_why_it_cannot_undo(judge: Client, final: Final):
    made = final.compare(0, 1)
    Round.objects.filter(pk=final.round.pk).update(closed_at=timezone.now())
    response = judge.post(url(final, "pair_undo"), {"comparison": made.pk}, follow=True)
    assert "This round is closed: nothing in it can change any more." in text_of(response)


def test_page_leaves_pairs_for_later(judge: Client, final: Final):
    seen = []
    response = judge.get(url(final))
    for _skip in range(5):
        seen.append((response.context["first"], response.context["second"]))
        response = judge.get(response.context["another"])
    assert len(set(seen)) == 5
    assert not Comparison.objects.exists()


def test_page_says_when_everything_is_made(judge: Client, final: Final):
    for better, worse in [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3)]:
        final.compare(better, worse)
    response = judge.get(url(final))
    assert response.context["sides"] == []
    assert "You have made all the comparisons that are asked of you." in text_of(response)


def test_page_of_a_closed_round_shows_what_was_chosen(judge: Client, final: Final):
    final.compare(0, 1)
    Round.objects.filter(pk=final.round.pk).update(closed_at=timezone.now())
    page = text_of(judge.get(url(final)))
    assert "This round is closed. Your choices can no longer change." in page
    assert "Video 1 rather than video 2" in page
    assert "/undo/" not in page


@pytest.mark.parametrize("who", ["stranger", "creator", "manager"])
def test_page_is_not_for_others(client: Client, final: Final, who: str):
    client.force_login(getattr(personas, who)(), backend=BACKEND)
    assert client.get(url(final)).status_code in (403, 404)


def test_page_of_another_campaign_is_not_there(judge: Client):
    elsewhere = build_final(users=[personas.make_person("third", role="Judge")])
    assert judge.get(url(elsewhere)).status_code == 404
    assert judge.post(url(elsewhere), {}).status_code == 404


def test_page_asks_a_script_to_sign_in_again(client: Client, final: Final):
    response = client.post(url(final), {}, headers={"Accept": "application/json"})
    assert response.status_code == 401
    assert response.json()["sign_in"]


def test_page_before_the_round_opens_is_not_there(judge: Client, final: Final):
    Round.objects.filter(pk=final.round.pk).update(opens_at=timezone.now() + timedelta(hours=1))
    assert judge.get(url(final)).status_code == 404


def test_page_tells_nothing_of_others(judge: Client, final: Final):
    """Others' answers change which pair comes next, and not a word or a number of the page."""
    pair = form_of(judge.get(url(final)))
    address = f"{url(final)}?pair={pair['first']}-{pair['second']}"

    def shown() -> str:
        page = judge.get(address).content.decode()
        return "\n".join(
            line
            for line in page.splitlines()
            if "csrf" not in line and "data-clock" not in line and "later=" not in line
        )

    before = shown()
    places = [final.ids.index(pair[name]) for name in ("first", "second")]
    final.compare(*places, judge=1)
    final.compare(*{0, 1, 2, 3} - set(places), judge=1)
    assert shown() == before


def test_page_of_a_blind_round_names_nobody(judge: Client, final: Final):
    for entry in final.entries:
        Entry.objects.filter(pk=entry.pk).update(caption=f"By @{entry.creator.handle} alone")
    page = judge.get(url(final)).content.decode()
    assert "alone" in page
    for entry in final.entries:
        assert entry.creator.handle not in page
        assert entry.creator.display_name not in page


def test_page_of_a_round_that_is_not_blind_names_the_creators(judge: Client, final: Final):
    Round.objects.filter(pk=final.round.pk).update(is_blind=False)
    response = judge.get(url(final))
    handles = {side.shown.handles[0] for side in response.context["sides"]}
    assert len(handles) == 2
    assert all(f"@{handle}" in response.content.decode() for handle in handles)


def test_page_of_too_many_videos_says_so(client: Client):
    final = build_final(entries=41, users=[personas.judge()])
    client.force_login(final.users[0], backend=BACKEND)
    assert "forty at most" in text_of(client.get(url(final)))


def test_page_takes_the_same_queries_at_any_size(client: Client):
    counts = []
    for size in (3, 9, 40):
        final = build_final(entries=size, users=[personas.judge()])
        final.compare(0, 1)
        client.force_login(final.users[0], backend=BACKEND)
        client.get(url(final))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url(final)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2] <= 34


# Stepping back


def test_stepping_back_asks_for_a_reason(judge: Client, final: Final):
    address = url(final, "pair_recuse", final.ids[1])
    assert judge.get(address).status_code == 200
    assert judge.post(address, {"reason": " "}).status_code == 422
    response = judge.post(address, {"reason": "My pupil."})
    assert (response.status_code, response["Location"]) == (302, url(final))
    assert Assignment.objects.get().recusal_reason == "My pupil."
    assert judge.get(address).status_code == 404


def test_stepping_back_is_shown_and_can_be_taken_back(judge: Client, final: Final):
    step_back(
        round_id=final.round.pk,
        entry_id=final.ids[1],
        reason="My pupil.",
        by=final.users[0],
        at=timezone.now(),
    )
    assert "You stepped back from" in text_of(judge.get(url(final)))
    judge.post(url(final, "pair_return", final.ids[1]))
    assert "You stepped back from" not in text_of(judge.get(url(final)))


def test_stepping_back_too_late_says_so_and_keeps_the_text(judge: Client, final: Final):
    Round.objects.filter(pk=final.round.pk).update(closed_at=timezone.now())
    response = judge.post(url(final, "pair_recuse", final.ids[1]), {"reason": "My pupil."})
    assert response.status_code == 409
    assert "My pupil." in text_of(response)
    assert "This round is closed" in text_of(response)


def test_stepping_back_from_a_stranger_is_not_there(judge: Client, final: Final):
    assert judge.get(url(final, "pair_recuse", 999_999)).status_code == 404


# What is kept


def test_answer_of_the_script_is_small(judge: Client, final: Final):
    sent = form_of(judge.get(url(final)))
    body = judge.post(url(final), sent, headers={"Accept": "application/json"}).content
    assert len(body) < 200
    assert set(json.loads(body)) == {"next"}


def test_undone_choice_is_no_longer_listed(judge: Client, final: Final):
    made = final.compare(0, 1)
    assert len(judge.get(url(final)).context["choices"]) == 1
    undo_comparison(comparison_id=made.pk, by=final.users[0], at=timezone.now())
    assert judge.get(url(final)).context["choices"] == []


def test_close_is_told_in_the_zone_of_the_contest_and_for_the_judges_own(
    judge: Client, final: Final
):
    closes_at = timezone.now() + DAY
    Round.objects.filter(pk=final.round.pk).update(closes_at=closes_at)
    for page in (text_of(judge.get(url(final))), text_of(judge.get(reverse("judging:desk")))):
        assert "The round closes" in page
        assert f'data-yours="{closes_at.isoformat()}"' in page


def test_pages_lead_to_being_finished_while_the_round_is_open(judge: Client, final: Final):
    link = f'href="{url(final, "finished")}"'
    for page in (url(final), reverse("judging:desk")):
        assert link in text_of(judge.get(page))
    Round.objects.filter(pk=final.round.pk).update(closed_at=timezone.now())
    for page in (url(final), reverse("judging:desk")):
        assert link not in text_of(judge.get(page))
