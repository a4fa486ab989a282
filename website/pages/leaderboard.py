"""Who leads where views decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import overload
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext

from contests.models import Category
from contests.phases import Phase
from contests.wording import distance, length
from metrics.boards import boards_until, lines_between
from metrics.models import Board, BoardLine
from website.pages.campaign import Standpoint

PER_PAGE = 50


class _Lines(Sequence[BoardLine]):
    """The lines of a board, fetched page by page; none before the first board is built."""

    def __init__(self, board: Board | None) -> None:
        self.board = board

    def __len__(self) -> int:
        return self.board.lines_count if self.board else 0

    @overload
    def __getitem__(self, part: int) -> BoardLine: ...
    @overload
    def __getitem__(self, part: slice) -> list[BoardLine]: ...
    def __getitem__(self, part: int | slice) -> BoardLine | list[BoardLine]:
        if isinstance(part, int):
            return self[part : part + 1][0]
        if self.board is None:
            return []
        first, behind, _step = part.indices(len(self))
        return lines_between(self.board, first + 1, behind)


@dataclass(frozen=True)
class LeaderboardRow:
    """A line of a board, and how old its figure is in words."""

    line: BoardLine
    age: str


@dataclass(frozen=True)
class LeaderboardPage:
    """A part of the board of a category that views decide."""

    standpoint: Standpoint
    category: Category
    board: Board | None
    page: Page[BoardLine]
    rows: list[LeaderboardRow]
    may_see_live: bool
    is_live: bool

    @property
    def oldest_reading(self) -> datetime | None:
        """How old the figures on this page are at most; None on an empty board."""
        return min((row.line.read_at for row in self.rows), default=None)

    @property
    def is_counting(self) -> bool:
        """Whether the first board is still to be built."""
        return self.board is None and self.standpoint.phase in (Phase.OPEN, Phase.REVIEW)

    @property
    def base_query(self) -> str:
        """The query string that stays on this board, to put a page number behind."""
        kept = {"board": str(self.board.pk)} if self.board else {}
        if self.may_see_live and not self.is_live:
            kept["public"] = "1"
        return urlencode(kept) + "&" if kept else ""


def leaderboard_page(
    view: Standpoint, *, category_slug: str, query: Mapping[str, str], sees_live: bool
) -> LeaderboardPage:
    """The board of a views category; 404 for a jury's.

    query: `page`, the `board` that a visit began on, and `public` for staff who want to see what
    the public sees. sees_live: whether this person sees the live board while the public one
    stands still.
    """
    categories = (one for one in view.campaign.categories.all() if one.slug == category_slug)
    category = next(categories, None)
    if category is None or not category.by_views:
        raise Http404
    # Every page belongs to the same campaign: its dates are known already.
    category.campaign = view.campaign
    may_see_live = view.is_frozen and sees_live
    is_live = not view.is_frozen or (may_see_live and not query.get("public"))
    boards = boards_until(category, None if is_live else view.frozen_since)
    board = _chosen(boards, query.get("board")) or boards.first()
    page = Paginator(_Lines(board), PER_PAGE).get_page(query.get("page"))
    return LeaderboardPage(
        standpoint=view,
        category=category,
        board=board,
        page=page,
        rows=[LeaderboardRow(line, _age(line.read_at, view)) for line in page.object_list],
        may_see_live=may_see_live,
        is_live=is_live,
    )


def _age(read_at: datetime, view: Standpoint) -> str:
    """How long ago a figure was read; after the close, how old it was then."""
    closes_at = view.campaign.closes_at
    if closes_at is None or view.at < closes_at:
        return gettext("read %(ago)s") % {"ago": distance(read_at, at=view.at)}
    return gettext("%(age)s old at the close") % {"age": length(closes_at - read_at)}


def _chosen(boards: QuerySet[Board], board_id: str | None) -> Board | None:
    """The board that the visit began on, as long as it is kept and shown."""
    if board_id is None or not board_id.isdecimal() or len(board_id) > 18:
        return None
    return boards.filter(pk=int(board_id)).first()
