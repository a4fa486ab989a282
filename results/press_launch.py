"""The press release for the launch, made of the campaign's facts, in the active language."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from contests.models import Campaign
from contests.rule_sentences import sections_of
from contests.terms import snapshot
from results.press_markdown import bullets, heading, plain, together
from results.press_parts import (
    further,
    hashtag_of,
    institutions,
    invited_creators,
    quotes,
    title_in_quotes,
    who_runs_it,
)

# What the press is told of the rules, in the order in which readers ask.
_SECTIONS = ("people", "video", "hashtags", "entering", "winners", "prizes", "dates")


def launch_title(campaign: Campaign) -> str:
    """The headline."""
    if campaign.is_showcase:
        return _("New initiative: “%(title)s”") % {"title": title_in_quotes(campaign)}
    return _("New video contest: “%(title)s”") % {"title": title_in_quotes(campaign)}


def launch_body(campaign: Campaign) -> str:
    """The text below it, as Markdown."""
    return together(_blocks(campaign))


def _blocks(campaign: Campaign) -> Iterator[str]:
    yield f"**{plain(_lead(campaign))}**"
    yield plain(campaign.tagline)
    yield from who_runs_it(campaign)
    yield campaign.description.strip()
    told = {section.key: section for section in sections_of(snapshot(campaign))}
    for section in (told[key] for key in _SECTIONS if key in told):
        yield heading(section.heading)
        yield bullets(plain(sentence) for sentence in section.sentences)
    yield from institutions(campaign)
    yield from invited_creators(campaign)
    yield from quotes(campaign)
    yield from further(campaign)


def _lead(campaign: Campaign) -> str:
    names = {"title": title_in_quotes(campaign), "hashtag": hashtag_of(campaign)}
    if campaign.is_showcase:
        return _("“%(title)s” is an initiative of videos with the hashtag %(hashtag)s.") % names
    return _("“%(title)s” is a contest of videos with the hashtag %(hashtag)s.") % names
