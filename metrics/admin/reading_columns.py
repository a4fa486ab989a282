"""Readings in words: the columns of their list and what the page of one shows."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.bidi import isolated
from contests.wording import day_and_time
from metrics.admin.screenshot import screenshot_url
from metrics.models import Reading
from metrics.reading_state import STATE_NAMES, ReadingState, growth_of, state_of
from metrics.reading_words import count_in_words, growth_in_words

# As Unfold dresses the links of read-only fields.
LINK_CLASSES = "text-primary-600 dark:text-primary-500"
STATE_COLOURS = {
    ReadingState.COUNTS.value: "success",
    ReadingState.WAITING.value: "warning",
    ReadingState.REFUSED.value: "danger",
    ReadingState.REPLACED.value: "default",
}


class ReadingColumns:
    """What ReadingAdmin shows beside the plain fields. Wants its list_select_related loaded."""

    @display(description=_("entry"), ordering="entry", header=True)
    def video(self, reading: Reading) -> list[str | SafeString]:
        entry = reading.entry
        return [
            format_html("<bdi>{}</bdi>", entry.creator),
            format_html("{} <bdi>{}</bdi>", entry.get_platform_display(), entry.video_id),
        ]

    @display(description=_("views"), ordering="views", header=True)
    def seen(self, reading: Reading) -> list[str]:
        """The views, and what has come since the reading before."""
        return [count_in_words(reading.views), growth_in_words(growth_of(reading))]

    @display(description=_("taken"), ordering="taken_at")
    def taken(self, reading: Reading) -> str:
        return day_and_time(reading.taken_at, reading.entry.campaign.zone)

    @display(description=_("source"), ordering="source")
    def shown_source(self, reading: Reading) -> SafeString | str:
        """The source, with the file in which it came."""
        name = reading.get_source_display()
        file = reading.batch.reading_import if reading.batch else None
        if file is None:
            return name
        url = reverse("admin:metrics_readingimport_change", args=[file.pk])
        return format_html(
            '{}: <a class="{}" href="{}"><bdi>{}</bdi></a>', name, LINK_CLASSES, url, file.file_name
        )

    @display(description=_("recorded"))
    def recorded(self, reading: Reading) -> str:
        return day_and_time(reading.recorded_at, reading.entry.campaign.zone)

    @display(description=_("counts"), label=STATE_COLOURS)
    def counts(self, reading: Reading) -> tuple[str, Any]:
        state = state_of(reading)
        return state.value, STATE_NAMES[state]

    @display(description=_("counts"))
    def counts_in_words(self, reading: Reading) -> str:
        """Whether it counts, and what the second person said."""
        return in_words(reading)

    @display(description=_("screenshot"))
    def picture(self, reading: Reading) -> SafeString | None:
        url = screenshot_url(reading)
        if not url:
            return None
        return format_html(
            '<a href="{0}" target="_blank"><img src="{0}" alt="{1}" class="readings-picture"></a>',
            url,
            gettext("Screenshot of the figures"),
        )

    @display(description=_("video"))
    def video_link(self, reading: Reading) -> SafeString:
        entry = reading.entry
        return format_html(
            '<a class="{}" href="{}" target="_blank" rel="noopener noreferrer">'
            "<bdi>{}</bdi> · {} <bdi>{}</bdi></a>",
            LINK_CLASSES,
            entry.url,
            entry.creator,
            entry.get_platform_display(),
            entry.video_id,
        )

    @display(description=_("replaces"))
    def shown_replaced(self, reading: Reading) -> SafeString | None:
        wrong = reading.replaces
        if wrong is None:
            return None
        url = reverse("admin:metrics_reading_change", args=[wrong.pk])
        return format_html('<a class="{}" href="{}">{}</a>', LINK_CLASSES, url, one_line(wrong))


def one_line(reading: Reading) -> str:
    """A reading in a sentence: its moment and its views."""
    return gettext("reading of %(when)s with %(views)s views") % {
        "when": day_and_time(reading.taken_at, reading.entry.campaign.zone),
        "views": count_in_words(reading.views),
    }


def in_words(reading: Reading) -> str:
    """Whether a reading counts, and who said so where a person had to."""
    said = word_in_words(reading)
    state = str(STATE_NAMES[state_of(reading)])
    return f"{state} · {said}" if said else state


def word_in_words(reading: Reading) -> str:
    """What the second person said of a reading; empty if nobody was asked or none has answered."""
    word = getattr(reading, "attestation", None)
    if word is None:
        return ""
    who = isolated(word.attested_by)
    when = day_and_time(word.attested_at, reading.entry.campaign.zone)
    if word.agrees:
        return gettext("attested by %(who)s, %(when)s") % {"who": who, "when": when}
    return gettext("%(who)s, %(when)s: %(reason)s") % {
        "who": who,
        "when": when,
        "reason": isolated(word.reason),
    }
