"""What is put forward in a category: confirmed by a person, then published or kept internal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.audit_trail import log_written
from accounts.bidi import isolated
from accounts.models import User
from contests.models import Category
from entries.claiming import issue_claim_links
from entries.models import Entry
from results.locking import lock_for_results
from results.models import Shortlist, ShortlistDecision, ShortlistItem
from results.refusal import ResultsRefused
from results.shortlist_basis import Basis, propose, seen_digest
from results.shortlist_proposal import MOVED, Proposal, changes
from results.standings import standings_of

Verb = ShortlistDecision.Verb


@transaction.atomic
def shortlist_entries(
    *,
    category_id: int,
    entry_ids: Sequence[int],
    by: User,
    at: datetime,
    basis: str = Basis.HAND,
    basis_value: str = "",
    reasons: Mapping[int, str] | None = None,
    seen: str | None = None,
) -> Shortlist:
    """Confirm the shortlist of a category: these entries, in this order, instead of any before.

    basis, basis_value: by what it was proposed, see results.shortlist_basis; whoever is added or
    left out against that needs a reason, by the entry's id. Chosen by hand, nobody does. seen: of
    results.shortlist_basis.seen_digest, if the person decided about what a page showed. A time
    that is set for the publication stays.

    Raises ResultsRefused: ranks_creators, shortlist_empty, shortlist_published, not_accepted,
    no_such_basis, basis_value, no_closed_round, shortlist_changed, shortlist_reasons_missing and
    those of the phase.
    """
    category = _locked(category_id, at=at)
    chosen = list(dict.fromkeys(entry_ids))
    if not chosen:
        raise ResultsRefused("shortlist_empty")
    shortlist = Shortlist.objects.filter(category=category).first() or Shortlist(category=category)
    _refuse_published(shortlist, at=at)
    proposal = _proposal(category, basis, basis_value)
    if seen is not None and seen != seen_digest(category.pk, proposal):
        raise ResultsRefused("shortlist_changed")
    taking_part = Entry.objects.taking_part_in(category).filter(pk__in=chosen)
    strangers = len(chosen) - taking_part.count()
    if strangers:
        raise ResultsRefused("not_accepted", count=strangers)
    changed = [] if basis == Basis.HAND else _changes(proposal, chosen, reasons or {})
    shortlist.confirmed_at, shortlist.confirmed_by = at, by
    shortlist.save()
    shortlist.items.all().delete()
    items = ShortlistItem.objects.bulk_create(
        ShortlistItem(shortlist=shortlist, entry_id=entry_id, position=position)
        for position, entry_id in enumerate(chosen, start=1)
    )
    log_written(((item, {"entry": (None, item.entry_id)}) for item in items), by=by)
    ShortlistDecision.objects.create(
        category=category,
        verb=Verb.CONFIRM,
        basis=basis,
        basis_value="" if basis in (Basis.HAND, Basis.ROUND) else basis_value.strip(),
        entries=chosen,
        changes=changed,
        publishes_at=shortlist.published_at,
        decided_at=at,
        decided_by=by,
    )
    # Creators who were imported have no address here: staff send them the link.
    creators = taking_part.values_list("creator", flat=True)
    issue_claim_links(campaign_id=category.campaign_id, creator_ids=list(creators), by=by, at=at)
    return shortlist


@transaction.atomic
def publish_shortlist(
    *,
    category_id: int,
    by: User,
    at: datetime,
    publishes_at: datetime | None = None,
    seen: str | None = None,
) -> Shortlist:
    """Let the public read a confirmed shortlist at once, or from a time that is still to come.

    A set time can be changed, and the list too, until it comes; what is public stays as it is.
    seen: as in `shortlist_entries`, of a page without a proposal. Raises ResultsRefused:
    ranks_creators, shortlist_missing, shortlist_published, publishes_in_past, shortlist_changed,
    shortlisted_left and those of the phase.
    """
    category = _locked(category_id, at=at)
    shortlist = _confirmed(category, at=at, seen=seen)
    if publishes_at is not None and publishes_at <= at:
        raise ResultsRefused("publishes_in_past")
    entries = list(shortlist.items.values_list("entry", flat=True))
    staying = Entry.objects.taking_part_in(category).filter(pk__in=entries)
    gone = set(entries) - set(staying.values_list("pk", flat=True))
    if gone:
        raise ResultsRefused("shortlisted_left", who=_names(gone))
    shortlist.published_at, shortlist.published_by = publishes_at or at, by
    shortlist.save(update_fields=["published_at", "published_by"])
    _keep(shortlist, Verb.PUBLISH, entries, by=by, at=at)
    return shortlist


@transaction.atomic
def keep_shortlist_internal(
    *, category_id: int, by: User, at: datetime, seen: str | None = None
) -> Shortlist:
    """Decide that the public does not read the shortlist; a time that was set is withdrawn.

    It can still be published later. Raises ResultsRefused: ranks_creators, shortlist_missing,
    shortlist_published, shortlist_internal, shortlist_changed and those of the phase.
    """
    category = _locked(category_id, at=at)
    shortlist = _confirmed(category, at=at, seen=seen)
    last = ShortlistDecision.objects.filter(category=category).first()
    if shortlist.published_at is None and last and last.verb == Verb.KEEP_INTERNAL:
        raise ResultsRefused("shortlist_internal")
    shortlist.published_at = shortlist.published_by = None
    shortlist.save(update_fields=["published_at", "published_by"])
    entries = list(shortlist.items.values_list("entry", flat=True))
    _keep(shortlist, Verb.KEEP_INTERNAL, entries, by=by, at=at)
    return shortlist


def _keep(shortlist: Shortlist, verb: Verb, entries: list[int], *, by: User, at: datetime) -> None:
    ShortlistDecision.objects.create(
        category=shortlist.category,
        verb=verb,
        entries=entries,
        publishes_at=shortlist.published_at,
        decided_at=at,
        decided_by=by,
    )


def _locked(category_id: int, *, at: datetime) -> Category:
    category = Category.objects.get(pk=category_id)
    category.campaign = lock_for_results(category.campaign_id, at=at)
    # A correction changes who won; who was put forward stays as it was.
    if category.campaign.announced_at is not None:
        raise ResultsRefused("already_announced")
    if category.ranks_creators:
        raise ResultsRefused("ranks_creators")
    return category


def _confirmed(category: Category, *, at: datetime, seen: str | None) -> Shortlist:
    shortlist = Shortlist.objects.filter(category=category).first()
    if shortlist is None:
        raise ResultsRefused("shortlist_missing")
    _refuse_published(shortlist, at=at)
    if seen is not None and seen != seen_digest(category.pk, Proposal(())):
        raise ResultsRefused("shortlist_changed")
    return shortlist


def _refuse_published(shortlist: Shortlist, *, at: datetime) -> None:
    """Refuse what is public already. Whoever waited for the lock took the time before."""
    last = ShortlistDecision.objects.filter(category=shortlist.category).first()
    now = max(at, last.decided_at) if last else at
    if shortlist.published_at is not None and shortlist.published_at <= now:
        raise ResultsRefused("shortlist_published")


def _proposal(category: Category, basis: str, value: str) -> Proposal:
    if basis == Basis.HAND:
        return Proposal(())
    return propose(standings_of(category), basis=basis, value=value)


def _changes(
    proposal: Proposal, chosen: Sequence[int], reasons: Mapping[int, str]
) -> list[dict[str, Any]]:
    """What to keep of the changes; refused where somebody was added or left out without a word."""
    found = [
        {"entry": one.id, "change": one.change, "reason": reasons.get(one.id, "").strip()}
        for one in changes(proposal.ids, chosen)
    ]
    silent = sum(not one["reason"] and one["change"] != MOVED for one in found)
    if silent:
        raise ResultsRefused("shortlist_reasons_missing", count=silent)
    return found


def _names(entry_ids: Iterable[int]) -> str:
    entries = Entry.objects.filter(pk__in=entry_ids).select_related("creator").order_by("pk")
    return ", ".join(isolated(entry.creator) for entry in entries)
