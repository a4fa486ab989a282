"""The translation catalogues: `python -m scripts.messages COMMAND`.

update      bring locale/*/LC_MESSAGES/django.po up to date with the source
compile     make the .mo files that Django reads
check       print what is missing, empty, fuzzy, obsolete or broken; status 1 if anything is
export      print as JSON what is still to be translated into a language
import      take a filled JSON file over
libraries   list what installed packages leave untranslated (--keep: make it ours)
"""

import argparse
import json
import sys
from pathlib import Path

from babel.messages.catalog import Catalog

from scripts.i18n import libraries, transfer
from scripts.i18n.catalogue import PLURALS, compile_catalogue, entries, indexed, load, merged, save
from scripts.i18n.extract import messages_of, source_files
from scripts.i18n.faults import faults_of_catalogue, shown

ROOT = Path(__file__).resolve().parent.parent
SHOWN = 20  # problems of a language that `check` prints one by one


class Project:
    """The source under a folder, with its `locale`."""

    def __init__(self, root: Path) -> None:
        self.locale = root / "locale"
        self.source = messages_of(source_files(root), root=root)
        self.kept = libraries.load_kept(self.locale / "libraries.json")

    def current(self, language: str) -> Catalog:
        """Return the language's catalogue with exactly the messages it should have now."""
        old = load(self.locale, language)
        wanted = libraries.wanted_from_kept(self.kept, old, language)
        for message in entries(self.source):
            wanted.add(
                message.id,
                locations=message.locations,
                auto_comments=message.auto_comments,
                context=message.context,
            )
        return merged(wanted, old, language)


def update(root: Path, languages: list[str]) -> int:
    project = Project(root)
    for language in languages:
        catalog = project.current(language)
        changed = save(catalog, project.locale, language)
        missing = len(transfer.untranslated(catalog, language))
        state = "updated" if changed else "unchanged"
        print(f"{language}: {state}, {len(catalog)} messages, {missing} to translate")
    return 0


def compile_all(root: Path, languages: list[str]) -> int:
    for language in languages:
        compile_catalogue(root / "locale", language)
    return 0


def check(root: Path, languages: list[str], *, with_libraries: bool = False) -> int:
    project, count = Project(root), 0
    for language in languages:
        faults = list(
            faults_of_catalogue(
                load(project.locale, language),
                project.source,
                language=language,
                kept=set(indexed(project.kept)),
                libraries=with_libraries,
            )
        )
        for fault in faults[:SHOWN]:
            print(f"{language}: {fault}")
        if len(faults) > SHOWN:
            print(f"{language}: … and {len(faults) - SHOWN} more")
        count += len(faults)
    if count:
        print(f"{count} problems. `make messages` adds what is missing and drops the obsolete.")
    return 1 if count else 0


def export_missing(root: Path, language: str) -> int:
    rows = transfer.untranslated(Project(root).current(language), language)
    print(json.dumps(rows, ensure_ascii=False, indent=1))
    return 0


def import_filled(root: Path, language: str, path: Path) -> int:
    project = Project(root)
    catalog = project.current(language)
    rows = json.loads(path.read_text(encoding="utf-8"))
    problems = list(transfer.take_over(catalog, rows, language))
    save(catalog, project.locale, language)
    print(*problems, sep="\n", end="\n" if problems else "")
    print(f"{language}: {len(transfer.untranslated(catalog, language))} still to translate")
    return 1 if problems else 0


def list_libraries(root: Path, languages: list[str], *, keep: bool) -> int:
    path = root / "locale" / "libraries.json"
    kept = libraries.load_kept(path)
    for language in languages:
        missing = libraries.missing_in_packages(language)
        for message in sorted(entries(missing)):
            if keep:
                kept.add(message.id, locations=message.locations, context=message.context)
            else:
                where = message.locations[0][0]
                text = message.id if isinstance(message.id, str) else message.id[0]
                print(f"{language}\t{where}\t{shown((message.context or '', text))}")
    if keep:
        libraries.save_kept(kept, path)
        print(f"{len(kept)} messages of libraries are in locale/libraries.json")
    return 0


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.messages",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--root", type=Path, default=ROOT, help=argparse.SUPPRESS)
    commands = parser.add_subparsers(required=True)
    languages = list(PLURALS)

    for name, work in (("update", update), ("compile", compile_all), ("check", check)):
        command = commands.add_parser(name)
        command.set_defaults(work=work)
        command.add_argument("languages", nargs="*", metavar="LANGUAGE", default=languages)
        if name == "check":
            command.add_argument("--libraries", dest="with_libraries", action="store_true")

    command = commands.add_parser("export")
    command.set_defaults(work=export_missing)
    command.add_argument("language", choices=languages)

    command = commands.add_parser("import")
    command.set_defaults(work=import_filled)
    command.add_argument("language", choices=languages)
    command.add_argument("path", metavar="FILE", type=Path)

    command = commands.add_parser("libraries")
    command.set_defaults(work=list_libraries)
    command.add_argument("languages", nargs="*", metavar="LANGUAGE", default=languages)
    command.add_argument("--keep", action="store_true")

    options = vars(parser.parse_args(arguments))
    status: int = options.pop("work")(**options)
    return status


if __name__ == "__main__":
    sys.exit(main())
