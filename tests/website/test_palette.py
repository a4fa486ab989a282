"""Every accent is readable in both themes."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from contests.models import Campaign

TOKENS = Path(settings.BASE_DIR, "static/css/tokens.css").read_text()
ACCENTS = {
    name: dict(re.findall(r"--([ld]-\w+): (#\w+);", body))
    for name, body in re.findall(r'\[data-accent="(\w+)"\] \{(.*?)\}', TOKENS, re.DOTALL)
}
AA_TEXT = 4.5


def ground(theme: str) -> dict[str, str]:
    """The colours that accents stand on: `l` the first :root block, `d` the explicit dark one."""
    start = ":root {" if theme == "l" else ':root[data-theme="dark"] {'
    body = TOKENS.split(start, 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([\w-]+): (#\w+);", body))


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_of_black_and_white_is_21():
    assert contrast("#fff", "#000000") == pytest.approx(21)


def test_palette_has_exactly_the_campaigns_accents():
    assert set(ACCENTS) == set(Campaign.Accent.values)


@pytest.mark.parametrize("theme", ["l", "d"])
@pytest.mark.parametrize("accent", Campaign.Accent.values)
def test_accent_is_readable_in_both_themes(accent, theme):
    own = {key[2:]: value for key, value in ACCENTS[accent].items() if key.startswith(theme)}
    under = ground(theme)

    ratios = {
        "on upon fill": contrast(own["on"], own["fill"]),
        "ink upon soft": contrast(under["ink"], own["soft"]),
        **{
            f"text upon {name}": contrast(own["text"], colour)
            for name, colour in {
                "bg": under["bg"],
                "surface": under["surface"],
                "raised": under["raised"],
                "soft": own["soft"],
            }.items()
        },
    }

    assert {name: ratio for name, ratio in ratios.items() if ratio < AA_TEXT} == {}


@pytest.mark.parametrize("theme", ["l", "d"])
def test_plain_colours_are_readable(theme):
    under = ground(theme)
    pairs = [(text, back) for text in ("ink", "muted") for back in ("bg", "surface", "raised")] + [
        (state, f"{state}-soft") for state in ("ok", "warn", "bad")
    ]

    assert [pair for pair in pairs if contrast(under[pair[0]], under[pair[1]]) < AA_TEXT] == []


def test_system_dark_and_chosen_dark_are_the_same():
    by_system = TOKENS.split(':root:not([data-theme="light"]) {', 1)[1].split("}", 1)[0]
    assert dict(re.findall(r"--([\w-]+): (#\w+);", by_system)) == ground("d")
