"""One thing that stands between today and the announcement, in plain words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.bidi import isolated
from contests.models import Category
from results.refusal import ResultsRefused

SENTENCES: dict[str, Promise] = {
    "round_open": _("%(category)s: judges can still score until the round closes."),
    "reviews_unfinished": _("%(category)s: reviews that were never finished: %(count)s."),
    "never_compared": _(
        "%(category)s: finalists that no judge has compared with another: %(count)s."
    ),
    "views_missing": _("%(category)s: videos whose views are not known for certain: %(count)s."),
    "stale_readings": _(
        "%(category)s: videos whose last reading is too old: %(count)s. Somebody must accept it."
    ),
    "cases_open": _("%(category)s: open cases about views: %(count)s."),
    "tie": _("%(category)s: a tie across a prize boundary must be decided."),
    "no_prize": _("%(category)s: there is no prize."),
    "no_winner": _("%(category)s: prize places without a winner: %(count)s."),
    "place_empty": _("%(category)s: prize places that stay empty, nobody is left: %(count)s."),
    "surplus": _("%(category)s: more winners are drafted than there are prize places."),
    "winner_left": _("%(category)s: %(who)s does not take part any more. Choose another winner."),
    "no_citation": _("%(category)s: say why %(who)s won. Missing languages: %(languages)s."),
    "other_than_standings": _("%(category)s: the winners are not those of the standings."),
    "not_shortlisted": _("%(category)s: %(who)s wins and is not on the shortlist."),
    "no_sponsor": _("%(category)s: a prize has no sponsor."),
    "no_address": _("%(category)s: nobody is known to whom the news for %(who)s could be sent."),
    "nothing": _("Nobody wins anything yet."),
}


@dataclass(frozen=True)
class Blocker:
    """One thing in the way (`blocks`), or worth a look before announcing.

    The link leads to where it is solved.
    """

    code: str
    blocks: bool
    link: tuple[str, tuple[Any, ...]]
    category: Category | None = None
    params: dict[str, Any] = field(default_factory=dict)
    query: dict[str, Any] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """What is the matter, as a sentence in the active language."""
        sentence = SENTENCES.get(self.code) or ResultsRefused.messages[self.code]
        params = {"category": isolated(self.category or ""), **self.params}
        if "languages" in params:
            names = dict(settings.LANGUAGES)
            params["languages"] = ", ".join(str(names[code]) for code in params["languages"])
        return str(sentence) % params

    @property
    def url(self) -> str:
        name, args = self.link
        anchor = f"#category-{self.category.pk}" if self.category and "results" in name else ""
        query = f"?{urlencode(self.query)}" if self.query else ""
        return reverse(f"admin:{name}", args=args) + query + anchor
