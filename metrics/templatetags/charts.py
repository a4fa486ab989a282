"""Charts in templates: `{% chart figure %}`, and once a page `{% chart_assets %}`."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_date, format_skeleton
from babel.numbers import format_compact_decimal, format_decimal, format_percent
from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from contests.wording import day_and_time, locale
from metrics.chart_ticks import Shown, TimeTick, seconds_of
from metrics.charts import Figure, Shares

register = template.Library()

# Below this the axis has room for the whole number.
COMPACT_FROM = 1_000_000


@register.simple_tag
def chart(figure: Figure) -> SafeString:
    """A figure with its caption, its drawing and its table."""
    context: dict[str, object] = {"figure": figure}
    if not isinstance(figure, Shares):
        context |= {
            "value_ticks": json.dumps([[value, axis_value(value)] for value in figure.value_ticks]),
            "time_ticks": json.dumps(
                [[seconds_of(tick.at), _axis_time(tick, figure.zone)] for tick in figure.time_ticks]
            ),
        }
        return render_to_string("components/chart.html", context)
    return render_to_string("components/chart_shares.html", context)


@register.inclusion_tag("components/chart_assets.html")
def chart_assets() -> dict[str, object]:
    """The style sheets and the script of the charts; the library follows when it is needed."""
    return {}


@register.filter
def grouped(value: int) -> str:
    """Digits grouped as the language groups them; western ones in Arabic, as on all pages."""
    return str(format_decimal(value, locale=locale()))


@register.filter
def percent(per_mille: int) -> str:
    """Tenths of a percent in words: 375 is "37.5%"."""
    return str(format_percent(Decimal(per_mille) / 1000, "#,##0.0%", locale=locale()))


@register.simple_tag
def chart_moment(at: date, figure: Figure) -> str:
    """A moment in the figure's zone, or a day."""
    if isinstance(at, datetime) and not isinstance(figure, Shares):
        return day_and_time(at, figure.zone)
    return str(format_date(at, format="long", locale=locale()))


def axis_value(value: int) -> str:
    """A round value as an axis says it: whole, or in short ("35 mln")."""
    if value < COMPACT_FROM:
        return str(format_decimal(value, locale=locale()))
    return str(
        format_compact_decimal(value, format_type="short", locale=locale(), fraction_digits=1)
    )


def _axis_time(tick: TimeTick, zone: object) -> str:
    at = tick.at.astimezone(zone) if isinstance(tick.at, datetime) else tick.at  # type: ignore[arg-type]
    if tick.shown is Shown.HOUR:
        return f"{at:%H:%M}"
    # Babel turns a datetime without being told its zone into UTC: the day alone is what counts.
    day = date(at.year, at.month, at.day)
    skeleton = "MMMd" if tick.shown is Shown.DAY else "yMMM"
    return str(format_skeleton(skeleton, day, locale=locale()))
