"""`manage.py demo`: loads the demo campaigns and tells how to sign in."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.role_names import role_name
from desk.demo.final import open_final
from desk.demo.load import load_demo
from desk.demo.people import PASSWORD, PEOPLE
from desk.demo.review import begin_review


class Command(BaseCommand):
    help = "Load the demo campaigns with invented people and entries; what is there stays as it is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--final",
            action="store_true",
            help="let the jury that is at work finish its points and begin to compare the best",
        )
        parser.add_argument(
            "--review",
            action="store_true",
            help="let the open contest be over, so that its results can be decided and announced",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if not (settings.DEMO or settings.DEBUG):
            raise CommandError(
                "The demo makes accounts whose password everybody knows, so it is loaded only "
                "where DEMO=1 (or DEBUG=1) is set. Do not set either in production."
            )
        load_demo(at=timezone.now())
        if options["final"]:
            open_final(at=timezone.now())
        if options["review"]:
            begin_review(at=timezone.now())
        self.stdout.write(sign_ins())


def sign_ins() -> str:
    """One line for each person of the demo: the address and what they are."""
    lines = [
        f"  {one.email:<26}{role_name(one.role) or 'Creator'}"
        + (f" of {one.campaign} only" if one.campaign else "")
        for one in PEOPLE
    ]
    return "\n".join((f"Sign in with the password {PASSWORD} as", *lines))
