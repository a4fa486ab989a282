"""Untranslated messages out to a JSON file for a translator, and the filled file back in.

A message is a key and its translation the value; a plural message has one text for each group of
numbers. Keys that begin with an underscore explain and are not read back.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from babel.messages.catalog import Catalog, Message

from scripts.i18n.catalogue import Key, entries, indexed, is_translated, key_of, plural_rule
from scripts.i18n.faults import faults_of, shown

CONTEXT_END = "\x04"  # as in gettext's own files: context, this, message


def json_key(message: Message) -> str:
    context, text = key_of(message)
    return f"{context}{CONTEXT_END}{text}" if context else text


def examples(language: str) -> list[str]:
    """Return for each plural form the first numbers that take it: "1, 21, 31"."""
    rule, groups = plural_rule(language), dict[int, list[int]]()
    for number in range(200):
        groups.setdefault(rule(number), []).append(number)
    return [
        ", ".join(map(str, numbers[:4])) + (", …" if len(numbers) > 4 else "")
        for _form, numbers in sorted(groups.items())
    ]


def untranslated(catalog: Catalog, language: str) -> dict[str, Any]:
    """Return what a translator still has to fill in."""
    rows: dict[str, Any] = {}
    for message in sorted(entries(catalog), key=key_of):
        if is_translated(message):
            continue
        if isinstance(message.id, str):
            rows[json_key(message)] = ""
        else:
            rows[json_key(message)] = {
                "_plural": message.id[1],
                **dict.fromkeys(examples(language), ""),
            }
    return rows


def take_over(catalog: Catalog, rows: Mapping[str, Any], language: str) -> Iterator[str]:
    """Put the filled rows into `catalog`; yield a line for each that cannot be taken.

    Rows left empty are passed over; a row with a fault leaves the catalogue as it was.
    """
    known: dict[Key, Message] = indexed(catalog)
    for name, value in rows.items():
        context, _, text = name.rpartition(CONTEXT_END)
        message = known.get((context, text))
        if message is None:
            yield f"{shown((context, text))} is not a message of the source"
            continue
        given = forms_given(value)
        if not any(given):
            continue
        if message.pluralizable != isinstance(value, dict):
            yield f"{shown((context, text))} must be given as the export gave it"
            continue
        before = message.string, set(message.flags)
        message.string = given if message.pluralizable else given[0]
        message.flags.discard("fuzzy")
        faults = list(faults_of(message, language))
        if faults:
            message.string, message.flags = before
        yield from (f"{shown((context, text))} {fault}" for fault in faults)


def forms_given(value: Any) -> tuple[str, ...]:
    if isinstance(value, dict):
        return tuple(str(text) for name, text in value.items() if not name.startswith("_"))
    return (str(value),)
