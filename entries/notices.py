"""What creators are told by mail about their entries. Drafts: a person releases them."""

from __future__ import annotations

from datetime import datetime

from entries.models import Decision
from outbox.drafting import draft_message
from outbox.models import Message

TEMPLATES = {
    "accept": "entry_accepted",
    "reject": "entry_rejected",
    "ask": "entry_question",
    "disqualify": "entry_disqualified",
}
"""Mail templates by verb; other decisions are not told by mail."""


def notice_key(decision: Decision) -> str:
    """What makes the mail about a decision the only one of its kind."""
    return f"entry:{decision.entry_id}:decision:{decision.pk}"


def draft_notice(decision: Decision, *, at: datetime) -> Message | None:
    """Write the mail about a decision to whoever entered the video; None where none is due."""
    template, entry = TEMPLATES.get(decision.verb), decision.entry
    if template is None or entry.submitted_by is None:
        return None
    return draft_message(
        key=notice_key(decision),
        purpose=template,
        topic=entry.campaign.slug,
        recipient=entry.submitted_by,
        template=template,
        context={"entry": entry, "campaign": entry.campaign, "reason": decision.reason},
        at=at,
    )
