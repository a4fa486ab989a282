"""Who may not win: staff, partners of the campaign and, told by their own room, its judges.

A judge is kept out in person. Entries by creators of a judge's organisation do take part; that
judge never sees them (see judging.conflicts).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from accounts.models import User
from contests.models import Campaign, Partnership
from partners.models import PartnerAccount


@dataclass(frozen=True)
class People:
    """Who stands behind an entry: its submitter and its creators."""

    users: frozenset[int | None] = frozenset()
    organisations: frozenset[int | None] = frozenset()
    accounts: frozenset[tuple[str, str]] = frozenset()  # platform and handle in small letters


@dataclass(frozen=True)
class Circle:
    """People and institutions of one kind that stand too near to a campaign to win it."""

    kind: str  # as entries.eligibility names it: "judge", "staff" or "partner"
    users: frozenset[int] = frozenset()
    organisations: frozenset[int] = frozenset()
    accounts: frozenset[tuple[str, str]] = frozenset()

    def has(self, people: People) -> bool:
        return not (
            self.users.isdisjoint(people.users)
            and self.organisations.isdisjoint(people.organisations)
            and self.accounts.isdisjoint(people.accounts)
        )


Provider = Callable[[Campaign], Circle]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Let a room above this one name people of its own; called once, when its app is ready."""
    if provider not in _providers:
        _providers.append(provider)


def circles_of(campaign: Campaign) -> list[Circle]:
    """Everybody who may not win a campaign, in the order in which they are named."""
    return [*(provider(campaign) for provider in _providers), _partners(campaign), _staff()]


def excluded_as(people: People, circles: Iterable[Circle]) -> str:
    """What keeps an entry's people from winning; "" if nothing does."""
    return next((circle.kind for circle in circles if circle.has(people)), "")


def _staff() -> Circle:
    users = User.objects.filter(is_staff=True).values_list("pk", flat=True)
    return Circle(kind="staff", users=frozenset(users))


def _partners(campaign: Campaign) -> Circle:
    """All partners; participating institutions only where the campaign says so."""
    partnerships = campaign.partnerships.all()
    if not campaign.participants_excluded:
        partnerships = partnerships.exclude(role=Partnership.Role.PARTICIPANT)
    organisations = frozenset(partnerships.values_list("partner_id", flat=True))
    accounts = PartnerAccount.objects.filter(partner__in=organisations)
    return Circle(
        kind="partner",
        organisations=organisations,
        accounts=frozenset(
            (platform, handle.casefold())
            for platform, handle in accounts.values_list("platform", "handle")
        ),
    )
