"""What is striking about an entry's views, in plain sentences for those who decide."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from babel.numbers import format_decimal, format_percent
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contests.wording import day_and_time, locale
from metrics.models import Case

Evidence = dict[str, Any]


def sentences_of(case: Case, zone: ZoneInfo) -> list[str]:
    """The evidence of a case in the active language; times in the campaign's zone.

    Figures that are not there, as in cases of an earlier version, are passed over.
    """
    tell = _TELLERS.get(case.kind)
    try:
        return list(tell(case.evidence, zone)) if tell else []
    except (KeyError, TypeError, ValueError):
        return []


def _jump(found: Evidence, zone: ZoneInfo) -> Iterator[str]:
    yield _(
        "From %(since)s to %(until)s it gained %(gain)s views: from %(before)s to %(after)s."
    ) % {
        **_period(found, zone),
        "gain": _count(found["gain"]),
        "before": _count(found["views_before"]),
        "after": _count(found["views_after"]),
    }
    yield _(
        "That is %(rate)s views a day. Its fastest growth between earlier readings was "
        "%(usual)s a day."
    ) % {"rate": _count(found["per_day"]), "usual": _count(found["usual_per_day"])}
    if found["peers_tenths"] is None:
        yield _("How other videos grew at that time is not known.")
        return
    if found["peers_tenths"] <= 10:
        yield _(
            "At the same time other videos grew no faster than before (%(peers)s of the most "
            "viewed on the platform were compared)."
        ) % {"peers": _count(found["peers"])}
        return
    yield _(
        "At the same time a quarter of the most viewed videos on the platform grew %(times)s times "
        "as fast as before, or more (%(peers)s were compared)."
    ) % {
        "times": _number(Decimal(found["peers_tenths"]) / 10),
        "peers": _count(found["peers"]),
    }


def _no_likes(found: Evidence, zone: ZoneInfo) -> Iterator[str]:
    yield _("On %(until)s it had %(views)s views and %(likes)s likes: %(rate)s.") % {
        "until": _moment(found["until"], zone),
        "views": _count(found["views"]),
        "likes": _count(found["likes"]),
        "rate": _percent(found["likes"] * 10_000 // found["views"]),
    }
    usual = found["peers_per_10000"]
    if usual is None:
        yield _("How many likes other videos get is not known.")
    else:
        yield _(
            "In the middle, the most viewed videos on the platform have likes from %(rate)s of "
            "their views."
        ) % {"rate": _percent(usual)}


def _in_step(found: Evidence, zone: ZoneInfo) -> Iterator[str]:
    yield _("From %(since)s to %(until)s it gained %(gain)s views.") % {
        **_period(found, zone),
        "gain": _count(found["gain"]),
    }
    yield ngettext(
        "In each interval its growth kept the same proportion as that of videos of %(creators)s "
        "other creator, to within a twentieth.",
        "In each interval its growth kept the same proportion as that of videos of %(creators)s "
        "other creators, to within a twentieth.",
        found["creators"],
    ) % {"creators": _count(found["creators"])}
    yield _(
        "Of %(compared)s videos that were compared, the middle one has %(usual)s such companions."
    ) % {"compared": _count(found["compared"]), "usual": _count(found["usual"])}


def _fell(found: Evidence, zone: ZoneInfo) -> Iterator[str]:
    yield _(
        "From %(since)s to %(until)s the count fell by %(fall)s: from %(before)s to %(after)s."
    ) % {
        **_period(found, zone),
        "fall": _count(found["fall"]),
        "before": _count(found["views_before"]),
        "after": _count(found["views_after"]),
    }
    yield _("Platforms take views back that they find were not people’s.")


def _stale(found: Evidence, zone: ZoneInfo) -> Iterator[str]:
    if found["read_at"] is None:
        yield _("There is no reading at or before the close.")
        return
    yield _("The reading that decides is of %(read)s: %(views)s views.") % {
        "read": _moment(found["read_at"], zone),
        "views": _count(found["views"]),
    }
    yield _("By the campaign’s limit it should not be older than %(limit)s.") % {
        "limit": _moment(found["limit_at"], zone)
    }


def _gone(found: Evidence, zone: ZoneInfo) -> Iterator[str]:
    yield _(
        "The platform has not shown the video since %(since)s: it is private, removed or blocked."
    ) % {"since": _moment(found["absent_since"], zone)}
    yield _("Its earlier readings are kept and count until somebody decides otherwise.")


_TELLERS: dict[str, Callable[[Evidence, ZoneInfo], Iterator[str]]] = {
    Case.Kind.JUMP: _jump,
    Case.Kind.NO_LIKES: _no_likes,
    Case.Kind.IN_STEP: _in_step,
    Case.Kind.FELL: _fell,
    Case.Kind.STALE: _stale,
    Case.Kind.GONE: _gone,
}


def _period(found: Evidence, zone: ZoneInfo) -> dict[str, str]:
    return {"since": _moment(found["since"], zone), "until": _moment(found["until"], zone)}


def _moment(text: str, zone: ZoneInfo) -> str:
    return day_and_time(datetime.fromisoformat(text), zone)


def _count(value: int) -> str:
    return _number(Decimal(value))


def _number(value: Decimal) -> str:
    """Digits grouped as the language groups them; western ones in Arabic, as on all pages."""
    return str(format_decimal(value, locale=locale()))


def _percent(per_10000: int) -> str:
    return str(format_percent(Decimal(per_10000) / 10_000, "#,##0.00%", locale=locale()))
