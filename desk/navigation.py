"""The admin's sidebar: what a person may look at, in the order of a contest's life."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from partners.language_tabs import CODES, own_name

# Looked up now and then, so folded away.
RECORDS = _("Records")
# Title of the group, then model and icon (Material Symbols) of each link.
GROUPS: tuple[tuple[str | Promise, tuple[tuple[str, str], ...]], ...] = (
    (
        _("Contest"),
        (
            ("contests.Campaign", "campaign"),
            ("contests.Category", "workspace_premium"),
            ("partners.Partner", "account_balance"),
            ("partners.Quote", "format_quote"),
        ),
    ),
    (
        _("Entries"),
        (
            ("entries.Entry", "video_library"),
            ("entries.VideoImport", "upload_file"),
            ("entries.Creator", "person_play"),
            ("entries.ClaimLink", "key"),
        ),
    ),
    (
        _("Views"),
        (
            ("metrics.Reading", "visibility"),
            ("metrics.ReadingImport", "drive_folder_upload"),
            ("metrics.Case", "troubleshoot"),
            ("metrics.ReadingPlan", "schedule"),
            ("metrics.CampaignReading", "tag"),
        ),
    ),
    (
        _("Jury"),
        (
            ("judging.Round", "rule"),
            ("judging.Judge", "gavel"),
        ),
    ),
    (
        _("Results"),
        (
            ("results.Award", "trophy"),
            ("results.Announcement", "celebration"),
            ("outbox.Message", "outgoing_mail"),
        ),
    ),
    (
        RECORDS,
        (
            ("entries.Decision", "task_alt"),
            ("entries.Consent", "verified_user"),
            ("entries.GuardianConsent", "family_restroom"),
            ("entries.OwnershipProof", "person_check"),
            ("entries.PlatformAnswer", "forum"),
            ("entries.Lookup", "pending"),
            ("entries.Recheck", "published_with_changes"),
            ("metrics.Attestation", "how_to_reg"),
            ("metrics.StaleAcceptance", "event_busy"),
            ("metrics.PendingReading", "hourglass_top"),
            ("judging.Assignment", "assignment_ind"),
            ("judging.Score", "grade"),
            ("judging.Relation", "group"),
            ("judging.Comparison", "compare_arrows"),
            ("judging.RoundClosing", "flag"),
            ("judging.RoundOutcome", "moving"),
            ("results.Standing", "leaderboard"),
            ("results.Evidence", "fact_check"),
        ),
    ),
    (
        _("People"),
        (
            ("accounts.User", "group"),
            ("auth.Group", "badge"),
            ("auditlog.LogEntry", "history"),
            ("mfa.Authenticator", "phonelink_lock"),
            ("axes.AccessAttempt", "lock_clock"),
            ("django_tasks_database.DBTaskResult", "task"),
        ),
    ),
)


# What its library calls only in English.
TITLES = {"mfa.Authenticator": _("Second factors")}


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """Return Unfold's description of the sidebar; groups without a link to show are left out."""
    models = {model._meta.label: model for model in admin.site._registry}
    start = {"title": _("Overview"), "icon": "home", "link": reverse("admin:index")}
    guide = {"title": _("Help"), "icon": "help", "link": reverse("admin:desk_help")}
    groups: list[dict[str, Any]] = [{"items": [start, guide]}]
    for title, entries in GROUPS:
        items = [
            _item(models[label], icon)
            for label, icon in entries
            if label in models and _may_see(request, models[label])
        ]
        if items:
            group = {"title": title, "separator": True, "items": items}
            groups.append(group | {"collapsible": title is RECORDS})
    return groups


def _may_see(request: HttpRequest, model: type[Model]) -> bool:
    return bool(admin.site._registry[model].has_view_or_change_permission(request))


def _item(model: type[Model], icon: str) -> dict[str, Any]:
    meta = model._meta
    name = str(TITLES.get(meta.label, meta.verbose_name_plural))
    return {
        "title": name[:1].upper() + name[1:],
        "icon": icon,
        "link": reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist"),
    }


def languages(request: HttpRequest) -> list[dict[str, str]]:
    """The languages of the switch, by their own names."""
    return [{"code": code, "name_local": own_name(code)} for code in CODES]


def own_account(request: HttpRequest) -> str:
    """Where a person changes the password and sets up a second factor."""
    return reverse("account_overview")
