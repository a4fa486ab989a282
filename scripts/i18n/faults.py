"""What is wrong with a translation, in words for the person who mends it."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from string import Formatter

from babel.messages.catalog import Catalog, Message

from scripts.i18n.catalogue import (
    Key,
    entries,
    forms_of,
    indexed,
    is_translated,
    key_of,
    plural_rule,
)

PERCENT = re.compile(r"%(?:\(\w+\))?[#0\- +]*\d*(?:\.\d+)?[a-zA-Z]")
BRACE = re.compile(r"\{\w*(?:![rsa])?(?::[^{}]*)?\}")
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")


def placeholders(text: str) -> set[str]:
    return {*PERCENT.findall(text.replace("%%", "")), *BRACE.findall(text)}


def tags(text: str) -> Counter[str]:
    """Count the HTML tags of a text; <bdi> may be added where a language needs it."""
    return Counter(f"<{slash}{name}>" for slash, name in TAG.findall(text) if name != "bdi")


def breaks_formatting(source: str, text: str) -> bool:
    """Tell whether filling in the placeholders would fail, for example for a lone %."""
    if "%" not in source:
        return "%" in text
    if re.search(r"%\(|%%", source):
        try:
            text % defaultdict(int)
        except (TypeError, ValueError):
            return True
    if BRACE.search(source):
        try:
            list(Formatter().parse(text))
        except ValueError:
            return True
    return False


def list_of(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def faults_of_form(sources: tuple[str, ...], text: str, *, may_drop: int = 0) -> Iterator[str]:
    """Yield what is wrong with one translated form of a message (its sources: one, or both).

    may_drop: how many placeholders the form may leave out; "two entries" needs no number.
    """
    source = sources[-1]
    allowed = set().union(*(placeholders(each) for each in sources))
    used = placeholders(text)
    if unknown := used - allowed:
        yield f"has placeholders that the source has not: {list_of(unknown)}"
    missing = placeholders(source) - used
    if len(missing) > may_drop:
        yield f"lacks the placeholders {list_of(missing)}"
    if breaks_formatting(source, text):
        yield "cannot be formatted: a % is doubled or single where the source has it otherwise"
    given, expected = tags(text), tags(source)
    if difference := (given - expected) + (expected - given):
        yield f"has other HTML tags than the source: {list_of(difference)}"
    for side, name in ((str.lstrip, "begins"), (str.rstrip, "ends")):
        if (side(text) == text) != (side(source) == source):
            yield f"{name} with other white space than the source"


def faults_of(message: Message, language: str) -> Iterator[str]:
    """Yield what is wrong with a message of a catalogue; nothing when it is fine."""
    if message.fuzzy:
        yield "is marked fuzzy"
    forms = forms_of(message)
    if isinstance(message.id, str):
        if not forms[0]:
            yield "is not translated"
        else:
            yield from faults_of_form((message.id,), forms[0])
        return
    rule = plural_rule(language)
    numbers = Counter(rule(number) for number in range(1000))
    if len(forms) != len(numbers):
        yield f"has {len(forms)} plural forms instead of {len(numbers)}"
        return
    for index, text in enumerate(forms):
        if not text:
            yield f"has no translation in plural form {index}"
        else:
            for fault in faults_of_form(
                tuple(message.id), text, may_drop=1 if numbers[index] == 1 else 0
            ):
                yield f"{fault} (plural form {index})"


def faults_of_catalogue(
    catalog: Catalog, wanted: Catalog, *, language: str, kept: set[Key], libraries: bool = False
) -> Iterator[str]:
    """Yield one line for every problem of a language's catalogue.

    wanted: the messages of the source; kept: messages of libraries that are ours to translate;
    libraries: whether those that are still untranslated are problems too.
    """
    source, present = indexed(wanted), indexed(catalog)
    for key, message in source.items():
        if key not in present or present[key].pluralizable != message.pluralizable:
            yield f"{shown(key)} is missing"
    for message in entries(catalog):
        key = key_of(message)
        if key not in source and key not in kept:
            yield f"{shown(key)} is obsolete"
        elif key in source or libraries or is_translated(message) or message.fuzzy:
            for fault in faults_of(message, language):
                yield f"{shown(key)} {fault}"
    for obsolete in catalog.obsolete.values():
        yield f"{shown(key_of(obsolete))} is obsolete"


def shown(key: Key) -> str:
    context, text = key
    short = text if len(text) <= 70 else text[:67] + "…"
    return f"{short!r}" + (f" [{context}]" if context else "")
