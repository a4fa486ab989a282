"""The two keys by which hashtags are compared.

Equal **strict keys** mean the same hashtag: ``#TikTokdanÖyrən`` is ``#TIKTOKDANÖYRƏN``. Equal
**look-alike keys** only mean that people cannot tell the two apart: ``#кiтапток`` with a Latin i
and ``#кітапток`` with a Cyrillic і; the campaign's policy decides what follows from that.

No mark is ever stripped wholesale: й is not и, ö is not o. Alternatives of spelling, such as
``#TikTokdanOyren``, are hashtags of their own.

Pure: no Django. Sources: Unicode Standard Annex 31 (identifiers), section 3.13 (caseless
matching), Technical Standard 39 (skeletons), and Lucene's ArabicNormalizer.
"""

import unicodedata

import regex

from contests.confusables import ARABIC_FOLDING, PROTOTYPES

HASH_SIGNS = "#﹟＃"
"""The number sign, its small and its full-width form."""

_IGNORABLE = regex.compile(r"\p{Default_Ignorable_Code_Point}+")
_DOT_ABOVE = "\u0307"


def strict_key(tag: str) -> str:
    """The key of a hashtag, equal for all ways to write the very same hashtag.

    The leading # is optional in any of its forms, and so is white space around. Empty when nothing
    is left. The key of a key is that key.
    """
    text = _bare(tag)
    while (folded := _bare(_fold(text))) != text:
        text = folded
    return text


def lookalike_key(tag: str) -> str:
    """The skeleton of a hashtag's strict key, equal for hashtags that look the same.

    Composed at the end, unlike the skeleton of TS 39, so that it is not longer than it must be.
    """
    text = strict_key(tag).translate(ARABIC_FOLDING)
    skeleton = unicodedata.normalize("NFD", text).translate(PROTOTYPES)
    return _without_dot_on_i(_bare(unicodedata.normalize("NFC", skeleton)))


def _bare(text: str) -> str:
    """Without what is not seen, without white space around and without the leading number sign."""
    return _IGNORABLE.sub("", text).strip().lstrip(HASH_SIGNS).strip()


def _fold(text: str) -> str:
    """One round of case folding; composing can uncover something that folds once more."""
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return _without_dot_on_i(text)


def _without_dot_on_i(text: str) -> str:
    """İ folds to an i with a second dot above, which is the i that everybody else types."""
    return text.replace("i" + _DOT_ABOVE, "i")
