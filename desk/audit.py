"""The audit log: every change that staff and judges make, with actor and address.

The actor and the address come from the request, by auditlog's middleware; changes made by
commands and jobs have neither.
"""

from __future__ import annotations

from auditlog.registry import auditlog
from django.apps import apps
from django.db.models import Model
from modeltranslation.manager import get_translatable_fields_for_model

# Each model with its many-to-many fields. Rows that nobody can change are in the list where the
# address of whoever wrote them is worth knowing.
AUDITED: dict[str, tuple[str, ...]] = {
    "accounts.User": ("groups", "user_permissions"),
    "auth.Group": ("permissions",),
    "mfa.Authenticator": (),
    "partners.Partner": (),
    "partners.PartnerAccount": (),
    "partners.Quote": (),
    "contests.Campaign": ("quotes",),
    "contests.CampaignDecision": (),
    "contests.CampaignRole": (),
    "contests.Hashtag": (),
    "contests.Partnership": (),
    "contests.Ambassador": (),
    "contests.CampaignQuestion": (),
    "contests.RulesVersion": (),
    "contests.RejectionReason": (),
    "contests.Category": (),
    "contests.Prize": (),
    "entries.Creator": (),
    "entries.Entry": ("joint_creators",),
    "entries.Decision": (),
    "entries.OwnershipProof": (),
    "entries.GuardianConsent": (),
    "entries.ClaimLink": (),
    "outbox.MailStop": (),
    "metrics.Reading": (),
    "metrics.Attestation": (),
    "metrics.CampaignReading": (),
    "metrics.Case": (),
    "metrics.ReadingPlan": (),
    "metrics.StaleAcceptance": (),
    "judging.Judge": (),
    "judging.Round": (),
    "judging.Criterion": (),
    "judging.Assignment": (),
    "judging.Score": (),
    "judging.Relation": (),
    "judging.Completion": (),
    "judging.RoundClosing": (),
    "judging.Comparison": (),
    "results.Shortlist": (),
    "results.ShortlistItem": (),
    "results.TieDecision": (),
    "results.ShortlistDecision": (),
    "results.Award": (),
    "results.Alternate": (),
    "results.CategoryRemark": (),
    "results.AnnouncementPlan": ("responsible",),
    "results.PreviewLink": (),
    "results.Confirmation": (),
    "results.Announcement": (),
    "results.Evidence": (),
    "results.Correction": (),
    "results.Claim": (),
    "results.ClaimDecision": (),
    "results.Certificate": (),
    "results.PressRelease": (),
    "results.PressDecision": (),
    "outbox.Message": (),
}
# Secrets, and what changes without anybody's doing.
LEFT_OUT: dict[str, tuple[str, ...]] = {
    "accounts.User": ("password", "last_login"),
    "mfa.Authenticator": ("data", "last_used_at"),
    # The secret parts of links that take an account over or agree for a child.
    "entries.ClaimLink": ("nonce",),
    "entries.GuardianConsent": ("nonce",),
    "results.PreviewLink": ("nonce",),
    # Long, and kept for ever beside its digest, which is logged.
    "results.Evidence": ("body",),
    # Kept for ever in the step itself; the release's own columns are logged.
    "results.PressDecision": ("texts",),
    # How a save is told from another, which says nothing, and marks that are a judge's own.
    "judging.Assignment": ("revision", "saved_at", "saved_token", "skipped_at", "is_favourite"),
}


def register_audited_models() -> None:
    """Tell auditlog what to watch; called once, when all models are there."""
    for label, many_to_many in AUDITED.items():
        model = apps.get_model(label)
        auditlog.register(
            model,
            m2m_fields=set(many_to_many),
            exclude_fields=[*LEFT_OUT.get(label, ()), *_shown_texts(model), *_pointing_here(model)],
        )


def _shown_texts(model: type[Model]) -> tuple[str, ...]:
    """The fields that repeat the text of one language; the languages' own columns are watched."""
    return tuple(get_translatable_fields_for_model(model) or ())


def _pointing_here(model: type[Model]) -> list[str]:
    """Other models' foreign keys to this one: their changes are logged there."""
    return [relation.name for relation in model._meta.related_objects]
