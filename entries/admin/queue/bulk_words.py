"""The question before a decision in bulk, what follows from it, and the answer after it."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from entries.moderation import Verb

QUESTIONS: dict[Verb, Any] = {
    Verb.ACCEPT: ngettext_lazy("Accept %(count)d entry?", "Accept %(count)d entries?", "count"),
    Verb.REJECT: ngettext_lazy("Reject %(count)d entry?", "Reject %(count)d entries?", "count"),
    Verb.ASK: ngettext_lazy("Ask about %(count)d entry?", "Ask about %(count)d entries?", "count"),
}
CONSEQUENCES: dict[Verb, Promise] = {
    Verb.ACCEPT: _(
        "They take part and everybody can see them. A mail to each creator is written and waits "
        "for somebody to release it."
    ),
    Verb.REJECT: _(
        "They do not take part. A mail with the reason is written to each creator and waits for "
        "somebody to release it."
    ),
    Verb.ASK: _(
        "They wait until their creators have answered. A mail with the question is written to "
        "each of them and waits for somebody to release it."
    ),
}
DONE: dict[Verb, Any] = {
    Verb.ACCEPT: ngettext_lazy(
        "%(count)d entry is accepted.", "%(count)d entries are accepted.", "count"
    ),
    Verb.REJECT: ngettext_lazy(
        "%(count)d entry is rejected.", "%(count)d entries are rejected.", "count"
    ),
    Verb.ASK: ngettext_lazy(
        "%(count)d creator is asked.", "%(count)d creators are asked.", "count"
    ),
}


def done_in_words(verb: Verb, count: int) -> str:
    """How much was decided."""
    return str(DONE[verb] % {"count": count})
