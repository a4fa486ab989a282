"""From a certificate's row to what is printed: names, sentences and logos as they are now."""

from __future__ import annotations

from datetime import datetime

from babel.dates import format_date
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, override, pgettext

from accounts.bidi import isolated
from contests.models import Campaign, Partnership
from contests.wording import locale
from entries.models import Creator
from partners.models import Partner
from results.answering import answered_by
from results.certificate_sheet import Institution, Sheet, Wording, pdf_of
from results.certificates import award_behind
from results.lettering import printable
from results.models import AnnouncementPlan, Award, Certificate
from results.palette import palette
from results.pictures import code_picture, small_picture
from results.plans import plan_of
from results.reading import Winner

# Longer citations are read on the page of the winners; on paper they would push out the name.
LONGEST_CITATION = 300
MOST_ORGANISERS, MOST_SUPPORTERS = 4, 6
# Larger than it is printed: 14 mm high at 600 dots an inch.
_LOGO_PIXELS = 900
_ROLES = Partnership.Role


def certificate_pdf(certificate: Certificate, *, at: datetime) -> bytes | None:
    """The certificate as PDF/UA; None while no announcement stands behind it.

    The same rows give the same bytes. The caller has selected `claim__prize__category__campaign`,
    `claim__entry` and `creator`.
    """
    award = award_behind(certificate, at=at)
    return pdf_of(sheet_of(certificate, award)) if award else None


def sheet_of(certificate: Certificate, award: Award) -> Sheet:
    """What the certificate says of the award that stands behind it, in its one or two languages."""
    campaign = award.prize.category.campaign
    plan = plan_of(campaign)
    partnerships = list(campaign.partnerships.select_related("partner"))
    languages = [one for one in (certificate.language, certificate.second_language) if one]
    address = f"{settings.SITE_URL}{reverse('verify', args=[certificate.code])}"
    with override(certificate.language):
        account = account_of(certificate.creator)
        organisers = _institutions(partnerships, {_ROLES.ORGANISER}, MOST_ORGANISERS)
        supporters = _institutions(
            partnerships,
            {_ROLES.SUPPORTER, _ROLES.PRIZE_SPONSOR},
            MOST_SUPPORTERS,
            first=award.prize.sponsor,
        )
    return Sheet(
        wordings=[_wording(certificate, award, plan, language) for language in languages],
        name=isolated(printed_name(certificate)),
        account=isolated(account),
        hashtag=isolated(printable(campaign.official_hashtag)),
        palette=palette(campaign.accent),
        organisers=organisers,
        supporters=[one for one in supporters if one.name not in {o.name for o in organisers}],
        code=certificate.code,
        code_picture=code_picture(address),
        address=address,
        evidence=award.announcement.evidence.sha256 if award.announcement else "",
        issued_at=certificate.issued_at,
    )


def printed_name(certificate: Certificate) -> str:
    """The name given for the certificate, as it can be printed; empty: the account stands alone.

    Of joint winners one accepts the prize and gives a name. It is that person's, so the others'
    certificates stay with their accounts.
    """
    claim = certificate.claim
    who = answered_by(claim)
    joint = claim.entry.joint_creators.all() if claim.entry else []
    named = next((one.pk for one in joint if who and one.user_id == who), claim.creator_id)
    return printable(claim.certificate_name) if named == certificate.creator_id else ""


def account_of(creator: Creator) -> str:
    """The account, or the number under which the evidence knows it, if it cannot be printed."""
    return printable(str(creator)) or gettext("%(platform)s account no. %(number)s") % {
        "platform": creator.get_platform_display(),
        "number": creator.pk,
    }


def others_of(certificate: Certificate, award: Award) -> list[str]:
    """The accounts with which a joint winner won."""
    creators = Winner(award, shares_place=False).creators
    return [account_of(one) for one in creators if one.pk != certificate.creator_id]


def _wording(
    certificate: Certificate, award: Award, plan: AnnouncementPlan, language: str
) -> Wording:
    campaign = award.prize.category.campaign
    with override(language):
        others = others_of(certificate, award)
        citation = printable(award.citation)
        return Wording(
            language=language,
            # Translators: the heading of the winner's certificate.
            title=pgettext("heading of the document", "Winner’s certificate"),
            award=award_in_words(award),
            campaign=campaign_in_words(campaign),
            together=gettext("Together with %(others)s")
            % {"others": ", ".join(isolated(one) for one in others)}
            if others
            else "",
            citation=citation if len(citation) <= LONGEST_CITATION else "",
            day=str(
                format_date(
                    certificate.issued_at.astimezone(campaign.zone), "long", locale=locale()
                )
            ),
            signatory=printable(plan.signatory),
            office=printable(plan.signatory_role),
            supported_by=gettext("Supported by"),
            check=gettext("Check that it is genuine"),
            code_label=gettext("Code"),
            evidence_label=gettext("Evidence of the results, SHA-256"),
            picture_of_code=gettext("QR code of the address %(address)s")
            % {"address": f"{settings.SITE_URL}{reverse('verify', args=[certificate.code])}"},
        )


def award_in_words(award: Award) -> str:
    """What was won, in the active language: the place, if there are several, and the category."""
    category = award.prize.category
    names = {
        "category": isolated(printable(category.title) or category.slug),
        "place": award.prize.place,
    }
    if category.prizes.count() > 1:
        return gettext("Place %(place)s in the category “%(category)s”") % names
    return gettext("Winner in the category “%(category)s”") % names


def campaign_in_words(campaign: Campaign) -> str:
    title = printable(campaign.title) or campaign.slug
    return gettext("Campaign “%(campaign)s”") % {"campaign": isolated(title)}


def _institutions(
    partnerships: list[Partnership],
    roles: set[Partnership.Role],
    most: int,
    *,
    first: Partner | None = None,
) -> list[Institution]:
    """Partners with one of these roles, each once, in the campaign's order."""
    partners = {first.pk: first} if first else {}
    partners |= {
        one.partner_id: one.partner
        for one in partnerships
        if one.role in roles and one.partner_id not in partners
    }
    return [
        Institution(
            name=printable(partner.name) or partner.slug,
            logo=small_picture(partner.logo.name or "", longest_side=_LOGO_PIXELS),
        )
        for partner in list(partners.values())[:most]
    ]
