"""Leaderboards as they are shown: built now and then, so that each page costs the same."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from contests.models import Category
from entries.models import Creator, Entry


class Board(models.Model):
    """The leaderboard of a category at one moment, with all its lines. Built by metrics.boards.

    `as_of`: readings taken later are not in it.
    """

    category = models.ForeignKey(
        Category, on_delete=models.CASCADE, related_name="boards", verbose_name=_("category")
    )
    as_of = models.DateTimeField(_("as of"))
    built_at = models.DateTimeField(_("built"))
    lines_count = models.PositiveIntegerField(_("lines"))
    # What it was built from: it is built anew when one of them has grown.
    changes = models.PositiveBigIntegerField(default=0)
    decisions_to = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("leaderboard")
        verbose_name_plural = _("leaderboards")
        ordering = ["-as_of", "-pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["category", "-as_of"], name="metrics_board_newest")]

    def __str__(self) -> str:
        return f"{self.category_id}: {self.as_of:%Y-%m-%d %H:%M}"


class BoardLine(models.Model):
    """One line of a leaderboard; `position` counts lines from 1, whatever their ranks.

    Written by the hundred thousand, read by position, and computed anew all the time: the database
    is spared checks and indexes that take twice as long as all the rest. A line whose entry or
    creator is gone is not shown.
    """

    board = models.ForeignKey(
        Board,
        on_delete=models.CASCADE,
        related_name="lines",
        db_index=False,
        db_constraint=False,
    )
    position = models.PositiveIntegerField()
    rank = models.PositiveIntegerField(_("rank"))
    entry = models.ForeignKey(
        Entry,
        on_delete=models.DO_NOTHING,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
        verbose_name=_("entry"),
    )
    creator = models.ForeignKey(
        Creator,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_index=False,
        db_constraint=False,
        verbose_name=_("creator"),
    )
    views = models.BigIntegerField(_("views"))
    videos = models.PositiveIntegerField(_("videos"))
    posted_at = models.DateTimeField(_("posted"), null=True)
    read_at = models.DateTimeField(_("read"))

    class Meta:
        verbose_name = _("line of a leaderboard")
        verbose_name_plural = _("lines of leaderboards")
        ordering = ["board", "position"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["board", "position"],
                name="metrics_boardline_position_once",
                violation_error_message=_("Each position of a leaderboard has one line."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.position}: {self.views}"
