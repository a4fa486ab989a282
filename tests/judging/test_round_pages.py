"""The pages of a round: for whom they open, what they show, and that they do not slow down."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from judging.models import Comparison, Round
from tests import personas
from tests.builders import build_judge
from tests.judging.staff import build_panel, entries_of, flag, give, page_of, signed_in, vote

pytestmark = pytest.mark.django_db

PAGES = ("progress", "figures", "scores")
KINDS = (Round.Kind.SCORING, Round.Kind.SCREENING, Round.Kind.PAIRWISE)


def filled(kind: Round.Kind, *, entries: int = 3) -> Round:
    """A round of a kind with as much in it as there are entries."""
    round_, judges, campaign = build_panel(kind=kind)
    known = entries_of(campaign, entries)
    now = timezone.now()
    for entry in known:
        for judge in judges:
            if kind == Round.Kind.SCORING:
                give(round_, entry, judge, 3, entry.pk % 6)
            elif kind == Round.Kind.SCREENING:
                vote(round_, entry, judge, "yes" if entry.pk % 2 else "unsure")
    if kind == Round.Kind.PAIRWISE:
        for other in known[1:]:
            Comparison.objects.create(
                round=round_,
                judge=judges[0],
                first=known[0],
                second=other,
                preferred=other,
                made_at=now,
            )
    return round_


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("administrator", 200),
        ("manager", 200),
        ("announcer", 200),
        ("auditor", 200),
        ("moderator", 403),
        ("judge", 302),
        ("creator", 302),
    ],
)
def test_pages_open_to_those_who_may_see_scores(page, who, status):
    round_ = filled(Round.Kind.SCORING)
    assert signed_in(getattr(personas, who)()).get(page_of(page, round_)).status_code == status


@pytest.mark.parametrize("page", PAGES)
def test_staff_who_judge_wait_until_the_rounds_are_over(page):
    round_ = filled(Round.Kind.SCORING)
    manager = personas.manager()
    build_judge(round_.category.campaign, manager)
    refused = signed_in(manager).get(page_of(page, round_))
    assert refused.status_code == 403
    assert "You sit in the jury of this campaign." in refused.content.decode()
    Round.objects.update(closes_at=timezone.now() - timedelta(minutes=1))
    assert signed_in(manager).get(page_of(page, round_)).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_unknown_round_is_not_found(as_manager, page):
    assert as_manager.get(reverse(f"admin:judging_round_{page}", args=[404])).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_kept_by_browsers(as_manager, page):
    answer = as_manager.get(page_of(page, filled(Round.Kind.SCORING)))
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("page", ["progress", "figures"])
def test_each_kind_shows_its_entries(as_manager, page, kind):
    round_ = filled(kind)
    text = as_manager.get(page_of(page, round_)).content.decode()
    handles = round_.category.campaign.entries.values_list("creator__handle", flat=True)
    shown = [f"@{handle}</bdi>" in text for handle in handles]
    # Comparing pairs has no reviews to count for each entry.
    assert shown == [(page, kind) != ("progress", Round.Kind.PAIRWISE)] * 3


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("page", ["progress", "figures"])
def test_empty_round_says_so(as_manager, page, kind):
    round_, _judges, _campaign = build_panel(judges=0, kind=kind)
    text = as_manager.get(page_of(page, round_)).content.decode()
    expected = {
        ("progress", Round.Kind.PAIRWISE): "This campaign has no judges yet.",
        ("figures", Round.Kind.SCORING): "No review is finished yet.",
    }
    assert expected.get((page, kind), "There are no entries in this round yet.") in text


def test_order_that_nobody_offers_is_the_usual_one(as_manager):
    round_ = filled(Round.Kind.SCORING)
    usual = as_manager.get(page_of("progress", round_)).context_data["lines"]
    strange = as_manager.get(page_of("progress", round_), {"order": "x"}).context_data["lines"]
    assert [one.entry for one in strange] == [one.entry for one in usual]


def test_entries_come_fifty_at_a_time(as_manager):
    round_, _judges, campaign = build_panel(judges=0)
    entries = entries_of(campaign, 51)
    url = page_of("progress", round_)
    assert len(as_manager.get(url).context_data["lines"]) == 50
    (last,) = as_manager.get(url, {"page": "2"}).context_data["lines"]
    assert last.entry == entries[-1]


def test_flags_lead_to_their_page(as_manager):
    round_, (judge, *_others), campaign = build_panel()
    flag(give(round_, *entries_of(campaign, 1), judge, 1), "Look")
    text = as_manager.get(page_of("progress", round_)).content.decode()
    assert f"{reverse('admin:judging_flags')}?campaign={campaign.pk}" in text


def test_scores_are_downloaded_as_csv_and_as_xlsx(as_manager):
    round_ = filled(Round.Kind.SCORING)
    name = f"scores-{round_.category.campaign.slug}-{round_.category.slug}-1"
    as_csv = as_manager.get(page_of("scores", round_), {"format": "csv"})
    assert as_csv["Content-Disposition"] == f'attachment; filename="{name}.csv"'
    assert len(b"".join(as_csv.streaming_content).decode().splitlines()) == 1 + 9
    as_xlsx = as_manager.get(page_of("scores", round_), {"format": "xlsx"})
    assert as_xlsx["Content-Disposition"] == f'attachment; filename="{name}.xlsx"'
    book = load_workbook(BytesIO(b"".join(as_xlsx.streaming_content)))
    assert book.active.max_row == 1 + 9


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("page", PAGES)
def test_queries_do_not_grow(as_manager, page, kind):
    counts = []
    for entries in (2, 3, 30):
        url = page_of(page, filled(kind, entries=entries))
        with CaptureQueriesContext(connection) as queries:
            answer = as_manager.get(url)
            if answer.streaming:
                b"".join(answer.streaming_content)
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]
