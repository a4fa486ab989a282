"""The standings' page: figures, the shortlist and ties."""

import pytest

from results.models import Shortlist, TieDecision
from tests.builders import build_entry
from tests.results.contests import Contest, build_contest, give_score
from tests.results.staff import client, shortlist_form, told, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest() -> Contest:
    return build_contest()


def test_standings_show_each_category_with_its_figures(contest: Contest):
    page = client("manager").get(url("results_standings", contest))
    assert [one.category for one in page.context["sections"]] == contest.categories
    html = page.content.decode()
    for text in ("90.00", "100,000", f"<bdi>{contest.entries[0].creator}</bdi>"):
        assert text in html


def test_shortlist_is_confirmed_in_the_order_of_the_ranks(contest: Contest):
    first, second, third = (entry.pk for entry in contest.entries)
    form = shortlist_form(contest) | {"entry": [third, first]}
    answer = client("manager").post(url("results_standings", contest), form)
    assert answer["Location"].endswith(f"#category-{contest.jury.pk}")
    assert _ids() == [first, third]
    client("manager").post(
        url("results_standings", contest), form | {"entry": [second], "on_page": [first, second]}
    )
    assert _ids() == [second, third]  # the third was ticked before and is not on this page


def _ids() -> list[int]:
    return list(Shortlist.objects.get().items.values_list("entry_id", flat=True))


def test_shortlist_with_an_entry_that_left_is_refused_with_a_sentence(contest: Contest):
    out = build_entry(contest.campaign, status="withdrawn")
    form = shortlist_form(contest) | {"entry": [contest.entries[0].pk, out.pk]}
    answer = client("manager").post(url("results_standings", contest), form)
    assert told(answer)[0].endswith("do not take part (any more): 1.")
    assert not Shortlist.objects.exists()


def test_shortlist_is_published_and_then_closed(contest: Contest):
    browser, address = client("manager"), url("results_standings", contest)
    browser.post(address, shortlist_form(contest))
    browser.post(address, {"do": "publish", "category": contest.jury.pk})
    assert Shortlist.objects.get().published_at is not None
    html = browser.get(address).content.decode()
    assert "shortlist published on" in html
    assert 'value="publish"' not in html


def test_tie_is_decided_by_its_form(contest: Contest):
    one, other = (build_entry(contest.campaign).pk for _ in range(2))
    for entry in contest.campaign.entries.filter(pk__in=[one, other]):
        for judge in contest.judges:
            give_score(contest.round, entry, judge, 5, 5)
    browser, address = client("manager"), url("results_standings", contest)
    prefix = f"tie-{contest.jury.pk}-1"
    form = {
        "do": "tie",
        "category": contest.jury.pk,
        "rank": 1,
        f"{prefix}-order-{one}": 2,
        f"{prefix}-order-{other}": 2,
        f"{prefix}-reason": "It dares more.",
    }
    refused = browser.post(address, form)
    assert refused.status_code == 200
    assert "Give each a number of its own." in refused.content.decode()
    assert browser.post(address, form | {f"{prefix}-order-{other}": 1}).status_code == 302
    assert TieDecision.objects.get().order == [other, one]
    again = browser.post(address, form | {f"{prefix}-order-{other}": 1})
    assert told(again)[-1].startswith("These entries are not tied any more.")


def test_standings_of_one_category_are_read_page_by_page(contest: Contest):
    for _ in range(120):
        build_entry(contest.campaign)
    browser, address = client("manager"), url("results_standings", contest)
    lines = [len(one.lines) for one in browser.get(address).context["sections"]]
    assert lines == [20, 20, 20]
    for page, expected in ((1, 100), (2, 23), (9, 23)):
        [section] = browser.get(f"{address}?category={contest.jury.pk}&page={page}").context[
            "sections"
        ]
        assert len(section.lines) == expected
