"""Roles are groups with exact permissions.

`ROLES` is the present truth; each change of it comes with a data migration in `desk`, and a test
compares the groups in the database with this table. Labels are strings, so that this room at the
bottom of the house needs to import nobody.
"""

ADMINISTRATOR = "Administrator"
CAMPAIGN_MANAGER = "Campaign manager"
MODERATOR = "Moderator"
ANNOUNCER = "Announcer"
AUDITOR = "Auditor"
JUDGE = "Judge"

_CAMPAIGN_MODELS = (
    "partners.partner",
    "partners.partneraccount",
    "partners.quote",
    "contests.campaign",
    "contests.hashtag",
    "contests.category",
    "contests.prize",
    "contests.partnership",
    "contests.ambassador",
    "contests.campaignquestion",
    "contests.rulesversion",
    "contests.rejectionreason",
)
_PLAN_MODELS = ("metrics.readingplan",)
_JUDGING_MODELS = ("judging.judge", "judging.round", "judging.criterion", "judging.assignment")
_ENTRY_MODELS = ("entries.creator", "entries.entry")
_INTAKE_RECORDS = (
    "entries.decision",
    "entries.check",
    "entries.consent",
    "entries.platformanswer",
    "entries.ownershipproof",
    "entries.guardianconsent",
    "entries.videoimport",
)
_VIEWS_RECORDS = (
    "metrics.reading",
    "metrics.attestation",
    "metrics.readingimport",
    "metrics.case",
    "metrics.staleacceptance",
    "metrics.pendingreading",
)
_RECORD_MODELS = (
    "contests.campaigndecision",
    "contests.campaignrole",
    *_INTAKE_RECORDS,
    "entries.recheck",
    "entries.claimlink",
    *_VIEWS_RECORDS,
    "metrics.campaignreading",
    "judging.score",
    "judging.relation",
    "judging.comparison",
    "judging.completion",
    "judging.roundclosing",
    "judging.roundoutcome",
    "results.shortlist",
    "results.shortlistitem",
    "results.shortlistdecision",
    "results.announcementplan",
    "results.previewlink",
    "results.announcement",
    "results.correction",
    "results.standing",
    "results.award",
    "results.evidence",
    "results.claim",
    "results.claimdecision",
    "results.certificate",
    "results.pressrelease",
    "results.pressdecision",
)
_MAIL_MODELS = ("outbox.message",)


def _may(verbs: tuple[str, ...], models: tuple[str, ...]) -> set[str]:
    pairs = (model.split(".") for model in models)
    return {f"{app}.{verb}_{name}" for app, name in pairs for verb in verbs}


_EDIT = ("add", "change", "delete", "view")
_VIEW = ("view",)
_READ_EVERYTHING = _may(
    _VIEW,
    _CAMPAIGN_MODELS
    + _PLAN_MODELS
    + _JUDGING_MODELS
    + _ENTRY_MODELS
    + _RECORD_MODELS
    + _MAIL_MODELS,
)

# How results come out, and what becomes of the prizes.
_GIVE_PRIZES = {
    "results.change_announcementplan",
    "results.add_previewlink",
    "results.change_claim",
    "results.view_deliverydata",
}
# What newspapers are told; a manager publishes the launch, an announcer the results.
_TELL_THE_PRESS = {"results.change_pressrelease", "results.publish_pressrelease"}
_MANAGE = (
    _may(_EDIT, _CAMPAIGN_MODELS + _JUDGING_MODELS)
    | _may(("view", "change"), _ENTRY_MODELS)
    | _may(("add", "change", "view"), _PLAN_MODELS)
    | _may(
        ("add", "view"),
        (
            "metrics.reading",
            "metrics.campaignreading",
            "metrics.readingimport",
            "metrics.staleacceptance",
        ),
    )
    | _may(("view", "change"), ("results.award",))
    | _READ_EVERYTHING
    | _GIVE_PRIZES
    | _TELL_THE_PRESS
    | {
        "contests.publish_campaign",
        "contests.cancel_campaign",
        "contests.change_campaignrole",
        "entries.moderate_entry",
        "entries.add_videoimport",
        "entries.add_claimlink",
        "metrics.attest_reading",
        "metrics.decide_case",
        "judging.assign_judges",
        "judging.close_round",
        "judging.add_relation",
        "judging.delete_relation",
        "results.view_standings",
        "results.shortlist_entries",
        "outbox.release_message",
        "outbox.change_message",
    }
)
_MODERATE = (
    _may(_VIEW, _CAMPAIGN_MODELS + _ENTRY_MODELS)
    | _may(_VIEW, _INTAKE_RECORDS + _VIEWS_RECORDS)
    | {"entries.moderate_entry", "metrics.attest_reading", "metrics.decide_case"}
)
_ANNOUNCE = (
    _READ_EVERYTHING
    | _GIVE_PRIZES
    | _TELL_THE_PRESS
    | {
        "results.view_standings",
        "results.shortlist_entries",
        "results.announce_campaign",
        "results.change_award",
        "entries.add_claimlink",
        "metrics.add_staleacceptance",
        "outbox.release_message",
        "outbox.change_message",
    }
)
_AUDIT = _READ_EVERYTHING | {
    "results.view_standings",
    "accounts.view_user",
    "auditlog.view_logentry",
}
_ADMINISTER = (
    _MANAGE | _ANNOUNCE | _AUDIT | {"accounts.add_user", "accounts.change_user", "auth.view_group"}
)

ROLES: dict[str, frozenset[str]] = {
    ADMINISTRATOR: frozenset(_ADMINISTER),
    CAMPAIGN_MANAGER: frozenset(_MANAGE),
    MODERATOR: frozenset(_MODERATE),
    ANNOUNCER: frozenset(_ANNOUNCE),
    AUDITOR: frozenset(_AUDIT),
    JUDGE: frozenset({"judging.score_entries"}),
}
STAFF_ROLES = (ADMINISTRATOR, CAMPAIGN_MANAGER, MODERATOR, ANNOUNCER, AUDITOR)
