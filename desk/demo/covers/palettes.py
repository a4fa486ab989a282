"""Colours of the demo covers: one palette per accent, and the accents that sit well beside it."""

from __future__ import annotations

from dataclasses import dataclass

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Palette:
    """Seven colours from the darkest to the paper, and one that contrasts with all of them."""

    night: Colour
    deep: Colour
    main: Colour
    bright: Colour
    pale: Colour
    paper: Colour
    pop: Colour


def rgb(code: str) -> Colour:
    """The colour of a six-digit hexadecimal code."""
    return int(code[:2], 16), int(code[2:4], 16), int(code[4:], 16)


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """A colour between two: *share* 0 is the first, 1 the second."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def _palette(codes: str) -> Palette:
    return Palette(*(rgb(code) for code in codes.split()))


# night, deep, main, bright, pale, paper, pop
PALETTES: dict[str, Palette] = {
    "saffron": _palette("4a2106 94460a dd7f10 fbb034 ffe9bd fffaf0 14697a"),
    "pomegranate": _palette("3a0616 7a0e2c b81d40 ea5468 ffdcd8 fff8f2 f7b733"),
    "turquoise": _palette("05303b 0a5866 10909c 3cc6c6 cdf3ee fff9ec ffb32c"),
    "lapis": _palette("0a1540 162f7d 2553bd 5b90f2 d8e6ff fcfaf4 ffc043"),
    "emerald": _palette("04291f 08543d 12835c 3fbd8c d2f4e2 fdfaf0 ff8c5a"),
    "amber": _palette("43200a 8a4b12 c9821c f3bb45 fff0c9 fffbf1 b3243f"),
    "rose": _palette("430f2a 8c2352 cd4a7f f58db2 ffe3ed fff9f7 1b8f95"),
    "violet": _palette("220e48 44208a 7040c6 a47bf2 eadfff fdf9ff ffc845"),
    "indigo": _palette("121145 27268a 4643c9 8481f4 e1e1ff fbfaff ff906b"),
    "graphite": _palette("14181d 2c333c 515b67 93a0ae e5eaef fbfaf7 ffa040"),
}

# A gallery of one hue tires the eye: every accent brings friends, itself most often.
FRIENDS: dict[str, tuple[str, ...]] = {
    "saffron": ("saffron", "turquoise", "amber", "rose", "saffron", "lapis", "emerald"),
    "pomegranate": ("pomegranate", "indigo", "saffron", "pomegranate", "emerald", "rose", "lapis"),
    "turquoise": ("turquoise", "lapis", "saffron", "turquoise", "emerald", "rose", "indigo"),
    "lapis": ("lapis", "turquoise", "saffron", "lapis", "violet", "emerald", "pomegranate"),
    "emerald": ("emerald", "amber", "turquoise", "emerald", "pomegranate", "lapis", "graphite"),
    "amber": ("amber", "turquoise", "saffron", "lapis", "amber", "rose", "emerald"),
    "rose": ("rose", "violet", "saffron", "rose", "turquoise", "pomegranate", "indigo"),
    "violet": ("violet", "rose", "indigo", "turquoise", "violet", "saffron", "lapis"),
    "indigo": ("indigo", "turquoise", "rose", "indigo", "violet", "saffron", "emerald"),
    "graphite": ("graphite", "lapis", "amber", "graphite", "emerald", "pomegranate", "turquoise"),
}
