"""The rules as they stand, and as they stood."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404

from contests.models import RulesVersion
from contests.rule_sentences import Section, sections_of
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

    @property
    def sections(self) -> list[Section]:
        """The part that is written from the campaign's terms as they stood then."""
        return sections_of(self.rules.terms)


def rules_page(view: Standpoint, *, number: int | None) -> RulesPage:
    """The version of that number, the newest for None; 404 where there is none."""
    versions = list(view.campaign.rules.filter(created_at__lte=view.at).order_by("-number"))
    wanted = [version for version in versions if number is None or version.number == number]
    if not wanted:
        raise Http404
    return RulesPage(standpoint=view, rules=wanted[0], versions=versions)
