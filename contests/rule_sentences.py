"""The rules of a campaign as people read them: a snapshot of its terms in whole sentences.

Everything is said in the active language; see contests.terms for what a snapshot holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from babel.lists import format_list
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.bidi import isolated
from contests.models import Campaign, Category, Hashtag
from contests.prize_sentences import prize_sentences
from contests.terms import text_in
from contests.wording import country_name, day_and_time, locale, zone_name
from partners.models import Platform

Terms = Mapping[str, Any]


@dataclass(frozen=True)
class Section:
    """One part of the rules. `key` names it in addresses; the sentences are plain text."""

    key: str
    heading: str
    sentences: tuple[str, ...]


def sections_of(terms: Terms) -> list[Section]:
    """The rules in the active language; nothing for versions that have no snapshot."""
    if not terms:
        return []
    sections = [
        Section(key, str(heading), tuple(sentences(terms))) for key, heading, sentences in _SECTIONS
    ]
    return [section for section in sections if section.sentences]


def _people(terms: Terms) -> Iterator[str]:
    if not terms["categories"]:
        yield _("This is no contest: whoever posts a video with the hashtag takes part.")
        return
    if terms["countries"]:
        yield _("Entrants live in: %(countries)s.") % {
            "countries": _listed(map(country_name, terms["countries"]))
        }
    else:
        yield _("Anybody may take part, wherever they live.")
    if terms["min_age"]:
        yield _("The youngest age for taking part is %(age)s.") % {"age": terms["min_age"]}
    if terms["guardian_age"]:
        yield _(
            "Entrants under the age of %(age)s name a parent or guardian, "
            "who has to agree before the entry counts."
        ) % {"age": terms["guardian_age"]}
    yield _number_of_videos(terms["max_entries_per_creator"])
    if terms["ownership_required"]:
        yield _(
            "Entrants show that the account is theirs, by signing in with it or with a code "
            "that they get from us."
        )
    yield _("Judges, organisers, sponsors and the people who work for them cannot win.")
    if terms["participants_excluded"]:
        yield _("Participating institutions may show their videos, but cannot win.")


def _number_of_videos(most: int | None) -> str:
    if most is None:
        return _("Each creator may enter any number of videos.")
    return ngettext(
        "Each creator may enter %(count)s video.",
        "Each creator may enter up to %(count)s videos.",
        most,
    ) % {"count": most}


def _video(terms: Terms) -> Iterator[str]:
    if terms["platforms"]:
        names = dict(Platform.choices)
        yield _("The video is posted publicly, on the entrant’s own account, on %(platforms)s.") % {
            "platforms": _listed((str(names.get(p, p)) for p in terms["platforms"]), "or")
        }
    opens, closes = (_moment(terms, name) for name in ("opens_at", "closes_at"))
    if opens and closes and terms["prior_posts_allowed"]:
        yield _("It is posted before %(closes)s; older videos may take part too.") % {
            "closes": closes
        }
    elif opens and closes:
        yield _("It is posted between %(opens)s and %(closes)s.") % {
            "opens": opens,
            "closes": closes,
        }
    if terms["min_seconds"]:
        yield ngettext(
            "It is at least %(count)s second long.",
            "It is at least %(count)s seconds long.",
            terms["min_seconds"],
        ) % {"count": terms["min_seconds"]}
    if terms["max_seconds"]:
        yield ngettext(
            "It is at most %(count)s second long.",
            "It is at most %(count)s seconds long.",
            terms["max_seconds"],
        ) % {"count": terms["max_seconds"]}
    if terms["categories"]:
        yield _("It stays public until the winners are announced.")


def _hashtags(terms: Terms) -> Iterator[str]:
    # Tolerated spellings are honoured and not taught.
    taught = [tag for tag in terms["hashtags"] if tag["kind"] != Hashtag.Kind.TOLERATED]
    tags = [isolated(f"#{tag['text']}") for tag in taught]
    if not tags:
        return
    if len(tags) == 1:
        yield _("The caption has the hashtag %(hashtag)s.") % {"hashtag": tags[0]}
    else:
        yield _("The caption has one of these hashtags, which count the same: %(hashtags)s.") % {
            "hashtags": _listed(tags, "or")
        }
    yield _("Capital and small letters make no difference.")
    if terms["lookalikes"] == Campaign.Lookalikes.HONOUR:
        yield _("A hashtag that only looks the same, with letters of another script, counts too.")
    else:
        yield _(
            "About a hashtag that only looks the same, with letters of another script, "
            "a person decides."
        )


def _entering(terms: Terms) -> Iterator[str]:
    if not terms["categories"]:
        yield _("Post your video with the hashtag. There is nothing else to do.")
        return
    yield _("Paste the link of your video on this site and confirm your e-mail address.")
    for category in terms["categories"]:
        if category["is_chosen"]:
            yield _("Only those who choose “%(category)s” when they enter take part in it.") % {
                "category": isolated(text_in(category["title"]))
            }
    yield _("You can take your entry back until the winners are announced.")


METHODS: dict[str, Promise] = {
    Category.Method.JURY: gettext_lazy("“%(category)s”: a jury decides."),
    Category.Method.MOST_VIEWED_VIDEO: gettext_lazy(
        "“%(category)s”: the video with the most views on %(platform)s "
        "between the opening and the close wins."
    ),
    Category.Method.MOST_VIEWED_CREATOR: gettext_lazy(
        "“%(category)s”: the creator whose videos together have the most views on %(platform)s "
        "between the opening and the close wins."
    ),
}


def _winners(terms: Terms) -> Iterator[str]:
    names = dict(Platform.choices)
    for category in terms["categories"]:
        yield str(METHODS[category["method"]]) % {
            "category": isolated(text_in(category["title"])),
            "platform": names.get(category["platform"], category["platform"]),
        }
    if any(category["method"] != Category.Method.JURY for category in terms["categories"]):
        yield _("Where views are equal, the video that was posted earlier comes first.")


def _dates(terms: Terms) -> Iterator[str]:
    sentences = {
        "opens_at": _("Opening: %(moment)s."),
        "closes_at": _("Close: %(moment)s."),
    }
    if terms["categories"]:
        sentences["shortlist_by"] = _("The shortlist is published by %(moment)s.")
        sentences["announce_by"] = _("The winners are announced by %(moment)s.")
    told = [(sentence, _moment(terms, name)) for name, sentence in sentences.items()]
    yield from (sentence % {"moment": moment} for sentence, moment in told if moment)
    if terms["opens_at"]:
        zone = zone_name(ZoneInfo(terms["time_zone"]), datetime.fromisoformat(terms["opens_at"]))
        yield _("All times are in %(zone)s.") % {"zone": zone}


def _personal_data(terms: Terms) -> Iterator[str]:
    if not terms["categories"]:
        yield _("We count the videos with the hashtag and their views, not the people.")
        return
    yield _(
        "To run this campaign we keep the link, the account, your e-mail address "
        "and what the platform says about the video."
    )
    if terms["min_age"] or terms["guardian_age"] or terms["countries"]:
        yield _("What you tell about your age or country serves only to check these rules.")
    if terms["guardian_age"]:
        yield _("A guardian’s name and e-mail address serve only to ask for the consent.")
    yield _("Accepted videos and their handles are shown on this site and in its reports.")


def _contact(terms: Terms) -> Iterator[str]:
    if terms["organisers"]:
        yield _("The campaign is run by: %(organisers)s. They answer your questions.") % {
            "organisers": _listed(isolated(text_in(name)) for name in terms["organisers"])
        }


_SECTIONS: tuple[tuple[str, Promise, Callable[[Terms], Iterator[str]]], ...] = (
    ("people", gettext_lazy("Who may take part"), _people),
    ("video", gettext_lazy("What the video must be"), _video),
    ("hashtags", gettext_lazy("Hashtags"), _hashtags),
    ("entering", gettext_lazy("How to enter"), _entering),
    ("winners", gettext_lazy("How the winners are chosen"), _winners),
    ("prizes", gettext_lazy("Prizes"), prize_sentences),
    ("dates", gettext_lazy("Dates"), _dates),
    ("personal-data", gettext_lazy("Personal data"), _personal_data),
    ("contact", gettext_lazy("Contact"), _contact),
)


def _moment(terms: Terms, name: str) -> str:
    moment = terms[name]
    if not moment:
        return ""
    return day_and_time(datetime.fromisoformat(moment), ZoneInfo(terms["time_zone"]))


def _listed(texts: Iterable[str], style: Literal["standard", "or"] = "standard") -> str:
    return str(format_list(list(texts), style=style, locale=locale()))
