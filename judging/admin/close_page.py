"""The page that closes a round: who would go on, who is on the line, and the nod."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.acting import acting_user
from accounts.bidi import isolated
from accounts.clock import database_now
from entries.models import Entry
from judging.admin.close_choices import Choice, Choices, faults_in, read_choices, word_for
from judging.admin.close_wording import change_in_words, rule_in_words
from judging.admin.round_pages import entries_by_id, for_those_who_see_scores, round_context
from judging.closing import close_round, refusal_to_close
from judging.closing_changes import Change, changes_since, parts_of
from judging.closing_preview import ClosingPreview, ClosingRow, Decisions, Where, preview_closing
from judging.models import Round
from judging.refusal import JudgingRefused

SALT = "judging.close"
NEIGHBOURS = 5
"""Entries shown on each side of the line."""
ON_LINE_AT_ONCE = 50
"""Entries on the line that are listed singly; the others are decided together, or looked for."""
FOUND_AT_ONCE = 20


@dataclass(frozen=True)
class Line:
    """One entry of the page with what is chosen for it."""

    row: ClosingRow
    entry: Entry
    choice: Choice
    fault: str
    left_alone: str
    of_creator: int  # entries of the same creators that would go on

    @property
    def suffix(self) -> str:
        """Of the names of its fields."""
        return str(self.row.entry_id)

    @property
    def label(self) -> str:
        return isolated(self.entry.creator)

    @property
    def note(self) -> str:
        """Whether the same creator has others that go on; empty for one or none."""
        if self.of_creator < 2:
            return ""
        return _("%(count)s of this creator’s entries go on") % {"count": self.of_creator}


def _close_page(request: HttpRequest, round_: Round) -> HttpResponseBase:
    """Show what closing would do; on POST count the choices in, look for an entry, or close."""
    if not request.user.has_perm("judging.close_round"):
        raise PermissionDenied
    preview = preview_closing(round_)
    choices, faults, changes = Choices(), {}, []
    act = request.POST.get("do") if request.method == "POST" else ""
    if request.method == "POST":
        choices = read_choices(request.POST, preview)
        if act == "find":
            choices = _with_found(request, choices, preview)
        else:
            faults = faults_in(choices, preview, choices.decisions(preview))
        if act == "close" and not faults:
            code = _close(request, round_, choices, preview)
            if not code:
                return redirect("admin:judging_round_change", round_.pk)
            round_.refresh_from_db(fields=["closed_at"])
            preview = preview_closing(round_)
            choices = read_choices(request.POST, preview)
            if code == "closing_changed":
                changes = changes_since(_seen(request), preview, choices.decisions(preview))
    decisions = choices.decisions(preview)
    code, params = refusal_to_close(round_, preview, at=timezone.now())
    ready = not faults and not preview.undecided(decisions)
    context = round_context(request, round_, title=_("Close the round"), here="close") | {
        "rule": rule_in_words(round_),
        "refusal": JudgingRefused(code, **params).message if code else "",
        "preview": preview,
        "changes": _in_words(changes),
        "choices": choices,
        "faults": faults,
        "is_ready": ready,
        "digest": preview.digest(decisions),
        "seen": signing.dumps(parts_of(preview, decisions), salt=SALT, compress=True),
        "figures": _figures(preview, decisions),
        "groups": _groups(preview, choices, faults, decisions),
        "unshown": max(len(preview.line.on_line) - ON_LINE_AT_ONCE, 0),
        "unreviewed": len(preview.ids(Where.UNREVIEWED)),
        "is_screening": round_.kind == Round.Kind.SCREENING,
        "is_pairwise": round_.kind == Round.Kind.PAIRWISE,
    }
    return TemplateResponse(request, "admin/judging/close.html", context)


close_page = for_those_who_see_scores(_close_page, methods=("GET", "HEAD", "POST"))


def _close(request: HttpRequest, round_: Round, choices: Choices, preview: ClosingPreview) -> str:
    """Close; the code of the refusal, or nothing."""
    try:
        closing = close_round(
            round_id=round_.pk,
            decisions=choices.decisions(preview),
            digest=request.POST.get("digest", ""),
            note=choices.note,
            by=acting_user(request),
            at=database_now(),
        )
    except JudgingRefused as refused:
        messages.error(request, refused.message)
        return refused.code
    count = closing.outcomes.filter(advances=True).count()
    messages.success(
        request,
        ngettext(
            "The round is closed. %(count)d entry goes on.",
            "The round is closed. %(count)d entries go on.",
            count,
        )
        % {"count": count},
    )
    return ""


def _with_found(request: HttpRequest, choices: Choices, preview: ClosingPreview) -> Choices:
    """Add rows for the entries that were looked for, by a handle or the number of a video."""
    wanted = request.POST.get("find", "").replace("\x00", "").strip().removeprefix("@")
    found: list[int] = []
    if wanted:
        matching = Entry.objects.filter(
            Q(creator__handle__icontains=wanted) | Q(video_id=wanted),
            campaign=preview.round.category.campaign_id,
        )
        # The round's own order: what stands higher is shown first.
        known = set(matching.values_list("pk", flat=True))
        found = [entry_id for entry_id in preview.rows if entry_id in known][:FOUND_AT_ONCE]
    if not found:
        messages.warning(request, _("No entry of this round was found by that name."))
    return Choices(
        rows={**dict.fromkeys(found, Choice()), **choices.rows},
        line=choices.line,
        note=choices.note,
    )


def _groups(
    preview: ClosingPreview, choices: Choices, faults: dict[str, str], decisions: Decisions
) -> list[tuple[str, list[Line]]]:
    """Who goes on, just above the line; who is on it; who is just below; and who was looked for."""
    above, below = preview.line.neighbours(NEIGHBOURS)
    on_line = preview.line.on_line[:ON_LINE_AT_ONCE]
    shown = {*above, *on_line, *below}
    others = tuple(entry_id for entry_id in choices.rows if entry_id not in shown)
    entries = entries_by_id([*shown, *others])
    of_creator = _advancing_by_creator(preview, decisions)

    def lines(ids: tuple[int, ...]) -> list[Line]:
        return [
            Line(
                row=(row := preview.rows[entry_id]),
                entry=entries[entry_id],
                choice=choices.rows.get(entry_id, Choice()),
                fault=faults.get(str(entry_id), ""),
                left_alone=word_for(row.where),
                of_creator=max(of_creator.get(pk, 0) for pk in row.creator_ids),
            )
            for entry_id in ids
            if entry_id in entries
        ]

    groups = [
        (_("The last that go on"), lines(above)),
        (_("On the line"), lines(on_line)),
        (_("The first that stay behind"), lines(below)),
        (_("Other entries"), lines(others)),
    ]
    return [(title, of_group) for title, of_group in groups if of_group]


def _advancing_by_creator(preview: ClosingPreview, decisions: Decisions) -> dict[int, int]:
    counts: dict[int, int] = {}
    for entry_id in preview.advancing(decisions):
        for creator_id in preview.rows[entry_id].creator_ids:
            counts[creator_id] = counts.get(creator_id, 0) + 1
    return counts


def _figures(preview: ClosingPreview, decisions: Decisions) -> dict[str, int]:
    advancing = preview.advancing(decisions)
    by_hand = preview.by_hand(decisions)
    return {
        "entries": len(advancing),
        "creators": len(preview.creators_of(advancing)),
        "on_line": len(preview.line.on_line),
        "staying": len(preview.rows) - len(advancing) - len(preview.undecided(decisions)),
        "taken_in": sum(one.advances for one in by_hand.values()),
        "kept_back": sum(not one.advances for one in by_hand.values()),
    }


def _in_words(changes: list[Change]) -> list[str]:
    entries = entries_by_id({pk for change in changes for pk in change.entry_ids})
    return [change_in_words(change, entries) for change in changes]


def _seen(request: HttpRequest) -> dict[str, Any]:
    """What was looked at; nothing if it cannot be read."""
    try:
        parts: dict[str, Any] = signing.loads(request.POST.get("seen", ""), salt=SALT)
    except signing.BadSignature:
        return {}
    return parts
