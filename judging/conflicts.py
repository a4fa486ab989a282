"""Who must not judge what, and why.

A judge never judges an entry of their own, of their own organisation, of somebody to whom a
relation was declared, or from which they stepped back in any round; nor a video in a language that
they do not judge in. The first four are conflicts of interest: where one comes to light later, the
review stops counting (judging.relations). A language only says who gets new reviews.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from entries.models import Entry, EntryQuerySet
from judging.models import Assignment, Judge, Relation


class Bar(TextChoices):
    """Why a judge must not judge an entry; where several hold, the first one is told."""

    OWN_ENTRY = "own_entry", _("own entry")
    OWN_ORGANISATION = "own_organisation", _("own organisation")
    DECLARED_RELATION = "declared_relation", _("declared relation")
    RECUSED = "recused", _("stepped back")
    LANGUAGE = "language", _("language")


class Tie(NamedTuple):
    """Somebody behind an entry; whatever is not known is None."""

    creator_id: int | None
    user_id: int | None
    organisation_id: int | None


@dataclass(frozen=True)
class Bars:
    """What bars which judges from which entries, and the languages of the entries.

    `personal` maps entries to judges to the conflict of interest; `strangers` a language to the
    judges who do not judge in it.
    """

    personal: Mapping[int, Mapping[int, Bar]]
    languages: Mapping[int, str]
    strangers: Mapping[str, frozenset[int]]

    @property
    def entry_ids(self) -> Collection[int]:
        """The entries asked about."""
        return self.languages.keys()

    def why(self, *, judge_id: int, entry_id: int) -> Bar | None:
        """What bars a judge from an entry; None where nothing does."""
        conflict = self.conflict(judge_id=judge_id, entry_id=entry_id)
        if conflict is None and judge_id in self.strangers[self.languages[entry_id]]:
            return Bar.LANGUAGE
        return conflict

    def conflict(self, *, judge_id: int, entry_id: int) -> Bar | None:
        """The conflict of interest of a judge with an entry; None where there is none."""
        return self.personal.get(entry_id, {}).get(judge_id)

    def barred_from(self, entry_id: int) -> Set[int]:
        """The judges who must not judge an entry. Entries of one language share one set."""
        by_language = self.strangers[self.languages[entry_id]]
        conflicts = self.personal.get(entry_id)
        return by_language | conflicts.keys() if conflicts else by_language


def find_bars(judges: Iterable[Judge], entries: EntryQuerySet) -> Bars:
    """What bars these judges from these entries now. Four queries at any size."""
    judges = list(judges)
    languages: dict[int, str] = {}
    ties: dict[int, list[Tie]] = {}
    columns = (
        "pk",
        "language",
        "submitted_by_id",
        "institution_id",
        "creator_id",
        "creator__user_id",
        "creator__organisation_id",
    )
    for pk, language, submitter, institution, *creator in entries.order_by("pk").values_list(
        *columns
    ):
        languages[pk] = language.partition("-")[0]
        ties[pk] = [Tie(None, submitter, institution), Tie(*creator)]
    joint = Entry.joint_creators.through.objects.filter(entry__in=entries.order_by())
    for entry_id, *tie in joint.values_list(
        "entry_id", "creator_id", "creator__user_id", "creator__organisation_id"
    ):
        ties[entry_id].append(Tie(*tie))
    personal: defaultdict[int, dict[int, Bar]] = defaultdict(dict)
    for judge_id, entry_id, bar in sorted(
        [*_by_ties(judges, ties), *_by_recusal(judges, entries)], key=lambda one: _RANK[one[2]]
    ):
        personal[entry_id].setdefault(judge_id, bar)
    return Bars(
        personal=dict(personal),
        languages=languages,
        strangers={
            language: frozenset(
                judge.pk
                for judge in judges
                if language and judge.languages and language not in judge.languages
            )
            for language in set(languages.values())
        },
    )


def reasons_of(reviews: Iterable[Assignment], bars: Bars) -> list[str]:
    """Why each of these reviews must not be, in words, to be kept with it."""
    found = [
        bars.conflict(judge_id=review.judge_id, entry_id=review.entry_id) for review in reviews
    ]
    return [
        gettext("Conflict of interest: %(reason)s") % {"reason": bar.label if bar else "–"}
        for bar in found
    ]


_RANK = {bar: rank for rank, bar in enumerate(Bar)}
_Barred = tuple[int, int, Bar]  # judge, entry, why


def _by_ties(judges: list[Judge], ties: Mapping[int, list[Tie]]) -> Iterator[_Barred]:
    by_creator: defaultdict[int | None, list[tuple[int, Bar]]] = defaultdict(list)
    by_user: defaultdict[int | None, list[tuple[int, Bar]]] = defaultdict(list)
    by_organisation: defaultdict[int | None, list[tuple[int, Bar]]] = defaultdict(list)
    for judge in judges:
        by_user[judge.user_id].append((judge.pk, Bar.OWN_ENTRY))
        by_organisation[judge.organisation_id].append((judge.pk, Bar.OWN_ORGANISATION))
    relations = Relation.objects.filter(judge__in=[judge.pk for judge in judges])
    for judge_id, creator_id, user_id, partner_id in relations.values_list(
        "judge_id", "creator_id", "creator__user_id", "partner_id"
    ):
        # Who is tied to a person is tied to all of this person's accounts.
        for known, others in (
            (creator_id, by_creator),
            (user_id, by_user),
            (partner_id, by_organisation),
        ):
            others[known].append((judge_id, Bar.DECLARED_RELATION))
    for nobody in (by_creator, by_user, by_organisation):
        nobody.pop(None, None)
    for entry_id, of_entry in ties.items():
        for tie in of_entry:
            for judge_id, bar in (
                *by_creator.get(tie.creator_id, ()),
                *by_user.get(tie.user_id, ()),
                *by_organisation.get(tie.organisation_id, ()),
            ):
                yield judge_id, entry_id, bar


def _by_recusal(judges: list[Judge], entries: EntryQuerySet) -> Iterator[_Barred]:
    recused = Assignment.objects.filter(
        judge__in=[judge.pk for judge in judges],
        entry__in=entries.order_by(),
        recused_at__isnull=False,
    )
    for judge_id, entry_id in recused.values_list("judge_id", "entry_id"):
        yield judge_id, entry_id, Bar.RECUSED
