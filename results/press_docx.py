"""A press release as a document of a word processor (Office Open XML), written by hand.

Newsrooms paste from such files. It has what a release needs: headings, paragraphs, lists,
quotations, bold and italic, the language, and the direction. No Django here.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from xml.sax.saxutils import escape

from results.press_blocks import Block, Run

# XML knows no way to write these.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = (
    f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.styles+xml"/></Types>'
)
_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="{type}" Target="{target}"/></Relationships>'
)
# By name: size in half points, bold, room before and after in twentieths of a point.
_STYLES = {
    "Title": ("Title", 40, True, 0, 240),
    "Heading1": ("heading 1", 30, True, 320, 120),
    "Heading2": ("heading 2", 26, True, 240, 80),
    "ListParagraph": ("List Paragraph", 22, False, 0, 60),
    "Quote": ("Quote", 22, False, 60, 120),
}


def as_docx(
    title: str, blocks: Sequence[Block], *, language: str, rtl: bool, at: datetime
) -> bytes:
    """The file. language: as BCP 47 writes it; at: the moment that its parts carry, so that the
    same text gives the same bytes."""
    paragraphs = [_paragraph("Title", (Run(title),), rtl=rtl)]
    paragraphs += [_of_block(block, rtl=rtl) for block in blocks]
    direction = "<w:bidi/>" if rtl else ""
    page = (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1418" w:right="1418" '
        'w:bottom="1418" w:left="1418" w:header="709" w:footer="709" w:gutter="0"/>'
        f"{direction}</w:sectPr>"
    )
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS.format(
            type=f"{_OFFICE}/officeDocument", target="word/document.xml"
        ),
        "word/_rels/document.xml.rels": _RELATIONS.format(
            type=f"{_OFFICE}/styles", target="styles.xml"
        ),
        "word/styles.xml": _styles(language),
        "word/document.xml": (
            f"{_HEAD}<w:document {_NAMESPACE}><w:body>{''.join(paragraphs)}{page}"
            "</w:body></w:document>"
        ),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(zipfile.ZipInfo(name, at.timetuple()[:6]), content)
    return file.getvalue()


def _of_block(block: Block, *, rtl: bool) -> str:
    match block.kind:
        case "heading":
            return _paragraph("Heading1" if block.level <= 2 else "Heading2", block.runs, rtl=rtl)
        case "item":
            mark = (Run(f"{block.mark}\t"),) if block.mark else ()
            return _paragraph(
                "ListParagraph", (*mark, *block.runs), rtl=rtl, indent=360 * block.level, hang=360
            )
        case "quote":
            return _paragraph("Quote", block.runs, rtl=rtl, indent=567)
    return _paragraph("", block.runs, rtl=rtl)


def _paragraph(
    style: str, runs: Sequence[Run], *, rtl: bool, indent: int = 0, hang: int = 0
) -> str:
    """indent, hang: in twentieths of a point, at the side where lines begin."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties += "<w:bidi/>" if rtl else ""
    if indent:
        # In a paragraph that runs from the right, "left" is where its lines begin.
        hanging = f' w:hanging="{hang}"' if hang else ""
        properties += f'<w:ind w:left="{indent}"{hanging}/>'
    written = "".join(_run(run, rtl=rtl) for run in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{written}</w:p>"


def _run(run: Run, *, rtl: bool) -> str:
    properties = ""
    if run.bold:
        properties += "<w:b/><w:bCs/>"
    if run.italic:
        properties += "<w:i/><w:iCs/>"
    if rtl:
        properties += "<w:rtl/>"
    pieces = re.split(r"([\n\t])", _UNWRITABLE.sub("", run.text))
    signs = {"\n": "<w:br/>", "\t": "<w:tab/>"}
    text = "".join(
        signs.get(piece) or f'<w:t xml:space="preserve">{escape(piece)}</w:t>'
        for piece in pieces
        if piece
    )
    return f"<w:r><w:rPr>{properties}</w:rPr>{text}</w:r>"


def _styles(language: str) -> str:
    lang = f'<w:lang w:val="{language}" w:eastAsia="{language}" w:bidi="{language}"/>'
    defaults = (
        "<w:docDefaults><w:rPrDefault><w:rPr>"
        '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Arial"/>'
        f'<w:sz w:val="22"/><w:szCs w:val="22"/>{lang}</w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="160" w:line="264" w:lineRule="auto"/></w:pPr>'
        "</w:pPrDefault></w:docDefaults>"
    )
    normal = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
        '<w:name w:val="Normal"/></w:style>'
    )
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>'
        '<w:basedOn w:val="Normal"/>'
        f'<w:pPr><w:spacing w:before="{before}" w:after="{after}"/></w:pPr>'
        f'<w:rPr>{"<w:b/><w:bCs/>" if bold else ""}<w:sz w:val="{size}"/>'
        f'<w:szCs w:val="{size}"/></w:rPr></w:style>'
        for key, (name, size, bold, before, after) in _STYLES.items()
    )
    return f"{_HEAD}<w:styles {_NAMESPACE}>{defaults}{normal}{styles}</w:styles>"
