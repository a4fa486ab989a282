"""From what somebody types into a search box to patterns that find it in any of the scripts.

Kazakh is written in Cyrillic and Latin letters, Azerbaijani with letters that many keyboards lack,
Arabic with and without marks. A letter therefore stands for all that could be meant by it: “kitap”
finds “кітап” and “Кiтап”, “oyren” finds “öyrən”, “اقرا” finds “أقرأ”. The patterns are regular
expressions that Python and PostgreSQL read alike, and hold both cases themselves: what a database
takes for upper case depends on how it was set up.

Pure: no Django.
"""

import re
import unicodedata
from itertools import islice

MOST_WORDS = 4
LONGEST = 100
"""Letters of the whole question; what stands behind is left out."""

# Groups of what may be written for one another, in lower case. Longer ones come first.
_DIGRAPHS = {
    "sh": "ш|щ|ş|sh|ش",
    "ch": "ч|ç|ch|چ",
    "zh": "ж|j|zh|ج",
    "kh": "х|һ|x|kh|خ",
    "gh": "ғ|ğ|gh|غ",
    "ng": "ң|ñ|ŋ|н|ng",
    "yu": "ю|yu|ju",
    "ya": "я|ya|ja",
    "yo": "ё|yo",
    "ts": "ц|ts",
}
_ALIKE = (
    "aаәəäáàâåæ",
    "bбв",
    "cсцçč",
    "dд",
    "eеэєəәёéè",
    "fф",
    "gгғğ",
    "hһхнħx",
    "iіиıїйíìyы",
    "jжй",
    "kкқq",
    "lл",
    "mм",
    "nнңñŋ",
    "oоөöóòô0",
    "pпр",
    "qқкk",
    "rр",
    "sсşš",
    "tт",
    "uуүұüúùwў",
    "vв",
    "wуўv",
    "xхһ",
    "yуыйіиұүi",
    "zзж",
)
# Letters of one script that another writes with two.
_SPELLED = {
    letter: pair
    for pair, letters in {
        "sh": "шщş",
        "ch": "чç",
        "zh": "ж",
        "kh": "хһ",
        "gh": "ғğ",
        "ng": "ңñ",
        "yu": "ю",
        "ya": "я",
        "yo": "ё",
        "ts": "ц",
    }.items()
    for letter in letters
}
_ARABIC = ("اأإآٱ", "ىيئی", "ةه", "وؤ", "كک")
_MARKS = "[\u064b-\u0652\u0670\u0640]*"
"""What Arabic may write upon, below and between its letters."""
_COMBINING = "[\u0300-\u036f]*"
"""Some devices write ö as o and two dots, й as и and a bow."""


def words_of(question: str) -> list[str]:
    """The words to look for, folded: lower case, no marks, no # and @ in front."""
    # Turkic İ would fall apart into i and a dot.
    plain = unicodedata.normalize("NFKC", question[:LONGEST]).replace("İ", "i").casefold()
    found = re.findall(r"[\w.]+", _without_arabic_marks(plain))
    return list(islice((word.strip(".") for word in found if word.strip(".")), MOST_WORDS))


def pattern_of(word: str) -> str:
    """A regular expression that matches the word however its letters are written."""
    parts, place = [], 0
    while place < len(word):
        pair = word[place : place + 2]
        if pair in _DIGRAPHS:
            parts.append(_any_of(_DIGRAPHS[pair].split("|"), pair))
            place += 2
        else:
            parts.append(_letter(word[place]))
            place += 1
    return "".join(parts)


def _any_of(others: list[str], pair: str) -> str:
    spelled = [_class(one) if len(one) == 1 else "".join(map(_class, one)) for one in others]
    return f"(?:{'|'.join([*spelled, ''.join(map(_letter, pair))])})"


def _letter(letter: str) -> str:
    if letter == ".":
        return "[.]"
    for group in _ARABIC:
        if letter in group:
            return f"[{group}]{_MARKS}"
    if "\u0620" <= letter <= "\u06ff":
        return letter + _MARKS
    alike = _class("".join(group for group in _ALIKE if letter in group) or letter)
    if letter in _SPELLED:
        return f"(?:{alike}|{''.join(map(_class, _SPELLED[letter]))})"
    return alike


def _class(letters: str) -> str:
    """A class of these letters in both cases. Only letters and digits ever come here, and @."""
    cases = {case for letter in letters for case in (letter, letter.upper()) if len(case) == 1}
    if "i" in cases:
        cases.add("İ")
    return f"[{''.join(sorted(cases))}]{_COMBINING}"


def _without_arabic_marks(text: str) -> str:
    return re.sub(r"[\u064b-\u0652\u0670\u0640]", "", text)
