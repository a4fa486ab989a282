"""The shortlist of a category on the standings' page: what is proposed, and how it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from contests.models import Category
from contests.wording import day_and_time, zone_name
from entries.models import ClaimLink, Entry
from results.admin.shortlist_history import ToldDecision, basis_in_words, history_of
from results.models import Shortlist
from results.refusal import ResultsRefused
from results.shortlist_basis import Basis, last_closing, propose, seen_digest
from results.shortlist_proposal import Proposal
from results.standings import CategoryStandings


class ProposalForm(forms.Form):
    """By what the shortlist is to be proposed; sent by GET, for it changes nothing."""

    basis = forms.ChoiceField(label=gettext_lazy("Propose by"), required=False)
    value = forms.CharField(
        label=gettext_lazy("Limit"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 8, "dir": "ltr"}),
    )

    def __init__(self, *args: Any, category: Category, has_round: bool, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"id-{category.pk}-%s"
        super().__init__(*args, **kwargs)
        cutoff = _("at least so many views") if category.by_views else _("a result of at least")
        choices = [(Basis.RANK.value, _("the first ranks, so many")), (Basis.CUTOFF.value, cutoff)]
        if has_round:
            choices.append((Basis.ROUND.value, _("who came through the last closed round")))
        self.fields["basis"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField


class PublishForm(forms.Form):
    """From when the public reads the shortlist, in the campaign's own time zone."""

    publishes_at = forms.DateTimeField(
        label=gettext_lazy("Public from"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


@dataclass
class ShortlistPanel:
    """All that the page shows about the shortlist of one category."""

    standings: CategoryStandings
    shortlist: Shortlist | None
    at: datetime
    basis: str = Basis.HAND.value
    value: str = ""
    proposal: Proposal = field(default_factory=lambda: Proposal(()))
    fault: str = ""
    form: ProposalForm | None = None
    history: list[ToldDecision] = field(default_factory=list)
    gone: int = 0
    unclaimed: int = 0
    seen: str = ""
    seen_by_hand: str = ""

    @property
    def category(self) -> Category:
        return self.standings.category

    @property
    def ticked(self) -> set[int]:
        """Who is ticked at first: the proposed, or the confirmed."""
        if self.basis != Basis.HAND:
            return set(self.proposal.ids)
        return {row.key for row in self.standings.rows if row.shortlisted}

    @property
    def count(self) -> int:
        return len(self.ticked)

    @property
    def query(self) -> str:
        """What keeps the proposal on the next page of the list."""
        if self.basis == Basis.HAND:
            return ""
        return "&" + urlencode({"basis": self.basis, "value": self.value})

    @property
    def confirmed(self) -> str:
        return self._told(self.shortlist.confirmed_at if self.shortlist else None)

    @property
    def published(self) -> str:
        """When it became public; empty while it is not."""
        return self._told(self._published_at if self.is_public else None)

    @property
    def publishes(self) -> str:
        """The time that is set and still to come; empty without one."""
        return self._told(None if self.is_public else self._published_at)

    @property
    def is_public(self) -> bool:
        return self._published_at is not None and self._published_at <= self.at

    @property
    def zone(self) -> str:
        return zone_name(self.category.campaign.zone, self.at)

    @property
    def publish_form(self) -> PublishForm:
        with timezone.override(self.category.campaign.zone):
            initial = {} if self.is_public else {"publishes_at": self._published_at}
            return PublishForm(initial=initial, auto_id=f"id-{self.category.pk}-%s")

    @property
    def proposed(self) -> str:
        """What the proposal is, and who is tied on its line."""
        if self.basis == Basis.HAND:
            return ""
        told = [basis_in_words(self.basis, self.value, self.category)]
        told.append(
            ngettext("%(count)s entry is ticked.", "%(count)s entries are ticked.", self.count)
            % {"count": self.count}
        )
        tied = len(self.proposal.on_line)
        if tied:
            told.append(
                _(
                    "On the line %(tied)s share a rank, and there is room for %(places)s: all of "
                    "them are proposed. Leave out whom you will, with the reason."
                )
                % {"tied": tied, "places": self.proposal.places}
            )
        return " ".join(told)

    @property
    def _published_at(self) -> datetime | None:
        return self.shortlist.published_at if self.shortlist else None

    def _told(self, moment: datetime | None) -> str:
        return day_and_time(moment, self.category.campaign.zone) if moment else ""


def panel_of(standings: CategoryStandings, *, query: Any, at: datetime) -> ShortlistPanel:
    """The panel; query: of the address, which may ask for a proposal. Eight queries at most."""
    category = standings.category
    shortlist = Shortlist.objects.filter(category=category).select_related("confirmed_by").first()
    panel = ShortlistPanel(standings, shortlist, at)
    if category.ranks_creators:
        return panel
    asked = query if query.get("basis") else None
    has_round = last_closing(category) is not None
    panel.form = ProposalForm(asked, category=category, has_round=has_round)
    if asked:
        _propose(panel, basis=query["basis"], value=query.get("value", ""))
    panel.history = history_of(category)
    panel.seen = seen_digest(category.pk, panel.proposal)
    panel.seen_by_hand = seen_digest(category.pk, Proposal(()))
    if shortlist is not None:
        listed = set(shortlist.items.values_list("entry", flat=True))
        panel.gone = len(listed - standings.by_key.keys())
        creators = Entry.objects.filter(pk__in=listed).values("creator")
        links = ClaimLink.objects.filter(campaign=category.campaign_id, creator__in=creators)
        panel.unclaimed = links.filter(used_at__isnull=True).count()
    return panel


def _propose(panel: ShortlistPanel, *, basis: str, value: str) -> None:
    try:
        panel.proposal = propose(panel.standings, basis=basis, value=value)
    except ResultsRefused as refused:
        panel.fault = refused.message
        return
    panel.basis, panel.value = basis, value.strip()
