"""What staff read about an import of readings: why a row is refused, and what columns hold."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from entries.importing import sentences as of_videos
from entries.importing.columns import Field as VideoField
from entries.importing.sentences import ImportRefused
from entries.link_messages import LINK_MESSAGES
from entries.links import LinkRefusal
from metrics.importing.columns import Field


class ReadingImportRefused(ImportRefused):
    """A step of an import of readings was refused; the message says what to do next."""

    messages: dict[str, str | Promise] = {
        **ImportRefused.messages,
        "views_column_missing": _("Choose the column that has the views."),
        "moment_missing": _(
            "Choose the column that says when each figure was read, or say when all were read."
        ),
        "future": _(
            "The figures cannot have been read after the file was uploaded. "
            "Check the date and the time."
        ),
        "not_in_this_phase": _(
            "Readings are imported while the campaign is open or under review, not before and not "
            "after."
        ),
    }


ROW_MESSAGES: dict[str, str | Promise] = {
    **{code.value: LINK_MESSAGES[code] for code in LinkRefusal},
    "link_missing": of_videos.ROW_MESSAGES["link_missing"],
    "malformed_time": of_videos.ROW_MESSAGES["malformed_time"],
    "moment_missing": _("This row does not say when the figures were read."),
    "future": of_videos.ROW_MESSAGES["time_ahead"],
    "views_missing": _("There are no views in this row."),
    "malformed_count": _("This count cannot be read. Write whole numbers, like 1532."),
    "negative": _("Figures cannot be negative."),
    "unknown_video": _("This video has not been entered in the campaign."),
    "same_moment": _("There is a reading of this video at this moment already."),
    "older": _("There is a newer reading of this video. Only later ones are added."),
}
"""Why a row gives no reading; codes of rows.Reader and of staging."""

FIELD_NAMES: dict[Field, str | Promise] = {
    Field.LINK: of_videos.FIELD_NAMES[VideoField.LINK],
    Field.TAKEN_AT: _("When the figures were read"),
    Field.VIEWS: of_videos.FIELD_NAMES[VideoField.VIEWS],
    Field.LIKES: of_videos.FIELD_NAMES[VideoField.LIKES],
    Field.COMMENTS: of_videos.FIELD_NAMES[VideoField.COMMENTS],
    Field.SHARES: of_videos.FIELD_NAMES[VideoField.SHARES],
}
