"""The hand-over lists: which prizes of a campaign each sponsor has to deliver, and to whom."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.translation import gettext as _

from contests.models import Campaign
from contests.wording import country_name
from judging.spreadsheets import Table, Value
from partners.models import Partner
from results.claim_moves import is_overdue
from results.delivery import Delivery, Unreadable, unseal
from results.models import Claim, ClaimDecision, DeliveryData
from results.wording import value_in_words

Status = Claim.Status
NO_SPONSOR = 0
"""Stands for prizes that nobody sponsors: the organisers deliver them themselves."""


@dataclass(frozen=True)
class SponsorList:
    """The prizes of one sponsor in a campaign, in the order of categories and places."""

    sponsor: Partner | None
    claims: Sequence[Claim]
    at: datetime

    @property
    def key(self) -> int:
        return self.sponsor.pk if self.sponsor else NO_SPONSOR

    @property
    def counts(self) -> Counter[str]:
        return Counter(claim.status for claim in self.claims)

    @property
    def ready(self) -> list[Claim]:
        """Accepted, and not with the sponsor yet: what the list is made of."""
        return self.in_state(Status.ACCEPTED)

    @property
    def handed_over(self) -> list[Claim]:
        return self.in_state(Status.HANDED_OVER)

    @property
    def overdue(self) -> list[Claim]:
        return [claim for claim in self.claims if is_overdue(claim, at=self.at)]

    def in_state(self, status: str) -> list[Claim]:
        return [claim for claim in self.claims if claim.status == status]


@dataclass(frozen=True)
class Parcel:
    """A prize with where it goes. `delivery` is None where nothing is kept, or cannot be opened."""

    claim: Claim
    delivery: Delivery | None
    is_unreadable: bool = False

    @cached_property
    def country(self) -> str:
        code = self.delivery.country if self.delivery else ""
        return country_name(code) if code else ""


def lists_of(campaign: Campaign, *, at: datetime) -> list[SponsorList]:
    """Each sponsor's prizes, by name; those without a sponsor last. Prizes taken back are left out.

    One query.
    """
    claims = (
        Claim.objects.filter(prize__category__campaign=campaign)
        .exclude(status=Status.REVOKED)
        .select_related("prize__category__campaign", "prize__sponsor", "creator", "entry")
    )
    by_sponsor: defaultdict[Partner | None, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_sponsor[claim.prize.sponsor].append(claim)
    found = [SponsorList(sponsor, of_one, at) for sponsor, of_one in by_sponsor.items()]
    return sorted(found, key=lambda one: (one.sponsor is None, str(one.sponsor).casefold()))


def taken_back_from_sponsors(campaign: Campaign) -> list[Claim]:
    """Prizes taken back by a correction when a sponsor or winner had them: somebody must call."""
    revoked = ClaimDecision.objects.filter(
        verb="revoke", from_status__in=(Status.HANDED_OVER, Status.FULFILLED)
    )
    return list(
        Claim.objects.filter(
            prize__category__campaign=campaign,
            status=Status.REVOKED,
            pk__in=revoked.values("claim"),
        ).select_related("prize__category", "prize__sponsor", "creator")
    )


def parcels(claims: Sequence[Claim]) -> list[Parcel]:
    """The claims with their delivery data, opened. The caller logs the look."""
    kept = {one.claim_id: one for one in DeliveryData.objects.filter(claim__in=claims)}
    return [_parcel(claim, kept.get(claim.pk)) for claim in claims]


def _parcel(claim: Claim, kept: DeliveryData | None) -> Parcel:
    if kept is None:
        return Parcel(claim, None)
    try:
        return Parcel(claim, unseal(kept))
    except Unreadable:
        return Parcel(claim, None, is_unreadable=True)


def table_of(claims: Sequence[Claim], *, title: str) -> Table:
    """A hand-over list as a table for spreadsheet programs, in the active language."""
    headings = (
        _("Category"),
        _("Place"),
        _("Prize"),
        _("Value"),
        _("Winner"),
        _("Name on the certificate"),
        _("Recipient"),
        _("Guardian"),
        _("Telephone"),
        _("Street, house, flat"),
        _("Town or village"),
        _("Postal code"),
        _("Country"),
        _("Note"),
    )
    return Table(title=title, headings=headings, rows=_rows(parcels(claims)))


def _rows(of_list: Sequence[Parcel]) -> Iterator[Sequence[Value]]:
    for parcel in of_list:
        claim, told = parcel.claim, parcel.delivery or Delivery()
        prize = claim.prize
        recipient = _("cannot be read any more") if parcel.is_unreadable else told.recipient
        yield (
            str(prize.category.title),
            prize.place,
            str(prize.title),
            value_in_words(prize),
            f"@{claim.creator.handle}",
            claim.certificate_name,
            recipient,
            told.guardian,
            told.phone,
            told.street,
            told.city,
            told.postal_code,
            parcel.country,
            told.note,
        )
