"""Moments for whoever reads a judge's page, wherever they are."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from babel.dates import format_date
from django import template
from django.utils.translation import gettext

from contests.wording import locale

register = template.Library()

# The clocks that are furthest from Greenwich.
_WEST, _EAST = timedelta(hours=-12), timedelta(hours=14)


@register.simple_tag
def local_days(moment: datetime) -> str:
    """The days that a moment can fall on anywhere, in words with {time} to fill in, as JSON.

    Browsers know their reader's zone, but few know the months of Kazakh and Azerbaijani.
    """
    days = {(moment + shift).date() for shift in (_WEST, timedelta(), _EAST)}
    return json.dumps(
        {
            day.isoformat(): gettext("%(day)s, %(time)s")
            % {"day": format_date(day, format="long", locale=locale()), "time": "{time}"}
            for day in sorted(days)
        },
        ensure_ascii=False,
    )
