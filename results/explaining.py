"""The evidence of an announcement, read once for all who ask how its winners were chosen."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from threading import Lock

from results.evidence_pieces import EvidenceRead
from results.evidence_reading import read_evidence
from results.models import Announcement, Evidence

KEPT = 16
"""How many readings a process keeps: a few kilobytes each, of files of up to some 20 MB."""

_kept: OrderedDict[str, EvidenceRead] = OrderedDict()
_one_at_a_time = Lock()


def explanation_of(announcement: Announcement) -> EvidenceRead | None:
    """What the frozen evidence of an announcement says; None where it has no evidence.

    Reading a large file takes about half a second, so a process keeps what it has read, under the
    digest of the bytes: what has that name never changes. One thread reads, the others wait for it.
    """
    try:
        name = announcement.evidence.sha256
    except Evidence.DoesNotExist:
        return None
    with _one_at_a_time:
        if name not in _kept:
            body = Evidence.objects.values_list("body", flat=True).get(announcement=announcement)
            read = read_evidence(body)
            if hashlib.sha256(body.encode()).hexdigest() != name:
                return read  # only what has the name that it bears is kept
            _kept[name] = read
        _kept.move_to_end(name)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
        return _kept[name]
