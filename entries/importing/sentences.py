"""What staff read about an import: why a file or a row is refused, and what columns hold."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.refusal import Refused
from entries.importing.columns import Field
from entries.link_messages import LINK_MESSAGES
from entries.links import LinkRefusal

FILE_MESSAGES: dict[str, str | Promise] = {
    "empty": _("There is nothing in this file."),
    "no_rows": _("This file has headings, but no rows below them."),
    "old_excel": _("This is a file of an old Excel. Save it as .xlsx or as CSV UTF-8."),
    "broken_workbook": _("This workbook cannot be read. Save it anew, or save it as CSV UTF-8."),
    "too_big_inside": _(
        "This workbook unpacks to far too much. Save its first sheet as CSV UTF-8."
    ),
    "too_many_rows": _("This file has more than %(most)s rows. Divide it and upload the parts."),
    "broken_quotes": _("A quotation mark that opens on line %(line)s never closes. Mend it there."),
    "wrong_encoding": _(
        "From line %(line)s on, the file is not written in the chosen encoding. Choose another "
        "one, or save the file as CSV UTF-8."
    ),
    "file_gone": _("The uploaded file is no longer there. Upload it again."),
}
"""Why a file cannot be read; codes of Unreadable."""


class ImportRefused(Refused):
    """A step of an import was refused; the message says what to do next."""

    messages: dict[str, str | Promise] = {
        **FILE_MESSAGES,
        "too_large": _("This file is larger than %(most)s MB. Divide it and upload the parts."),
        "link_column_missing": _("Choose the column that has the links of the videos."),
        "unknown_column": _("The file has no column of this name. Load the page again."),
        "unknown_encoding": _("Choose the encoding in which the text can be read."),
        "not_in_this_phase": _(
            "Videos are imported while the campaign is open or under review, not before and not "
            "after."
        ),
        "started_already": _("This import has been started already."),
        "not_read_yet": _("The file is still being read. Wait a moment."),
        "not_running": _("This import is not running."),
        "not_stopped": _("This import has not been stopped."),
    }


ROW_MESSAGES: dict[str, str | Promise] = {
    **{code.value: LINK_MESSAGES[code] for code in LinkRefusal},
    "link_missing": _("There is no link in this row."),
    "platform_not_allowed": _("The campaign takes no videos from this platform."),
    "handle_missing": _("Neither the row nor the link says whose video it is."),
    "malformed_handle": _("This is not the handle of an account."),
    "malformed_time": _(
        "This time cannot be read, or not in one way only. Write it like 2026-03-01 12:30."
    ),
    "time_ahead": _("This time was still to come when the file was uploaded."),
    "malformed_duration": _("This duration cannot be read. Write it in seconds."),
}
"""Why a row gives no entry; codes of rows.Refusal."""

FIELD_NAMES: dict[Field, str | Promise] = {
    Field.LINK: _("Link of the video"),
    Field.HANDLE: _("Handle of the account"),
    Field.CAPTION: _("Caption"),
    Field.POSTED_AT: _("Time of posting"),
    Field.SECONDS: _("Duration"),
    Field.LANGUAGE: _("Language"),
    Field.COUNTRY: _("Country"),
    Field.PUBLIC: _("Who can see it"),
    Field.AUTHOR_NAME: _("Shown name of the account"),
    Field.AUTHOR_ID: _("Platform’s number of the account"),
    Field.VIEWS: _("Views"),
    Field.LIKES: _("Likes"),
    Field.COMMENTS: _("Comments"),
    Field.SHARES: _("Shares"),
}


def file_sentence(reason: str, *, max_rows: int) -> str:
    """Why a file cannot be read, from the reason of Unreadable ("wrong_encoding:12")."""
    code, _colon, line = reason.partition(":")
    return str(FILE_MESSAGES[code]) % {"line": line or 1, "most": max_rows}
