"""Certificates of the winners: issued by the announcement, good for as long as it stands.

A certificate is a row with a code. Its PDF is set anew whenever it is asked for
(results.certificate_setting); whoever has the code can check it (results.certificate_pages).
"""

from __future__ import annotations

from datetime import datetime

from contests.models import Campaign
from entries.models import Creator
from results.certificate_codes import new_code
from results.claiming import won_key
from results.models import Announcement, Award, Certificate, Claim
from results.plans import plan_of
from results.reading import Winner, announced_awards


def issue_certificates(*, announcement: Announcement, at: datetime) -> list[Certificate]:
    """Issue what the winners of an announcement lack; return all certificates that it stands for.

    For the transaction that announces, after `offer_claims`; the caller holds the campaign's lock.
    Joint creators get one each, in the language of the person behind the account where it is
    known, else in the campaign's first. Whoever has a certificate keeps it, with its code: a
    correction makes new ones only for those who come in. Seven queries, however many winners.
    """
    campaign = announcement.campaign
    awards = list(
        announcement.awards.select_related(
            "creator__user", "entry__creator", "entry__submitted_by", "prize__category"
        ).prefetch_related("entry__joint_creators__user")
    )
    claims = {
        won_key(claim): claim
        for claim in Claim.objects.filter(prize__category__campaign=campaign).select_related(
            "prize"
        )
    }
    known = {
        (certificate.claim_id, certificate.creator_id): certificate
        for certificate in Certificate.objects.filter(claim__prize__category__campaign=campaign)
    }
    second = plan_of(campaign).certificate_language
    wanted = [
        (claims[won_key(award)], creator, language_for(creator, award, campaign))
        for award in awards
        for creator in Winner(award, shares_place=False).creators
    ]
    new = {
        (claim.pk, creator.pk): Certificate(
            claim=claim,
            creator=creator,
            code=new_code(),
            language=language,
            second_language="" if second == language else second,
            issued_at=at,
        )
        for claim, creator, language in wanted
        if (claim.pk, creator.pk) not in known
    }
    Certificate.objects.bulk_create(new.values())
    known |= new
    return [known[claim.pk, creator.pk] for claim, creator, _language in wanted]


def language_for(creator: Creator, award: Award, campaign: Campaign) -> str:
    """The language of a winner: of the account's person, or of who entered the creator's video."""
    person = creator.user
    if person is None and award.entry is not None and creator.pk == award.entry.creator_id:
        person = award.entry.submitted_by
    return person.preferred_language if person else str(campaign.languages[0])


def award_behind(certificate: Certificate, *, at: datetime) -> Award | None:
    """The award for which a certificate stands now; None where a correction took it away.

    Asked anew each time and never stored: only the newest announcement says who won.
    """
    claim = certificate.claim
    awards = (
        announced_awards(at=at)
        .filter(prize=claim.prize_id)
        .select_related(
            "announcement__evidence", "prize__category__campaign", "creator", "entry__creator"
        )
        .prefetch_related("entry__joint_creators")
    )
    for award in awards:
        creators = Winner(award, shares_place=False).creators
        if won_key(award) == won_key(claim) and certificate.creator_id in {c.pk for c in creators}:
            return award
    return None
