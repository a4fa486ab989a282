"""What the evidence of a campaign's results says: everything that the standings follow from.

The format, field by field, is told in docs/evidence.md and docs/evidence.schema.json; whoever
changes it gives FORMAT a new number and teaches results/verify.py the difference.

It holds no personal data: judges are J1, J2 … in an order that nobody outside can guess, entries
and creators are numbers, and free text names nobody (results.evidence_texts). An entry's number is
in the address of its public page, for as long as it is public.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from django.utils.crypto import salted_hmac

from contests.models import Campaign, RejectionReason, RulesVersion
from entries.models import Decision, Entry
from judging.models import Judge
from results.evidence import digest
from results.evidence_jury import jury_content
from results.evidence_texts import LANGUAGES, Names
from results.evidence_views import views_content
from results.figures import JuryFacts, ViewFacts
from results.models import Alternate, Award, CategoryRemark, Shortlist, ShortlistDecision
from results.standings import CategoryStandings, StandingRow
from results.who_can_win import gave_back

FORMAT = "sahna-evidence/2"


def evidence_of(
    campaign: Campaign,
    standings: Sequence[CategoryStandings],
    awards: Sequence[Award],
    *,
    alternates: Sequence[Alternate] = (),
    remarks: Sequence[CategoryRemark] = (),
    number: int = 1,
    note: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The evidence as data for results.evidence.canonical_json: the same facts, the same bytes.

    alternates, remarks: of the campaign, as they are announced together with the awards;
    number: of the announcement; note: by language what a correction changes and why.
    A few queries for the campaign and for each category and round, however large they are.
    """
    names = Names(campaign)
    judges = pseudonyms(campaign)
    content = {
        "format": FORMAT,
        "number": number,
        "note": names.of(note or {}),
        "campaign": {
            "slug": campaign.slug,
            "opens_at": campaign.opens_at,
            "closes_at": campaign.closes_at,
            "time_zone": campaign.time_zone,
            "prior_posts_allowed": campaign.prior_posts_allowed,
        },
        "rules": _rules(campaign),
        "judges": sorted(judges.values(), key=lambda name: int(name[1:])),
        "disqualified": _disqualified(campaign, names),
        "categories": [
            {
                **_category(of_category, judges, names),
                "awards": _awards(of_category, awards),
                "passed_over": _passed_over(of_category),
                "alternates": _alternates(of_category, alternates),
                "remark": _remark(of_category, remarks, names),
            }
            for of_category in standings
        ],
    }
    return {**content, "seal": digest(content)}


def pseudonyms(campaign: Campaign) -> dict[int, str]:
    """A name for each judge that is the same at every call and says nothing about the person."""
    judges = Judge.objects.filter(campaign=campaign).values_list("pk", flat=True)
    shuffled = sorted(judges, key=lambda pk: salted_hmac("results.evidence", f"{pk}").hexdigest())
    return {pk: f"J{number}" for number, pk in enumerate(shuffled, start=1)}


def _rules(campaign: Campaign) -> dict[str, Any] | None:
    """Which rules were in force, and the SHA-256 of their text in each language."""
    rules: RulesVersion | None = campaign.rules.order_by("-number").first()
    if rules is None:
        return None
    texts = {code: getattr(rules, f"text_{code}") for code in LANGUAGES}
    return {
        "version": rules.number,
        "sha256_of_text": {
            code: hashlib.sha256(text.encode()).hexdigest() for code, text in texts.items() if text
        },
    }


def _disqualified(campaign: Campaign, names: Names) -> list[dict[str, Any]]:
    """Entries that were in the contest and were taken out, with the campaign's own reason.

    What else the creator was told stays between the organisers and the creator.
    """
    entries = Entry.objects.filter(campaign=campaign, status=Entry.Status.DISQUALIFIED)
    told = dict(entries.order_by("pk").values_list("pk", "status_reason"))
    if not told:
        return []
    decided = Decision.objects.filter(entry__in=entries, to_status=Entry.Status.DISQUALIFIED)
    moments = dict(decided.order_by("at", "pk").values_list("entry_id", "at"))
    listed = list(RejectionReason.objects.filter(campaign=campaign))
    return [
        {"entry": pk, "decided_at": moments.get(pk), **_reason(text, listed, names)}
        for pk, text in told.items()
    ]


