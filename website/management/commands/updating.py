"""`manage.py updating on`: tell visitors that the site is being updated; `off`: let them in.

A page cache in front (deploy/nginx.conf) goes on showing the pages that it has kept.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from website.updating import flag


class Command(BaseCommand):
    help = "Show visitors that the site is being updated (on), or the site again (off)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("state", nargs="?", choices=["on", "off"])

    def handle(self, *, state: str | None, **_options: Any) -> None:
        path = flag()
        if state == "on":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        elif state == "off":
            path.unlink(missing_ok=True)
        is_on = path.exists()
        self.stdout.write(
            "Visitors see that the site is being updated." if is_on else "The site is open."
        )
