"""What newsrooms download: a release as a file, figures, quotes, and all pictures at once.

Every file is in the language of its address, so that it can be handed on as it is.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.bidi import direction, isolated
from contests.models import Campaign
from contests.wording import day_and_time
from judging.spreadsheets import Table, Value, as_csv, write_xlsx
from results.card_drawing import card_files
from results.press_blocks import as_text, blocks_of
from results.press_docx import as_docx
from results.press_figures import Figure, figures_of
from results.press_markdown import without_isolates
from results.press_parts import attribution
from results.press_pictures import picture_groups
from website.languages import shown_language
from website.pages.campaign import Standpoint, standpoint
from website.pages.press import ReleasePage, WithdrawnRelease, release_page
from website.public_page import public_page, shows

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BOM = "\ufeff"


@require_safe
@public_page()
def release_text(request: HttpRequest, slug: str, release_id: int) -> HttpResponse:
    """A release as plain text."""
    view = _seen(request, slug)
    try:
        page = release_page(view, release_id=release_id)
    except WithdrawnRelease:
        return _gone()
    head = f"{_told(page)}\n\n"
    text = head + as_text(page.release.title, page.release.body)
    return _text_file(text, _name(page, "txt"))


@require_safe
@public_page()
def release_docx(request: HttpRequest, slug: str, release_id: int) -> HttpResponse:
    """A release as a document for a word processor."""
    view = _seen(request, slug)
    try:
        page = release_page(view, release_id=release_id)
    except WithdrawnRelease:
        return _gone()
    code = shown_language(page.release, "body")
    file = as_docx(
        page.release.title,
        [*blocks_of(_told(page)), *blocks_of(page.release.body)],
        language=code,
        rtl=direction(code) == "rtl",
        at=page.day,
    )
    return _file(file, _name(page, "docx"), content_type=_DOCX)


@require_safe
@public_page()
def quotes(request: HttpRequest, slug: str) -> HttpResponse:
    """What was said about the campaign, ready to be printed."""
    view = _seen(request, slug)
    said = view.campaign.quotes.select_related("partner").order_by("pk")
    text = "\n\n".join(
        f"{quote.text}\n— {attribution(quote.speaker, quote.post, str(quote.partner))}"
        for quote in said
    )
    return _text_file(f"{_as_printed(text)}\n", f"{slug}-quotes-{_language()}.txt")


@require_safe
@public_page()
def figures_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """The figures as a table of text."""
    view = _seen(request, slug)
    body = "".join(as_csv(_table(view)))
    name = f"{slug}-figures-{_language()}.csv"
    return _file(body.encode(), name, content_type="text/csv; charset=utf-8")


@require_safe
@public_page()
def figures_xlsx(request: HttpRequest, slug: str) -> HttpResponse:
    """The figures as a workbook."""
    view = _seen(request, slug)
    file = io.BytesIO()
    write_xlsx(_table(view), file)
    return _file(file.getvalue(), f"{slug}-figures-{_language()}.xlsx", content_type=_XLSX)


@require_safe
@public_page()
def pictures(request: HttpRequest, slug: str) -> HttpResponseBase:
    """All pictures in one file, as they are: packed for every reader anew, never kept."""
    view = standpoint(slug=slug, user=request.user, at=timezone.now())
    found = _pictures(view, language=_language())
    response = StreamingHttpResponse(_packed(found), content_type="application/zip")
    name = f"{slug}-pictures-{_language()}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Robots-Tag"] = "noindex"
    return response


class _Passing(io.RawIOBase):
    """A file that hands on what is written into it."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._waiting.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        """What was written since the last time."""
        taken, self._waiting = b"".join(self._waiting), []
        return taken


def _packed(files: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """A ZIP file, piece by piece: no more than one of its files is in memory at a time."""
    out = _Passing()
    # Pictures are compressed already.
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for name, content in files:
            packed.writestr(name, content)
            yield out.take()
    yield out.take()


def _pictures(view: Standpoint, *, language: str) -> Iterator[tuple[str, bytes]]:
    """The cover and every card, one at a time; what is gone from the storage is left out."""
    cover = view.campaign.cover
    name = cover.name or ""
    if name:
        ending = name.rpartition(".")[2].lower()
        try:
            with cover.storage.open(name) as stored:
                yield f"{view.campaign.slug}-cover.{ending}", stored.read()
        except OSError:
            pass
    for group in picture_groups(view.campaign, language=language, at=view.at):
        for picture in group.pictures:
            try:
                with card_files().open(picture.card.image.name or "") as stored:
                    yield picture.name, stored.read()
            except OSError:
                continue


def _table(view: Standpoint) -> Table:
    campaign = view.campaign
    return Table(
        title=campaign.slug,
        headings=[
            _("Code"),
            _("What is counted"),
            _("Figure"),
            _("Source"),
            _("As of"),
        ],
        rows=(_row(figure, campaign) for figure in figures_of(campaign, at=view.at)),
    )


def _row(figure: Figure, campaign: Campaign) -> list[Value]:
    taken_at = figure.taken_at
    day = f"{taken_at.astimezone(campaign.zone):%Y-%m-%d}" if taken_at else ""
    source = figure.source or _("the campaign’s site")
    label = f"{figure.label} (≥)" if figure.at_least else figure.label
    return [figure.name, label, figure.value, source, day]


def _told(page: ReleasePage) -> str:
    """What stands above a release: that it is one, of which campaign, and of when."""
    campaign = page.standpoint.campaign
    words = {
        "hashtag": isolated(campaign.official_hashtag or campaign.title),
        "moment": day_and_time(page.day, campaign.zone),
    }
    return _as_printed(_("Press release · %(hashtag)s · %(moment)s") % words)


def _as_printed(text: str) -> str:
    """Where everything runs one way, the invisible signs would only travel into newspapers."""
    return text if direction(_language()) == "rtl" else without_isolates(text)


def _seen(request: HttpRequest, slug: str) -> Standpoint:
    view = standpoint(slug=slug, user=request.user, at=timezone.now())
    shows(request, campaign=view.campaign)
    return view


def _name(page: ReleasePage, ending: str) -> str:
    release = page.release
    code = shown_language(release, "body")
    return f"{page.standpoint.campaign.slug}-{release.kind}-{code}.{ending}"


def _text_file(text: str, name: str) -> HttpResponse:
    # Without the mark some editors take Kazakh and Arabic for another encoding.
    return _file(
        (_BOM + text).encode("utf-8", "replace"), name, content_type="text/plain; charset=utf-8"
    )


def _file(body: bytes, name: str, *, content_type: str) -> HttpResponse:
    response = HttpResponse(body, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Robots-Tag"] = "noindex"
    return response


def _gone() -> HttpResponse:
    return HttpResponse(
        _("This press release was withdrawn."), status=410, content_type="text/plain; charset=utf-8"
    )


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
