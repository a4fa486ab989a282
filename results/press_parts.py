"""The parts that both press releases of a campaign have, as Markdown in the active language.

Every sentence is whole, and every name stands where it needs no ending: after a colon, in quotation
marks or at the start of a line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from babel.lists import format_list
from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.bidi import direction, isolated
from contests.models import Ambassador, Campaign, Partnership
from contests.wording import locale
from results.press_markdown import bullets, heading, plain, quotation

Role = Partnership.Role


def listed(names: Iterable[str]) -> str:
    """Names as the language lists them, each whole in any direction."""
    each = [isolated(name) for name in names]
    # Where a name has a comma of its own, one cannot tell where the next begins.
    if len(each) > 1 and any(mark in name for name in each for mark in (", ", "، ")):
        return ("؛ " if direction(get_language() or "") == "rtl" else "; ").join(each)
    return str(format_list(each, locale=locale()))


def who_runs_it(campaign: Campaign) -> Iterator[str]:
    """Organisers and supporters, each in a sentence."""
    by_role = _by_role(campaign)
    sentences = {
        Role.ORGANISER: _("Organised by: %(names)s."),
        Role.SUPPORTER: _("With the support of: %(names)s."),
    }
    told = [
        sentence % {"names": listed(str(one.partner) for one in by_role[role])}
        for role, sentence in sentences.items()
        if by_role[role]
    ]
    if told:
        yield plain(" ".join(told))


def institutions(campaign: Campaign) -> Iterator[str]:
    """Who takes part: what each contributes, then the others by name; sponsors and media."""
    by_role = _by_role(campaign)
    taking_part = by_role[Role.PARTICIPANT]
    if taking_part:
        yield heading(_("Institutions"))
        yield ngettext(
            "%(count)s institution takes part.",
            "%(count)s institutions take part.",
            len(taking_part),
        ) % {"count": len(taking_part)}
        yield bullets(_contributions(taking_part))
        others = [_named(one) for one in taking_part if not one.contribution]
        if len(others) == len(taking_part):
            yield bullets(plain(name) for name in others)
        elif others:
            yield plain(_("Also taking part: %(names)s.") % {"names": listed(others)})
    giving = {
        Role.PRIZE_SPONSOR: _("Prize sponsors: %(names)s."),
        Role.MEDIA: _("Media partners: %(names)s."),
    }
    for role, sentence in giving.items():
        if by_role[role]:
            yield plain(sentence % {"names": listed(_named(one) for one in by_role[role])})


def invited_creators(campaign: Campaign) -> Iterator[str]:
    """The creators whom the organisers invited."""
    creators = list(campaign.ambassadors.all())
    if not creators:
        return
    yield heading(_("Invited creators"))
    yield bullets(plain(_invited(one)) for one in creators)


def quotes(campaign: Campaign) -> Iterator[str]:
    """What was said about the campaign, and by whom."""
    said = list(campaign.quotes.select_related("partner").order_by("pk"))
    if not said:
        return
    yield heading(_("Quotes"))
    for quote in said:
        yield quotation(quote.text, by=attribution(quote.speaker, quote.post, str(quote.partner)))


def attribution(speaker: str, post: str, partner: str) -> str:
    """Who said it: the person, the post, and the institution where the post does not name it."""
    return _with_post(speaker, post or partner)


def about(campaign: Campaign) -> Iterator[str]:
    """What the campaign is, in the organisers' words: Markdown already."""
    if campaign.tagline or campaign.description:
        yield heading(_("About the campaign"))
        yield plain(campaign.tagline)
        yield campaign.description.strip()


def further(campaign: Campaign) -> Iterator[str]:
    """Where to read on, and where pictures, quotes and figures can be downloaded."""
    yield heading(_("Further information"))
    pages = [(_("The campaign’s page: %(address)s"), "website:campaign")]
    if campaign.rules.exists():
        pages.append((_("The rules: %(address)s"), "website:rules"))
    pages.append((_("Pictures, quotes and figures for the press: %(address)s"), "website:press"))
    yield bullets(
        sentence % {"address": linked(reverse(name, args=[campaign.slug]))}
        for sentence, name in pages
    )


def linked(path: str) -> str:
    """A page of this site as a link that shows its address, so that print has it too."""
    # In right-to-left text the address keeps its own direction.
    return f"\u2066<{settings.SITE_URL}{path}>\u2069"


def title_in_quotes(campaign: Campaign) -> str:
    return isolated(campaign.title or campaign.slug)


def hashtag_of(campaign: Campaign) -> str:
    return isolated(campaign.official_hashtag)


def _by_role(campaign: Campaign) -> dict[str, list[Partnership]]:
    found: dict[str, list[Partnership]] = {role: [] for role in Role.values}
    partnerships = campaign.partnerships.select_related("partner")
    for one in partnerships.prefetch_related("partner__accounts"):
        found[one.role].append(one)
    return found


def _named(partnership: Partnership) -> str:
    """An institution with its accounts."""
    partner = partnership.partner
    handles = listed(str(account) for account in partner.accounts.all())
    return f"{partner} ({handles})" if handles else str(partner)


def _contributions(partnerships: Iterable[Partnership]) -> Iterator[str]:
    """What each contributes; those who contribute the same in one line."""
    alike: dict[str, list[Partnership]] = {}
    for one in partnerships:
        if one.contribution:
            alike.setdefault(one.contribution, []).append(one)
    for contribution, those in alike.items():
        yield f"**{plain(listed(map(_named, those)))}**: {plain(contribution)}"


def _invited(creator: Ambassador) -> str:
    who = _with_post(creator.name, creator.note) if creator.name else isolated(creator.note)
    return f"{who}: {isolated(creator)}" if who else isolated(creator)


def _with_post(name: str, post: str) -> str:
    """A person and what they are."""
    if not post:
        return isolated(name)
    return _("%(name)s, %(post)s") % {"name": isolated(name), "post": isolated(post)}
