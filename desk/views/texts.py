"""The texts of a campaign: what is missing in which language, and a page that fills the gaps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.acting import acting_user
from accounts.bidi import direction
from accounts.clock import database_now
from contests.models import Campaign
from desk.text_places import SECTIONS, places_of, with_names
from desk.texts import Text, completeness, digest, reference_for, shown_instead
from desk.views.campaign import campaigns, page_context
from desk.writing_texts import Change, TextsRefused, Written, write_texts
from partners.language_tabs import own_name

# So many texts are on a page at most: what one sitting fills, and what a form can carry.
PER_PAGE = 100
TEXT, WAS = "text-", "was-"


@dataclass(frozen=True)
class Choice:
    """What the address asks for; what it does not know is as if it were not asked."""

    to: str
    source: str
    gaps: bool
    section: str

    def query(self, **changed: str) -> str:
        asked = {
            "to": self.to,
            "from": self.source,
            "show": "gaps" if self.gaps else "all",
            "section": self.section,
        }
        return "?" + urlencode({name: word for name, word in (asked | changed).items() if word})


@dataclass(frozen=True)
class Cell:
    """One text of the page: what it is translated from, and what stands in the field."""

    text: Text
    value: str
    was: str
    source: str
    problem: str
    theirs: str | None
    instead: str
    states: Sequence[tuple[str, str, bool]]

    @property
    def rows(self) -> int:
        """Lines of the field: as many as its longer side needs, within a screen."""
        if self.text.is_short:
            return 2
        longest = max(self.source, self.value, key=len)
        return min(max(longest.count("\n") + len(longest) // 60 + 2, 4), 20)


@require_http_methods(["GET", "HEAD", "POST"])
def texts(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Show the overview, or with ?to= the texts to fill in; POST saves what was changed."""
    user = acting_user(request)
    if not user.has_perm("contests.view_campaign"):
        raise PermissionDenied
    campaign = get_object_or_404(campaigns(), pk=campaign_id)
    if request.method == "POST" and not user.has_perm("contests.change_campaign"):
        raise PermissionDenied
    written = Written()
    if request.method == "POST":
        try:
            written = write_texts(
                campaign_id=campaign.pk,
                language=request.GET.get("to", ""),
                changes=_changes(request.POST),
                by=user,
                at=database_now(),
            )
        except TextsRefused as refused:
            messages.error(request, str(refused))
            return redirect(request.path)
        _tell(request, written)
        if not written.refused:
            return redirect(request.get_full_path())
        campaign = get_object_or_404(campaigns(), pk=campaign_id)
    phase = campaign.phase(at=timezone.now())
    found = [place.text for place in places_of(campaign, phase=phase, by=user)]
    choice = _choice(request, campaign, found)
    context = {
        **page_context(request, campaign),
        "subtitle": _("Texts and translations"),
        "languages": [(code, own_name(code)) for code in campaign.languages],
        "choice": choice,
        "progress": with_names(completeness(found, campaign.languages)),
        "may_change": user.has_perm("contests.change_campaign"),
    }
    if not choice.to:
        context["sections"] = list(_overview(campaign, found))
        return TemplateResponse(request, "desk/texts.html", context)
    # One language is being written: the others' figures would only push the fields away.
    context["progress"] = [one for one in context["progress"] if one[0].language == choice.to]
    context |= _editor(request, campaign, found, choice, written)
    return TemplateResponse(request, "desk/texts_edit.html", context)


def _changes(posted: QueryDict) -> dict[str, Change]:
    """The texts that are not what the page was opened with."""
    keys = [name.removeprefix(TEXT) for name in posted if name.startswith(TEXT)]
    sent = {
        key: Change(str(posted[f"{TEXT}{key}"]), str(posted.get(f"{WAS}{key}", ""))) for key in keys
    }
    return {key: one for key, one in sent.items() if digest(one.value) != one.was}


def _tell(request: HttpRequest, written: Written) -> None:
    saved, refused = len(written.saved), len(written.refused)
    if saved:
        sentence = ngettext("%(count)s text is saved.", "%(count)s texts are saved.", saved)
        messages.success(request, sentence % {"count": saved})
    if refused:
        sentence = ngettext(
            "%(count)s text is not saved. It stands below as you wrote it, with the reason.",
            "%(count)s texts are not saved. They stand below as you wrote them, with the reason.",
            refused,
        )
        messages.error(request, sentence % {"count": refused})
    if not saved and not refused:
        messages.info(request, _("Nothing was changed."))


