"""The accounts that the rows of an import name, found or made by the hundred."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models.functions import Lower

from entries.importing.rows import Candidate
from entries.models import Creator

Key = tuple[str, str]
"""Platform and handle, as the row has it."""


def find_creators(candidates: Sequence[Candidate]) -> dict[Key, Creator]:
    """The accounts that are known, by their platform's own id or else by their handle."""
    by_id = _by_id(candidates)
    by_handle = _by_handle(candidates)
    found = {}
    for candidate in candidates:
        key = key_of(candidate)
        creator = by_id.get((key[0], candidate.facts.author_id or "")) or by_handle.get(key)
        if creator is not None:
            found[key] = creator
    return found


def ensure_creators(candidates: Sequence[Candidate]) -> dict[Key, Creator]:
    """The accounts, with those made that were not known."""
    known = find_creators(candidates)
    missing = {
        key_of(candidate): candidate
        for candidate in reversed(candidates)  # of several rows, the first
        if key_of(candidate) not in known
    }
    if not missing:
        return known
    # In one order, so that two imports do not wait for each other in turn. Where somebody was
    # faster, or handles differ by case only, there is one account afterwards, and it is found.
    in_order = sorted(missing, key=lambda key: (key[0], key[1].lower(), missing[key].line))
    Creator.objects.bulk_create([made_of(missing[key]) for key in in_order], ignore_conflicts=True)
    return known | find_creators(list(missing.values()))


def made_of(candidate: Candidate) -> Creator:
    """The account that a row names, not yet saved."""
    return Creator(
        platform=candidate.facts.platform,
        handle=candidate.handle,
        platform_user_id=candidate.facts.author_id or "",
        display_name=candidate.facts.author_name or "",
    )


def key_of(candidate: Candidate) -> Key:
    return candidate.facts.platform, candidate.handle


def _by_id(candidates: Iterable[Candidate]) -> dict[Key, Creator]:
    ids: defaultdict[str, set[str]] = defaultdict(set)
    for candidate in candidates:
        if candidate.facts.author_id:
            ids[candidate.facts.platform].add(candidate.facts.author_id)
    return {
        (platform, creator.platform_user_id): creator
        for platform, of_platform in ids.items()
        for creator in Creator.objects.filter(
            platform=platform, platform_user_id__in=of_platform
        ).select_related("user")
    }


def _by_handle(candidates: Iterable[Candidate]) -> dict[Key, Creator]:
    handles: defaultdict[str, set[str]] = defaultdict(set)
    for candidate in candidates:
        handles[candidate.facts.platform].add(candidate.handle)
    found: dict[Key, Creator] = {}
    for platform, of_platform in handles.items():
        lower = _lower(of_platform)
        creators = {
            creator.lower: creator
            for creator in Creator.objects.annotate(lower=Lower("handle"))
            .filter(platform=platform, lower__in=set(lower.values()))
            .select_related("user")
        }
        found |= {
            (platform, handle): creators[key] for handle, key in lower.items() if key in creators
        }
    return found


def _lower(handles: Iterable[str]) -> dict[str, str]:
    """Handles in small letters as the unique index has them: databases differ beyond ASCII."""
    if connection.vendor == "postgresql":
        sql = "SELECT value, lower(value) FROM jsonb_array_elements_text(%s::jsonb) AS value"
    else:
        sql = "SELECT value, lower(value) FROM json_each(%s)"
    with connection.cursor() as cursor:
        cursor.execute(sql, [json.dumps(sorted(handles))])
        return dict(cursor.fetchall())
