"""How many certificates and share cards are set in a second, beside a compiler started anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.core.files.storage import storages
from django.utils import timezone

from contests.models import Campaign
from results import typesetting
from results.card_content import PIXELS, png_of
from results.card_drawing import draw_missing
from results.card_pictures import pictures
from results.cards import WantedCard, wanted_cards
from results.certificate_setting import certificate_pdf
from results.models import Card, Certificate
from scripts.bench.goals import Goal
from scripts.bench.stopwatch import seconds, side_by_side

LEAST_CERTIFICATES, LEAST_CARDS = 20, 5
_TIMES = 15
_TIMES_ANEW = 3


def set_certificates(campaign: Campaign) -> Iterator[Goal]:
    """The PDF of each winner, in turns, with all that is read from the database for it."""
    rows = list(
        Certificate.objects.filter(claim__prize__category__campaign=campaign)
        .select_related("claim__prize__category__campaign", "claim__entry", "creator")
        .order_by("pk")
    )
    at = timezone.now()
    turns = iter(range(10_000))

    def one() -> None:
        if certificate_pdf(rows[next(turns) % len(rows)], at=at) is None:
            raise SystemExit("A certificate has no announcement behind it.")

    kept, anew = _kept_and_anew(one)
    print(f"  certificates: {kept:.0f} a second; {anew:.1f} with a compiler started anew for each")
    yield Goal("certificates-per-second", kept, LEAST_CERTIFICATES)


def set_cards(campaign: Campaign) -> Iterator[Goal]:
    """Cards of the winners in every language, by shape, and what one job draws and keeps."""
    at = timezone.now()
    wanted = wanted_cards(campaign, at=at)
    slowest = []
    for size in PIXELS:
        cards = [card for card in wanted if card.content.size == size and card.award]
        kept, anew = _kept_and_anew(_drawing(cards))
        width, height = PIXELS[size]
        print(
            f"  cards of {width} × {height}: {kept:.1f} a second; {anew:.1f} with a compiler "
            "started anew for each"
        )
        slowest.append(kept)
    asked = seconds(lambda: wanted_cards(campaign, at=at))
    made = []
    took = seconds(lambda: made.append(draw_missing(campaign_id=campaign.pk, at=at)))
    largest = max(
        storages["private"].size(card.image.name or "")
        for card in Card.objects.filter(campaign=campaign)
    )
    print(
        f"  {len(wanted)} cards are wanted, asked in {asked * 1000:.0f} ms; a job kept "
        f"{made[0] / took:.1f} a second, the largest of {largest / 1000:.0f} kB"
    )
    yield Goal("cards-per-second", min(slowest), LEAST_CARDS)


def _drawing(cards: list[WantedCard]) -> Callable[[], None]:
    turns = iter(range(10_000))

    def one() -> None:
        card = cards[next(turns) % len(cards)]
        png_of(card.content, pictures(card.files, cover=card.content.cover))

    return one


def _kept_and_anew(one: Callable[[], None]) -> tuple[float, float]:
    """How often a second: with the thread's own compiler, and started anew, fonts and all."""
    kept = side_by_side({"": one}, times=_TIMES)[""]

    def started_anew() -> None:
        typesetting.start_anew()
        one()

    anew = side_by_side({"": started_anew}, times=_TIMES_ANEW)[""]
    return 1 / kept, 1 / anew
