"""What would be announced, before it is: for staff who see standings, and for a private link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404

from accounts.models import User
from judging.visibility import demand_scores
from results.evidence_pieces import EvidenceRead
from results.evidence_reading import read_evidence
from results.locking import open_correction_of
from results.models import PreviewLink
from results.preview import CategoryPreview, Preview, preview_of
from results.reading import CategoryAwards, Winner, announcements_of
from results.refusal import ResultsRefused
from results.sharing import open_preview_link
from results.standings import StandingRow
from website.pages.campaign import Standpoint
from website.pages.participants import partner_groups
from website.pages.shortlist import to_be_public
from website.pages.winners import WinnersPage, quotes_of


class NothingToPreview(Exception):  # noqa: N818 - an answer, not an error
    """What would be previewed is announced: the public page is the one to read."""


@dataclass(frozen=True)
class Previewing:
    """The campaign as it would be if its drafts were announced at this very moment.

    link: through which it is looked at, None for staff; query: what its pages hand on to each
    other, so that each of them opens.
    """

    view: Standpoint
    preview: Preview
    link: PreviewLink | None
    query: str

    @property
    def evidence(self) -> EvidenceRead:
        return read_evidence(self.preview.evidence)


def open_preview(view: Standpoint, *, user: Any, key: str) -> Previewing:
    """Let somebody look at the preview.

    Raises ResultsRefused for a key that opens nothing, Http404 for those without key and right,
    PermissionDenied for staff who judge, NothingToPreview once it is announced.
    """
    campaign = view.campaign
    if view.has_winners and open_correction_of(campaign) is None:
        raise NothingToPreview
    link = _who_looks(view, user=user, key=key)
    if link is not None and view.is_cancelled:
        raise ResultsRefused("preview_cancelled")
    preview = preview_of(campaign)
    campaign.announced_at = campaign.announced_at or view.at  # in memory only
    return Previewing(
        view=replace(
            view,
            phase=campaign.phase(at=view.at),
            has_shortlist=to_be_public().filter(category__campaign=campaign).exists(),
        ),
        preview=preview,
        link=link,
        query=f"?key={key}" if link else "",
    )


def _who_looks(view: Standpoint, *, user: Any, key: str) -> PreviewLink | None:
    """The link of a key that opens this campaign; None for staff who need none."""
    if key:
        return open_preview_link(key, campaign_id=view.campaign.pk, at=view.at)
    if not (isinstance(user, User) and user.has_perm("results.view_standings", view.campaign)):
        raise Http404
    demand_scores(user, campaign=view.campaign, at=view.at)
    return None


def previewed_winners(previewing: Previewing) -> WinnersPage:
    """The winners page as the public would read it, made of exactly what the digest stands for."""
    view, preview = previewing.view, previewing.preview
    earlier = announcements_of(view.campaign, at=view.at) if preview.correction else []
    return WinnersPage(
        standpoint=view,
        categories=[_category(one) for one in preview.categories],
        partner_groups=partner_groups(view.campaign),
        quotes=quotes_of(view),
        announced_at=earlier[-1].announced_at if earlier else view.at,
        history=tuple(earlier),
        correction=preview.correction,
        corrected_at=view.at if preview.correction else None,
    )


def _category(preview: CategoryPreview) -> CategoryAwards:
    rows = {row.key: row for row in preview.standings.rows}
    return CategoryAwards(
        category=preview.standings.category,
        winners=[_with_views(one.winner, rows) for one in preview.places if one.winner],
        prizes=preview.standings.prizes,
        remark=preview.remark,
    )


def _with_views(winner: Winner, rows: Mapping[int, StandingRow]) -> Winner:
    """A drafted winner with the views that announcing would freeze."""
    row = rows.get(winner.award.entry_id or winner.award.creator_id)
    views = row.figures.get("views") if row else None
    return replace(winner, views=views if isinstance(views, int) else None)
