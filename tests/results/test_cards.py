"""Which cards are wanted when, how they are drawn, and what several workers leave behind."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from PIL import Image

from contests.models import Campaign, Partnership
from contests.phases import Phase
from entries.models import Entry
from results import card_drawing
from results.card_content import PIXELS, png_of
from results.card_drawing import (
    card_files,
    draw_missing,
    enqueue_due_cards,
    forget_old_cards,
    keep_card,
)
from results.card_pictures import pictures
from results.cards import WantedCard, wanted_cards, wanted_of
from results.models import Card, Shortlist, ShortlistItem
from tests.builders import (
    build_campaign,
    build_category,
    build_creator,
    build_entry,
    build_partner,
    build_partnership,
)
from tests.races import Meeting, at_once
from tests.results.certified import build_certified
from tests.results.contests import build_person

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
EACH = len(settings.LANGUAGES) * len(PIXELS)


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": tmp_path / "private"}}
    settings.STORAGES = {**settings.STORAGES, "private": private}


def kinds(campaign: Campaign, *, at: Any) -> dict[str, int]:
    return dict(Counter(card.kind.value for card in wanted_cards(campaign, at=at)))


def shortlist(campaign: Any, entries: list[Entry], *, published_at: Any) -> Shortlist:
    staff = build_person("staff")
    made = Shortlist.objects.create(
        category=build_category(campaign, title="Warmest"),
        confirmed_at=campaign.closes_at,
        confirmed_by=staff,
        published_at=published_at,
        published_by=staff,
    )
    for position, entry in enumerate(entries, start=1):
        ShortlistItem.objects.create(shortlist=made, entry=entry, position=position)
    return made


def one(
    wanted: list[WantedCard], kind: str, language: str = "en", size: str = "wide"
) -> WantedCard:
    [found] = [
        card
        for card in wanted
        if (card.kind, card.content.language, card.content.size) == (kind, language, size)
    ]
    return found


@pytest.mark.parametrize(
    ("phase", "wanted"),
    [
        (Phase.DRAFT, {}),
        (Phase.COMING, {"campaign": EACH}),
        (Phase.OPEN, {"campaign": EACH}),
        (Phase.REVIEW, {"campaign": EACH}),
        (Phase.CANCELLED, {}),
    ],
)
def test_campaign_has_its_card_in_every_language_and_shape_while_it_stands(phase, wanted):
    campaign: Any = build_campaign(phase=phase)

    assert kinds(campaign, at=timezone.now()) == wanted


def test_shortlist_has_its_card_from_its_set_time_on():
    campaign: Any = build_campaign(phase=Phase.REVIEW)
    entries = [build_entry(campaign), build_entry(campaign)]
    public_at = campaign.closes_at + timedelta(hours=1)
    made = shortlist(campaign, entries, published_at=public_at)

    assert "shortlist" not in kinds(campaign, at=public_at - MINUTE)
    assert kinds(campaign, at=public_at)["shortlist"] == EACH
    content = one(wanted_cards(campaign, at=public_at), "shortlist").content
    assert (content.names, content.strong) == (("Shortlist",), "2 videos")
    assert not any(entry.creator.handle in str(content) for entry in entries)
    made.published_at = None
    made.save()
    assert "shortlist" not in kinds(campaign, at=public_at + MINUTE)


def test_winners_have_cards_from_the_announcement_on():
    contest: Any = build_certified(winners=2)

    assert "winner" not in kinds(contest.campaign, at=contest.at - MINUTE)
    assert kinds(contest.campaign, at=contest.at)["winner"] == 3 * EACH
    Campaign.objects.update(cancelled_at=contest.at + MINUTE)
    assert kinds(contest.campaign, at=contest.at + 2 * MINUTE) == {}


def test_correction_takes_the_card_of_who_wins_no_more_and_keeps_the_others_digest():
    contest: Any = build_certified()
    before = {card.content.digest for card in wanted_cards(contest.campaign, at=contest.at)}
    at = contest.correct(without=contest.views).announced_at

    after = wanted_cards(contest.campaign, at=at)

    assert Counter(card.kind.value for card in after)["winner"] == EACH
    assert {card.content.digest for card in after} < before


def test_same_account_twice_under_one_prize_has_two_cards():
    contest: Any = build_certified(winners=2)
    creator = contest.entry.creator
    Entry.objects.filter(campaign=contest.campaign).update(creator=creator)
    wanted = wanted_cards(contest.campaign, at=contest.at)

    assert len({card.content.digest for card in wanted}) == len(wanted)


def test_card_changes_with_what_it_shows():
    contest: Any = build_certified()
    campaign = contest.campaign
    seen = [one(wanted_cards(campaign, at=contest.at), "campaign").content.digest]
    changes: list[Any] = [
        lambda: Campaign.objects.update(title_en="Another title"),
        lambda: Campaign.objects.update(accent="rose"),
        lambda: build_partnership(
            campaign, partner=build_partner(name="Library"), role=Partnership.Role.ORGANISER
        ),
        lambda: Campaign.objects.update(is_demo=True),
    ]
    for change in changes:
        change()
        seen.append(one(wanted_cards(campaign, at=contest.at), "campaign").content.digest)

    assert len(set(seen)) == len(changes) + 1
    assert one(wanted_cards(campaign, at=contest.at), "campaign").content.digest == seen[-1]


def test_asking_for_all_cards_takes_the_same_queries_at_any_number():
    counts = []
    for winners in (1, 4):
        contest: Any = build_certified(winners=winners)
        with CaptureQueriesContext(connection) as queries:
            wanted_of(Campaign.objects.all(), at=contest.at)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def picture(colour: str, size: tuple[int, int] = (360, 640)) -> ContentFile[bytes]:
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "WEBP")
    return ContentFile(out.getvalue(), name=f"{colour}.webp")


@pytest.mark.parametrize("size", sorted(PIXELS))
@pytest.mark.parametrize("language", ["ar", "kk"])
def test_cards_are_drawn_in_their_exact_size_and_the_same_each_time(language, size):
    contest: Any = build_certified(title="Kitap", hashtag="кітапоқимын")
    contest.entry.cover.save("cover.webp", picture("orange"))
    drawn = []
    for card in wanted_cards(contest.campaign, at=contest.at):
        if (card.content.language, card.content.size) == (language, size):
            given = pictures(card.files, cover=card.content.cover)
            png = png_of(card.content, given)
            with Image.open(BytesIO(png)) as seen:
                assert (seen.format, seen.size) == ("PNG", PIXELS[size])
                colours = seen.convert("RGB").getcolors(300)
            assert colours
            assert len(colours) > 5
            assert len(png) < 300_000
            assert png == png_of(card.content, given)
            drawn.append(png)
    assert len(set(drawn)) == 3


@pytest.mark.parametrize(
    "words",
    [
        '#eval("1+1") #read("/etc/passwd") $x^2$ ]]] #{',
        '"; "}} , {"x": "',
        "W" * 120,
        "Ұлттық кітапхана " * 7,
        "漢字",
        "✨",
    ],
)
def test_any_words_can_be_drawn(words):
    contest: Any = build_certified(joint=[build_creator(handle=f"{'w' * 70}{n}") for n in range(5)])
    texts = {"title_en": words[:120], "tagline_en": words[:200], "title_ar": words[:120]}
    Campaign.objects.update(**texts)
    creator = contest.entry.creator
    creator.handle = words[:80]
    creator.save()
    for language in ("ar", "en"):
        for card in wanted_cards(contest.campaign, at=contest.at):
            if card.content.language == language and card.content.size != "square":
                assert png_of(card.content, {}).startswith(b"\x89PNG")


def test_jobs_draw_what_is_missing_once():
    campaign: Any = build_campaign(phase=Phase.OPEN)
    at = campaign.closes_at - MINUTE

    assert enqueue_due_cards(at=at) == 1
    assert enqueue_due_cards(at=at) == 0
    assert DBTaskResult.objects.filter(task_path__endswith="draw_cards").count() == 1
    assert draw_missing(campaign_id=campaign.pk, at=at) == EACH
    assert draw_missing(campaign_id=campaign.pk, at=at) == 0
    DBTaskResult.objects.all().delete()
    assert enqueue_due_cards(at=at) == 0
    assert Card.objects.count() == EACH


def test_batch_is_left_for_the_next_job(monkeypatch):
    monkeypatch.setattr(card_drawing, "BATCH", 4)
    campaign: Any = build_campaign(phase=Phase.OPEN)
    at = campaign.closes_at - MINUTE

    assert draw_missing(campaign_id=campaign.pk, at=at) == 4
    # Link previews come first.
    assert set(Card.objects.values_list("size", flat=True)) == {"wide"}


def test_card_that_cannot_be_drawn_keeps_no_other_from_it(monkeypatch, caplog):
    campaign: Any = build_campaign(phase=Phase.OPEN)
    real = png_of

    def broken(content: Any, given: Any) -> bytes:
        if content.language == "kk":
            raise OSError("the disk is full")
        return real(content, given)

    monkeypatch.setattr(card_drawing, "png_of", broken)
    monkeypatch.setattr(card_drawing, "_SIZES", dict.fromkeys(PIXELS, 0))

    assert draw_missing(campaign_id=campaign.pk, at=campaign.closes_at - MINUTE) == EACH - 3
    assert "was not drawn" in caplog.text


class Gone(BaseException):
    """The worker is killed."""


def test_killed_worker_leaves_nothing_in_the_way(monkeypatch):
    campaign: Any = build_campaign(phase=Phase.OPEN)
    at = campaign.closes_at - MINUTE
    wanted = one(wanted_cards(campaign, at=at), "campaign")
    with monkeypatch.context() as patch:

        def killed(**_fields: Any) -> None:
            raise Gone

        patch.setattr(Card.objects, "create", killed)
        with pytest.raises(Gone):
            keep_card(wanted, at=at)
    assert not Card.objects.exists()

    card = keep_card(wanted, at=at)

    with card_files().open(card.image.name or "") as file, Image.open(file) as seen:
        assert seen.size == (1200, 630)
    assert len(card_files().listdir("cards")[1]) == 2
    forget_old_cards(at=timezone.now() + timedelta(days=2))
    assert [f"cards/{name}" for name in card_files().listdir("cards")[1]] == [card.image.name]


def test_card_that_shows_again_what_it_showed_is_the_current_one_again():
    campaign: Any = build_campaign(phase=Phase.OPEN, accent="lapis")
    at = campaign.closes_at - timedelta(hours=5)
    first = keep_card(one(wanted_cards(campaign, at=at), "campaign"), at=at)
    Campaign.objects.update(accent="rose")
    keep_card(one(wanted_cards(campaign, at=at), "campaign"), at=at + MINUTE)
    Campaign.objects.update(accent="lapis")
    again = one(wanted_cards(campaign, at=at), "campaign")

    assert keep_card(again, at=at + 2 * MINUTE) == first
    assert Card.objects.first() == first


def test_replaced_cards_are_kept_for_half_a_year():
    campaign: Any = build_campaign(phase=Phase.OPEN, accent="lapis")
    at = campaign.opens_at
    draw_missing(campaign_id=campaign.pk, at=at)
    Campaign.objects.update(accent="rose")
    draw_missing(campaign_id=campaign.pk, at=at + MINUTE)
    assert Card.objects.count() == 2 * EACH
    unknown: dict[str, Any] = dict.fromkeys(("shortlist_by", "announce_by", "archives_at"))
    Campaign.objects.update(closes_at=at + timedelta(days=300), **unknown)
    forget_old_cards(at=at + timedelta(days=179))
    assert Card.objects.filter(made_at=at).count() == EACH

    assert forget_old_cards(at=at + timedelta(days=181)) >= EACH

    assert not Card.objects.filter(made_at=at).exists()


def test_card_whose_file_is_gone_is_drawn_again():
    campaign: Any = build_campaign(phase=Phase.OPEN)
    at = campaign.closes_at - MINUTE
    card = keep_card(one(wanted_cards(campaign, at=at), "campaign"), at=at)
    card_files().delete(card.image.name or "")

    assert forget_old_cards(at=at) == 1
    assert keep_card(one(wanted_cards(campaign, at=at), "campaign"), at=at).digest == card.digest


def test_withdrawn_video_leaves_no_card_with_its_cover():
    contest: Any = build_certified()
    contest.entry.cover.save("cover.webp", picture("orange"))
    old = [card for card in wanted_cards(contest.campaign, at=contest.at) if card.content.cover]
    shown = keep_card(old[0], at=contest.at)
    Entry.objects.filter(pk=contest.entry.pk).update(status=Entry.Status.WITHDRAWN)
    slot = old[0].slot

    [new] = [card for card in wanted_cards(contest.campaign, at=contest.at) if card.slot == slot]
    keep_card(new, at=contest.at + MINUTE)

    assert new.content.cover == ""
    assert not Card.objects.filter(pk=shown.pk).exists()
    assert not card_files().exists(shown.image.name or "")


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_keep_one_card_and_one_file(monkeypatch):
    campaign: Any = build_campaign(phase=Phase.OPEN)
    at = campaign.closes_at - MINUTE
    wanted = one(wanted_cards(campaign, at=at), "campaign")
    meeting = Meeting(2)
    real = png_of

    def both(content: Any, given: Any) -> bytes:
        png = real(content, given)
        meeting.wait()
        return png

    monkeypatch.setattr(card_drawing, "png_of", both)

    cards = at_once(2, lambda: keep_card(wanted, at=at).pk)

    # Both have drawn it: without the unique digest there would be two.
    assert meeting.arrived == 2
    assert len(set(cards)) == 1
    assert Card.objects.count() == 1
    assert len(card_files().listdir("cards")[1]) == 1
