"""What staff decide themselves on the page that closes a round, as it was sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _

from judging.closing_preview import ClosingPreview, Decision, Decisions, Where

ADVANCES = {"in": True, "out": False}


@dataclass(frozen=True)
class Choice:
    """What stands in a row's fields: "in", "out", or "" for what the rule says; and the reason."""

    word: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Choices:
    """All that was filled in: row by row, for everybody else on the line, and a note."""

    rows: Mapping[int, Choice] = field(default_factory=dict)
    line: Choice = field(default_factory=Choice)
    note: str = ""

    def decisions(self, preview: ClosingPreview) -> dict[int, Decision]:
        """The decisions that follow; a row's own word goes before the word for the whole line."""
        found = {
            entry_id: Decision(ADVANCES[choice.word], choice.reason)
            for entry_id, choice in self.rows.items()
            if choice.word
        }
        if self.line.word:
            for entry_id in preview.line.on_line:
                found.setdefault(entry_id, Decision(ADVANCES[self.line.word], self.line.reason))
        return found


def read_choices(sent: QueryDict, preview: ClosingPreview) -> Choices:
    """Read what was sent; rows left alone, and of entries that left the round, are left out."""
    rows = {}
    for text in sent.getlist("row"):
        entry_id = int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0
        choice = _choice(sent, f"-{entry_id}")
        if entry_id in preview.rows and (choice.word or choice.reason):
            rows[entry_id] = choice
    return Choices(rows=rows, line=_choice(sent, "-line"), note=_text(sent, "note"))


def faults_in(choices: Choices, preview: ClosingPreview, decisions: Decisions) -> dict[str, str]:
    """What must be filled in still, by the row's id in text, or "line"."""
    faults: dict[str, str] = {}
    if preview.undecided(decisions):
        faults["line"] = _("Say of everybody on the line whether they go on.")
    why = _("Say why.")
    for entry_id, decision in preview.by_hand(decisions).items():
        if decision.reason:
            continue
        own = entry_id in choices.rows and choices.rows[entry_id].word
        faults.setdefault(str(entry_id) if own else "line", why)
    return faults


def word_for(where: Where) -> str:
    """What leaving a row alone means, in words."""
    return {
        Where.THROUGH: _("goes on"),
        Where.ON_LINE: _("as chosen for the line"),
        Where.OUT: _("stays behind"),
        Where.UNREVIEWED: _("stays behind"),
    }[where]


def _choice(sent: QueryDict, suffix: str) -> Choice:
    word = sent.get(f"choice{suffix}", "")
    return Choice(word if word in ADVANCES else "", _text(sent, f"reason{suffix}"))


def _text(sent: QueryDict, name: str) -> str:
    return sent.get(name, "").replace("\x00", "").strip()
