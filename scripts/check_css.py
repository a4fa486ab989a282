"""Refuses what breaks right-to-left pages or the content security policy.

In style sheets and templates: properties of the left and the right hand, where CSS has ones that
follow the direction of the text (margin-inline-start, inset-inline-end, text-align: start …).
In templates of public, judge and creator pages: inline styles, scripts and event handlers, which
the policy would silently ignore. A line that has a reason says so: `/* physical: … */`.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIDE = "(?:left|right)"
PHYSICAL = re.compile(
    rf"""(?<![\w-])(?:
        (?:scroll-)?(?:margin|padding)-{SIDE}
        | border-{SIDE}(?:-(?:width|style|color))?
        | border-(?:top|bottom)-{SIDE}-radius
        | {SIDE}
    )\s*:(?!:)
    | (?<![\w-])(?:text-align|float|clear)\s*:\s*{SIDE}\b""",
    re.VERBOSE,
)
# Tailwind's names for the same, in Unfold's templates.
PHYSICAL_CLASS = re.compile(
    rf"""(?<![\w-])-?(?:[mp][lr]-(?:\d|px|auto|\[)|{SIDE}-(?:\d|px|auto|\[)|text-{SIDE}
    |float-{SIDE}|(?:border|rounded)-[lr](?![\w])|rounded-[tb][lr](?![\w]))""",
    re.VERBOSE,
)
CLASSES = re.compile(r"""\bclass\s*=\s*("[^"]*"|'[^']*')""")
INLINE = re.compile(
    r"""<style\b | \sstyle\s*= | \son[a-z]+\s*=\s*["'] | javascript: | <script(?![^>]*\ssrc\s*=)""",
    re.VERBOSE | re.IGNORECASE,
)
# Pages under the admin have a looser policy; mails have no style sheet.
MAY_BE_INLINE = {"admin", "unfold", "desk", "mail", "mails", "email"}
REASON = "physical:"


def style_sheets(root: Path) -> Iterator[Path]:
    yield from (
        path
        for path in sorted((root / "static").rglob("*.css"))
        if "vendor" not in path.parts and not path.name.endswith(".min.css")
    )


def templates(root: Path) -> Iterator[Path]:
    for folder in (root / "templates", *sorted(root.glob("*/templates"))):
        yield from sorted(folder.rglob("*.html"))


def without_comments(text: str) -> str:
    """Blank the comments out but keep the lines, so that numbers stay right."""
    blank = re.compile(r"/\*(?!\s*physical:).*?\*/|\{#(?!\s*physical:).*?#\}", re.DOTALL)
    return blank.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)


def faults_of(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line number and fault for every line of a style sheet or template."""
    template = path.suffix == ".html"
    inline_allowed = not template or MAY_BE_INLINE.intersection(path.parts)
    for number, line in enumerate(without_comments(path.read_text("utf-8")).splitlines(), 1):
        if REASON in line:
            continue
        if match := PHYSICAL.search(line):
            yield number, f"{match.group().strip()} is physical; use the logical property"
        if not template:
            continue
        for classes in CLASSES.finditer(line):
            if match := PHYSICAL_CLASS.search(classes.group(1)):
                yield number, f"the class {match.group().strip()}… is physical"
        if not inline_allowed and (match := INLINE.search(line)):
            yield number, f"{match.group().strip()} is inline: the policy of these pages forbids it"


def report(paths: Iterable[Path], *, root: Path) -> int:
    """Print every fault with its place; return how many there are."""
    count = 0
    for path in paths:
        for number, fault in faults_of(path):
            count += 1
            print(f"{path.relative_to(root)}:{number}: {fault}")
    return count


if __name__ == "__main__":
    sys.exit(1 if report([*style_sheets(ROOT), *templates(ROOT)], root=ROOT) else 0)
