"""Pages and pictures, set by Typst from the templates in results/drawing.

A template is ours; what it is filled with is not. Texts travel as JSON in an input value and are
never read as markup. A run sees one folder of its own, with the templates and the pictures handed
to it, and no other file; only our two font families are known, so every machine sets the same
bytes. A compiler must not be shared between threads, so each thread keeps its own: a page takes a
hundredth of a second once the first is set. Do not set anything before a process forks.

Not every letter can be set: ask results.lettering first. A page with a letter that no font has is
refused (PDF/UA asks for that), a picture shows an empty box in its place.
"""

from __future__ import annotations

import json
import re
import tempfile
import threading
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst

from results.lettering import FONT_FOLDERS

TEMPLATES = Path(__file__).parent / "drawing"
# A picture is set at one pixel a point.
_PIXELS_PER_INCH = 72
_PICTURE_NAME = re.compile(r"[a-z0-9-]{1,40}\.(?:png|svg)")
_own = threading.local()


class TypesettingError(RuntimeError):
    """A template could not be set with this data. The message says which and why."""


def as_pdf(
    template: str,
    data: Mapping[str, Any],
    *,
    at: datetime,
    pictures: Mapping[str, bytes] | None = None,
) -> bytes:
    """Set a template as tagged PDF/UA-1. The same data, pictures and `at` give the same bytes.

    template: its name in results/drawing without the ending. data: what JSON can hold; the
    template reads it as `data` of shared.typ. pictures: by the name under which the template
    finds them ("logo-1.png", "code.svg"); draw them with results.pictures. at: the creation date
    that the file tells, in whole seconds. Raises TypesettingError.
    """
    return _set(template, data, pictures or {}, kind="pdf", at=at)


def as_png(
    template: str,
    data: Mapping[str, Any],
    *,
    width: int,
    height: int,
    pictures: Mapping[str, bytes] | None = None,
) -> bytes:
    """Set a template as a PNG picture of `width` × `height` pixels, which it finds in `data`.

    The template's page has to be `data.width * 1pt` wide and as high as `data.height`. The rest as
    in `as_pdf`.
    """
    sized = {**data, "width": width, "height": height}
    return _set(template, sized, pictures or {}, kind="png", at=None)


def _set(
    template: str,
    data: Mapping[str, Any],
    pictures: Mapping[str, bytes],
    *,
    kind: Literal["pdf", "png"],
    at: datetime | None,
) -> bytes:
    if template not in _templates():
        raise TypesettingError(f"There is no template {template!r} in {TEMPLATES.name}/.")
    strange = [name for name in pictures if not _PICTURE_NAME.fullmatch(name)]
    if strange:
        raise TypesettingError(f"Pictures are named like logo-1.png, not {strange[0]!r}.")
    with tempfile.TemporaryDirectory(prefix="typesetting-") as folder:
        for name, source in _templates().items():
            Path(folder, f"{name}.typ").write_bytes(source)
        for name, drawn in pictures.items():
            Path(folder, name).write_bytes(drawn)
        try:
            pages = _compiler().compile(
                Path(folder, f"{template}.typ"),
                root=folder,
                format=kind,
                ppi=_PIXELS_PER_INCH,
                sys_inputs={"data": json.dumps(data)},
                pdf_standards=["ua-1"] if kind == "pdf" else [],
                timestamp=int(at.timestamp()) if at else None,
            )
        except typst.TypstError as error:
            # Its trace names a folder that is gone; the sentence alone is of use.
            raise TypesettingError(f"{template}.typ: {error.message}") from error
    if not isinstance(pages, bytes):
        raise TypesettingError(f"{template}.typ fills {len(pages or [])} pages instead of one.")
    return pages


@cache
def _templates() -> dict[str, bytes]:
    return {path.stem: path.read_bytes() for path in sorted(TEMPLATES.glob("*.typ"))}


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=list(FONT_FOLDERS),
    )


def _compiler() -> typst.Compiler:
    """This thread's compiler: two threads in one would be refused by it ("Already borrowed")."""
    if not hasattr(_own, "compiler"):
        _own.compiler = typst.Compiler(font_paths=_fonts(), ignore_system_fonts=True)
    compiler: typst.Compiler = _own.compiler
    return compiler


def start_anew() -> None:
    """Forget this thread's compiler and the fonts: the next page reads them again. For benches."""
    _fonts.cache_clear()
    if hasattr(_own, "compiler"):
        del _own.compiler
