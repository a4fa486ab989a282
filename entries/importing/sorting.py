"""The rows of a file, sorted: new, there already, twice in the file, refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from contests.models import Campaign
from entries.importing.rows import Candidate, Refusal
from entries.models import Entry, VideoImport


@dataclass
class Sorted:
    """Each row of a batch in one of four heaps, in the order of the file."""

    new: list[Candidate] = field(default_factory=list)
    known: list[Candidate] = field(default_factory=list)
    doubled: list[Candidate] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)

    @property
    def told(self) -> list[Candidate]:
        """Whose facts are kept: of a video that stands in the file twice, the first row's."""
        return list({row.key: row for row in reversed([*self.new, *self.known])}.values())


def sort_rows(
    rows: Sequence[Candidate | Refusal],
    *,
    campaign: Campaign,
    video_import: VideoImport,
    seen: set[tuple[str, str]] | None = None,
) -> Sorted:
    """Sort the rows by what is in the campaign now.

    seen: the new videos of earlier rows that are not written (in a preview); it grows. A video
    that this very import brought in stands in the file twice.
    """
    candidates = [row for row in rows if isinstance(row, Candidate)]
    imports = _imports_of_entries(candidates, campaign)
    seen = set() if seen is None else seen
    heaps = Sorted(refused=[row for row in rows if isinstance(row, Refusal)])
    for candidate in candidates:
        if candidate.key in seen or imports.get(candidate.key) == video_import.pk:
            heaps.doubled.append(candidate)
        elif candidate.key in imports:
            heaps.known.append(candidate)
        else:
            heaps.new.append(candidate)
            seen.add(candidate.key)
    return heaps


def _imports_of_entries(
    candidates: Iterable[Candidate], campaign: Campaign
) -> dict[tuple[str, str], int | None]:
    """The videos that are in the campaign, with the import that brought each, if one did."""
    ids: defaultdict[str, list[str]] = defaultdict(list)
    for candidate in candidates:
        ids[candidate.facts.platform].append(candidate.facts.video_id)
    return {
        (platform, video_id): import_id
        for platform, of_platform in ids.items()
        for video_id, import_id in Entry.objects.filter(
            campaign=campaign, platform=platform, video_id__in=of_platform
        ).values_list("video_id", "video_import_id")
    }
