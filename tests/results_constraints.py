"""How each constraint on results is broken, and rows of each kind; see test_constraints."""

from collections.abc import Callable
from datetime import timedelta

from django.db import models
from django.utils import timezone

from contests.models import Campaign
from contests.phases import Phase
from results.models import (
    Alternate,
    Announcement,
    AnnouncementPlan,
    Award,
    Card,
    CategoryRemark,
    Certificate,
    Claim,
    ClaimDecision,
    Confirmation,
    Correction,
    Evidence,
    PreviewLink,
    Shortlist,
    ShortlistDecision,
    ShortlistItem,
    Standing,
    TieDecision,
)
from tests import personas
from tests.builders import (
    build_campaign,
    build_category,
    build_creator,
    build_entry,
    build_prize,
)

DAY = timedelta(days=1)


def _twice(make: Callable[[], object]) -> None:
    make()
    make()


def build_announcement(campaign: Campaign | None = None, **values: object) -> Announcement:
    base = {"announced_at": timezone.now(), "announced_by": personas.announcer()}
    campaign = campaign or build_campaign(phase=Phase.REVIEW)
    return Announcement.objects.create(campaign=campaign, digest="0" * 64, **base | values)


def build_announced_award(announcement: Announcement | None = None) -> Award:
    announcement = announcement or build_announcement()
    prize = build_prize(build_category(announcement.campaign))
    return Award.objects.create(prize=prize, creator=build_creator(), announcement=announcement)


def build_claim(award: Award | None = None, **values: object) -> Claim:
    award = award or build_announced_award()
    now = timezone.now()
    base = {
        "prize": award.prize,
        "entry": award.entry,
        "creator": award.creator,
        "offered_at": now,
        "accept_by": now + 14 * DAY,
    }
    return Claim.objects.create(award=award, **base | values)


def build_claim_decision(claim: Claim | None = None) -> ClaimDecision:
    return ClaimDecision.objects.create(
        claim=claim or build_claim(), verb="offer", to_status="offered", at=timezone.now()
    )


def build_certificate(claim: Claim | None = None, code: str = "K7MQ9P4X2ZRT") -> Certificate:
    claim = claim or build_claim()
    return Certificate.objects.create(
        claim=claim, creator=claim.creator, code=code, language="kk", issued_at=timezone.now()
    )


def build_correction(campaign: Campaign | None = None, **values: object) -> Correction:
    base = {
        "number": 2,
        "opened_at": timezone.now(),
        "opened_by": personas.announcer(),
        "reason": "The first winner has left.",
    }
    return Correction.objects.create(campaign=campaign or build_campaign(), **base | values)


def build_preview_link(**values: object) -> PreviewLink:
    now = timezone.now()
    base = {"created_at": now, "expires_at": now + 7 * DAY, "created_by": personas.announcer()}
    return PreviewLink.objects.create(
        campaign=build_campaign(), label="The minister's office", nonce="nonce", **base | values
    )


def build_shortlist_decision(**values: object) -> ShortlistDecision:
    base = {"verb": "confirm", "decided_at": timezone.now(), "decided_by": personas.manager()}
    return ShortlistDecision.objects.create(
        category=build_category(build_campaign()), **base | values
    )


def build_evidence() -> Evidence:
    return Evidence.objects.create(announcement=build_announcement(), body="{}", sha256="0" * 64)


def build_tie_decision(reason: str = "The chair preferred it.") -> TieDecision:
    return TieDecision.objects.create(
        category=build_category(build_campaign()),
        order=[1, 2],
        reason=reason,
        decided_at=timezone.now(),
        decided_by=personas.manager(),
    )


def _confirmation(campaign: Campaign | None = None) -> Confirmation:
    return Confirmation.objects.create(
        campaign=campaign or build_campaign(),
        number=1,
        digest="0" * 64,
        confirmed_at=timezone.now(),
        confirmed_by=personas.announcer(),
    )


def _standing(announcement: Announcement | None = None) -> Standing:
    announcement = announcement or build_announcement()
    return Standing.objects.create(
        announcement=announcement,
        category=build_category(announcement.campaign),
        creator=build_creator(),
        rank=1,
    )


def _announced_alternate() -> Alternate:
    announcement = build_announcement()
    return Alternate.objects.create(
        category=build_category(announcement.campaign),
        position=1,
        creator=build_creator(),
        announcement=announcement,
    )


def _announced_remark() -> CategoryRemark:
    announcement = build_announcement()
    return CategoryRemark.objects.create(
        category=build_category(announcement.campaign), text="Why.", announcement=announcement
    )


def _same_shortlist_item() -> None:
    campaign = build_campaign()
    shortlist = Shortlist.objects.create(
        category=build_category(campaign),
        confirmed_at=timezone.now(),
        confirmed_by=personas.manager(),
    )
    entry = build_entry(campaign)
    _twice(lambda: ShortlistItem.objects.create(shortlist=shortlist, entry=entry, position=1))


