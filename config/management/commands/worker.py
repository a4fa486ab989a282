"""`manage.py worker`: runs jobs, and waits while the database is away."""

import logging
import time
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import InterfaceError, OperationalError, connections

logger = logging.getLogger(__name__)

PATIENCE = 5.0
"""Seconds until the database is asked again."""


class Command(BaseCommand):
    """django-tasks-db's worker ends with the first lost connection; this one begins again.

    A job that was interrupted in between is put back by the tick (config.tasks_retry).
    """

    help = "Run jobs until it is told to stop; a database that is away is waited for."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--batch", action="store_true", help="End when no job is left.")

    def handle(self, *_args: Any, batch: bool, **_options: Any) -> None:
        while True:
            try:
                call_command("db_worker", queue_name="*", batch=batch, verbosity=0)
                return
            except (OperationalError, InterfaceError) as error:
                logger.warning("The database is away, the worker waits: %s", str(error).strip())
                connections.close_all()
                time.sleep(PATIENCE)
