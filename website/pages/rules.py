"""The rules as they stand, and as they stood."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404

from contests.models import RulesVersion
from website.pages.campaign import Standpoint


@dataclass(frozen=True)
class RulesPage:
    """One version of the rules among all."""

    standpoint: Standpoint
    rules: RulesVersion
    versions: list[RulesVersion]

    @property
    def is_current(self) -> bool:
        return self.rules == self.versions[0]


def rules_page(view: Standpoint, *, number: str) -> RulesPage:
    """The version of that number, the newest for an empty one; 404 where there is none."""
    versions = list(view.campaign.rules.filter(created_at__lte=view.at).order_by("-number"))
    wanted = [version for version in versions if not number or str(version.number) == number]
    if not wanted:
        raise Http404
    return RulesPage(standpoint=view, rules=wanted[0], versions=versions)
