"""Which cards there should be now: of campaigns, of their shortlists, of the announced winners.

A card is a picture to share, in each language of the site and in three shapes. Its identity is the
digest of what it shows (results.card_content), so that a change of words, colours, logos or phase
asks for new cards, and what has not changed is never drawn twice. Nothing is asked for before the
public may read it, and nothing of drafts and cancelled campaigns.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import get_language, gettext, override

from contests.models import Campaign, Category, Partnership
from entries.models import Entry
from partners.models import Partner
from results.card_content import PIXELS, CardContent, Pictured
from results.card_pictures import fingerprint
from results.card_wording import Words, campaign_words, shortlist_words, winner_words
from results.claiming import Key, won_key
from results.lettering import printable
from results.models import Award, Card, Shortlist, ShortlistItem
from results.reading import Winner, announced_awards, winners

Kind = Card.Kind
Slot = tuple[int, str, Key | None, str, str]
"""Where a card stands: campaign, kind, winner, language and size. One card each is the current."""

_MOST_INSTITUTIONS = {"wide": 4, "square": 3, "story": 4}


@dataclass(frozen=True)
class WantedCard:
    """A card that should exist. `files`: names of stored pictures by their SHA-256."""

    campaign_id: int
    kind: Card.Kind
    content: CardContent
    award: Award | None = None
    files: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def slot(self) -> Slot:
        key = won_key(self.award) if self.award else None
        return (self.campaign_id, self.kind, key, self.content.language, self.content.size)

    @property
    def replaces_at_once(self) -> bool:
        """Whether earlier cards must go, because their video may not be shown any more."""
        entry = self.award.entry if self.award else None
        return entry is not None and entry.status != Entry.Status.ACCEPTED


def public_cards(*, at: datetime) -> QuerySet[Card]:
    """The cards that anybody may see: what they tell is public, and stands."""
    shortlisted = Shortlist.objects.public(at=at).filter(category__campaign=OuterRef("campaign_id"))
    same = announced_awards(at=at).filter(prize=OuterRef("award__prize"))
    with_video = same.filter(entry=OuterRef("award__entry"))
    without = same.filter(entry=None, creator=OuterRef("award__creator"))
    return Card.objects.filter(
        Q(kind=Kind.CAMPAIGN)
        | Q(Exists(shortlisted), kind=Kind.SHORTLIST)
        | Q(Exists(with_video), kind=Kind.WINNER)
        | Q(Exists(without), kind=Kind.WINNER, award__entry=None),
        campaign__in=_campaigns(at=at),
    )


def wanted_cards(campaign: Campaign, *, at: datetime) -> list[WantedCard]:
    """The cards of one campaign that should exist at a moment."""
    return wanted_of(Campaign.objects.filter(pk=campaign.pk), at=at)


def wanted_of(campaigns: QuerySet[Campaign], *, at: datetime) -> list[WantedCard]:
    """The cards of several campaigns. A number of queries that does not depend on their number."""
    listed = list(
        campaigns.filter(pk__in=_campaigns(at=at))
        .order_by("pk")
        .prefetch_related("hashtags", "categories", "partnerships__partner")
    )
    shortlists = _shortlists(listed, at=at)
    won = _winners(listed, at=at)
    return [
        card
        for campaign in listed
        for card in (
            *_campaign_cards(campaign, at=at),
            *_shortlist_cards(campaign, shortlists[campaign.pk]),
            *_winner_cards(campaign, won[campaign.pk]),
        )
    ]


def current_cards(campaigns: Iterable[int]) -> dict[Slot, Card]:
    """The newest card in each place of these campaigns."""
    cards = Card.objects.filter(campaign__in=campaigns).select_related("award")
    # The later ones of a place overwrite the earlier.
    return {slot_of(card): card for card in cards.order_by("made_at", "pk")}


def slot_of(card: Card) -> Slot:
    """Where a card stands; the caller has selected its award."""
    key = won_key(card.award) if card.award else None
    return (card.campaign_id, card.kind, key, card.language, card.size)


def _campaigns(*, at: datetime) -> QuerySet[Campaign]:
    return Campaign.objects.public(at=at).filter(cancelled_at__isnull=True)


@dataclass
class _Shortlisted:
    """What is public of a campaign's shortlists."""

    shortlists: list[Shortlist] = field(default_factory=list)
    entries: set[int] = field(default_factory=set)


