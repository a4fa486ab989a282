"""What has changed between the preview that somebody looked at and the one of now, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.bidi import isolated
from contests.models import Category
from results.preview import CategoryPreview, Preview
from results.preview_parts import OF_CAMPAIGN, Part, Parts
from results.standing_changes import LineChange, line_changes

SENTENCES: dict[str, Promise] = {
    "unread": _("What you looked at cannot be told any more. Look at everything below again."),
    "number": _("The results were announced meanwhile. This would be announcement %(now)s."),
    "rules": _("The rules have a new version."),
    "judges": _("The jury has changed."),
    "disqualified": _("The list of disqualified videos has changed."),
    "campaign": _("The campaign’s dates or settings have changed."),
    "standings": _("%(category)s: the standings have changed."),
    "standings_behind": _(
        "%(category)s: the standings have changed, but not the ranks and results of the first "
        "places."
    ),
    "basis": _(
        "%(category)s: the standings are the same, but what they follow from has changed: scores, "
        "readings, decided ties or the method."
    ),
    "prizes": _("%(category)s: the prizes or the number of winners have changed."),
    "shortlist": _("%(category)s: the published shortlist has changed."),
    "added": _("%(category)s, place %(place)s: the winner is now %(now)s; nobody was drafted."),
    "removed": _("%(category)s, place %(place)s: nobody is drafted any more; it was %(was)s."),
    "winner": _("%(category)s, place %(place)s: the winner is now %(now)s; it was %(was)s."),
    "text": _("%(category)s, place %(place)s: the citation or the prize has changed."),
    "alternates": _("%(category)s: the alternates are now %(now)s; they were %(was)s."),
    "alternates_added": _("%(category)s: the alternates are now %(now)s; there were none."),
    "alternates_removed": _("%(category)s: there are no alternates any more; they were %(was)s."),
    "remark": _("%(category)s: the remark on the outcome has changed."),
    "note": _("The note on what is corrected and why has changed."),
    "mails": _("Mails go to other people than before: now %(now)s, before %(was)s."),
    "category": _("A category was added, removed or renamed in its address."),
}
OF_ONE_CATEGORY = ("basis", "prizes", "shortlist", "remark")


@dataclass(frozen=True)
class Difference:
    """One thing that is no longer as it was looked at; lines: which lines of the standings."""

    code: str
    category: Category | None = None
    place: str = ""
    was: str = ""
    now: str = ""
    lines: tuple[LineChange, ...] = ()

    @property
    def message(self) -> str:
        """The difference as a sentence in the active language."""
        return str(SENTENCES[self.code]) % {
            "category": isolated(self.category or ""),
            "place": self.place,
            "was": self.was,
            "now": self.now,
        }


def differences(seen: Parts, now: Preview) -> list[Difference]:
    """What a preview shows otherwise than the parts that were seen; empty when it is the same.

    One that says so where nothing can be read of what was seen.
    """
    if not seen:
        return [Difference("unread")]
    found: list[Difference] = []
    for difference in _differences(seen, now):
        # A category that came or went is one difference, not one for each of its parts.
        if difference.code != "category" or difference not in found:
            found.append(difference)
    return found


def _differences(seen: Parts, now: Preview) -> Iterator[Difference]:
    categories = {one.standings.category.slug: one for one in now.categories}
    for name in dict.fromkeys([*seen, *now.parts]):
        before, after = seen.get(name), now.parts.get(name)
        if before and after and before[0] == after[0]:
            continue
        kind, _colon, rest = name.partition(":")
        slug, _colon, place = rest.partition(":")
        was, is_now = (before[1] if before else ""), (after[1] if after else "")
        if kind in (*OF_CAMPAIGN, "campaign", "note"):
            yield Difference(kind)
        elif kind == "number":
            yield Difference(kind, now=str(now.number))
        elif kind == "mails":
            yield Difference(kind, was=was, now=is_now)
        elif kind == "award" and slug in categories:
            about = categories[slug].standings.category
            yield Difference(
                _award_code(was, is_now), about, place.partition(":")[0], was=was, now=is_now
            )
        elif slug not in categories or before is None or after is None:
            yield Difference("category")
        else:
            yield from _of_category(kind, categories[slug], before, after, seen, now)


def _of_category(
    kind: str, category: CategoryPreview, before: Part, after: Part, seen: Parts, now: Preview
) -> Iterator[Difference]:
    about = category.standings.category
    standings = f"standings:{about.slug}"
    if kind == "standings":
        lines = tuple(line_changes(before[2:], category))
        yield Difference("standings" if lines else "standings_behind", about, lines=lines)
    elif kind == "alternates":
        code = kind if before[1] and after[1] else f"{kind}_{'added' if after[1] else 'removed'}"
        yield Difference(code, about, was=before[1], now=after[1])
    # Standings that changed follow from something that changed: that much is clear.
    elif kind != "basis" or seen[standings][0] == now.parts[standings][0]:
        yield Difference(kind, about)


def _award_code(was: str, now: str) -> str:
    if not was:
        return "added"
    if not now:
        return "removed"
    return "text" if was == now else "winner"
