"""Stopping all mail of the site, and letting it go again."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.refusal import Refused
from outbox.delivery import enqueue_due, standing_stops
from outbox.models import MailStop


class StopRefused(Refused):
    """Stopping or lifting was refused; nothing was changed."""

    messages = {
        "no_reason": _("Say why all mail is stopped."),
        "stopped_already": _("All mail is stopped already."),
        "not_stopped": _("Mail is not stopped. Somebody has lifted the stop meanwhile."),
    }


@transaction.atomic
def stop_all_mail(*, reason: str, by: User | None, at: datetime) -> MailStop:
    """Let no mail of the outbox leave from now on; what is being sent already still arrives.

    Released mails wait where they are. Codes for signing in are not mail of the outbox: they go on,
    or nobody could sign in to lift the stop. Refused: `no_reason`, `stopped_already`.
    """
    reason = reason.strip()
    if not reason:
        raise StopRefused("no_reason")
    try:
        with transaction.atomic():
            return MailStop.objects.create(reason=reason, stopped_by=by, stopped_at=at)
    except IntegrityError as error:
        raise StopRefused("stopped_already") from error


@transaction.atomic
def lift_stop(*, by: User | None, at: datetime) -> MailStop:
    """Let mail leave again; what was released meanwhile goes at once. Refused: `not_stopped`."""
    stop = standing_stops().select_for_update().first()
    if stop is None:
        raise StopRefused("not_stopped")
    stop.lifted_at, stop.lifted_by = at, by
    stop.save(update_fields=["lifted_at", "lifted_by"])
    enqueue_due(at=at)
    return stop
