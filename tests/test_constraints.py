"""What the database itself refuses: every named constraint, each broken once on purpose."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from accounts.models import User
from contests.models import (
    Ambassador,
    Campaign,
    CampaignDecision,
    CampaignRole,
    Hashtag,
    Partnership,
    RulesVersion,
)
from contests.phases import Phase
from entries.models import (
    AddressUse,
    CallBudget,
    Check,
    ClaimLink,
    Consent,
    Creator,
    Decision,
    Entry,
    Lookup,
    OwnershipProof,
    OwnershipQuestion,
    Recheck,
    RefusedRow,
    ShortLink,
    VideoCover,
    VideoImport,
)
from judging.models import Criterion, Round, Score
from outbox.models import MailStop, Message
from partners.models import PartnerAccount
from results.models import Award
from tests import (
    judging_constraints,
    personas,
    press_constraints,
    results_constraints,
    views_constraints,
)
from tests.builders import (
    build_assignment,
    build_campaign,
    build_category,
    build_creator,
    build_entry,
    build_judge,
    build_partner,
    build_partnership,
    build_prize,
    build_reading,
    build_round,
)

ROOMS = ("accounts", "outbox", "partners", "contests", "entries", "metrics", "judging", "results")
DAY = timedelta(days=1)


def _change_campaign(**values: object) -> None:
    Campaign.objects.filter(pk=build_campaign(phase=Phase.REVIEW).pk).update(**values)


def _mail_stop(**values: object) -> MailStop:
    facts: dict[str, object] = {"stopped_at": NOW, "reason": "A wrong list"}
    return MailStop.objects.create(**facts | values)


def _message(**values: object) -> Message:
    base = {
        "purpose": "test",
        "key": "one",
        "to_email": "a@example.org",
        "language": "en",
        "subject": "s",
        "body": "b",
        "created_at": timezone.now(),
    }
    return Message.objects.create(**base | values)


def _score(points: int = 3, out_of: int = 5) -> Score:
    campaign = build_campaign()
    round_ = build_round(build_category(campaign))
    judge = build_judge(campaign, personas.judge())
    assignment = build_assignment(round_, build_entry(campaign), judge)
    return Score.objects.create(
        assignment=assignment,
        criterion=round_.criteria.all()[0],
        points=points,
        out_of=out_of,
        scored_at=timezone.now(),
    )


def _twice(make: Callable[[], object]) -> None:
    make()
    make()


def _two_users() -> None:
    User.objects.create_user("aigul@example.org")
    User(email="Aigul@Example.org").save()


def _campaign_decision(**values: object) -> CampaignDecision:
    base = {"verb": "publish", "from_phase": "draft", "to_phase": "coming", "at": timezone.now()}
    return CampaignDecision.objects.create(campaign=build_campaign(), **base | values)


def _two_officials() -> None:
    campaign = build_campaign()
    Hashtag.objects.create(campaign=campaign, text="other", kind=Hashtag.Kind.OFFICIAL)


def _same_hashtag() -> None:
    Hashtag.objects.create(campaign=build_campaign(hashtag="kitap"), text="KITAP")


def _same_video() -> None:
    first = build_entry(build_campaign())
    build_entry(first.campaign, video_id=first.video_id)


def _same_rules_number() -> None:
    RulesVersion.objects.create(
        campaign=build_campaign(), number=1, text="x", created_at=timezone.now()
    )


def _same_category_slug() -> None:
    campaign = build_campaign()
    _twice(lambda: build_category(campaign, slug="best"))


def _same_place() -> None:
    category = build_category(build_campaign())
    _twice(lambda: build_prize(category, place=1))


def _same_partnership() -> None:
    partnership = build_partnership(build_campaign())
    build_partnership(partnership.campaign, partner=partnership.partner)


def _same_ambassador() -> None:
    campaign = build_campaign()
    _twice(lambda: Ambassador.objects.create(campaign=campaign, handle="akimrah"))


def _same_account() -> None:
    partner = build_partner()
    _twice(lambda: PartnerAccount.objects.create(partner=partner, platform="tiktok", handle="x"))


def _same_judge() -> None:
    campaign = build_campaign()
    _twice(lambda: build_judge(campaign, personas.judge()))


def _same_round() -> None:
    category = build_category(build_campaign())
    _twice(lambda: build_round(category, order=1))


def _round_backwards() -> None:
    now = timezone.now()
    build_round(build_category(build_campaign()), opens_at=now, closes_at=now)


def _criterion(**values: object) -> None:
    round_ = build_round(build_category(build_campaign()), criteria=0)
    Criterion.objects.create(round=round_, title="c", **values)


def _same_assignment() -> None:
    score = _score()
    given = score.assignment
    build_assignment(given.round, given.entry, given.judge)


def _silent_recusal() -> None:
    assignment = _score().assignment
    assignment.recused_at = timezone.now()
    assignment.save()


def _same_score() -> None:
    score = _score()
    Score.objects.create(
        assignment=score.assignment,
        criterion=score.criterion,
        points=1,
        out_of=5,
        scored_at=timezone.now(),
    )


def _same_check() -> None:
    entry = build_entry(build_campaign())
    _twice(
        lambda: Check.objects.create(
            entry=entry, rule="window", outcome="pass", checked_at=timezone.now()
        )
    )


def _same_consent(*, with_rules: bool = True) -> None:
    entry = build_entry(build_campaign())
    rules = entry.campaign.rules.get() if with_rules else None
    _twice(
        lambda: Consent.objects.create(
            entry=entry,
            kind=Consent.Kind.RULES,
            rules_version=rules,
            language="kk",
            given_by=personas.creator(),
            given_at=timezone.now(),
        )
    )


def _same_address_use() -> None:
    _twice(lambda: AddressUse.objects.create(purpose="enter", digest="a", began_at=NOW))


def _silent_refusal() -> None:
    build_entry(build_campaign(), status=Entry.Status.REJECTED, status_reason="")


def _same_creator() -> None:
    build_creator(handle="Aysel")
    build_creator(handle="aysel")


def _same_platform_id() -> None:
    _twice(lambda: build_creator(platform_user_id="77"))


NOW = timezone.now()


def _check(entry: Entry, **values: object) -> Check:
    base = {"rule": "window", "outcome": "pass", "checked_at": timezone.now()}
    return Check.objects.create(entry=entry, **base | values)


def _same_lookup() -> None:
    _twice(
        lambda: Lookup.objects.create(
            source="youtube", platform="youtube", video_id="BGQWPY4IigY", asked_at=timezone.now()
        )
    )


def _same_cover() -> None:
    _twice(
        lambda: VideoCover.objects.create(
            platform="tiktok", video_id="7340215487445339434", fetched_at=timezone.now()
        )
    )


def _same_budget() -> None:
    began_at = timezone.now()
    _twice(lambda: CallBudget.objects.create(name="youtube day", began_at=began_at))


def _empty_short_link() -> None:
    now = timezone.now()
    ShortLink.objects.create(link="https://vm.tiktok.com/Z/", asked_at=now, settled_at=now)


def _same_claim_link() -> None:
    campaign, creator, now = build_campaign(), build_creator(), timezone.now()
    _twice(
        lambda: ClaimLink.objects.create(
            campaign=campaign, creator=creator, nonce="n", created_at=now, expires_at=now
        )
    )


def _claim_by_nobody() -> None:
    now = timezone.now()
    ClaimLink.objects.create(
        campaign=build_campaign(),
        creator=build_creator(),
        nonce="n",
        created_at=now,
        expires_at=now,
        used_at=now,
    )


def _silent_attestation() -> None:
    OwnershipProof.objects.create(
        creator=build_creator(),
        user=personas.creator(),
        method=OwnershipProof.Method.ATTESTED,
        proven_at=timezone.now(),
        by=personas.moderator(),
    )


def _two_rechecks() -> None:
    campaign, now = build_campaign(), timezone.now()
    _twice(
        lambda: Recheck.objects.create(
            campaign=campaign, started_at=now, progressed_at=now, total=1
        )
    )


def _import(campaign: Campaign | None = None, **values: object) -> VideoImport:
    base = {
        "file_name": "videos.csv",
        "sha256": "0" * 64,
        "uploaded_at": timezone.now(),
        "uploaded_by": personas.manager(),
    }
    return VideoImport.objects.create(campaign=campaign or build_campaign(), **base | values)


def _same_file() -> None:
    campaign = build_campaign()
    _twice(lambda: _import(campaign))


def _same_refused_row() -> None:
    video_import = _import()
    _twice(lambda: RefusedRow.objects.create(video_import=video_import, line=2, code="not_a_link"))


def _ownership_question(entry: Entry | None = None, **values: object) -> OwnershipQuestion:
    base = {"user": personas.creator(), "way": "code", "asked_at": NOW, "due_at": NOW}
    return OwnershipQuestion.objects.create(
        entry=entry or build_entry(build_campaign()), **base | values
    )


def _same_ownership_question() -> None:
    entry = build_entry(build_campaign())
    _twice(lambda: _ownership_question(entry))


def _campaign_role(role: str = "Moderator") -> object:
    campaign = Campaign.objects.first() or build_campaign()
    return CampaignRole.objects.create(
        campaign=campaign, user=personas.stranger(), role=role, given_at=NOW
    )


BROKEN: dict[str, Callable[[], object]] = {
    **views_constraints.BROKEN,
    **judging_constraints.BROKEN,
    **results_constraints.BROKEN,
    **press_constraints.BROKEN,
    "accounts_user_email_unique": _two_users,
    "outbox_mailstop_one_at_a_time": lambda: _twice(_mail_stop),
    "outbox_mailstop_has_reason": lambda: _mail_stop(reason=""),
    "outbox_message_key_unique": lambda: _twice(_message),
    "outbox_message_released_has_time": lambda: _message(status="released"),
    "outbox_message_sent_has_time": lambda: _message(
        status="sent", released_at=NOW, send_after=NOW
    ),
    "partners_account_unique": _same_account,
    "contests_campaign_closes_after_opens": lambda: _change_campaign(opens_at=NOW),
    "contests_campaign_shortlist_after_close": lambda: _change_campaign(shortlist_by=NOW - 9 * DAY),
    "contests_campaign_announce_after_close": lambda: _change_campaign(
        shortlist_by=None, announce_by=NOW - 9 * DAY
    ),
    "contests_campaign_announce_after_shortlist": lambda: _change_campaign(
        announce_by=NOW - DAY + timedelta(hours=1)
    ),
    "contests_campaign_archives_after_close": lambda: _change_campaign(archives_at=NOW - 9 * DAY),
    "contests_campaign_published_has_dates": lambda: _change_campaign(opens_at=None),
    "contests_campaign_announced_is_published": lambda: _change_campaign(
        published_at=None, announced_at=NOW
    ),
    "contests_campaign_seconds_in_order": lambda: _change_campaign(min_seconds=60, max_seconds=30),
    "contests_campaigndecision_cancelling_has_reason": lambda: _campaign_decision(
        verb="cancel", to_phase="cancelled"
    ),
    "contests_campaignrole_once": lambda: _twice(_campaign_role),
    "contests_campaignrole_known": lambda: _campaign_role(role="Judge"),
    "contests_hashtag_unique": _same_hashtag,
    "contests_hashtag_one_official": _two_officials,
    "contests_rules_number_unique": _same_rules_number,
    "contests_category_slug_unique": _same_category_slug,
    "contests_category_views_need_platform": lambda: build_category(
        build_campaign(), method="most_viewed_video", platform=""
    ),
    "contests_prize_place_unique": _same_place,
    "contests_prize_place_from_one": lambda: build_prize(build_category(build_campaign()), place=0),
    "contests_prize_value_with_currency": lambda: build_prize(
        build_category(build_campaign()), value=Decimal(70000)
    ),
    "contests_partnership_unique": _same_partnership,
    "contests_ambassador_unique": _same_ambassador,
    "entries_creator_handle_unique": _same_creator,
    "entries_creator_platform_id_unique": _same_platform_id,
    "entries_entry_video_once": _same_video,
    "entries_entry_refusal_has_reason": _silent_refusal,
    "entries_check_once_per_rule": _same_check,
    "entries_check_override_has_reason": lambda: _check(
        build_entry(build_campaign()), outcome="overridden"
    ),
    "entries_consent_once": _same_consent,
    "entries_consent_once_without_rules": lambda: _same_consent(with_rules=False),
    "entries_addressuse_hour_unique": _same_address_use,
    "entries_lookup_once": _same_lookup,
    "entries_cover_once": _same_cover,
    "entries_callbudget_window_unique": _same_budget,
    "entries_shortlink_settled_has_result": _empty_short_link,
    "entries_claimlink_once": _same_claim_link,
    "entries_claimlink_used_by_somebody": _claim_by_nobody,
    "entries_proof_attested_has_reason": _silent_attestation,
    "entries_ownershipquestion_once": _same_ownership_question,
    "entries_ownershipquestion_due_or_settled": lambda: _ownership_question(settled_at=NOW),
    "entries_recheck_one_at_a_time": _two_rechecks,
    "entries_import_file_once": _same_file,
    "entries_import_not_past_its_end": lambda: _import(rows_total=1, rows_done=2),
    "entries_import_finished_was_started": lambda: _import(finished_at=timezone.now()),
    "entries_refusedrow_once": _same_refused_row,
    "judging_judge_once_per_campaign": _same_judge,
    "judging_round_order_unique": _same_round,
    "judging_round_closes_after_opens": _round_backwards,
    "judging_criterion_weight_positive": lambda: _criterion(weight=0),
    "judging_criterion_points_in_range": lambda: _criterion(max_points=101),
    "judging_assignment_once": _same_assignment,
    "judging_assignment_recusal_has_reason": _silent_recusal,
    "judging_score_once": _same_score,
    "judging_score_points_in_range": lambda: _score(points=6, out_of=5),
}


def _our_constraints() -> dict[str, models.BaseConstraint]:
    found = (
        c
        for room in ROOMS
        for m in apps.get_app_config(room).get_models()
        for c in m._meta.constraints
    )
    return {constraint.name: constraint for constraint in found}


def test_constraints_are_all_broken_below():
    assert set(BROKEN) == set(_our_constraints())


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_constraint_is_enforced_by_the_database(db: None, name: str):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        BROKEN[name]()
    # SQLite names the columns of a plain unique constraint, not the constraint.
    if connection.vendor == "postgresql":
        assert name in str(refusal.value)


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_constraint_has_a_sentence_for_people(name: str):
    constraint = _our_constraints()[name]
    assert str(constraint.violation_error_message) != constraint.default_violation_error_message


def _decision() -> Decision:
    entry = build_entry(build_campaign())
    return Decision.objects.create(entry=entry, verb="x", to_status="accepted", at=timezone.now())


def _consent() -> Consent:
    return Consent.objects.create(
        entry=build_entry(build_campaign()),
        kind="rules",
        language="kk",
        given_by=personas.creator(),
        given_at=timezone.now(),
    )


WRITTEN_ONCE: dict[str, Callable[[], models.Model]] = {
    **views_constraints.WRITTEN_ONCE,
    **judging_constraints.WRITTEN_ONCE,
    **results_constraints.WRITTEN_ONCE,
    **press_constraints.WRITTEN_ONCE,
    "decision": _decision,
    "decision on a campaign": _campaign_decision,
    "consent": _consent,
}


@pytest.mark.parametrize("name", sorted(WRITTEN_ONCE))
def test_append_only_row_cannot_be_changed(db: None, name: str):
    row = WRITTEN_ONCE[name]()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        row.save(force_update=True)


def test_draft_award_can_be_changed(db: None):
    prize = build_prize(build_category(build_campaign()))
    award = Award.objects.create(prize=prize, creator=build_creator())
    award.citation = "For its warmth."
    award.save()
    award.refresh_from_db()
    assert award.citation == "For its warmth."


def test_creator_of_another_platform_may_share_a_handle(db: None):
    build_creator(platform="tiktok", handle="aysel")
    build_creator(platform="youtube", handle="aysel")
    assert Creator.objects.filter(handle="aysel").count() == 2


def test_partner_may_have_two_roles_in_a_campaign(db: None):
    first = build_partnership(build_campaign())
    build_partnership(first.campaign, partner=first.partner, role=Partnership.Role.PRIZE_SPONSOR)
    assert first.partner.partnerships.count() == 2


def test_rounds_may_follow_each_other(db: None):
    category = build_category(build_campaign())
    build_round(category, order=1)
    build_round(category, order=2)
    assert Round.objects.filter(category=category).count() == 2


def test_negative_views_are_refused_by_the_database(db: None):
    with pytest.raises(IntegrityError), transaction.atomic():
        build_reading(build_entry(build_campaign()), views=-1, taken_at=timezone.now() - DAY)
