"""Who may not win: staff, partners of the campaign and, told by their own room, its judges.

A judge is kept out in person. Entries by creators of a judge's organisation do take part; that
judge never sees them (see judging.assigning).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from contests.models import Campaign, Partnership
from entries.models import Entry
from partners.models import PartnerAccount


@dataclass(frozen=True)
class Circle:
    """People and institutions of one kind that stand too near to a campaign to win it."""

    kind: str  # as entries.eligibility names it: "judge", "staff" or "partner"
    users: frozenset[int] = frozenset()
    organisations: frozenset[int] = frozenset()
    accounts: frozenset[tuple[str, str]] = frozenset()  # platform and handle in small letters


Provider = Callable[[Campaign], Circle]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Let a room above this one name people of its own; called once, when its app is ready."""
    if provider not in _providers:
        _providers.append(provider)


def circles_of(campaign: Campaign) -> list[Circle]:
    """Everybody who may not win a campaign, in the order in which they are named."""
    return [*(provider(campaign) for provider in _providers), _partners(campaign)]


def excluded_as(entry: Entry, circles: Iterable[Circle]) -> str:
    """What keeps an entry's people from winning; "" if nothing does.

    Asks the database for nothing if the creators, their users and the submitter are loaded.
    """
    creators = [entry.creator, *entry.joint_creators.all()]
    people = [entry.submitted_by, *(creator.user for creator in creators)]
    users = {person.pk for person in people if person is not None}
    organisations = {creator.organisation_id for creator in creators}
    accounts = {(creator.platform, creator.handle.casefold()) for creator in creators}
    for circle in circles:
        if (
            not circle.users.isdisjoint(users)
            or not circle.organisations.isdisjoint(organisations)
            or not circle.accounts.isdisjoint(accounts)
        ):
            return circle.kind
    return "staff" if any(person.is_staff for person in people if person) else ""


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
