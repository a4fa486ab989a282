"""Finds every translatable string in Python files and Django templates."""

import io
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from django.utils.translation.template import templatize

# Which arguments of a call are the message, its plural and its context ("c").
KEYWORDS: dict[str, Any] = {
    "_": None,
    **dict.fromkeys(("gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
COMMENT_TAGS = ("Translators:",)
TEMPLATE_SUFFIXES = {".html", ".txt", ".xml", ".svg"}
NOT_SOURCE = {"docs", "locale", "migrations", "node_modules", "scripts", "static", "tests", "var"}


def source_files(root: Path) -> Iterator[Path]:
    """Yield the Python files and templates of the project under `root`, in a stable order."""
    for path in sorted(root.iterdir()):
        if path.is_dir():
            if path.name not in NOT_SOURCE and not path.name.startswith((".", "__")):
                yield from source_files(path)
        elif path.suffix == ".py" or (
            path.suffix in TEMPLATE_SUFFIXES and "templates" in path.parts
        ):
            yield path


def as_python(path: Path) -> str:
    """Return what Babel's Python reader can read: a template is turned into calls of gettext."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text
    # The indentation of a template means nothing, but would be an error to a Python tokenizer.
    lines = templatize(text, origin=str(path)).splitlines()
    return "\n".join(textwrap.dedent(line).lstrip() for line in lines)


def messages_of(paths: Iterable[Path], *, root: Path) -> Catalog:
    """Return a catalogue without translations: every message with its comments and its files."""
    catalog = Catalog(charset="utf-8")
    for path in paths:
        source = io.BytesIO(as_python(path).encode())
        name = path.relative_to(root).as_posix()
        for line, message, comments, context in extract(
            "python", source, keywords=KEYWORDS, comment_tags=COMMENT_TAGS, strip_comment_tags=True
        ):
            if message and message != ("", ""):
                catalog.add(
                    message, locations=[(name, line)], auto_comments=comments, context=context
                )
    return catalog
