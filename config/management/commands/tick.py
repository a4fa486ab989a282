"""`manage.py tick`: runs what is due, for as long as the site runs (or once, from cron)."""

import logging
import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.utils import timezone

from config.stop_signals import StopSignals
from config.tick import run_due

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Run the periodic jobs that are due, again and again until SIGTERM."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="run what is due now, then end")
        parser.add_argument(
            "--interval", type=float, default=10.0, help="seconds between looks (default: 10)"
        )

    def handle(self, *, once: bool, interval: float, **_options: Any) -> None:
        if once:
            run_due(at=timezone.now())
            return
        stop, answered = StopSignals(signal.SIGTERM, signal.SIGINT), True
        while not stop.count:
            answered = look(answered_before=answered)
            stop.wait(interval)


def look(*, answered_before: bool) -> bool:
    """Run what is due; return whether the database answered.

    An absent database is logged once, and looked for again at the next turn.
    """
    close_old_connections()
    try:
        run_due(at=timezone.now())
    except (DatabaseError, InterfaceError) as error:
        if answered_before:
            logger.error("The database does not answer: %s", error)
        connection.close()
        return False
    if not answered_before:
        logger.warning("The database answers again")
    return True
