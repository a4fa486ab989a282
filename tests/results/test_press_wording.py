"""How press releases read: lists of names, names that run the other way, figures that are more."""

import pytest
from django.utils import timezone
from django.utils.translation import override

from contests.phases import Phase
from metrics.models import CampaignReading
from results.press_facts import texts_of
from results.press_figures import figures_of
from results.press_markdown import with_isolates
from results.press_parts import listed
from results.press_results import figure_in_words
from tests.builders import build_campaign

PLACES = ["Library, Abai", "Library, Akmola"]


@pytest.mark.parametrize(
    ("language", "names", "text"),
    [
        ("en", ["A", "B", "C"], "A, B, and C"),
        ("en", PLACES, "Library, Abai; Library, Akmola"),
        ("ar", ["مكتبة، أ", "مكتبة، ب"], "مكتبة، أ؛ مكتبة، ب"),
        ("en", PLACES[:1], "Library, Abai"),
        ("en", [], ""),
    ],
)
def test_names_with_commas_are_told_apart(language, names, text):
    with override(language):
        assert listed(names).replace("\u2068", "").replace("\u2069", "") == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("عن **#kitabfest**، @a.b.", "عن **<#kitabfest>**، <@a.b>."),
        ("`#кiтапток` و#وسم", "`<#кiтапток>` و#وسم"),
        ("## فصل", "## فصل"),
        ("\u2068#kept\u2069", "<#kept>"),
        *((kept, kept) for kept in ("https://a.org/@me/#top", "a@example.org", "[x](#top) &#39;")),
    ],
)
def test_names_stay_whole_in_text_from_right_to_left(text, shown):
    assert with_isolates(text).replace("\u2068", "<").replace("\u2069", ">") == shown


@pytest.mark.django_db
def test_arabic_release_keeps_the_names_of_the_description_whole():
    campaign = build_campaign(phase=Phase.OPEN, description_ar="عن **#kitabfest** و @reader.")
    texts, _named = texts_of(campaign, "launch", at=timezone.now())
    assert "**\u2068#kitabfest\u2069** و \u2068@reader\u2069." in texts["ar"]["body"]


@pytest.mark.django_db
@pytest.mark.parametrize(("at_least", "number"), [(True, "over 35,000,000"), (False, "35,000,000")])
def test_figure_says_when_there_were_more(at_least, number):
    campaign = build_campaign(phase=Phase.OPEN)
    CampaignReading.objects.create(
        campaign=campaign,
        taken_at=timezone.now(),
        recorded_at=timezone.now(),
        views=35_000_000,
        at_least=at_least,
        source="Report",
    )
    (figure,) = figures_of(campaign, at=timezone.now())
    with override("en"):
        assert f": {number} (\u2068Report\u2069, " in figure_in_words(figure)