def _shortlists(campaigns: Sequence[Campaign], *, at: datetime) -> dict[int, _Shortlisted]:
    public = Shortlist.objects.public(at=at).filter(category__campaign__in=campaigns)
    found: defaultdict[int, _Shortlisted] = defaultdict(_Shortlisted)
    ordered = public.select_related("category").order_by("category__order", "category")
    for shortlist in ordered:
        found[shortlist.category.campaign_id].shortlists.append(shortlist)
    items = ShortlistItem.objects.filter(
        shortlist__in=public, entry__in=Entry.objects.accepted()
    ).values_list("shortlist__category__campaign", "entry")
    for campaign_id, entry_id in items:
        found[campaign_id].entries.add(entry_id)
    return found


def _winners(campaigns: Sequence[Campaign], *, at: datetime) -> dict[int, list[Winner]]:
    awards = (
        announced_awards(at=at)
        .filter(announcement__campaign__in=campaigns)
        .select_related("announcement", "prize__category", "prize__sponsor", "creator", "entry")
        .prefetch_related("entry__joint_creators", "prize__category__prizes")
    )
    found: defaultdict[int, list[Winner]] = defaultdict(list)
    for _category, group in groupby(awards, key=lambda award: award.prize.category_id):
        for winner in winners(group):
            found[winner.prize.category.campaign_id].append(winner)
    return found


def _campaign_cards(campaign: Campaign, *, at: datetime) -> Iterator[WantedCard]:
    cover = campaign.cover.name or ""
    for language in _languages():
        with override(language):
            yield from _in_each_size(
                campaign, Kind.CAMPAIGN, campaign_words(campaign, at=at), cover
            )


def _shortlist_cards(campaign: Campaign, public: _Shortlisted) -> Iterator[WantedCard]:
    dates = [one.published_at for one in public.shortlists if one.published_at]
    if not dates:
        return
    categories: list[Category] = [one.category for one in public.shortlists]
    for language in _languages():
        with override(language):
            words = shortlist_words(
                campaign, categories, videos=len(public.entries), published_at=min(dates)
            )
            yield from _in_each_size(campaign, Kind.SHORTLIST, words, campaign.cover.name or "")


def _winner_cards(campaign: Campaign, won: list[Winner]) -> Iterator[WantedCard]:
    for winner in won:
        entry = winner.public_entry
        cover = entry.cover.name or "" if entry else ""
        has_places = len(winner.prize.category.prizes.all()) > 1
        for language in _languages():
            with override(language):
                words = winner_words(campaign, winner, has_places=has_places)
                yield from _in_each_size(campaign, Kind.WINNER, words, cover, award=winner.award)


def _in_each_size(
    campaign: Campaign, kind: Card.Kind, words: Words, cover: str, *, award: Award | None = None
) -> Iterator[WantedCard]:
    """The three cards in the active language with these words. cover: a stored file's name."""
    key = won_key(award) if award else ()
    partners = _partners(campaign, first=award.prize.sponsor if award else None)
    logos = {partner.pk: fingerprint(partner.logo.name or "") for partner in partners}
    of_cover = fingerprint(cover)
    for size in PIXELS:
        shown = partners[: _MOST_INSTITUTIONS[size]]
        files = {logos[one.pk]: one.logo.name or "" for one in shown if logos[one.pk]}
        content = CardContent(
            about=f"{kind} {campaign.pk} {' '.join(map(str, key))}".strip(),
            language=_active(),
            size=size,
            accent=campaign.accent,
            note=gettext("Demo") if campaign.is_demo else "",
            cover=of_cover,
            institutions=tuple(
                Pictured(name=printable(one.name) or one.slug, logo=logos[one.pk]) for one in shown
            ),
            **vars(words),
        )
        yield WantedCard(
            campaign_id=campaign.pk,
            kind=kind,
            content=content,
            award=award,
            files=files | ({of_cover: cover} if of_cover else {}),
        )


def _partners(campaign: Campaign, *, first: Partner | None) -> list[Partner]:
    """Organisers, who gives this prize, and the others who make it possible; each once."""
    roles = (
        Partnership.Role.ORGANISER,
        Partnership.Role.SUPPORTER,
        Partnership.Role.PRIZE_SPONSOR,
    )
    by_role: dict[str, list[Partner]] = {role: [] for role in roles}
    for partnership in campaign.partnerships.all():
        if partnership.role in by_role:
            by_role[partnership.role].append(partnership.partner)
    organisers, *others = by_role.values()
    listed = [*organisers, *([first] if first else []), *(one for role in others for one in role)]
    return list({partner.pk: partner for partner in listed}.values())


def _languages() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


def _active() -> str:
    return get_language() or settings.LANGUAGE_CODE
