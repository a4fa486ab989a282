"""What the page cache asks the database: whether anything moved that a page shows."""

from __future__ import annotations

from django.db import models

WHOLE_SITE = 0
"""In place of a campaign: what may stand on any page, such as a partner's name."""
WATCHED = -1
"""In place of a campaign: written when all triggers are there; without it nothing is kept."""


class Stamp(models.Model):
    """One move of what public pages show, written by database triggers (website.watched).

    Moves are only ever added, so that nobody waits for anybody else; the sum of their numbers is
    another one after each. `campaign_id` is no foreign key: a deleted campaign has moved, too.
    views: whether it was a figure that moved, such as views or places on a leaderboard.
    number: a random one, so that a database that was emptied or restored does not repeat itself.
    """

    campaign_id = models.BigIntegerField()
    views = models.BooleanField()
    number = models.BigIntegerField()

    class Meta:
        default_permissions = ()  # nobody edits it, so no role is asked about it

    def __str__(self) -> str:
        return f"{self.campaign_id}: {self.number}"
