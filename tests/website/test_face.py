"""The template tags."""

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from website.templatetags import face


def render(source: str, **context) -> str:
    return Template("{% load face %}" + source).render(Context(context))


def test_digits_of_a_headline_are_set_apart():
    assert face.digits_large("over 28.3 million") == (
        'over <span class="stat__digits">28.3</span> million'
    )
    assert face.digits_large("7") == '<span class="stat__digits">7</span>'


def test_digits_large_escapes_what_stands_around():
    assert face.digits_large("<b>1</b>") == (
        '&lt;b&gt;<span class="stat__digits">1</span>&lt;/b&gt;'
    )


@pytest.mark.parametrize(
    ("text", "size"),
    [("#кітапток", "s"), ("#TikTokCares", "m"), ("#TikTokdanÖyrən", "l"), ("#" + "x" * 40, "xl")],
)
def test_long_hashtags_are_set_smaller(text, size):
    assert face.hashtag_size(text) == size


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("#TikTokdanÖyrən", "#TikTokdanÖyrən"),
        ("#ДлинныйХештегКонкурса", "#Длинный<wbr>Хештег<wbr>Конкурса"),
        ("#Books2026ForEverybody", "#Books2026<wbr>For<wbr>Everybody"),
        ("#вдохновляющая_книга_года", "#вдохновляющая_<wbr>книга_<wbr>года"),
        ("#ALLCAPITALSHASHTAG", "#ALLCAPITALSHASHTAG"),
        ("#вдохновляющие<книги>", "#вдохновляющие&lt;книги&gt;"),
    ],
)
def test_long_hashtags_break_where_a_word_begins(text, lines):
    assert face.breaking_at_words(text) == lines


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("№ 7", "7"),
        ("əli", "Ə"),
        ("«Ақ»", "А"),
        ("المكتبة الوطنية", "م"),
        ("«المسرح»", "م"),
        ("ال", "ا"),
        ("مكتبة", "م"),
        ("", "•"),
    ],
)
def test_initial_is_the_first_letter_or_digit(name, letter):
    assert face.initial(name) == letter


def test_page_range_has_gaps():
    page = Paginator(range(200), 10).page(10)
    assert list(face.page_range(page)) == [1, "…", 9, 10, 11, "…", 20]


class Sample(forms.Form):
    name = forms.CharField(help_text="As on the passport", required=True)
    agree = forms.BooleanField()
    colour = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect, required=False)


def test_fields_tie_help_and_errors_to_the_input():
    html = render('{% include "components/form.html" %}', form=Sample({}))
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html


def test_checkbox_stands_before_its_label_and_radios_in_a_fieldset():
    html = render('{% include "components/form.html" %}', form=Sample())
    assert html.index('type="checkbox"') < html.index('<label for="id_agree"')
    assert "<legend>colour" in html.lower().replace("\n", "")


def test_page_without_language_in_its_address_switches_by_a_form():
    request = RequestFactory().get("/judge/")
    html = render(
        '{% language_links as languages %}{% include "components/language_list.html" %}',
        request=request,
    )
    assert '<form method="post" action="/i18n/setlang/">' in html
    assert 'name="next" value="/judge/"' in html
