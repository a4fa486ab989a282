"""The covers that the demo draws for its entries."""

import io
from dataclasses import replace

import pytest
from PIL import Image, ImageChops

from desk.demo.covers import HEIGHT, WIDTH, Cover, draw, encoded, lettering
from desk.demo.covers.layouts import LAYOUTS
from desk.demo.covers.motifs import MOTIFS, illustration
from desk.demo.covers.ornaments import TILES
from desk.demo.covers.palettes import FRIENDS, PALETTES

COVER = Cover(
    number=0,
    accent="turquoise",
    ornament="horns",
    motif="open_book",
    headline="Күніне он бет",
    handle="kitap.alemi",
    hashtag="#кiтапток",
)


def differs(first: Image.Image, second: Image.Image) -> bool:
    return ImageChops.difference(first, second).getbbox() is not None


def test_cover_is_a_jpeg_of_the_format_of_phones():
    picture = Image.open(io.BytesIO(encoded(COVER)))

    assert (picture.format, picture.size) == ("JPEG", (WIDTH, HEIGHT))


@pytest.mark.parametrize("number", range(2 * len(LAYOUTS)))
def test_same_cover_is_drawn_the_same(number):
    cover = replace(COVER, number=number)

    assert encoded(cover) == encoded(cover)


@pytest.mark.parametrize("changed", [{"headline": "Қыз Жібек"}, {"handle": "x"}, {"motif": "yurt"}])
def test_each_part_of_a_cover_shows(changed):
    assert differs(draw(COVER), draw(replace(COVER, **changed)))


@pytest.mark.parametrize("motif", MOTIFS)
def test_every_illustration_fills_its_square(motif):
    box = illustration(motif, "lapis", 200).getbbox()

    assert box is not None
    assert box[2] - box[0] > 100
    assert box[3] - box[1] > 100


@pytest.mark.parametrize("ornament", TILES)
@pytest.mark.parametrize("accent", FRIENDS)
def test_every_accent_goes_with_every_ornament(accent, ornament):
    cover = replace(COVER, accent=accent, ornament=ornament)

    assert draw(cover).size == (WIDTH, HEIGHT)


def test_accents_bring_friends_that_exist_themselves_among_them():
    assert {friend for friends in FRIENDS.values() for friend in friends} <= PALETTES.keys()
    assert all(accent in friends for accent, friends in FRIENDS.items())


def test_arabic_headline_reads_from_the_right():
    (line,) = [lettering.runs("لغة الإشارة 2024", 40, 800)]

    # On the picture, from the left: the number first, the words last.
    assert [run.arabic for run in line] == [False, True]


def test_arabic_is_left_out_where_it_cannot_be_joined(monkeypatch):
    monkeypatch.setattr(lettering, "joins_arabic", lambda: False)
    silent = replace(COVER, number=5)

    assert not differs(draw(replace(silent, headline="لغة")), draw(replace(silent, headline="")))
    assert differs(draw(silent), draw(replace(silent, headline="")))


def test_long_headline_is_made_smaller_until_it_fits():
    block = lettering.fitted("Книга, которая спасла мне очень длинное лето", 600, 240)

    assert block.height <= 240
    assert max(lettering.width(line, block.size, 800) for line in block.lines) <= 600
    assert block.size < lettering.fitted("Книга", 600, 240).size
