"""The press release for the results, made of the awards and figures, in the active language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.bidi import isolated
from contests.models import Campaign, Prize
from contests.money import money
from contests.rule_sentences import METHODS
from contests.wording import day_and_time
from partners.models import Platform
from results.models import Announcement
from results.press_figures import Figure
from results.press_markdown import bullets, heading, plain, quotation, together
from results.press_parts import (
    about,
    further,
    hashtag_of,
    institutions,
    invited_creators,
    linked,
    listed,
    quotes,
    title_in_quotes,
    who_runs_it,
)
from results.reading import CategoryAwards, Winner


@dataclass(frozen=True)
class Outcome:
    """What the release tells of: announced, or (announcement None) as it is drafted.

    views: how many counted for an award, by its id; figures: what the campaign adds up to.
    """

    campaign: Campaign
    categories: Sequence[CategoryAwards]
    announcement: Announcement | None
    views: Mapping[int, int]
    figures: Sequence[Figure]
    at: datetime

    @property
    def count(self) -> int:
        """How many prize places have a winner."""
        return sum(len(category.winners) for category in self.categories)

    @property
    def is_correction(self) -> bool:
        return self.announcement is not None and self.announcement.number > 1


def results_title(outcome: Outcome) -> str:
    """The headline."""
    title = {"title": title_in_quotes(outcome.campaign)}
    if outcome.campaign.is_showcase:
        return _("What was achieved: “%(title)s”") % title
    if outcome.is_correction:
        return _("Results corrected: “%(title)s”") % title
    return _("The winners: “%(title)s”") % title


def results_body(outcome: Outcome) -> str:
    """The text below it, as Markdown."""
    return together(_blocks(outcome))


def _blocks(outcome: Outcome) -> Iterator[str]:
    campaign, announcement = outcome.campaign, outcome.announcement
    yield f"**{plain(_lead(outcome))}**"
    if announcement is not None:
        moment = day_and_time(announcement.announced_at, campaign.zone)
        yield plain(_("Announced: %(moment)s.") % {"moment": moment})
    yield from who_runs_it(campaign)
    if announcement is not None and announcement.note:
        yield heading(_("What was corrected"))
        yield plain(announcement.note)
    if not campaign.is_showcase:
        yield heading(_("Winners"))
        for category in outcome.categories:
            yield from _category(category, outcome)
    if outcome.figures:
        yield heading(_("In figures"))
        yield bullets(plain(figure_in_words(figure)) for figure in outcome.figures)
    if not campaign.is_showcase:
        yield heading(_("How the winners were chosen"))
        path = reverse("website:how_chosen", args=[campaign.slug])
        yield _(
            "Everything is explained, and published as a file from which anybody can recompute "
            "the results: %(address)s"
        ) % {"address": linked(path)}
    yield from institutions(campaign)
    yield from invited_creators(campaign)
    yield from quotes(campaign)
    yield from about(campaign)
    yield from further(campaign)


def _lead(outcome: Outcome) -> str:
    campaign = outcome.campaign
    words = {
        "title": title_in_quotes(campaign),
        "hashtag": hashtag_of(campaign),
        "count": outcome.count,
    }
    if campaign.is_showcase:
        return _("“%(title)s” is an initiative of videos with the hashtag %(hashtag)s.") % words
    if not outcome.count:
        return _("“%(title)s” (%(hashtag)s): the contest ended without winners.") % words
    return (
        ngettext(
            "“%(title)s”, a contest of videos with the hashtag %(hashtag)s, has %(count)s winner.",
            "“%(title)s”, a contest of videos with the hashtag %(hashtag)s, has %(count)s winners.",
            outcome.count,
        )
        % words
    )


def _category(awarded: CategoryAwards, outcome: Outcome) -> Iterator[str]:
    category = awarded.category
    yield heading(category.title or category.slug, level=3)
    names = dict(Platform.choices)
    yield plain(
        str(METHODS[category.method])
        % {
            "category": isolated(category.title or category.slug),
            "platform": names.get(category.platform, category.platform),
        }
    )
    for winner in awarded.winners:
        yield from _winner(winner, awarded, outcome)
    for place in awarded.empty_places:
        words = {"prize": isolated(place.prize.title), "place": place.prize.place}
        if awarded.has_places:
            yield plain(_("Place %(place)s: not awarded") % words)
        else:
            yield plain(_("Not awarded: %(prize)s.") % words)
    if awarded.remark and awarded.remark.text:
        yield plain(awarded.remark.text)


def _winner(winner: Winner, awarded: CategoryAwards, outcome: Outcome) -> Iterator[str]:
    award = winner.award
    words = {
        "place": winner.prize.place,
        "winners": listed(str(creator) for creator in winner.creators),
    }
    if awarded.has_places:
        name = _("Place %(place)s: %(winners)s") % words
    else:
        count = len(winner.creators)
        name = ngettext("Winner: %(winners)s", "Winners: %(winners)s", count) % words
    yield f"**{plain(name)}**"
    if award.citation:
        yield quotation(award.citation, by="")
    facts = [plain(prize_in_sentences(winner.prize))]
    if award.pk in outcome.views:
        number = {"number": Figure.grouped(outcome.views[award.pk])}
        facts.append(plain(_("Views that counted: %(number)s.") % number))
    entry = winner.public_entry
    if entry is not None:
        # The page here outlives the video there.
        page = reverse("website:entry", args=[outcome.campaign.slug, entry.pk])
        facts.append(_("Video: %(address)s") % {"address": linked(page)})
    yield "\n".join(f"- {fact}" for fact in facts)


def prize_in_sentences(prize: Prize) -> str:
    """What the prize is, what it is worth, and who gives it."""
    title = isolated(prize.title)
    if prize.value is not None:
        title = f"{title} ({money(prize.value, prize.currency)})"
    told = _("Prize: %(prize)s.") % {"prize": title}
    if prize.sponsor is None:
        return told
    sponsor = _("Prize given by: %(sponsor)s.") % {"sponsor": isolated(prize.sponsor)}
    return f"{told} {sponsor}"


def figure_in_words(figure: Figure) -> str:
    """A figure with what it counts, where it comes from, and its day."""
    words = {
        "label": capfirst(figure.label),
        "number": figure.number,
        "source": isolated(figure.source),
        "day": figure.day,
    }
    if figure.source and figure.day:
        return _("%(label)s: %(number)s (%(source)s, %(day)s).") % words
    if figure.day:
        return _("%(label)s: %(number)s (%(day)s).") % words
    return _("%(label)s: %(number)s.") % words
