"""Which section of which guide a page is about.

Names of addresses are strings, so that this room at the bottom of the house needs to import nobody.
A page that is not named here has no help link.
"""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

CREATORS = "website:help"
JUDGES = "judging:help"
STAFF = "admin:desk_help"

SECTIONS: dict[str, dict[str, str]] = {
    CREATORS: {
        "entries:submit": "taking-part",
        "entries:mine": "states",
        "entries:mine_entry": "states",
        "entries:ownership": "ownership",
        "entries:claim": "ownership",
        "entries:name_guardian": "guardian",
        "entries:withdraw": "withdrawing",
        "results:prizes": "winning",
        "results:claim": "winning",
        "results:decline": "winning",
        "results:verify": "certificate",
    },
    JUDGES: {
        "judging:desk": "list",
        "judging:round": "list",
        "judging:review": "points",
        "judging:recuse": "recusing",
        "judging:pair_recuse": "recusing",
        "judging:flag": "recusing",
        "judging:pairs": "pairs",
        "judging:finished": "finishing",
    },
    STAFF: {
        "admin:index": "roles",
        "admin:contests_campaign_add": "set-up",
        "admin:contests_campaign_change": "set-up",
        "admin:contests_campaign_rules": "set-up",
        "admin:contests_category_changelist": "set-up",
        "admin:desk_campaign": "publish",
        "admin:desk_people": "roles",
        "admin:desk_take_role": "roles",
        "admin:desk_texts": "set-up",
        "admin:desk_publish": "publish",
        "admin:desk_cancel": "trouble",
        "admin:desk_next_edition": "next-edition",
        "admin:results_promises": "dates",
        "admin:entries_entry_queue": "queue",
        "admin:entries_entry_changelist": "queue",
        "admin:entries_videoimport_changelist": "views",
        "admin:metrics_readingimport_changelist": "views",
        "admin:metrics_reading_changelist": "views",
        "admin:metrics_reading_attest": "views",
        "admin:metrics_case_changelist": "views",
        "admin:metrics_readingplan_plan": "views",
        "admin:metrics_stale": "views",
        "admin:metrics_pulse": "views",
        "admin:judging_round_changelist": "jury",
        "admin:judging_round_assign": "jury",
        "admin:judging_round_progress": "jury",
        "admin:judging_round_figures": "jury",
        "admin:judging_round_close": "jury",
        "admin:judging_judge_changelist": "jury",
        "admin:judging_judge_leave": "jury",
        "admin:judging_flags": "jury",
        "admin:results_standings": "shortlist",
        "admin:results_winners": "announcement",
        "admin:results_announce": "announcement",
        "admin:results_plan": "announcement",
        "admin:results_correction": "announcement",
        "admin:outbox_message_changelist": "mail",
        "admin:outbox_stop": "mail",
        "admin:results_handover": "prizes",
        "admin:results_claim_changelist": "prizes",
        "admin:results_press": "press",
        "admin:results_press_release": "press",
    },
}


def guide_address(request: HttpRequest) -> str:
    """The section about the page that is shown, with the way back; empty where there is none."""
    match = request.resolver_match
    for guide, sections in SECTIONS.items():
        section = sections.get(match.view_name) if match else None
        if section:
            back = urlencode({"back": request.path})
            return f"{reverse(guide)}?{back}#{section}"
    return ""


def back_address(request: HttpRequest) -> str:
    """The page of this site that the reader came from, or nothing."""
    back = request.GET.get("back", "")
    hosts = {request.get_host()}
    own = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=hosts)
    return back if own else ""
