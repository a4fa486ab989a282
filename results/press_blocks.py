"""A press release as blocks of words, for files that know no Markdown. No Django here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

Kind = Literal["heading", "paragraph", "item", "quote"]
_PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass(frozen=True)
class Run:
    """Words that are set in one way."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True)
class Block:
    """One paragraph. level: of a heading (2 is the highest), or how deep an item of a list is.

    mark: what stands before an item, "•" or "3."; empty before its second paragraph.
    """

    kind: Kind
    runs: tuple[Run, ...]
    level: int = 0
    mark: str = ""

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


def blocks_of(markdown: str) -> list[Block]:
    """The paragraphs of a Markdown text, in their order. Tables give a line for each row."""
    return list(_blocks(SyntaxTreeNode(_PARSER.parse(markdown)).children))


def as_text(title: str, markdown: str) -> str:
    """Title and text as plain text: headings underlined, lists and quotations marked."""
    lines = [title, "=" * min(len(title), 72)]
    before = ""
    for block in blocks_of(markdown):
        # The items of one list stand close together, and so do the lines of a quotation.
        if not (block.kind == before == "item"):
            lines.append("")
        lines.extend(_lines(block))
        before = block.kind
    return "\n".join(lines) + "\n"


def _lines(block: Block) -> Iterator[str]:
    text = block.text
    if block.kind == "heading":
        yield text
        if block.level == 2:
            yield "-" * min(len(text), 72)
    elif block.kind == "item":
        indent = "  " * (block.level - 1)
        yield f"{indent}{block.mark or ' '} {text}"
    elif block.kind == "quote":
        for line in text.split("\n"):
            yield f"    {line}"
    else:
        yield text


def _blocks(
    nodes: Iterable[SyntaxTreeNode], *, kind: Kind = "paragraph", level: int = 0, mark: str = ""
) -> Iterator[Block]:
    """What stands below a node; kind, level and mark: of the list or quotation around it."""
    for node in nodes:
        if node.type in ("bullet_list", "ordered_list"):
            first = int(node.attrs.get("start", 1))
            for number, item in enumerate(node.children, start=first):
                sign = "•" if node.type == "bullet_list" else f"{number}."
                yield from _blocks(item.children, kind="item", level=level + 1, mark=sign)
        elif node.type == "blockquote":
            yield from _blocks(node.children, kind="quote")
        elif node.type == "heading":
            yield Block("heading", _inside(node), level=max(2, int(node.tag[1])))
        elif node.type == "table":
            rows = (row for part in node.children for row in part.children)
            for row in rows:
                cells = ("".join(run.text for run in _inside(cell)) for cell in row.children)
                yield Block("paragraph", (Run(" · ".join(cells)),))
        elif node.type == "paragraph":
            yield Block(kind, _inside(node), level=level, mark=mark)
            mark = ""
        elif node.content:
            yield Block(kind, (Run(node.content.rstrip("\n")),), level=level, mark=mark)


def _inside(node: SyntaxTreeNode) -> tuple[Run, ...]:
    """The words of a paragraph, a heading or a cell."""
    return tuple(
        _joined(run for inline in node.children for run in _runs(inline.children, Run("")))
    )


def _runs(nodes: Iterable[SyntaxTreeNode], around: Run) -> Iterator[Run]:
    """around: how the words around are set."""
    for node in nodes:
        if node.type == "strong":
            yield from _runs(node.children, replace(around, bold=True))
        elif node.type == "em":
            yield from _runs(node.children, replace(around, italic=True))
        elif node.type == "link":
            shown = list(_runs(node.children, around))
            yield from shown
            # Paper cannot be clicked: an address that is not shown is told.
            address = str(node.attrs.get("href", ""))
            if address.removeprefix("mailto:") not in ("", "".join(run.text for run in shown)):
                yield replace(around, text=f" ({address})")
        elif node.type == "softbreak":
            yield replace(around, text=" ")
        elif node.type == "hardbreak":
            yield replace(around, text="\n")
        else:
            yield replace(around, text=node.content)


def _joined(runs: Iterable[Run]) -> Iterator[Run]:
    """Neighbours that are set alike, in one."""
    for (bold, italic), group in groupby(runs, key=lambda run: (run.bold, run.italic)):
        yield Run("".join(run.text for run in group), bold, italic)
