"""Who stands behind a campaign: its partners by role, with their accounts."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contests.models import Campaign, Partnership
from partners.models import PartnerAccount

PARTNERS_SHOWN = 6

ROLE_HEADINGS: dict[str, Promise] = {
    Partnership.Role.ORGANISER: _("Organisers"),
    Partnership.Role.SUPPORTER: _("With the support of"),
    Partnership.Role.PARTICIPANT: _("Taking part"),
    Partnership.Role.PRIZE_SPONSOR: _("Prizes by"),
    Partnership.Role.MEDIA: _("Media partners"),
}


@dataclass(frozen=True)
class Participation:
    """A partner's part in a campaign, with the partner's accounts."""

    partnership: Partnership
    accounts: list[PartnerAccount]


@dataclass(frozen=True)
class PartnerGroup:
    """Partners of one role, in the order of the campaign."""

    role: str
    heading: Promise
    participations: list[Participation]

    @property
    def partnerships(self) -> list[Partnership]:
        return [one.partnership for one in self.participations]

    @property
    def first(self) -> list[Participation]:
        """Those shown at once."""
        return self.participations if not self.folded else self.participations[:PARTNERS_SHOWN]

    @property
    def folded(self) -> list[Participation]:
        """The rest of a long list, behind a fold; one or two more are not worth folding."""
        long_list = len(self.participations) > PARTNERS_SHOWN + 2
        return self.participations[PARTNERS_SHOWN:] if long_list else []


def partner_groups(campaign: Campaign) -> list[PartnerGroup]:
    """The campaign's partners by role, organisers first. One query: a row for each account."""
    roles = list(ROLE_HEADINGS)
    rows = (
        campaign.partnerships.select_related("partner")
        .annotate(handle=F("partner__accounts__handle"), platform=F("partner__accounts__platform"))
        .order_by("order", "pk", "partner__accounts__pk")
    )
    participations = [
        _participation(list(same))
        for _pk, same in groupby(rows, key=lambda partnership: partnership.pk)
    ]
    participations.sort(key=lambda one: roles.index(one.partnership.role))
    return [
        PartnerGroup(role=role, heading=ROLE_HEADINGS[role], participations=list(group))
        for role, group in groupby(participations, key=lambda one: one.partnership.role)
    ]


def _participation(rows: list[Partnership]) -> Participation:
    accounts = [
        PartnerAccount(platform=getattr(row, "platform", ""), handle=getattr(row, "handle", ""))
        for row in rows
        if getattr(row, "handle", None)
    ]
    return Participation(partnership=rows[0], accounts=accounts)