def _same_announcement() -> None:
    campaign = build_campaign(phase=Phase.REVIEW)
    _twice(lambda: build_announcement(campaign))


def _same_standing(*, entry: bool) -> None:
    announcement = build_announcement()
    category = build_category(announcement.campaign)
    ranked = build_entry(announcement.campaign)
    _twice(
        lambda: Standing.objects.create(
            announcement=announcement,
            category=category,
            entry=ranked if entry else None,
            creator=ranked.creator,
            rank=1,
        )
    )


def _same_award(*, announced: bool) -> None:
    announcement = build_announcement()
    prize = build_prize(build_category(announcement.campaign))
    _twice(
        lambda: Award.objects.create(
            prize=prize,
            slot=1,
            creator=build_creator(),
            announcement=announcement if announced else None,
        )
    )


def _slot_zero() -> None:
    prize = build_prize(build_category(build_campaign()))
    Award.objects.create(prize=prize, slot=0, creator=build_creator())


def _same_alternate(*, announced: bool) -> None:
    announcement = build_announcement()
    category = build_category(announcement.campaign)
    _twice(
        lambda: Alternate.objects.create(
            category=category,
            position=1,
            creator=build_creator(),
            announcement=announcement if announced else None,
        )
    )


def _alternate_zero() -> None:
    category = build_category(build_campaign())
    Alternate.objects.create(category=category, position=0, creator=build_creator())


def _same_remark(*, announced: bool) -> None:
    announcement = build_announcement()
    category = build_category(announcement.campaign)
    _twice(
        lambda: CategoryRemark.objects.create(
            category=category, announcement=announcement if announced else None
        )
    )


def _same_confirmation() -> None:
    campaign = build_campaign()
    _twice(lambda: _confirmation(campaign))


def _same_correction() -> None:
    campaign = build_campaign()
    _twice(lambda: build_correction(campaign))


def _same_claim(*, entry: bool) -> None:
    announcement = build_announcement()
    prize = build_prize(build_category(announcement.campaign), quantity=2)
    winner = build_entry(announcement.campaign)
    for slot in (1, 2):
        award = Award.objects.create(
            prize=prize,
            slot=slot,
            entry=winner if entry else None,
            creator=winner.creator,
            announcement=announcement,
        )
        build_claim(award)


def _same_certificate() -> None:
    claim = build_claim()
    build_certificate(claim, "A")
    build_certificate(claim, "B")


def _winners_card_of_nobody() -> None:
    Card.objects.create(
        campaign=build_campaign(),
        kind="winner",
        language="kk",
        size="wide",
        digest="0" * 64,
        made_at=timezone.now(),
    )


BROKEN: dict[str, Callable[[], object]] = {
    "results_shortlistitem_once": _same_shortlist_item,
    "results_shortlistdecision_publishes_at": lambda: build_shortlist_decision(verb="publish"),
    "results_announcement_once": _same_announcement,
    "results_announcementplan_possible": lambda: AnnouncementPlan.objects.create(
        campaign=build_campaign(), claim_days=0
    ),
    "results_standing_entry_once": lambda: _same_standing(entry=True),
    "results_standing_creator_once": lambda: _same_standing(entry=False),
    "results_tiedecision_has_reason": lambda: build_tie_decision(reason=""),
    "results_award_one_draft_per_place": lambda: _same_award(announced=False),
    "results_award_one_per_place": lambda: _same_award(announced=True),
    "results_award_slot_from_one": _slot_zero,
    "results_alternate_one_draft_each": lambda: _same_alternate(announced=False),
    "results_alternate_one_each": lambda: _same_alternate(announced=True),
    "results_alternate_from_one": _alternate_zero,
    "results_categoryremark_one_draft": lambda: _same_remark(announced=False),
    "results_categoryremark_once": lambda: _same_remark(announced=True),
    "results_confirmation_once_each": _same_confirmation,
    "results_previewlink_expires": lambda: build_preview_link(expires_at=timezone.now() - DAY),
    "results_correction_one_at_a_time": _same_correction,
    "results_correction_of_something": lambda: build_correction(number=1),
    "results_correction_has_reason": lambda: build_correction(reason=""),
    "results_claim_once_for_entry": lambda: _same_claim(entry=True),
    "results_claim_once_for_creator": lambda: _same_claim(entry=False),
    "results_claim_leaves_time": lambda: build_claim(accept_by=timezone.now() - DAY),
    "results_claim_fulfilled_has_time": lambda: build_claim(status="fulfilled"),
    "results_certificate_once": _same_certificate,
    "results_card_of_winner_has_award": _winners_card_of_nobody,
}

WRITTEN_ONCE: dict[str, Callable[[], models.Model]] = {
    "announcement": build_announcement,
    "standing": _standing,
    "evidence": build_evidence,
    "announced award": build_announced_award,
    "announced alternate": _announced_alternate,
    "announced remark": _announced_remark,
    "tie decision": build_tie_decision,
    "decision about a shortlist": build_shortlist_decision,
    "confirmation": _confirmation,
    "step of a prize claim": build_claim_decision,
}
