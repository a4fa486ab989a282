"""What has changed between the preview that somebody looked at and the one of now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.bidi import isolated
from contests.models import Category
from results.preview import Parts, Preview

SENTENCES: dict[str, Promise] = {
    "standings": _("%(category)s: the standings have changed."),
    "added": _("%(category)s, place %(place)s: the winner is now %(now)s; nobody was drafted."),
    "removed": _("%(category)s, place %(place)s: nobody is drafted any more; it was %(was)s."),
    "winner": _("%(category)s, place %(place)s: the winner is now %(now)s; it was %(was)s."),
    "text": _("%(category)s, place %(place)s: the citation or the prize has changed."),
    "mails": _("Mails go to other people than before: now %(now)s, before %(was)s."),
    "category": _("A category was added, removed or renamed in its address."),
}


@dataclass(frozen=True)
class Difference:
    """One thing that is no longer as it was looked at."""

    code: str
    category: Category | None = None
    place: str = ""
    was: str = ""
    now: str = ""

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
    """What a preview shows otherwise than the parts that were seen; empty when it is the same."""
    return list(_differences(seen, now))


def _differences(seen: Parts, now: Preview) -> Iterator[Difference]:
    categories = {one.standings.category.slug: one.standings.category for one in now.categories}
    for name in dict.fromkeys([*seen, *now.parts]):
        before, after = seen.get(name), now.parts.get(name)
        if before and after and before[0] == after[0]:
            continue
        kind, _colon, rest = name.partition(":")
        slug, _colon, place = rest.partition(":")
        was, is_now = (before[1] if before else ""), (after[1] if after else "")
        if kind == "mails":
            yield Difference("mails", was=was, now=is_now)
        elif slug not in categories or (kind == "standings" and not (before and after)):
            yield Difference("category")
        elif kind == "standings":
            yield Difference("standings", categories[slug])
        else:
            code = _award_code(was, is_now)
            yield Difference(code, categories[slug], place.partition(":")[0], was, is_now)


def _award_code(was: str, now: str) -> str:
    if not was:
        return "added"
    if not now:
        return "removed"
    return "text" if was == now else "winner"
