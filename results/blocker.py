"""One thing that stands between today and the announcement, in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.bidi import isolated
from contests.models import Category
from results.refusal import ResultsRefused


class Work(StrEnum):
    """What kind of work removes it; in the order in which people read it."""

    TIME = "time"  # none: the campaign is in another phase
    JUDGING = "judging"
    VIEWS = "views"
    WINNERS = "winners"
    TEXTS = "texts"
    PRIZES = "prizes"


WORK_NAMES: dict[Work, Promise] = {
    Work.TIME: _("Time"),
    Work.JUDGING: _("Judging"),
    Work.VIEWS: _("Views"),
    Work.WINNERS: _("Winners"),
    Work.TEXTS: _("Texts"),
    Work.PRIZES: _("Prizes"),
}

_JUDGING: dict[str, Promise] = {
    "no_round": _("%(category)s: there is no round in which judges give points or compare."),
    "round_open": _("%(category)s: judges can still score until the round closes."),
    "reviews_unfinished": _("%(category)s: reviews that were never finished: %(count)s."),
    "never_compared": _(
        "%(category)s: finalists that no judge has compared with another: %(count)s."
    ),
}
_VIEWS: dict[str, Promise] = {
    "views_missing": _("%(category)s: videos whose views are not known for certain: %(count)s."),
    "stale_readings": _(
        "%(category)s: videos whose last reading is too old: %(count)s. Somebody must accept it."
    ),
    "cases_open": _("%(category)s: open cases about views: %(count)s."),
}
_WINNERS: dict[str, Promise] = {
    "tie": _("%(category)s: a tie across a prize boundary must be decided."),
    "nothing": _("Nobody wins anything yet."),
    "no_winner": _("%(category)s: prize places without a winner: %(count)s."),
    "place_empty": _("%(category)s: prize places that stay empty, nobody is left: %(count)s."),
    "surplus": _("%(category)s: more winners are drafted than there are prize places."),
    "winner_left": _("%(category)s: %(who)s does not take part any more. Choose another winner."),
    "other_than_standings": _(
        "%(category)s: the winners are not those of the standings. Give the public the reason."
    ),
    "not_shortlisted": _("%(category)s: %(who)s wins and is not on the shortlist."),
    "guardian_missing": _("%(category)s: the guardian of %(who)s has not agreed."),
    "owner_unproven": _("%(category)s: nobody has shown that the account of %(who)s is theirs."),
    "unclaimed": _("%(category)s: %(who)s wins and has not opened the claim link yet."),
    "no_address": _("%(category)s: nobody is known to whom the news for %(who)s could be sent."),
    "video_gone": _("%(category)s: the video of %(who)s cannot be seen on the platform any more."),
    "shortlisted_unclaimed": _(
        "%(category)s: shortlisted videos whose owners are not known here: %(count)s."
    ),
    "no_alternates": _("%(category)s: nobody is named who moves up if a winner declines."),
}
_TEXTS: dict[str, Promise] = {
    "no_citation": _("%(category)s: say why %(who)s won. Missing languages: %(languages)s."),
    "remark_languages": _("%(category)s: the remark on the outcome is missing in: %(languages)s."),
    "no_note": _("Say for the public what the correction changes and why: %(languages)s."),
    "no_campaign_title": _("Write the title of the campaign. Missing languages: %(languages)s."),
    "no_category_title": _("%(category)s: write the title. Missing languages: %(languages)s."),
    "no_prize_title": _("%(category)s: name the prizes. Missing languages: %(languages)s."),
    "prize_half_described": _(
        "%(category)s: a prize is described in some languages only. Missing: %(languages)s."
    ),
}
_PRIZES: dict[str, Promise] = {
    "no_prize": _("%(category)s: there is no prize."),
    "no_sponsor": _("%(category)s: a prize has no sponsor."),
}
# What the promise of a shortlist and the automatic announcement wait for, beside all of that.
WAITED_FOR: dict[str, Promise] = {
    "shortlist_unconfirmed": _("%(category)s: the shortlist is not confirmed yet."),
    "shortlist_unpublished": _("%(category)s: the shortlist is not published yet."),
    "unconfirmed": _("Nobody has confirmed what would be announced."),
    "unconfirmed_changed": _("Something has changed since it was confirmed. Confirm it again."),
}
_BY_WORK: dict[Work, dict[str, Promise]] = {
    Work.JUDGING: _JUDGING,
    Work.VIEWS: _VIEWS,
    Work.WINNERS: _WINNERS,
    Work.TEXTS: _TEXTS,
    Work.PRIZES: _PRIZES,
}
SENTENCES: dict[str, Promise] = {
    code: sentence for sentences in _BY_WORK.values() for code, sentence in sentences.items()
}
WORK_OF: Mapping[str, Work] = {
    code: work for work, sentences in _BY_WORK.items() for code in sentences
} | {"shortlist_unconfirmed": Work.WINNERS, "shortlist_unpublished": Work.WINNERS}

SAYS_NOTHING_OF_SCORES = frozenset(
    {
        "no_round",
        "round_open",
        "cases_open",
        "no_campaign_title",
        "no_category_title",
        "no_prize_title",
        "prize_half_described",
        "shortlist_unconfirmed",
        "shortlist_unpublished",
        *_PRIZES,
    }
)
"""What staff may read who still judge in the campaign: no names, no figures, no ranks."""


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
    def work(self) -> Work:
        """What kind of work removes it."""
        return WORK_OF.get(self.code, Work.TIME)

    @property
    def tells_scores(self) -> bool:
        """Whether it tells who stands where, or anything else that judges must not know."""
        return self.work is not Work.TIME and self.code not in SAYS_NOTHING_OF_SCORES

    @property
    def message(self) -> str:
        """What is the matter, as a sentence in the active language."""
        known = SENTENCES.get(self.code) or WAITED_FOR.get(self.code)
        sentence = known or ResultsRefused.messages[self.code]
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
