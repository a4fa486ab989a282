"""One language's catalogue: reading, bringing up to date, writing, compiling."""

import io
import re
from collections.abc import Callable, Iterator
from gettext import c2py
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

# The source is English, which needs no catalogue. The forms are CLDR's for whole numbers.
PLURALS = {
    "kk": (2, "n != 1"),
    "ru": (
        3,
        "n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2",
    ),
    "az": (2, "n != 1"),
    "ar": (
        6,
        "n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5",
    ),
}

Key = tuple[str, str]  # context or "", message (of a plural message: its singular)


def key_of(message: Message) -> Key:
    text = message.id if isinstance(message.id, str) else message.id[0]
    return message.context or "", text


def entries(catalog: Catalog) -> Iterator[Message]:
    """Yield the messages of a catalogue without its header."""
    return (message for message in catalog if message.id)


def indexed(catalog: Catalog) -> dict[Key, Message]:
    return {key_of(message): message for message in entries(catalog)}


def forms_of(message: Message) -> tuple[str, ...]:
    """Return the translations of a message: one, or one for each plural form."""
    if isinstance(message.string, (list, tuple)):
        return tuple(text or "" for text in message.string)
    return (message.string or "",)


def is_translated(message: Message) -> bool:
    return not message.fuzzy and all(forms_of(message))


def plural_rule(language: str) -> Callable[[int], int]:
    """Return the function that tells which form a whole number takes."""
    rule: Callable[[int], int] = c2py(PLURALS[language][1])
    return rule


def path_of(locale: Path, language: str) -> Path:
    return locale / language / "LC_MESSAGES" / "django.po"


def header(language: str) -> str:
    count, expression = PLURALS[language]
    fields = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": f"nplurals={count}; plural=({expression});",
    }
    lines = "".join(f'"{name}: {value}\\n"\n' for name, value in fields.items())
    return f'msgid ""\nmsgstr ""\n{lines}\n'


def empty(language: str) -> Catalog:
    return read_po(io.BytesIO(header(language).encode()), locale=language)


def load(locale: Path, language: str) -> Catalog:
    """Return the catalogue as it is on disk, an empty one where there is none."""
    path = path_of(locale, language)
    if not path.exists():
        return empty(language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def merged(wanted: Catalog, old: Catalog, language: str) -> Catalog:
    """Return a catalogue of exactly the `wanted` messages with the translations of `old`.

    Nothing is guessed: a message that changed is a new message, still to be translated.
    """
    catalog, known = empty(language), indexed(old)
    for message in entries(wanted):
        before = known.get(key_of(message))
        if before is not None and before.pluralizable != message.pluralizable:
            before = None
        blank = ("",) * catalog.num_plurals if message.pluralizable else ""
        catalog.add(
            message.id,
            before.string if before else blank,
            locations=message.locations,
            flags=before.flags if before else (),
            auto_comments=message.auto_comments,
            user_comments=before.user_comments if before else (),
            context=message.context,
        )
    return catalog


def save(catalog: Catalog, locale: Path, language: str) -> bool:
    """Write the catalogue sorted and without line numbers; say whether the file changed."""
    path, text = path_of(locale, language), io.BytesIO()
    write_po(text, catalog, width=0, omit_header=True, sort_output=True, include_lineno=False)
    body = re.sub(r"\n+\Z", "\n", text.getvalue().decode())
    content = (header(language) + body).encode()
    if path.exists() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return True


def compile_catalogue(locale: Path, language: str) -> bool:
    """Write the .mo files that Django reads; say whether there was a catalogue to compile.

    Beside django.po there may be a djangojs.po, kept by hand: what the admin's own scripts say.
    """
    paths = sorted(path_of(locale, language).parent.glob("*.po"))
    for path in paths:
        with path.open("rb") as file:
            catalog = read_po(file, locale=language)
        fresh = path.with_suffix(".mo.new")
        with fresh.open("wb") as file:
            write_mo(file, catalog)
        fresh.replace(path.with_suffix(".mo"))
    return bool(paths)
