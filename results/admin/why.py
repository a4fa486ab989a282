"""Why a line stands where it stands: in a sentence, and with the figures that decided behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.bidi import isolated
from contests.competition_ranking import SHARED
from judging.models import Judge
from metrics.reading_words import WINDOW_REASONS, count_in_words
from results.admin.columns import count, moment, score
from results.figures import JuryFacts, ViewFacts
from results.parting import FINALIST
from results.standings import CategoryStandings, StandingRow

MOST_VIDEOS = 10
"""Videos of a creator in the details, the most viewed first."""

AHEAD: dict[str, Promise] = {
    "heaviest": gettext_lazy("ahead of the next by the heaviest criterion"),
    "median": gettext_lazy("ahead of the next by the median"),
    "majority": gettext_lazy("ahead of the next by the majority of judges who scored both"),
    "strength": gettext_lazy("ahead of the next by the comparisons in pairs"),
    "earlier_post": gettext_lazy("ahead of the next by the earlier post"),
    "chair": gettext_lazy("ahead of the next by the chair’s decision"),
    FINALIST: gettext_lazy("ahead of the next because it was in the final"),
}


@dataclass(frozen=True)
class Told:
    """A cell of the details: its text, and where it leads, if anywhere."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Why:
    """The sentence, and the table of what decided."""

    sentence: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Told]]
    more: str = ""


class Explained:
    """Explains the lines of one category. One query at most, for the names of judges."""

    def __init__(self, standings: CategoryStandings, parted: Mapping[int, str]) -> None:
        self._standings = standings
        self._parted = parted
        ranked = standings.ranked
        self._behind = dict(zip((row.key for row in ranked), ranked[1:], strict=False))
        self._facts = standings.candidates.facts
        self._judges: dict[int, str] = {}
        self._videos: defaultdict[int, list[int]] = defaultdict(list)
        if isinstance(self._facts, JuryFacts):
            judges = Judge.objects.filter(campaign=standings.category.campaign_id)
            self._judges = {one.pk: str(one.user) for one in judges.select_related("user")}
            self._collect(self._facts)

    def why(self, row: StandingRow) -> Why:
        """Why this line stands here."""
        if isinstance(self._facts, JuryFacts):
            return self._by_jury(row)
        if isinstance(self._facts, ViewFacts) and row.entry_id is not None:
            return self._by_video(row, self._facts)
        if isinstance(self._facts, ViewFacts):
            return self._by_creator(row, self._facts)
        return Why(self._sentence(row), [], [])

    def _sentence(self, row: StandingRow) -> str:
        if row.rank is None:
            return self._unranked()
        if row.tied:
            others = len(row.tied) - 1
            return ngettext(
                "shares the rank with %(count)s other: nothing parts them",
                "shares the rank with %(count)s others: nothing parts them",
                others,
            ) % {"count": others}
        rule = self._parted.get(row.key, "")
        behind = self._behind.get(row.key)
        if behind is None:
            return _("the last with a rank")
        if rule in AHEAD:
            return str(AHEAD[rule])
        name = "views" if rule == "views" else "value"
        figures = row.figures.get(name), behind.figures.get(name)
        return _by_how_much(rule, *figures)

    def _unranked(self) -> str:
        if not self._standings.category.by_views:
            return _("without a rank: no finished review yet")
        return _("without a rank: its views are not known or do not count")

    def _collect(self, facts: JuryFacts) -> None:
        self._reviews = defaultdict(list)
        for review in facts.reviews:
            self._reviews[review.entry_id].append(review)
        self._pairs: defaultdict[int, defaultdict[int, list[int]]] = defaultdict(
            lambda: defaultdict(lambda: [0, 0])
        )
        for one in facts.final.comparisons if facts.final else []:
            for entry_id in one.answer:
                tally = self._pairs[entry_id][one.judge_id]
                tally[0] += entry_id == one.preferred_id
                tally[1] += 1

    def _by_jury(self, row: StandingRow) -> Why:
        pairs = self._pairs[row.key]
        reviews = {review.judge_id: review for review in self._reviews[row.key]}
        columns = [_("Judge"), _("Result"), _("Heaviest criterion")]
        if pairs:
            columns.append(_("Comparisons won"))
        rows = []
        for judge_id in (*reviews, *(pk for pk in pairs if pk not in reviews)):
            review = reviews.get(judge_id)
            told = [
                Told(isolated(self._judges.get(judge_id, ""))),
                Told(score(review.score if review else None)),
                Told(score(review.heaviest if review else None)),
            ]
            if pairs:
                told.append(Told("{} / {}".format(*pairs[judge_id])))
            rows.append(told)
        return Why(self._sentence(row), columns, rows)

    def _by_video(self, row: StandingRow, facts: ViewFacts) -> Why:
        campaign = self._standings.category.campaign
        total, video = facts.totals[row.key], facts.videos[row.key]
        columns = [_("Deciding reading"), _("Views")]
        rows = [
            [Told(moment(one.taken_at, campaign)), Told(count_in_words(one.views))]
            for one in video.readings
        ]
        return Why(self._sentence(row), columns, rows, str(WINDOW_REASONS[total.reason]))

    def _videos_of(self, key: int, facts: ViewFacts) -> list[int]:
        if not self._videos:
            for pk, creator_id in facts.creators.items():
                self._videos[creator_id].append(pk)
        return self._videos[key]

    def _by_creator(self, row: StandingRow, facts: ViewFacts) -> Why:
        campaign = self._standings.category.campaign
        videos = sorted(
            self._videos_of(row.key, facts),
            key=lambda pk: (-(facts.totals[pk].views or 0), pk),
        )
        rows = []
        for pk in videos[:MOST_VIDEOS]:
            total = facts.totals[pk]
            rows.append(
                [
                    Told(
                        _("Entry %(number)s") % {"number": pk},
                        reverse("admin:entries_entry_change", args=[pk]),
                    ),
                    Told(count(total.views)),
                    Told(moment(total.reading_taken_at, campaign)),
                    Told(str(WINDOW_REASONS[total.reason])),
                ]
            )
        left = len(videos) - len(rows)
        more = ngettext("and %(count)s more video", "and %(count)s more videos", left)
        columns = [_("Video"), _("Views"), _("Deciding reading"), _("Note")]
        return Why(self._sentence(row), columns, rows, more % {"count": left} if left else "")


def _by_how_much(rule: str, figure: object, behind: object) -> str:
    """The sentence for the figure itself, with the difference where it can be told."""
    if rule == SHARED:
        return ""
    if isinstance(figure, int) and isinstance(behind, int):
        more = figure - behind
        return ngettext(
            "ahead of the next by %(count)s view",
            "ahead of the next by %(count)s views",
            more,
        ) % {"count": count_in_words(more)}
    before = rule == "points"
    if isinstance(figure, Decimal) and isinstance(behind, Decimal):
        points = {"points": score(figure - behind)}
        if before:
            return _("ahead of the next by the round before: %(points)s points more") % points
        return _("ahead of the next by the result: %(points)s points more") % points
    return _("ahead of the next by the round before")
