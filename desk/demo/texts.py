"""Texts by language as the columns that hold them."""

from __future__ import annotations

from desk.demo.read import LANGUAGES, Texts


def columns(**fields: Texts | str) -> dict[str, str]:
    """The columns of translated fields: title={"kk": …} gives title_kk and so on.

    A plain text, such as a handle that people are known by, is the same in every language.
    """
    return {
        f"{name}_{code}": texts if isinstance(texts, str) else texts.get(code, "")
        for name, texts in fields.items()
        for code in sorted(LANGUAGES)
    }