def _reason(told: str, listed: Sequence[RejectionReason], names: Names) -> dict[str, Any]:
    """The sentence of the campaign's list that the creator was told, in all its languages."""
    paragraphs = set(told.split("\n\n"))
    for number, reason in enumerate(listed, start=1):
        texts = {code: getattr(reason, f"text_{code}") for code in LANGUAGES}
        if any(text and text.strip() in paragraphs for text in texts.values()):
            return {"reason": f"listed_{number}", "texts": names.of(texts)}
    return {"reason": "other", "texts": {}}


def _category(
    standings: CategoryStandings, judges: Mapping[int, str], names: Names
) -> dict[str, Any]:
    category, facts = standings.category, standings.candidates.facts
    content: dict[str, Any] = {
        "slug": category.slug,
        "method": category.method,
        "platform": category.platform,
        "prizes": [{"place": one.place, "winners": one.quantity} for one in standings.prizes],
        "tie_decisions": [
            {"order": decision.order, "reason": names.left_out(decision.reason)}
            for decision in standings.decisions
        ],
        "ties": list(_ties(standings)),
        "standings": [
            {
                "rank": row.rank,
                "entry": row.entry_id,
                "creator": row.creator_id,
                "figures": row.figures,
                "decided_by": row.decided_by,
            }
            for row in standings.rows
        ],
        "shortlist": _shortlist(standings, names),
    }
    if isinstance(facts, ViewFacts):
        return content | views_content(category, facts)
    jury = facts if isinstance(facts, JuryFacts) else None
    return content | jury_content(category, jury, judges, names)


def _ties(standings: CategoryStandings) -> Iterator[dict[str, Any]]:
    """Lines that the first figure leaves equal: which rules parted them, or "shared"."""
    for _figure, group in groupby(standings.ranked, key=_first_figure):
        tied = list(group)
        if len(tied) > 1:
            yield {
                "rank": tied[0].rank,
                "tied": [row.key for row in tied],
                "parted_by": list(dict.fromkeys(row.decided_by for row in tied)),
            }


def _first_figure(row: StandingRow) -> tuple[str, object]:
    """What places a line before any tie rule: views, the strength in the final, or the value."""
    name = next(name for name in ("views", "strength", "value") if name in row.figures)
    return name, row.figures[name]


def _shortlist(standings: CategoryStandings, names: Names) -> dict[str, Any] | None:
    """What was put forward to the public; a list that is kept internal stays so."""
    shortlist = Shortlist.objects.filter(category=standings.category).first()
    if shortlist is None or shortlist.published_at is None:
        return None
    decision = (
        ShortlistDecision.objects.filter(category=standings.category, verb="confirm")
        .order_by("decided_at", "pk")
        .last()
    )
    return {
        "published_at": shortlist.published_at,
        "entries": list(shortlist.items.order_by("position", "pk").values_list("entry", flat=True)),
        "basis": decision.basis if decision else "",
        "basis_value": decision.basis_value if decision else "",
        "changes": [
            {**change, "reason": names.left_out(str(change.get("reason", "")))}
            for change in (decision.changes if decision else [])
        ],
    }


def _awards(standings: CategoryStandings, awards: Iterable[Award]) -> list[dict[str, Any]]:
    return [
        {
            "place": award.prize.place,
            "winner": award.slot,
            "entry": award.entry_id,
            "creator": award.creator_id,
        }
        for award in sorted(awards, key=lambda one: (one.prize.place, one.slot))
        if award.prize.category_id == standings.category.pk
    ]


def _passed_over(standings: CategoryStandings) -> list[dict[str, Any]]:
    """Who declined a prize of the category, or lost it again: the next one moves up."""
    gone = gave_back(standings.category)
    return [
        {"entry": row.entry_id, "creator": row.creator_id}
        for row in standings.rows
        if (row.entry_id, row.creator_id) in gone
    ]


def _alternates(
    standings: CategoryStandings, alternates: Iterable[Alternate]
) -> list[dict[str, Any]]:
    return [
        {"position": one.position, "entry": one.entry_id, "creator": one.creator_id}
        for one in sorted(alternates, key=lambda one: one.position)
        if one.category_id == standings.category.pk
    ]


def _remark(
    standings: CategoryStandings, remarks: Iterable[CategoryRemark], names: Names
) -> dict[str, Any] | None:
    """What the public is told about the outcome, where there is something to tell."""
    found = [one for one in remarks if one.category_id == standings.category.pk]
    texts = names.by_language(found[0], "text") if found else {}
    if not found or not (texts or found[0].leaves_places_empty):
        return None
    return {"texts": texts, "leaves_places_empty": found[0].leaves_places_empty}
