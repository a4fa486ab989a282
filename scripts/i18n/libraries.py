"""Messages of installed packages that their own catalogues do not translate into our languages.

Django's Kazakh is incomplete and Unfold has none, so a page of the admin would be half English.
`locale/libraries.json` lists those that our catalogues supply: they belong there though no file
of ours contains them. LOCALE_PATHS come before every package's catalogue.
"""

import json
import sysconfig
from collections.abc import Iterator
from gettext import GNUTranslations
from pathlib import Path

from babel.messages.catalog import Catalog, Message

from scripts.i18n.catalogue import Key, entries, indexed, key_of
from scripts.i18n.extract import messages_of, source_files

SITE_PACKAGES = Path(sysconfig.get_paths()["purelib"])
PACKAGES = (
    "django/contrib/admin",
    "django/contrib/auth",
    "django/contrib/humanize",
    "django/core",
    "django/db/models",
    "django/forms",
    "django/template",
    "django/utils",
    "django/views",
    "allauth/account",
    "allauth/mfa",
    "auditlog",
    "axes",
    "unfold",
)
# Folders with a `locale` that Django loads. That of an app that is not installed, as the
# admin's documentation, would hide a message from us though no page shows its translation.
CATALOGUES = (*PACKAGES, "django/conf", "allauth")


def messages_of_packages() -> Catalog:
    """Return the messages in the source of the packages whose pages we show."""
    paths = [
        path
        for package in PACKAGES
        for path in source_files(SITE_PACKAGES / package)
        if "management" not in path.parts
    ]
    return messages_of(paths, root=SITE_PACKAGES)


def translated_by_packages(language: str) -> set[Key]:
    """Return what the packages' own catalogues translate into `language`."""
    keys: set[Key] = set()
    for folder in CATALOGUES:
        for path in (SITE_PACKAGES / folder).glob(f"locale/{language}/LC_MESSAGES/django.mo"):
            with path.open("rb") as file:
                catalog = GNUTranslations(file)._catalog  # type: ignore[attr-defined]  # no public way to list it
            for key in catalog:
                text = key[0] if isinstance(key, tuple) else key
                context, _, text = text.rpartition("\x04")
                keys.add((context, text))
    return keys


def missing_in_packages(language: str) -> Catalog:
    """Return the messages of the packages that show in English to readers of `language`."""
    translated, missing = translated_by_packages(language), Catalog(charset="utf-8")
    for message in entries(messages_of_packages()):
        if key_of(message) not in translated:
            missing.add(message.id, locations=message.locations, context=message.context)
    return missing


def load_kept(path: Path) -> Catalog:
    """Return the messages listed in `locale/libraries.json` (none without the file)."""
    kept = Catalog(charset="utf-8")
    for row in json.loads(path.read_text(encoding="utf-8")) if path.exists() else []:
        message = (row["id"], row["plural"]) if "plural" in row else row["id"]
        kept.add(message, locations=[(row["from"], 0)], context=row.get("context"))
    return kept


def save_kept(kept: Catalog, path: Path) -> None:
    rows = [dict(row_of(message)) for message in sorted(entries(kept), key=key_of)]
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def row_of(message: Message) -> Iterator[tuple[str, str]]:
    context, text = key_of(message)
    yield "id", text
    if not isinstance(message.id, str):
        yield "plural", message.id[1]
    if context:
        yield "context", context
    yield "from", message.locations[0][0].split("/")[0]


def wanted_from_kept(kept: Catalog, old: Catalog, language: str) -> Catalog:
    """Return which kept messages belong into this language's catalogue.

    Those that no package translates, and those already there: packages differ a little between
    Python versions, and the catalogue must not depend on who updates it.
    """
    translated, present = translated_by_packages(language), indexed(old)
    wanted = Catalog(charset="utf-8")
    for message in entries(kept):
        key = key_of(message)
        if key in present or key not in translated:
            wanted.add(message.id, locations=message.locations, context=message.context)
    return wanted