def _choice(request: HttpRequest, campaign: Campaign, found: Sequence[Text]) -> Choice:
    asked, codes = request.GET, campaign.languages
    to = asked.get("to", "") if asked.get("to") in codes else ""
    source = asked.get("from", "")
    if source not in codes or source == to:
        reader = get_language() or ""
        source = reference_for(to, found, codes, reader=reader) if to else ""
    section = asked.get("section", "")
    known = {text.section for text in found}
    return Choice(to, source, asked.get("show") == "gaps", section if section in known else "")


def _overview(campaign: Campaign, found: Sequence[Text]) -> Iterable[dict[str, Any]]:
    """Section by section: how much is there in each language, and each text with its marks."""
    codes = campaign.languages
    for section in SECTIONS:
        inside = [text for text in found if text.section == section.code]
        if inside:
            yield {
                "code": section.code,
                "name": section.name,
                "progress": with_names(completeness(inside, codes)),
                "texts": [(text, text.counts(codes), _states(text, codes)) for text in inside],
            }


def _states(text: Text, codes: Iterable[str]) -> list[tuple[str, str, bool]]:
    return [(code, own_name(code), text.is_filled(code)) for code in codes]


def _editor(
    request: HttpRequest,
    campaign: Campaign,
    found: Sequence[Text],
    choice: Choice,
    written: Written,
) -> dict[str, Any]:
    codes = campaign.languages
    wanted = [
        text
        for text in found
        if text.key in written.refused
        or (
            choice.section in ("", text.section)
            and (not choice.gaps or text.is_gap(choice.to, codes))
        )
    ]
    # What was refused comes first, wherever the rest of the list goes on.
    wanted.sort(key=lambda text: text.key not in written.refused)
    page = Paginator(wanted, max(PER_PAGE, len(written.refused))).get_page(request.GET.get("page"))
    if written.refused:
        page = page.paginator.page(1)
    cells = [_cell(text, choice, codes, request.POST, written.refused) for text in page]
    known = {text.key for text in found}
    inside = [text for text in found if choice.section in ("", text.section)]
    return {
        "page": page,
        "groups": _groups(cells),
        "lost": [
            (request.POST.get(f"{TEXT}{key}", ""), sentence)
            for key, sentence in written.refused.items()
            if key not in known
        ],
        "section_gaps": [
            (
                section.code,
                section.name,
                sum(t.is_gap(choice.to, codes) for t in found if t.section == section.code),
            )
            for section in SECTIONS
            if any(text.section == section.code for text in found)
        ],
        "gap_count": sum(text.is_gap(choice.to, codes) for text in inside),
        "all_count": len(inside),
        "to": (choice.to, own_name(choice.to), direction(choice.to)),
        "source": (choice.source, own_name(choice.source), direction(choice.source))
        if choice.source
        else None,
        "can_save": any(not cell.text.closed for cell in cells),
        "queries": {
            "gaps": choice.query(show="gaps"),
            "all": choice.query(show="all"),
            "everywhere": choice.query(section=""),
            "page": choice.query(),
        },
    }


def _groups(cells: Sequence[Cell]) -> list[tuple[Any, list[Cell]]]:
    return [
        (section, inside)
        for section in SECTIONS
        if (inside := [cell for cell in cells if cell.text.section == section.code])
    ]


def _cell(
    text: Text,
    choice: Choice,
    codes: Iterable[str],
    posted: QueryDict,
    refused: Mapping[str, str],
) -> Cell:
    kept = text.values[choice.to]
    typed = posted.get(f"{TEXT}{text.key}", "") if text.key in refused else kept
    instead = "" if text.is_filled(choice.to) else shown_instead(text, choice.to)
    is_conflict = text.key in refused and posted.get(f"{WAS}{text.key}") != digest(kept)
    return Cell(
        text=text,
        value=typed,
        was=digest(kept),
        source=text.values.get(choice.source, ""),
        problem=refused.get(text.key, ""),
        theirs=kept if is_conflict else None,
        instead=own_name(instead) if instead else "",
        states=_states(text, [one for one in codes if one not in (choice.to, choice.source)]),
    )
