"""One row of each model that the admin shows."""

from allauth.mfa.models import Authenticator
from auditlog.models import LogEntry
from axes.models import AccessAttempt
from django.contrib.auth.models import Group
from django.db.models import Model
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from contests.phases import Phase
from entries.models import (
    ClaimLink,
    Consent,
    Decision,
    GuardianConsent,
    Lookup,
    OwnershipProof,
    PlatformAnswer,
    Recheck,
    VideoImport,
)
from judging.models import Score
from metrics.models import CampaignReading, PendingReading, ReadingPlan
from outbox.models import Message
from partners.models import Quote
from results.models import Announcement, Award, Evidence, Standing
from tests.builders import (
    build_assignment,
    build_campaign,
    build_category,
    build_entry,
    build_judge,
    build_partner,
    build_prize,
    build_reading,
    build_round,
)
from tests.judging_constraints import (
    build_closing,
    build_comparison,
    build_outcome,
    build_relation,
)
from tests.personas import announcer, judge, stranger
from tests.results_constraints import build_certificate, build_claim
from tests.views_constraints import (
    build_attestation,
    build_case,
    build_reading_import,
    build_stale_acceptance,
)


def one_of_each() -> dict[str, Model]:
    """Return rows by their model's label. The campaign itself is a draft, so that it can go."""
    now = timezone.now()
    running = build_campaign()
    category = build_category(running)
    prize = build_prize(category)
    round_ = build_round(category)
    appointed = build_judge(running, judge())
    entry = build_entry(running)
    assignment = build_assignment(round_, entry, appointed)
    partner = build_partner()
    announcement = Announcement.objects.create(
        campaign=running, announced_at=now, announced_by=announcer(), digest="0" * 64
    )
    rows: list[Model] = [
        build_relation(appointed),
        closing := build_closing(),
        build_outcome(closing),
        build_comparison(),
        build_campaign(phase=Phase.DRAFT),
        build_category(build_campaign(phase=Phase.DRAFT)),
        partner,
        Quote.objects.create(partner=partner, speaker="Speaker", text="Text"),
        entry,
        entry.creator,
        Decision.objects.create(entry=entry, verb="receive", to_status="received", at=now),
        Consent.objects.create(
            entry=entry, kind="rules", language="kk", given_by=stranger(), given_at=now
        ),
        OwnershipProof.objects.create(
            creator=entry.creator, user=stranger(), method="code", proven_at=now
        ),
        PlatformAnswer.objects.create(
            platform="tiktok", video_id=entry.video_id, source="staff", said_at=now, found=True
        ),
        Lookup.objects.create(
            platform="tiktok", video_id=entry.video_id, source="cover", due_at=now, asked_at=now
        ),
        VideoImport.objects.create(
            campaign=running, file_name="a.csv", sha256="a", uploaded_at=now, uploaded_by=stranger()
        ),
        GuardianConsent.objects.create(
            entry=entry,
            name="Guardian",
            email="guardian@example.org",
            language="kk",
            nonce="nonce",
            asked_at=now,
        ),
        ClaimLink.objects.create(
            campaign=running,
            creator=entry.creator,
            nonce="nonce",
            created_at=now,
            expires_at=now,
        ),
        Recheck.objects.create(campaign=running, started_at=now, progressed_at=now, total=1),
        build_reading(entry, views=1, taken_at=now),
        CampaignReading.objects.create(
            campaign=running, views=1, taken_at=now, recorded_at=now, source="Report"
        ),
        build_attestation(),
        build_case(entry),
        build_reading_import(running),
        build_stale_acceptance(),
        PendingReading.objects.create(
            entry=entry, source="youtube", slot_at=now, due_at=now, asked_at=now
        ),
        ReadingPlan.objects.create(campaign=running),
        build_round(build_category(build_campaign())),
        build_judge(build_campaign(), judge()),
        assignment,
        Score.objects.create(
            assignment=assignment,
            criterion=round_.criteria.first(),
            points=1,
            out_of=5,
            scored_at=now,
        ),
        announcement,
        Award.objects.create(prize=prize, creator=entry.creator, entry=entry),
        Standing.objects.create(
            announcement=announcement, category=category, creator=entry.creator, entry=entry
        ),
        Evidence.objects.create(announcement=announcement, body="{}", sha256="0" * 64),
        claim := build_claim(),
        build_certificate(claim),
        Message.objects.create(
            key="one",
            purpose="entry_accepted",
            to_email="someone@example.org",
            language="kk",
            subject="Subject",
            body="Body",
            created_at=now,
        ),
        stranger(),
        Group.objects.order_by("pk").first(),
        Authenticator.objects.create(user=judge(), type=Authenticator.Type.TOTP, data={}),
        AccessAttempt.objects.create(username="someone", attempt_time=now, failures_since_start=1),
        DBTaskResult.objects.create(
            args_kwargs={"args": [], "kwargs": {}},
            task_path="outbox.delivery.deliver",
            queue_name="default",
            backend_name="default",
            run_after=now,
        ),
        LogEntry.objects.order_by("pk").first(),
    ]
    return {row._meta.label: row for row in rows}
