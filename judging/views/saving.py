"""Saving a review from a script, while its judge goes on writing.

`GET judging:save` answers what is stored, with a fresh CSRF token. `POST` takes one save:

    {"base": 3, "token": "<uuid>", "unanswered": ["<uuid>", …], "finish": false,
     "points": {"12": 4}, "vote": "", "comment_for_staff": "", "comment_for_creator": ""}

A draft is whole: what is left out is gone. `base` is the revision that the page showed, `token`
names this save, and `unanswered` names earlier saves of this device whose answers were lost
(judging.reviewing.save_review). Answers, always JSON and never kept:

- 200: revision, saved_at, state, left, finished, next (an address, or null), judge, assignment
- 401 `signed_out`, with sign_in; 403 `csrf` (ask GET for a token and try once more) or
  `not_a_judge`; 404 `not_yours`
- 409: the rule that refused it; with `changed_elsewhere` also `current`, what is stored now
- 422: what is wrong with the draft; `fields` maps criteria's ids, "vote" or a comment to a sentence
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.http.request import RawPostDataException
from django.middleware.csrf import get_token
from django.views.decorators.http import require_http_methods

from accounts.clock import database_now
from judging import duties
from judging.access import JudgeRequest, for_scripts
from judging.draft import Draft
from judging.models import Assignment
from judging.refusal import JudgingRefused
from judging.reviewing import load_review, save_review
from judging.views.answers import (
    content_of,
    own_review,
    refuse,
    say_state,
)

# Two full comments with every sign escaped, and the points, need less; no more than this is read.
MOST_BYTES = 96 * 1024
_MOST_UNANSWERED = 50
_MOST_REVISION = 2**31


@require_http_methods(["GET", "HEAD", "POST"])
@for_scripts
def save(request: JudgeRequest, assignment_id: int) -> HttpResponse:
    """What is stored of a review, or one save of it."""
    at = database_now()
    assignment = own_review(request.user, assignment_id, at=at)
    if assignment is None:
        return refuse(JudgingRefused("not_yours"), status=HTTPStatus.NOT_FOUND)
    if request.method != "POST":
        return _show(request, assignment, at=at)
    try:
        sent = read_save(request)
        saved = save_review(
            assignment_id=assignment_id,
            draft=sent.draft,
            base=sent.base,
            token=sent.token,
            finish=sent.finish,
            by=request.user,
            at=at,
            unanswered=sent.unanswered,
        )
    except JudgingRefused as refused:
        return refuse(refused)
    return JsonResponse(say_state(saved, by=request.user, at=at))


def _show(request: JudgeRequest, assignment: Assignment, *, at: datetime) -> HttpResponse:
    review = load_review(assignment)
    visible = duties.visible_reviews(request.user, at=at).filter(pk=assignment.pk).exists()
    return JsonResponse(
        {
            **say_state(assignment, by=request.user, at=at),
            **content_of(review),
            "takes_scores": visible and duties.takes_scores(assignment.round, at=at),
            "csrf": get_token(request),
        }
    )


@dataclass(frozen=True)
class SentSave:
    """One save as it came, its types checked."""

    draft: Draft
    base: int | None
    token: UUID | None
    unanswered: frozenset[UUID]
    finish: bool


def read_save(request: JudgeRequest) -> SentSave:
    """Read a save; whatever is not one is refused before it reaches anything that decides.

    Raises JudgingRefused("save_unreadable").
    """
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        raise JudgingRefused("save_unreadable")
    try:
        sent = json.loads(request.body)
        return _as_save(sent)
    # RecursionError: brackets in brackets, as nobody's page sends them. RawPostDataException: sent
    # as a form with files, which the check for forgery has read already.
    except (
        KeyError,
        TypeError,
        ValueError,
        RecursionError,
        RawPostDataException,
    ) as error:
        raise JudgingRefused("save_unreadable") from error


def _as_save(sent: Any) -> SentSave:
    """The save in a decoded document. Raises ValueError where a type is not as agreed."""
    if not isinstance(sent, dict):
        raise ValueError("a save is an object")
    unanswered = sent.get("unanswered", [])
    if not isinstance(unanswered, list) or len(unanswered) > _MOST_UNANSWERED:
        raise ValueError("unanswered is a short list")
    return SentSave(
        draft=Draft(
            points=_points(sent.get("points", {})),
            vote=_text(sent, "vote"),
            comment_for_staff=_text(sent, "comment_for_staff"),
            comment_for_creator=_text(sent, "comment_for_creator"),
        ),
        base=_base(sent.get("base")),
        token=None if sent.get("token") is None else UUID(_text(sent, "token")),
        unanswered=frozenset(UUID(_plain(one)) for one in unanswered),
        finish=_truth(sent.get("finish", False)),
    )


def _points(sent: Any) -> dict[int, int]:
    """Points by criterion; null is none. True is no number here, though Python thinks so."""
    if not isinstance(sent, dict):
        raise ValueError("points are an object")
    points = {}
    for key, value in sent.items():
        if value is None:
            continue
        if not isinstance(value, int) or isinstance(value, bool):
            raise ValueError("points are whole numbers")
        if not (key.isascii() and key.isdigit()):
            raise ValueError("points go by the criterion's number")
        points[int(key)] = value
    return points


def _base(sent: Any) -> int | None:
    if sent is None:
        return None
    if not isinstance(sent, int) or isinstance(sent, bool) or not 0 <= sent < _MOST_REVISION:
        raise ValueError("base is a revision")
    return sent


def _text(sent: dict[str, Any], name: str) -> str:
    return _plain(sent.get(name, ""))


def _plain(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("texts are texts")
    return value


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("finish is true or false")
    return value
