"""What each place of each category wins, in whole sentences of the active language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from babel.lists import format_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.bidi import isolated
from contests.money import money
from contests.terms import text_in
from contests.wording import locale


def prize_sentences(terms: Mapping[str, Any]) -> Iterator[str]:
    """The prizes of a snapshot (see contests.terms), then who gives them."""
    for category in terms["categories"]:
        title = isolated(text_in(category["title"]))
        for prize in category["prizes"]:
            yield _prize(title, prize, ranked=len(category["prizes"]) > 1)
    prizes = [prize for category in terms["categories"] for prize in category["prizes"]]
    sponsors = dict.fromkeys(isolated(text_in(prize["sponsor"])) for prize in prizes)
    named = [sponsor for sponsor in sponsors if sponsor]
    if named:
        yield _("The prizes are given by: %(sponsors)s.") % {
            "sponsors": format_list(named, locale=locale())
        }


def _prize(category: str, prize: Mapping[str, Any], *, ranked: bool) -> str:
    words = {
        "category": category,
        "place": prize["place"],
        "prize": _with_value(prize),
        "count": prize["quantity"],
    }
    if prize["quantity"] == 1 and not ranked:
        sentence = _("“%(category)s”: the winner gets: %(prize)s.")
    elif prize["quantity"] == 1:
        sentence = _("“%(category)s”, place %(place)s: %(prize)s.")
    elif not ranked:
        sentence = ngettext(
            "“%(category)s”: %(count)s winner gets: %(prize)s.",
            "“%(category)s”: %(count)s winners of equal rank each get: %(prize)s.",
            prize["quantity"],
        )
    else:
        sentence = ngettext(
            "“%(category)s”, place %(place)s, %(count)s winner: %(prize)s.",
            "“%(category)s”, place %(place)s, %(count)s winners of equal rank each: %(prize)s.",
            prize["quantity"],
        )
    return sentence % words


def _with_value(prize: Mapping[str, Any]) -> str:
    title = isolated(text_in(prize["title"]))
    if prize["value"] is None:
        return title
    return f"{title} ({money(Decimal(prize['value']), prize['currency'])})"
